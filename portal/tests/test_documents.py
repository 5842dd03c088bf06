"""Documents in the portal: what the clinic shared, new until opened, looked at and saved, gone at the next request."""

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audit.models import Event
from common.tests.moment import AT
from portal.tests.family import ana_in_full
from records.actions import deny, documents, end_access, lock_down
from records.models import AccessRules, Document
from records.models.access import Relation, Scope
from records.tests.factories import DocumentFactory, GrantFactory

QUERIES = 8
HEADERS = {
    "Content-Type": "application/pdf",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store, private",
}


def is_new(row) -> bool:
    return row.get("tag_label") == "New"


def at_address(name, document=None, patient=None):
    args = [patient.pk if patient else document.patient_id, *([document.pk] if document else [])]
    return reverse(f"portal:{name}", args=args)


@pytest.fixture
def letter(cast):
    return DocumentFactory(
        patient=cast.ana_record, title="Qletter", kind="letter", practitioner=cast.petra, shared=True
    )


@pytest.fixture
def others(cast):
    """What could leak: unshared, confidential, taken out, of a hidden kind, Kit's, Zoe's."""
    AccessRules.objects.create(clinic=cast.harbour, hidden_kinds=["result"])
    of_ana = {"patient": cast.ana_record, "shared": True}
    removed = DocumentFactory(title="Qremoved", **of_ana)
    documents.remove(removed, why="", by=cast.nora, at=AT)
    return {
        "unshared": DocumentFactory(patient=cast.ana_record, title="Qunshared"),
        "confidential": DocumentFactory(title="Qconfidential", confidential=True, **of_ana),
        "removed": removed,
        "hidden": DocumentFactory(title="Qhidden", kind="result", **of_ana),
        "kit": DocumentFactory(patient=cast.kit_record, title="Qkit", shared=True),
        "zoe": DocumentFactory(patient=cast.zoe_record, title="Qzoe", shared=True),
    }


@pytest.fixture
def ben(cast, client, sign_in):
    """Full access to Ana's record, for somebody else."""
    return sign_in(client, cast.ben)


def titles(client, patient):
    return [row["title"] for row in client.get(at_address("documents", patient=patient)).context["rows"]]


def opens(client, document) -> set[int]:
    return {
        client.get(at_address(name, document)).status_code
        for name in ("document", "document_view", "document_file")
    }


def test_the_list_says_what_it_is_from_whom_and_how_long(ben, letter, cast):
    DocumentFactory(
        patient=cast.ana_record, title="Older", dated_on=AT.replace(year=2025), pages=1, shared=True
    )
    DocumentFactory(
        patient=cast.ana_record,
        title="Knee",
        dated_on=AT.replace(month=1),
        content_type="image/png",
        shared=True,
    )
    page = ben.get(at_address("documents", patient=cast.ana_record))
    assert [(row["title"], row["facts"], row["icon"], is_new(row)) for row in page.context["rows"]] == [
        ("Qletter", "Petra, 17 November. PDF, 2 pages", "file-text", True),
        ("Knee", "Shared 17 November. Picture", "image", True),
        ("Older", "Shared 17 November. PDF, 1 page", "file-text", True),
    ]
    assert [tab["label"] for tab in page.context["record_tabs"]] == [
        "Treatment plans",
        "Activities",
        "Documents",
        "Access",
    ]


def test_it_is_new_until_this_account_opens_it(ben, letter, cast, client, sign_in):
    ana_in_full(cast)
    assert ben.get(at_address("document", letter)).status_code == 200
    assert [
        is_new(row) for row in ben.get(at_address("documents", patient=cast.ana_record)).context["rows"]
    ] == [False]
    sign_in(client, cast.ana)
    page = client.get(at_address("documents", patient=cast.ana_record))
    assert [is_new(row) for row in page.context["rows"]] == [True], "Ana has not"
    client.get(at_address("document_file", letter))
    page = client.get(at_address("documents", patient=cast.ana_record))
    assert not is_new(page.context["rows"][0])


def test_its_file_is_looked_at_and_saved_under_its_title(ben, letter):
    read = []
    for name in ("document_view", "document_file"):
        answer = ben.get(at_address(name, letter))
        read.append((answer, b"".join(answer.streaming_content)))
    (looked, seen), (saved, kept) = read
    assert seen == kept == b"%PDF Qletter"
    assert {name: looked[name] for name in HEADERS} == {name: saved[name] for name in HEADERS} == HEADERS
    assert (looked["Content-Disposition"], saved["Content-Disposition"]) == (
        'inline; filename="Qletter.pdf"', 'attachment; filename="Qletter.pdf"',
    )  # fmt: skip
    noted = Event.objects.filter(target=str(letter.pk)).order_by("id").values_list("verb", flat=True)
    assert list(noted) == ["document.opened", "document.downloaded"]


def test_nothing_lets_a_browser_keep_it_or_skip_the_question(ben, letter, cast):
    again = {"HTTP_IF_NONE_MATCH": "*", "HTTP_IF_MODIFIED_SINCE": "Sat, 28 Nov 2037 10:00:00 GMT"}
    for name in ("document_view", "document_file"):
        answer = ben.get(at_address(name, letter), HTTP_RANGE="bytes=0-3", **again)
        assert (answer.status_code, "ETag" in answer, "Last-Modified" in answer) == (200, False, False)
    documents.unshare(letter, by=cast.nora, at=AT)
    assert ben.get(at_address("document_file", letter), HTTP_RANGE="bytes=0-3", **again).status_code == 404


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ('a"; filename="b', 'attachment; filename="a\\"; filename=\\"b.pdf"'),
        ("../../etc/passwd", 'attachment; filename="passwd.pdf"'),
        ("Dr. Solberg", 'attachment; filename="Dr. Solberg.pdf"'),
        ("נבדק", "attachment; filename*=utf-8''%D7%A0%D7%91%D7%93%D7%A7.pdf"),
        ("x" * 160, f'attachment; filename="{"x" * 116}.pdf"'),
        ("/", 'attachment; filename="pdf.pdf"'),
    ],
)
def test_hostile_titles_are_harmless_names(ben, cast, title, told):
    document = DocumentFactory(patient=cast.ana_record, title=title, shared=True)
    assert ben.get(at_address("document_file", document))["Content-Disposition"] == told
    assert f"<h1>{title}</h1>".replace('"', "&quot;") in ben.get(at_address("document", document)).text


def test_a_page_never_shows_what_could_act(ben, cast):
    document = DocumentFactory(patient=cast.ana_record, content_type="text/plain", shared=True)
    page = ben.get(at_address("document", document))
    assert page.context["view_url"] == "" and page.context["file_url"]
    assert ben.get(at_address("document_view", document))["Content-Disposition"].startswith("attachment")


def test_what_is_not_shown_is_not_there(ben, letter, others, cast):
    assert titles(ben, cast.ana_record) == ["Qletter"]
    home = ben.get(reverse("portal:patient", args=[cast.ana_record.pk]))
    assert [item["title"] for item in home.context["latest"]] == ["Qletter"]
    for name in ("unshared", "confidential", "removed", "hidden", "zoe"):
        assert opens(ben, others[name]) == {404}, name
    assert opens(ben, others["kit"]) == {200}
    under_ana = reverse("portal:document", args=[cast.ana_record.pk, others["kit"].pk])
    assert ben.get(under_ana).status_code == 404


def test_the_patient_sees_what_is_confidential(client, sign_in, cast, letter, others):
    ana_in_full(cast)
    assert set(titles(sign_in(client, cast.ana), cast.ana_record)) == {"Qletter", "Qconfidential"}


def test_limited_access_finds_the_page_and_nothing_of_the_clinic_s(client, sign_in, letter, cast):
    for account in (cast.ana, cast.cleo):
        page = sign_in(client, account).get(at_address("documents", patient=cast.ana_record))
        assert (page.status_code, page.context["rows"], page.context["sees_shared"]) == (200, [], False)
        assert "Qletter" not in page.text and page.context["unlock"]
        assert opens(client, letter) == {404}
    for account in (cast.dov, cast.nora, cast.petra_account, cast.zoe):
        assert (
            sign_in(client, account).get(at_address("documents", patient=cast.ana_record)).status_code == 404
        )


def test_full_access_without_this_part_sees_none_of_it(client, sign_in, letter, cast):
    scopes = [scope for scope in Scope.values if scope != Scope.RECORDS]
    GrantFactory(account=cast.dov, patient=cast.ana_record, relation=Relation.CARER, full=True, scopes=scopes)
    page = sign_in(client, cast.dov).get(at_address("documents", patient=cast.ana_record))
    assert (page.status_code, page.context["rows"], page.context["sees_shared"]) == (200, [], False)
    assert opens(client, letter) == {404}
    assert client.get(reverse("portal:patient", args=[cast.ana_record.pk])).context["latest"] == []


def test_without_any_the_page_says_so(ben, cast):
    page = ben.get(at_address("documents", patient=cast.ana_record))
    assert "No documents yet" in page.text


CLOSING = {
    "unshared": (404, lambda cast, letter: documents.unshare(letter, by=cast.nora, at=AT)),
    "taken out": (404, lambda cast, letter: documents.remove(letter, why="", by=cast.nora, at=AT)),
    "hidden": (
        404,
        lambda cast, letter: AccessRules.objects.create(clinic=cast.harbour, hidden_kinds=["letter"]),
    ),
    "made confidential": (
        404,
        lambda cast, letter: documents.correct(letter, confidential=True, by=cast.nora, at=AT),
    ),
    "access ended": (404, lambda cast, letter: end_access(cast.ben_grant, by=cast.nora, at=AT)),
    "denied": (404, lambda cast, letter: deny(cast.ana_record, cast.ben, by=cast.nora, at=AT)),
    "locked down": (404, lambda cast, letter: lock_down(cast.ana_record, by=cast.nora, at=AT)),
}


@pytest.mark.parametrize("why", CLOSING)
def test_it_closes_at_the_next_request(ben, letter, cast, client, why):
    assert opens(ben, letter) == {200}
    code, act = CLOSING[why]
    act(cast, letter)
    client.force_login(cast.ben)  # a lock-down ends sessions too; a fresh one opens no more
    assert opens(client, letter) == {code}


def test_a_file_that_its_storage_lost_is_not_there(ben, letter):
    default_storage.delete(letter.stored_as)
    assert ben.get(at_address("document_file", letter)).status_code == 404


def test_many_are_paged_and_cost_no_more(ben, cast):
    DocumentFactory(patient=cast.ana_record, shared=True)
    address = at_address("documents", patient=cast.ana_record)
    ben.get(address)
    with CaptureQueriesContext(
        connection,
    ) as few:
        ben.get(address)
    one = DocumentFactory.build(patient=cast.ana_record, shared_at=AT, shared_by=cast.nora)
    fields = {name: getattr(one, name) for name in (
        "patient", "title", "dated_on", "name", "content_type", "size", "sha256", "pages", "created_at",
        "shared_at", "shared_by",
    )}  # fmt: skip
    Document.objects.bulk_create(Document(**fields) for _each in range(3000))
    ben.get(address)  # what is new in the list is noted once, as the first one was
    with CaptureQueriesContext(connection) as many:
        page = ben.get(address)
    assert (len(page.context["rows"]), page.context["after"]) == (20, "?page=2")
    assert len(many) == len(few) <= QUERIES
    assert len(ben.get(f"{address}?page=151").context["rows"]) == 1


# Through the patient's eyes -------------------------------------------------------------------------


def test_who_cares_looks_through_the_patient_s_eyes_and_the_desk_does_not(client, sign_in, letter, cast):
    inside = f"/office/see-as/{cast.ben.pk}"
    page = sign_in(client, cast.petra_account).get(inside + at_address("documents", patient=cast.ana_record))
    assert [row["title"] for row in page.context["rows"]] == ["Qletter"]
    assert client.get(inside + at_address("document_view", letter)).status_code == 200
    assert is_new(page.context["rows"][0]) and is_new(
        client.get(page.request["PATH_INFO"]).context["rows"][0]
    )
    for account in (cast.finn, cast.nora):
        answers = [
            sign_in(client, account).get(inside + at_address(name, *given))
            for name, given in (
                ("documents", (None, cast.ana_record)),
                ("document", (letter,)),
                ("document_view", (letter,)),
                ("document_file", (letter,)),
            )
        ]
        assert [answer.status_code for answer in answers] == [403] * 4
        assert not any("Qletter" in answer.text for answer in answers)
        home = client.get(f"{inside}{reverse('portal:patient', args=[cast.ana_record.pk])}")
        assert "Qletter" not in home.text, "nor on the first page"

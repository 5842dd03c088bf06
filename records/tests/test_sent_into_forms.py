"""A file that was sent and belongs to a form: decided with a copy there, or not at all; undone where that can be."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common.tests.moment import AT
from outbox.models import Message
from records.actions import sent
from records.keeping import copied
from records.models import SentFile
from records.tests.test_sent import LATER, bytes_of, send, waiting


def test_put_into_a_form_it_keeps_its_copy_and_one_mail_goes(cast):
    one = send(cast)
    copy = copied(one.upload, for_what="smartforms.assignment:1", at=AT)
    assert sent.put_into_form(one, into=lambda upload: copy, by=cast.finn, at=AT)
    assert not sent.put_into_form(one, into=lambda upload: pytest.fail("twice"), by=cast.nora, at=AT)
    one.refresh_from_db()
    assert (one.outcome, one.form_copy, one.document, one.decided_by) == ("in_form", copy, None, cast.finn)
    assert (waiting(), Message.objects.filter(kind="records.sent_answered").count()) == ([], 1)
    assert sent.forget_refused(at=AT + timedelta(days=400)) == 0 and bytes_of(one.upload) and bytes_of(copy)


def test_what_cannot_be_put_into_a_form_waits_as_before(cast):
    one = send(cast)

    def refuses(upload):
        raise LookupError

    with pytest.raises(LookupError):
        sent.put_into_form(one, into=refuses, by=cast.finn, at=AT)
    one.refresh_from_db()
    assert one.waits and waiting() == [f"records.sentfile:{one.pk}"]


def test_it_leaves_the_form_only_where_that_can_be_undone(cast):
    one = send(cast)
    copy = copied(one.upload, for_what="smartforms.assignment:1", at=AT)
    sent.put_into_form(one, into=lambda upload: copy, by=cast.finn, at=AT)
    assert not sent.reopen(one, by=cast.finn, at=LATER)  # nobody says how
    assert not sent.reopen(one, out_of_form=lambda copy: False, by=cast.finn, at=LATER)
    assert sent.reopen(one, out_of_form=lambda copy: True, by=cast.finn, at=LATER)
    one.refresh_from_db()
    assert (one.waits, one.form_copy, len(waiting())) == (True, None, 1)


@pytest.mark.parametrize("outcome", ["filed", "declined", ""])
def test_only_what_is_in_a_form_has_a_copy_there(cast, outcome):
    one = send(cast)
    copy = copied(one.upload, for_what="smartforms.assignment:1", at=AT)
    sent.put_into_form(one, into=lambda upload: copy, by=cast.finn, at=AT)
    rows = SentFile.objects.filter(pk=one.pk)
    for wrong in ({"outcome": outcome}, {"form_copy": None}, {"reason": "Blurred"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)

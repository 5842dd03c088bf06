"""P9: a page of a form with 800 items and 40 calculated scores, and a save while typing."""

from io import BytesIO
from statistics import quantiles
from time import perf_counter

from django.urls import reverse
from pypdf import PdfReader

from benchmarks.asking import Door
from benchmarks.figures import Figure, at_most
from common import clock
from config import loaded
from smartforms.actions import assign, import_questionnaire, open_form
from smartforms.papers import sent_paper
from smartforms.tests.long_form import long_form

ROUNDS = 40


def p9(bench) -> list[Figure]:
    """Every question answered, so that each score counts all it can."""
    form = _answered(bench)
    door, outline = Door(account=bench.account), form.version.outline
    where = {"patient": form.patient_id, "assignment": form.pk}
    page = reverse("smartforms:page", kwargs=where | {"number": 7})
    save = reverse("smartforms:answers", kwargs=where | {"number": 7})
    asked = [item["key"] for item in outline.under(outline.pages[6]["keys"]) if item.get("options")]
    typed = {"asked": asked[0], "revision": 0, asked[0]: "o2"}
    loaded.set_aside()  # as a web process does when it begins
    door.ask(page)  # reads the formulas and touches the session
    milliseconds = 1000 * quantiles([_seconds(door, page) for _ in range(ROUNDS)], n=20)[-1]
    paper, pages = _paper(form)
    return [
        at_most(100, "P9", f"the same form on paper, {pages} pages", 1000 * paper / pages, "ms a page"),
        at_most(300, "P9", "page of a form with 800 items and 40 scores, p95", milliseconds, "ms"),
        at_most(12, "P9", "the same page", door.queries(page), "queries"),
        at_most(4, "P9", "a save while typing", door.queries(save, typed, expect=(200, 200)), "queries"),
    ]


def _answered(bench):
    at, patient = clock.now(), bench.patients[0]
    template = import_questionnaire(text=long_form(), clinic=bench.clinic, by=None, at=at).template
    form = assign(template=template, patient=patient, account=bench.account, by=None, at=at)
    response = open_form(assignment=form, by=bench.account, at=at)
    response.answers = {
        key: ["o3"] for key, item in form.version.outline.items.items() if item.get("options")
    }
    response.save()
    return form


def _paper(form) -> tuple[float, int]:
    """(seconds a PDF of the sent form takes, its pages)."""
    form.response.submitted_at = clock.now()  # as if it had been sent; the rows stay as they are
    began = perf_counter()
    made = sent_paper(form.response, sender="Bench", at=clock.now())
    return perf_counter() - began, len(PdfReader(BytesIO(made.content)).pages)


def _seconds(door, path) -> float:
    began = perf_counter()
    door.ask(path)
    return perf_counter() - began

"""Forms, forms that were sent, and what was answered."""

import json
from functools import cache

import factory
from factory.django import DjangoModelFactory

from accounts.tests.factories import AccountFactory
from clinic.tests.factories import ClinicFactory
from common.tests.moment import AT, LONG_AGO
from records.tests.factories import PatientFactory
from smartforms import models
from smartforms.fhir.importer import read_questionnaire

# Two pages: a choice and words on the first, a number on the second.
SMALL_FORM = {
    "resourceType": "Questionnaire",
    "status": "active",
    "title": "Small form",
    "item": [
        {
            "linkId": "feeling",
            "type": "group",
            "text": "How you feel",
            "item": [
                {
                    "linkId": "mood",
                    "type": "choice",
                    "text": "How do you feel?",
                    "required": True,
                    "answerOption": [
                        {"valueCoding": {"code": "well", "display": "Well"}},
                        {"valueCoding": {"code": "poorly", "display": "Poorly"}},
                    ],
                },
                {"linkId": "words", "type": "text", "text": "In your own words"},
            ],
        },
        {
            "linkId": "sleeping",
            "type": "group",
            "text": "How you sleep",
            "item": [{"linkId": "hours", "type": "integer", "text": "How many hours?"}],
        },
    ],
}


@cache
def small_definition() -> dict:
    """The small form as this house keeps it. Its keys: see `key_of`."""
    return read_questionnaire(json.dumps(SMALL_FORM)).definition


def key_of(link: str, outline=None) -> str:
    """The key of a question (by its linkId) in the small form, or in an outline."""
    from smartforms.definition import Outline

    outline = outline or Outline(small_definition())
    return next(key for key, item in outline.items.items() if item["linkId"] == link)


class TemplateFactory(DjangoModelFactory):
    """A questionnaire of a clinic; without a version nobody can send it yet."""

    class Meta:
        model = models.Template

    clinic = factory.SubFactory(ClinicFactory)
    slug = factory.Sequence(lambda n: f"form-{n}")
    title = factory.LazyAttribute(lambda template: template.slug.replace("-", " ").capitalize())


class VersionFactory(DjangoModelFactory):
    """What a questionnaire asks, published."""

    class Meta:
        model = models.Version

    template = factory.SubFactory(TemplateFactory)
    number = 1
    definition = factory.LazyFunction(small_definition)
    published_at = LONG_AGO


class AssignmentFactory(DjangoModelFactory):
    """A form sent to a patient of the same clinic; pass `template=` for a certain one."""

    class Meta:
        model = models.Assignment
        exclude = ("template",)

    patient = factory.SubFactory(PatientFactory)
    clinic = factory.SelfAttribute("patient.clinic")
    template = factory.SubFactory(TemplateFactory, clinic=factory.SelfAttribute("..clinic"))
    version = factory.LazyAttribute(
        lambda sent: sent.template.live_version() or VersionFactory(template=sent.template)
    )
    sent_at = LONG_AGO


class ResponseFactory(DjangoModelFactory):
    """What was answered so far; `sent=True` went to the clinic."""

    class Meta:
        model = models.Response

    class Params:
        sent = factory.Trait(submitted_at=AT, submitted_by=factory.SubFactory(AccountFactory))

    assignment = factory.SubFactory(AssignmentFactory, opened_at=AT)
    patient = factory.SelfAttribute("assignment.patient")
    answers = factory.LazyFunction(dict)
    saved_at = AT

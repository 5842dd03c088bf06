"""A mail that is tried no more waits in the tray of its clinic, once; whatever else became of a mail does not."""

from common.tests.moment import AT
from outbox import registry
from outbox.delivery import TRIES, drain
from outbox.models import Message
from outbox.tests.factories import MessageFactory
from tray.models import Item


def test_a_mail_that_was_given_up_waits_once(cast, monkeypatch):
    def refuse(message, *, at):
        raise OSError

    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    registry.register("tray.test", refuse)
    clinic, patient = cast.harbour.pk, cast.ana_record.pk
    last = {"kind": "tray.test", "attempts": TRIES - 1, "due_at": AT}
    failed = MessageFactory(**last, clinic_id=clinic, patient_id=patient)
    MessageFactory(**last, clinic_id=None)
    MessageFactory(kind="tray.test", clinic_id=clinic, due_at=AT)
    drain(at=AT)
    drain(at=AT)
    assert Message.objects.filter(dead_at=AT).count() == 2
    assert list(Item.objects.values_list("kind", "target", "patient", "clinic", "put_at")) == [
        ("mail.failed", f"outbox.message:{failed.pk}", patient, clinic, AT)
    ]

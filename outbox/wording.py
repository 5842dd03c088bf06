"""A clinic words one of our mails, or takes its words back."""

from django.db import transaction

import audit
from outbox.models import MailText


@transaction.atomic
def word_mail(text, *, clinic, language, subject, opening, by, at) -> MailText:
    """From now on this mail leaves in these words, in this language; also what waits in the outbox."""
    row, _is_new = MailText.objects.update_or_create(
        clinic_id=clinic.pk,
        key=text.key,
        language=language,
        defaults={"subject": subject, "opening": opening, "changed_at": at, "changed_by": by.pk},
    )
    audit.record("mail.worded", by=by, target=row, clinic=clinic, reason=f"{text.key} {language}")
    return row


@transaction.atomic
def use_ours(text, *, clinic, language, by) -> bool:
    """The clinic's words go, and ours stand again. False where they did already."""
    rows = MailText.objects.filter(clinic_id=clinic.pk, key=text.key, language=language)
    if not rows.delete()[0]:
        return False
    audit.record("mail.unworded", by=by, clinic=clinic, reason=f"{text.key} {language}")
    return True

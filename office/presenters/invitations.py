"""The bulk invitation in words: five counts, who is in each mail, what they will see."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import wording
from records.bulk import Outcome, Why
from records.models.access import Level, Relation

OPEN_UP_TO = 12  # a longer list of single mails opens on request

SENT = (Outcome.INVITED, Outcome.FAMILY)


def invitations_page(preview, rules, clinic, batches, *, at) -> dict:
    """Everything invitations.html shows: what would be sent."""
    singles = [mail_row(one, rules) for one in preview.singles]
    return {
        **counts(preview, rules),
        "families": [mail_row(one, rules) for one in preview.families],
        "singles": singles,
        "singles_open": len(singles) <= OPEN_UP_TO,
        "mails": len(preview.mailings),
        "gives": _gives(rules),
        "batches": [_batch(one, clinic.zone, at) for one in batches],
    }


def counts(preview, rules, shown="") -> dict:
    """The five counts, and the lists that have one only when somebody is in them."""
    families = len(preview.families)
    shares = _("Share an email")
    if families:
        shares = ngettext(
            "Share an email, sent as %(n)d family", "Share an email, sent as %(n)d families", families
        ) % {"n": families}
    tiles = (
        (Outcome.INVITED, _("Will be invited"), "send", "ok"),
        (Outcome.FAMILY, shares, "users", "info"),
        (Outcome.NO_EMAIL, _("No email on file"), "mail", "neutral"),
        (Outcome.ACTIVE, _("Already have an account"), "circle-check", "neutral"),
        (Outcome.ALONE, _alone(rules), "triangle-alert", "warn"),
    )
    return {
        "tiles": [
            {
                "url": _address(outcome),
                "count": preview.count(outcome),
                "label": label,
                "icon": icon,
                "kind": kind,
                "current": outcome == shown,
            }
            for outcome, label, icon, kind in tiles
        ],
        "more": [
            {"url": _address(outcome), "label": label, "current": outcome == shown}
            for outcome, label in _more(preview)
        ],
    }


def _alone(rules) -> str:
    if rules.majority_age is None:
        return _("Minors, no parent on file")
    return _("Under %(age)d, no parent on file") % {"age": rules.majority_age}


def _more(preview):
    already, twins, locked = (
        preview.count(outcome) for outcome in (Outcome.ALREADY, Outcome.TWINS, Outcome.LOCKED)
    )
    words = {
        Outcome.ALREADY: ngettext("%(n)d was invited already", "%(n)d were invited already", already),
        Outcome.TWINS: ngettext(
            "%(n)d held back: a second record?", "%(n)d held back: second records?", twins
        ),
        Outcome.LOCKED: ngettext("%(n)d record is closed", "%(n)d records are closed", locked),
    }
    for outcome, said in words.items():
        if number := preview.count(outcome):
            yield outcome, said % {"n": number}


def _address(outcome) -> str:
    url = reverse("office:invitations")
    return f"{url}#{outcome}" if outcome in SENT else f"{url}?show={outcome}"


def mail_row(mailing, rules) -> dict:
    """One mail of the preview: its address, whom it invites to what."""
    lines = mailing.lines
    if len(lines) > 1:
        gets = ngettext("1 email, %(n)d record", "1 email, %(n)d records", len(lines)) % {"n": len(lines)}
    else:
        gets = str(Level(lines[0].level).label)
    return {
        "key": mailing.key,
        "email": mailing.email,
        "gets": gets,
        "people": [
            {"name": line.patient.name, "age": line.patient.years, "detail": _detail(line, rules)}
            for line in lines
        ],
    }


def _detail(line, rules) -> str:
    """Who is invited, if it is not the patient, and why to less than usual."""
    said = []
    if line.contact:
        said.append(
            _("for %(name)s, %(relation)s")
            % {"name": line.contact.name, "relation": str(Relation(line.relation).label).lower()}
        )
    elif line.relation != Relation.SELF:
        said.append(_("for a parent"))
    if line.relation != Relation.SELF and rules.review_age and line.patient.years >= rules.review_age:
        said.append(_("limited from %(age)d on") % {"age": rules.review_age})
    elif line.why == Why.SHARED:
        said.append(_("limited: adults share this address"))
    elif line.why == Why.CONTACT:
        said.append(_("limited: a contact has this address too"))
    elif line.why == Why.AGES and rules.full_by_invitation:
        said.append(_("limited: no ages are set"))
    return ", ".join(said)


def _gives(rules) -> str:
    if rules.full_by_invitation:
        return _("People see their whole record once they accept, unless the list says “limited”.")
    return _("People see what they book and send online. For more, give them a code.")


def _batch(batch, zone, at) -> dict:
    people = ngettext("%(n)d person", "%(n)d people", batch.people) % {"n": batch.people}
    return {
        "url": reverse("office:batch", args=[batch.pk]),
        "label": wording.short_moment(batch.made_at.astimezone(zone)),
        "text": _("%(people)s, by %(name)s") % {"people": people, "name": batch.made_by},
        "stopped": batch.stopped_at is not None,
    }


def list_page(preview, rules, outcome, page) -> dict:
    """Everything invitations_list.html shows: those of one list who get no mail, and what would help."""
    title, help_text = _titles(rules)[outcome]
    return {
        **counts(preview, rules, outcome),
        "title": title,
        "help": help_text,
        "has_why": outcome == Outcome.ALONE,
        "page": page,
        "query": f"show={outcome}&",
        "rows": [_person(patient, preview.why.get(patient.pk)) for patient in page],
    }


def _person(patient, why) -> dict:
    return {
        "url": reverse("office:patient", args=[patient.pk]),
        "name": patient.name,
        "age": patient.years,
        "email": patient.email,
        "why": {
            Why.TWO_ADULTS: _("Two adults have this address"),
            Why.TOO_YOUNG: _("The only adult with this address is too young to be a parent"),
        }.get(why, ""),
    }


def _titles(rules) -> dict:
    return {
        Outcome.NO_EMAIL: (
            _("No email on file"),
            _("Add an address on the patient’s page, or give a code on paper."),
        ),
        Outcome.ACTIVE: (_("Already have an account"), _("Somebody looks at these records already.")),
        Outcome.ALONE: (
            _alone(rules),
            _("Add a contact with an email address who may see this patient’s information."),
        ),
        Outcome.ALREADY: (
            _("Invited already"),
            _("Their invitation still works. Once it has run out they can be invited again."),
        ),
        Outcome.TWINS: (
            _("Held back"),
            _("Two records with the same name and date of birth: look at both before anybody is invited."),
        ),
        Outcome.LOCKED: (
            _("Closed records"),
            _("Locked down, or the person at this address must not see the record."),
        ),
    }

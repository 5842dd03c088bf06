"""Whether a calendar still stands as somebody saw it: one mark of everything on its days, asked for in one question.

The mark comes along with the membership of whoever looks, which every page asks for anyway: the calendar learns it for
nothing, and a page that only asks again whether something changed needs two queries, its session's and this one.
"""

from datetime import UTC, datetime, timedelta

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Exists, OuterRef, TextField
from django.db.models.expressions import RawSQL
from django.utils.crypto import constant_time_compare

from clinic.middleware import name_of
from clinic.models import Membership
from common.tokens import keyed_digest
from records.models import AccessRules

LONGEST = timedelta(days=8)  # a week, and the hour by which one may be longer
FIVE_MINUTES, A_MINUTE = 300, 60  # how often the line of now moves, and how often a hold's minutes do

# Of the visits whatever is kept of them, and of those who come; of their forms whether they still wait; what is being
# booked; what waits for an answer; and the version of the clinic, which rises with its hours and its people.
_MARK = """concat_ws(' ',
 (SELECT version FROM clinic_clinic WHERE id = clinic_membership.clinic_id),
 (SELECT md5(string_agg(v::text || p::text, '' ORDER BY v.id))
    FROM booking_appointment v JOIN records_patient p ON p.id = v.patient_id
   WHERE v.clinic_id = clinic_membership.clinic_id
     AND v.starts_at > %s::timestamptz - interval '1 day' AND v.starts_at < %s AND v.ends_at > %s),
 (SELECT md5(string_agg(concat_ws(' ', v.id, f.id, f.cancelled_at, f.paper_at, f.expires_at, r.submitted_at), '|'
             ORDER BY l.id))
    FROM booking_appointment v JOIN booking_appointment_assignments l ON l.appointment_id = v.id
    JOIN smartforms_assignment f ON f.id = l.assignment_id LEFT JOIN smartforms_response r ON r.assignment_id = f.id
   WHERE v.clinic_id = clinic_membership.clinic_id
     AND v.starts_at > %s::timestamptz - interval '1 day' AND v.starts_at < %s AND v.ends_at > %s),
 (SELECT count(*) FROM booking_appointment v WHERE v.clinic_id = clinic_membership.clinic_id
     AND v.requested_at IS NOT NULL AND v.approved_at IS NULL AND v.declined_at IS NULL AND v.cancelled_at IS NULL),
 (SELECT 'held ' || md5(string_agg(concat_ws(' ', h.id, h.held_until), '|' ORDER BY h.id)) FROM booking_hold h
   WHERE h.clinic_id = clinic_membership.clinic_id AND h.released_at IS NULL AND h.appointment_id IS NULL
     AND h.held_until > %s AND h.starts_at < %s AND h.ends_at > %s))"""


def marked(members, begins, ends, *, at):
    """Memberships that know the mark of the days between two instants."""
    days = [begins, ends, begins]
    return members.annotate(mark=RawSQL(_MARK, [*days, *days, at, ends, begins], output_field=TextField()))


def member_and_mark(request, begins, ends, *, at) -> tuple[Membership | None, str]:
    """The membership behind a request, for the rest of the page too, and the mark of these days. The membership tells
    whether the clinic chose its ages as well, of which the frame reminds managers and owners."""
    members = Membership.objects.filter(user_id=request.user.pk, clinic_id=request.clinic.pk, ended_at=None)
    chosen = AccessRules.objects.filter(clinic=OuterRef("clinic"), review_age__isnull=False)
    with_ages = members.annotate(ages_chosen=Exists(chosen.filter(majority_age__isnull=False)))
    request._member = marked(with_ages, begins, ends, at=at).first()
    return request._member, _tag(request._member, at, begins <= at < ends) if request._member else ""


def mark_for(request, begins, ends, *, at) -> str:
    """The mark for whoever is signed in at this clinic; empty for who is not, or is not of its team any more.

    One query, asked by the session: whose it is, whether the account is open and its password still the same, and
    whether it works for the clinic of this host.
    """
    session = request.session
    if SESSION_KEY not in session:
        return ""
    of_team = Membership.objects.filter(user_id=session[SESSION_KEY], user__is_active=True, ended_at=None)
    here = marked(of_team, begins, ends, at=at).select_related("user")
    member = here.filter(clinic__hosts__contains=[name_of(request.get_host())]).order_by("clinic_id").first()
    if member is None:  # the only clinic answers at every host
        member = here.filter(clinic_id=request.clinic.pk).first()
    if member is None:
        return ""
    hashed = session.get(HASH_SESSION_KEY, "")
    is_theirs = constant_time_compare(hashed, member.user.get_session_auth_hash())
    return _tag(member, at, begins <= at < ends) if is_theirs else ""


def _tag(member, at, is_now) -> str:
    """What is sent along and asked for again: it also changes as often as the page would by the clock alone."""
    seconds = int(at.timestamp())
    steps = [seconds // FIVE_MINUTES] if is_now else []
    steps += [seconds // A_MINUTE] if "held" in member.mark else []
    return keyed_digest("calendar", f"{member.mark} {steps}")


def window(query) -> tuple[datetime, datetime] | None:
    """The instants that a page asks about again, as it was told them: epoch minutes. None for nonsense."""
    found = []
    for name in ("from", "to"):
        text = query.get(name, "")
        if not (text.isascii() and text.isdigit() and len(text) <= 9):
            return None
        found.append(datetime.fromtimestamp(int(text) * A_MINUTE, UTC))
    begins, ends = found
    return (begins, ends) if begins < ends <= begins + LONGEST else None

"""What must hold after every step, asked of the rows; and that they are what the model has."""

from collections import Counter
from datetime import timedelta

from django.db import connection

from booking.availability.finding import Search

_ROWS = """
SELECT id, booking_id, patient_id, service_id, practitioner_id, extract(epoch FROM starts_at)::bigint / 60,
       extract(epoch FROM ends_at)::bigint / 60, sequence, late_fee, overridden,
       CASE WHEN cancelled_at IS NOT NULL THEN 'cancelled' WHEN declined_at IS NOT NULL THEN 'declined'
            WHEN no_show_at IS NOT NULL THEN 'no_show'
            WHEN completed_at IS NOT NULL THEN 'completed' WHEN arrived_at IS NOT NULL THEN 'arrived'
            WHEN requested_at IS NOT NULL AND approved_at IS NULL THEN 'requested' ELSE 'booked' END
  FROM booking_appointment WHERE clinic_id = %(clinic)s;
SELECT thing_id, extract(epoch FROM lower(during))::bigint / 60, extract(epoch FROM upper(during))::bigint / 60,
       coalesce(appointment_id, hold_id), overlap_allowed
  FROM booking_occupancy WHERE thing_id = ANY(%(things)s) AND released_at IS NULL
   AND (held_until IS NULL OR held_until > %(at)s)
 ORDER BY thing_id, lower(during);
SELECT id, practitioner_id, extract(epoch FROM starts_at)::bigint / 60, made_at, held_until,
       extended_at IS NOT NULL, released_at IS NOT NULL, appointment_id
  FROM booking_hold WHERE clinic_id = %(clinic)s;
SELECT verb, target FROM audit_event WHERE clinic = %(clinic)s AND verb ~ '^(appointment|waiting)[.]';
SELECT dedupe_key, due_at FROM outbox_message WHERE clinic_id = %(clinic)s;
SELECT target FROM tray_item WHERE clinic_id = %(clinic)s AND kind = 'visit_request' AND done_at IS NULL
"""
TEN_MINUTES = timedelta(minutes=10)


def check(story) -> None:
    """Raises AssertionError naming the first promise that is broken."""
    visits, occupied, holds, audited, mails, tray = _rows(story)
    _nobody_twice(story.model, occupied)
    _states(story, visits)
    _occupied(story, occupied)
    _holds(story.model, holds)
    assert Counter(audited) == story.model.audited, _apart("the audit", Counter(audited), story.model.audited)
    assert dict(mails) == story.model.mails, _apart("the outbox", dict(mails), story.model.mails)
    asked = {f"booking.appointment:{one.id}" for one in story.model.visits if one.state == "requested"}
    assert {target for (target,) in tray} == asked, f"waits in the tray: {tray}, in the model: {asked}"
    _offered(story)


def _rows(story) -> list[list[tuple]]:
    things = [*story.people, story.world.room.pk]
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"clinic": story.clinic.pk, "things": things, "at": story.at})
        found = [cursor.fetchall()]
        while cursor.nextset():
            found.append(cursor.fetchall())
    return found


def _apart(what, rows, model) -> str:
    only = {key: rows[key] for key in rows if rows[key] != model.get(key)}
    missing = {key: model[key] for key in model if rows.get(key) != model[key]}
    return f"{what}: in the rows {only}, in the model {missing}"


def _nobody_twice(model, occupied) -> None:
    """No two rows overlap, buffers and rooms counted, unless staff laid one of them there and said why."""
    declared = {one.id for one in model.visits if one.broken & {"taken", "resource"}}
    for number, (thing, low, high, whose, laid) in enumerate(occupied):
        assert not laid or whose in declared, f"{whose} lies over something, and nobody said so"
        for other, begins, ends, another, too in occupied[number + 1 :]:
            if other == thing and begins < high and low < ends and not (laid or too):
                raise AssertionError(f"{thing} is taken twice: {whose} and {another} at {begins}")


def _states(story, visits) -> None:
    """Every visit is where and what the model has, and one of each booking at most is there."""
    kinds = {story.world.services[slug].pk: slug for slug in story.world.services}
    names = {patient.pk: name for name, patient in story.patients.items()}
    rows = {
        id: (
            booking,
            names[patient],
            kinds[kind],
            person,
            start,
            end,
            state,
            sequence,
            fee,
            frozenset(broken),
        )
        for id, booking, patient, kind, person, start, end, sequence, fee, broken, state in visits
    }
    model = {
        one.id: (
            one.booking, one.patient, one.kind.slug, one.person, one.start, one.end, one.state, one.sequence, one.fee,
            one.broken,
        )
        for one in story.model.visits
    }  # fmt: skip
    assert rows == model, _apart("visits", rows, model)
    chains = Counter(row[0] for row in rows.values())
    for booking, count in chains.items():
        assert count == story.model.together.get(booking, 1), f"one booking became {count} visits"


def _occupied(story, occupied) -> None:
    """Standing visits and live holds take exactly their time, breaks and rooms included, and nothing else does."""
    rows: dict[tuple, list] = {}
    for thing, low, high, whose, _laid in sorted(occupied):
        spans = rows.setdefault((thing, whose), [])
        if spans and spans[-1][1] == low:
            low = spans.pop()[0]
        spans.append((low, high))
    model = {(thing, whose): [(low, high)] for thing, low, high, whose in story.model.taken(story.at)}
    assert rows == model, _apart("taken", rows, model)


def _holds(model, holds) -> None:
    rows = {id: row for id, *row in holds}
    expected = {
        one.id: [one.person, one.start, one.made, one.until, one.extended, one.released, one.visit]
        for one in model.holds
    }
    assert rows == expected, _apart("holds", rows, expected)
    for one in model.holds:
        most = 2 * TEN_MINUTES if one.extended else TEN_MINUTES
        assert one.visit or one.offered or one.until - one.made <= most, f"a hold of {one.until - one.made}"


def _offered(story) -> None:
    """What the pages offer is what the model says is free: of one service a step, of the one touched if any was."""
    kind = story.touched or story.one_of(story.model.kinds.values())
    service = story.world.services[kind.slug]
    search = Search(story.clinic, service, story.world.people, story.world.place, at=story.at)
    told, model = [tuple(slot) for slot in search.all_free], story.model.offer(kind, story.at)
    assert told == model, (
        f"{kind.slug}: offered only {set(told) - set(model)}, free only {set(model) - set(told)}"
    )

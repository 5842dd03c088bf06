"""What the pages of filling a form say around the questions."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.wording import clock_time, day_month, long_date
from smartforms import prefilling
from smartforms.definition import is_asked, wording
from smartforms.engine import progress
from smartforms.presenters import words
from smartforms.presenters.addenda import addenda_rows
from smartforms.presenters.crisis import help_after_sending, help_while_filling
from smartforms.presenters.places import home_of
from smartforms.presenters.sections import page_label, page_title, scores, sections, title_of
from smartforms.presenters.telling import saved_time, saved_words


def answered_words(state: progress.Progress) -> str:
    """'8 of about 12 answered'."""
    counts = {"answered": state.answered, "asked": state.asked}
    return (
        _("%(answered)d of about %(asked)d answered")
        if state.about
        else _("%(answered)d of %(asked)d answered")
    ) % counts


def _address(name, assignment, *more) -> str:
    return reverse(f"smartforms:{name}", args=[assignment.patient_id, assignment.pk, *more])


def _about(response) -> dict:
    """The card beside the questions: the form, its date while it is open, who reads it."""
    assignment = response.assignment
    wanted = assignment.due_at and not assignment.sent_in
    due = assignment.due_at.astimezone(assignment.clinic.zone) if wanted else None
    return {
        "title": title_of(response),
        "practitioner": assignment.practitioner,
        "due": _("Please send by %(day)s.") % {"day": long_date(due)} if due else "",
        "readers": _readers(assignment),
    }


def _readers(assignment) -> str:
    names = {"name": assignment.patient.given_name}
    if assignment.version.template.is_clinical:
        return _("Only the people who care for %(name)s here read it.") % names
    return _("Only the clinic’s team reads it.")


def cover_context(response, home, *, at) -> dict:
    """Everything on the page before the first question."""
    assignment, outline = response.assignment, response.outline
    on = response.standing(at=at, keys=()).on
    count = progress.of(outline, response.answers, on)
    return {
        "assignment": assignment,
        "about": _about(response),
        "intro": outline.definition.get("intro", ""),
        "rich_intro": outline.definition.get("rich_intro", ""),
        "facts": facts(count, assignment.version.template.minutes),
        "start_url": _address("page", assignment, progress.open_pages(outline, on)[0]),
        "home_url_of_patient": home,
    }


def facts(count: progress.Progress, minutes: int | None) -> list[dict]:
    """How much a form asks and how long it takes, for whoever has not begun."""
    asked = ngettext("%(n)d question", "%(n)d questions", count.asked)
    if count.about:
        asked = ngettext("About %(n)d question", "About %(n)d questions", count.asked)
    found = [{"icon": "clipboard-list", "text": asked % {"n": count.asked}}]
    if minutes:
        takes = ngettext("About %(n)d minute", "About %(n)d minutes", minutes) % {"n": minutes}
        found.append({"icon": "clock", "text": takes})
    return found


def page_context(response, page, home, *, conflicts=(), unkept=0, more="", renewed="") -> dict:
    """Everything page.html shows, for the page as it is now."""
    assignment, outline = response.assignment, page.outline
    title = page_title(outline, page.number, title_of(response))
    pages = progress.open_pages(outline, page.on)
    place = pages.index(page.number) + 1 if page.number in pages else 1
    earlier = [number for number in pages if number < page.number]
    state = progress.of(outline, response.answers, page.on)
    return {
        "assignment": assignment,
        "about": _about(response),
        "page": page,
        "title": title,
        "label": page_label(outline, page.number, title_of(response)),
        "under": outline.pages[page.number - 1].get("under", []),
        "back_url": _address("page", assignment, earlier[-1]) if earlier else home,
        "form_language": outline.definition.get("language", ""),
        "answers_url": _address("answers", assignment, page.number),
        "revision": response.revision,
        "offered": prefilling.as_sent(page.offered),
        "unkept": unkept,
        "saved": saved_words(response, unkept=unkept),
        "saved_time": saved_time(response),
        "part": place_words(outline, place, len(pages)),
        "answered": answered_words(state),
        "progress": state,
        "parts": [] if outline.is_one_by_one else _parts(response, outline, pages, page.number, page.on),
        "has_errors": bool(page.errors),
        "conflicts": [_conflict(outline[key], response) for key in sorted(conflicts)],
        "more": _more(more)
        or (_("Other answers are offered now, because of your answer.") if renewed else ""),
        "crisis": help_while_filling(response, page.answers, page.on),
    }


def place_words(outline, place: int, pages: int) -> str:
    """'Part 2 of 3', the last being the check page; one by one 'Question 3 of about 12', where answers change it."""
    if not outline.is_one_by_one:
        return _("Part %(part)d of %(parts)d") % {"part": place, "parts": pages + 1}
    if place > pages:
        return _("All questions asked")
    counted = (
        _("Question %(n)d of about %(all)d") if outline.has_conditions else _("Question %(n)d of %(all)d")
    )
    return counted % {"n": place, "all": pages}


def _parts(response, outline, pages, current, on) -> list[dict]:
    assignment, answers, parts = response.assignment, response.answers, []
    for number in pages:
        items = [
            i
            for i in outline.under(outline.pages[number - 1]["keys"])
            if i["key"] in on and is_asked(i, outline)
        ]
        done = bool(items) and all(answers.get(item["key"]) or not item.get("required") for item in items)
        done = done and any(answers.get(item["key"]) for item in items)
        state = "current" if number == current else "done" if done else "todo"
        part = {"label": page_label(outline, number, title_of(response)), "state": state}
        parts.append(part | ({"url": _address("page", assignment, number)} if state == "done" else {}))
    return [*parts, {"label": _("Check and send"), "state": "todo" if current else "current"}]


def _conflict(item, response) -> dict:
    return {
        "question": wording(item),
        "theirs": words.answer(item, response.answers.get(item["key"], [])) or _("nothing"),
        "time": saved_time(response),
    }


def _more(count: str) -> str:
    if not (count.isascii() and count.isdecimal()) or not 0 < int(count[:4]) < 1000:
        return ""
    asked = int(count[:4])
    return ngettext(
        "We have one more question because of your answer.",
        "We have %(n)d more questions because of your answers.",
        asked,
    ) % {"n": asked}


def check_context(response, stops=None, *, at) -> dict:
    """Everything on the last page before sending; `stops` is what stands in the way, by question."""
    assignment, outline = response.assignment, response.outline
    on = response.standing(at=at).on
    pages = progress.open_pages(outline, on)
    state = progress.of(outline, response.answers, on)
    errors = [(f"stop-{key}", problem.message) for key, problem in (stops or {}).items()]
    return {
        "assignment": assignment,
        "about": _about(response),
        "crisis": help_while_filling(response, response.told(at=at), on),
        "sections": sections(response, at=at, with_changes=True, file_page="smartforms:file"),
        "stops": [
            {"id": f"stop-{key}", "message": problem.message, "url": _where(assignment, outline, key)}
            for key, problem in (stops or {}).items()
        ],
        "errors": errors,
        "has_errors": bool(errors),
        "back_url": _address("page", assignment, pages[-1]),
        "part": place_words(outline, len(pages) + 1, len(pages)),
        "answered": answered_words(state),
        "progress": state,
        "parts": [] if outline.is_one_by_one else _parts(response, outline, pages, None, on),
    }


def _where(assignment, outline, key: str) -> str:
    number = next(
        n
        for n, page in enumerate(outline.pages, 1)
        if key in {item["key"] for item in outline.under(page["keys"])}
    )
    return f"{_address('page', assignment, number)}#{key}-question"


def correction_context(response, form) -> dict:
    """Everything on the page that adds a correction to what was sent."""
    assignment = response.assignment
    return {
        "assignment": assignment,
        "about": _about(response),
        "form": form,
        "has_errors": bool(form.errors),
        "back_url": _address("sent", assignment),
    }


def sent_context(response) -> dict:
    """Everything on the patient's copy of what was sent."""
    assignment = response.assignment
    local = response.submitted_at.astimezone(assignment.clinic.zone)
    return {
        "assignment": assignment,
        "about": _about(response),
        "sent_words": _("Sent %(day)s") % {"day": day_month(local)},
        "sent_moment": _("%(day)s at %(time)s") % {"day": long_date(local), "time": clock_time(local)},
        "crisis": help_after_sending(response),
        "sections": sections(response, file_page="smartforms:file"),
        "scores": scores(response),
        "addenda": addenda_rows(response),
        "add_url": _address("correction", assignment),
        "paper_url": _address("paper", assignment),
        "back_url": home_of(assignment.patient_id),
    }

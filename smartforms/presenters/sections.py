"""A form as it was answered: the same rows for the check page, the patient's copy and the clinic."""

import re

from django.urls import reverse
from django.utils.translation import gettext as _

from smartforms.definition import is_asked, is_question, is_score, wording
from smartforms.engine import signing
from smartforms.engine.meaning import band_of
from smartforms.engine.progress import open_pages
from smartforms.presenters import words
from smartforms.presenters.questions import names_its_page

LONGEST_LABEL = 48


def sections(response, *, at=None, with_changes=False, file_page="") -> list[dict]:
    """[{"title", "intro", "rows"}] page by page and group by group, in the words that were asked; for `summary_list`.

    Texts between the questions are the `intro` of what follows them; the part after one has no title of its own.
    Unanswered questions that were asked are there, empty. `at` is wanted until the form was sent. With `with_changes`
    each row links back to its question. `file_page` names the page that hands out a file; paper has none.
    """
    outline = response.outline
    on = response.standing(at=at, keys=() if response.submitted_at else None).on
    answers = response.told(at=at)
    found: list[dict] = []
    place, around, before = None, [], None
    for number in open_pages(outline, on):
        page = outline.pages[number - 1]
        title = page_title(outline, number, title_of(response))
        goes_on = outline.is_one_by_one and title == before  # pages of one group read as one part
        said = [] if goes_on and _around(outline, page, on) == around else _around(outline, page, on)
        around, before = _around(outline, page, on), title
        place = place if goes_on else None
        for item in outline.under(page["keys"]):
            if item["key"] not in on or item["key"] in outline.unseen:
                continue
            said += _texts(item)
            if not _is_told(item, response, outline, answers):
                continue
            group = _group_of(item, outline, page)
            if group != place or said:
                named = "" if group == place else _named(title, group, page)
                found.append({"title": named, "intro": "\n".join(said), "rows": []})
                place, said = group, []
            row = _row(item, response, answers, number if with_changes else None)
            if item["type"] == "file" and file_page:
                row["files"] = _files(item, answers.get(item["key"], ()), response.assignment, file_page)
            found[-1]["rows"].append(row)
        if said:
            found.append({"title": "" if place is not None else title, "intro": "\n".join(said), "rows": []})
    return found


def _named(title: str, group: str, page: dict) -> str:
    """'Your past: Operations'; the entries of a group that fills the page, 'Operation 2', say it themselves."""
    if not group or (page["title"] and re.match(rf"{re.escape(page['title'])} \d", group)):
        return group or title
    return f"{title}: {group}"


def _around(outline, page, on) -> list[str]:
    """What the groups around a page say: their wording where the page is not called so, and their help."""
    groups = [outline[key] for key in outline.around(page["keys"]) if key in on]
    wordings = [text for text in page.get("under", []) if text]
    return wordings + [group["help"] for group in groups if group.get("help")]


def _texts(item) -> list[str]:
    """What an item says that is no question: a text by its wording, a group by its help."""
    if item["type"] == "display":
        return [] if item.get("cannot") else list(filter(None, [wording(item)]))
    return list(filter(None, [item.get("help")])) if item["type"] == "group" else []


def _is_told(item, response, outline, answers) -> bool:
    """Questions people could answer, and others that say something. Scores stand by themselves once it was sent."""
    if not is_question(item) or item["key"] in outline.unseen or (response.submitted_at and is_score(item)):
        return False
    return is_asked(item, outline) or bool(answers.get(item["key"]))


def _group_of(item, outline, page) -> str:
    """The wording of the groups a question stands in on its page, outermost first; the page's own is left out."""
    here = {each["key"] for each in outline.under(page["keys"])}
    groups = [outline[key] for key in outline.around([item["key"]]) if key in here]
    told = [wording(g) for g in groups if g["type"] == "group" and not names_its_page(g, page)]
    return ": ".join(filter(None, told))


def scores(response, *, for_staff=False) -> list[dict]:
    """The scores of a sent form, as rows for `summary_list`: [{"term", "answer"}].

    Hidden ones, and what a number means to the clinic, are for staff.
    """
    outline = response.outline
    return [
        {"term": wording(item), "answer": _score(item, response.answers[key], for_staff)}
        for key, item in outline.items.items()
        if is_score(item) and response.answers.get(key) and (for_staff or key not in outline.unseen)
    ]


def _score(item: dict, given: list, for_staff: bool) -> str:
    told = words.answer(item, given)
    band = band_of(item, given[0]) if for_staff else None
    return f"{told}, {band['label']}" if band else told


def _row(item, response, answers, number) -> dict:
    key, assignment = item["key"], response.assignment
    given = answers.get(key, [])
    row = {"term": wording(item), "answer": words.answer(item, given)}
    if item["type"] == "signature" and given:
        row["drawn"] = signing.path(given[0])
    if signing.has_lapsed(response.unfinished, key):
        row["detail"] = _("An answer changed after it was signed.")
    elif key in response.unfinished:
        row["detail"] = _("What you typed does not fit yet.")
    if number and is_asked(item, response.outline):
        page = reverse("smartforms:page", args=[assignment.patient_id, assignment.pk, number])
        row |= {"change_url": f"{page}#{key}-question", "change_hidden": wording(item)}
    return row


def title_of(response) -> str:
    """What a form is called: as the clinic calls it; in another language as its translation does."""
    return response.outline.definition.get("titled") or response.assignment.version.template.title


def _files(item, given, assignment, page: str) -> list[dict]:
    return [
        {
            "words": words.answer(item, [one]),
            "url": reverse(page, args=[assignment.patient_id, assignment.pk, one["file"]]),
        }
        for one in given
    ]


def page_title(outline, number: int, title: str) -> str:
    """What a page is called: its group, else the form; '(2 of 3)' where several share a name and are not one by one."""
    if outline.is_one_by_one:
        return outline.pages[number - 1]["title"] or title
    return _counted([page["title"] or title for page in outline.pages], number)


def page_label(outline, number: int, title: str) -> str:
    """The same in few words, for lists: a page headed by a whole question goes by the form's name."""
    if outline.is_one_by_one:
        return ""
    names = [page["title"] if 0 < len(page["title"]) <= LONGEST_LABEL else title for page in outline.pages]
    return _counted(names, number)


def _counted(names: list[str], number: int) -> str:
    name = names[number - 1]
    if names.count(name) == 1:
        return name
    part = names[:number].count(name)
    return _("%(title)s (%(part)d of %(parts)d)") % {"title": name, "part": part, "parts": names.count(name)}

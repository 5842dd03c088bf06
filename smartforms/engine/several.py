"""Questions with several answers that are typed one below another: each box is read by itself."""

from django.utils.translation import gettext as _

from smartforms.engine.unfit import Unfit, short

MOST = 50  # answers, where the form sets no limit


def entries(raw: dict[str, list[str]]) -> list[dict[str, list[str]]]:
    """The boxes of each answer; what a browser sends of all of them stands in order."""
    count = max(map(len, raw.values()), default=0)
    return [{part: texts[place : place + 1] for part, texts in raw.items()} for place in range(count)]


def read(item: dict, raw: dict[str, list[str]], read_one) -> list:
    """The answers, without blank ones. Raises Unfit, about the first that does not fit or about how many there are."""
    answers: list = []
    for place, boxes in enumerate(entries(raw)):
        try:
            answers += read_one(item | {"repeats": False}, boxes)
        except Unfit as unfit:
            problem = unfit.problem
            raise Unfit(problem.message, part_at(place, problem.part), at_once=problem.at_once) from None
    most = item.get("most", MOST)
    # Nobody can give more than there may be, whatever a file asks for.
    names = {"question": short(item), "least": min(item.get("least", 0), most), "most": most}
    if answers and len(answers) < names["least"]:
        raise Unfit(_("Give at least %(least)d answers to “%(question)s”") % names)
    if len(answers) > names["most"]:
        raise Unfit(_("Give at most %(most)d answers to “%(question)s”") % names)
    return answers


def part_at(place: int, part: str = "") -> str:
    """What makes a key the id of a box: nothing for the first answer, '_2-day' for the day of the second."""
    return f"_{place + 1}{part}" if place else part

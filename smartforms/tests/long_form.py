"""A form of 800 items with 40 calculated values: what performance P9 is measured on."""

import json

from smartforms.tests.forms import calculated, choice, extension, questionnaire

PARTS, QUESTIONS = 40, 18  # with its heading and its score each part has 20 items


def long_form() -> str:
    """Forty scores in forty parts, in the idiom that costs most: everything beneath, by the beginning of a linkId."""
    return json.dumps(questionnaire(*map(_part, range(PARTS))))


def _part(number: int) -> dict:
    asked = [_scored(f"p{number}/{place}") for place in range(QUESTIONS)]
    text = f"%resource.descendants().where(linkId.startsWith('p{number}/')).answer.value.ordinal().sum()"
    total = {"linkId": f"sum-{number}", "type": "integer", "text": f"Score {number}", "readOnly": True}
    total["extension"] = [calculated(text)]
    return {"linkId": f"part-{number}", "type": "group", "text": f"Part {number}", "item": [*asked, total]}


def _scored(link: str) -> dict:
    item = choice(link, "never", "sometimes", "often", "always")
    for score, option in enumerate(item["answerOption"]):
        option["extension"] = [extension("ordinalValue", valueDecimal=score)]
    return item

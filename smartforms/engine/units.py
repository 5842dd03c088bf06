"""Amounts that may be given in one of several units.

In the first unit an amount is kept as the digits of a number; in another as {"number": "160", "unit": "u2"}. Nothing
here converts: to a condition, a band or a chart 160 lb are neither more nor less than 70 kg.
"""

from smartforms.fhir.shapes import mapping, words


def bounded(item: dict, key: str) -> dict:
    """The item with the limits that hold in this unit: those of the form are in the first."""
    if isinstance(chosen(item, "", key), dict):
        return {name: value for name, value in item.items() if name not in ("min", "max")}
    return item


def chosen(item: dict, number, key: str):
    """An amount as it is kept, in the unit of this key; the first where there is none of it."""
    others = [unit["key"] for unit in item.get("units", ())][1:]
    return {"number": number, "unit": key} if key in others else number


def named(item: dict, number, quantity):
    """The same for an amount of a file, which names its unit by code or word."""
    sought = {words(mapping(quantity).get(name)) for name in ("code", "unit")} - {""}
    for unit in item.get("units", ()):
        if sought & {unit.get("code"), unit["unit"]}:
            return chosen(item, number, unit["key"])
    return number


def parted(item: dict, answer) -> tuple[str, dict]:
    """(digits, unit) of a kept amount; the unit is empty where the question has none."""
    if not isinstance(answer, dict):
        return answer, item.get("unit", {})
    unit = next((unit for unit in item.get("units", ()) if unit["key"] == answer.get("unit")), {})
    return answer["number"], {name: text for name, text in unit.items() if name != "key"}

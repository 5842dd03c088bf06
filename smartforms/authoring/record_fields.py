"""To which field of the patient's record an answer goes, after review (`smartforms/mapping.py` names them)."""

from smartforms import mapping


def field_of(item: dict) -> str:
    """The key of the field an item's `definition` names; empty for none of ours."""
    named = item.get("definition")
    found = mapping.field_of(named) if isinstance(named, str) else None
    return found.key if found else ""


def set_field(item: dict, key: str) -> None:
    """The answer goes to this field; a `definition` of another sense is left alone where none is chosen."""
    if key == field_of(item):
        return
    if key:
        item["definition"] = mapping.FIELDS[key].definition
    else:
        item.pop("definition", None)

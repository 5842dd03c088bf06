"""Extensions of an element, one by one, leaving all others as they stand."""

from smartforms.fhir import shapes
from smartforms.fhir.shapes import mapping, sequence


def value(element, url: str):
    """The value of the first extension with this address; None where there is none."""
    return shapes.extension(element, url, base="")


def has(element, url: str) -> bool:
    return any(address == url for address, _entry in shapes.extensions(element))


def every(element, url: str) -> list[dict]:
    """All extensions with this address."""
    return [entry for address, entry in shapes.extensions(element) if address == url]


def put(element: dict, url: str, name: str = "", given=None) -> None:
    """The extension with this address says `given` from now on; without it there is none any more."""
    if given is None:
        put_all(element, url, [])
    elif value(element, url) != given or not every(element, url)[0].get(name) == given:
        first = next(iter(every(element, url)), {})
        kept = {key: kept for key, kept in first.items() if not key.lstrip("_").startswith("value")}
        put_all(element, url, [{**kept, "url": url, name: given}])


def put_all(element: dict, url: str, entries: list[dict]) -> None:
    """These are the extensions with this address; they stand where the first stood."""
    listed = sequence(element.get("extension"))
    at = next((n for n, entry in enumerate(listed) if mapping(entry).get("url") == url), len(listed))
    rest = [entry for entry in listed if mapping(entry).get("url") != url]
    at = min(at, len(rest))
    found = rest[:at] + entries + rest[at:]
    if found:
        element["extension"] = found
    else:
        element.pop("extension", None)


def beside(element: dict, name: str) -> dict:
    """What stands beside a value: `_text` of `text`. Made where there is none; tidy up with `tidied`."""
    found = element.get("_" + name)
    if not isinstance(found, dict):
        found = element["_" + name] = {}
    return found


def tidied(element: dict, name: str) -> None:
    """Take `_text` away again where nothing stands in it."""
    if not element.get("_" + name):
        element.pop("_" + name, None)

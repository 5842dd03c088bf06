"""Reading foreign JSON without trusting its shape."""

import math

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/"


def mapping(value) -> dict:
    """An object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value) -> list:
    """A list as it is, anything else as an empty one."""
    return value if isinstance(value, list) else []


def words(value) -> str:
    """Text as text, anything else as nothing; without the characters a database refuses."""
    return clean(value).strip() if isinstance(value, str) else ""


def number(value) -> int | float | None:
    """A finite number; numbers written as text count, truth values do not."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e15:
        return None
    return int(value) if value == int(value) else value


def choice_of(element, prefix: str = "value") -> tuple[str, object]:
    """The one `value[x]` of a FHIR element: ("valueCoding", {…}); ("", None) where there is none."""
    for name, value in mapping(element).items():
        if name.startswith(prefix) and name != prefix and name[len(prefix)].isupper():
            return name, value
    return "", None


def extensions(element) -> list[tuple[str, dict]]:
    """(address, extension) of every well-formed extension of an element."""
    listed = sequence(mapping(element).get("extension"))
    return [(words(e.get("url")), e) for e in listed if isinstance(e, dict)]


def extension(element, name: str, base: str = EXTENSION):
    """The value of the first extension with this name; None where absent."""
    for url, found in extensions(element):
        if url == base + name:
            return choice_of(found)[1]
    return None


def code_of(concept) -> str:
    """The first code of a CodeableConcept, else its text."""
    concept = mapping(concept)
    for coding in sequence(concept.get("coding")):
        if code := words(mapping(coding).get("code")):
            return code
    return words(concept.get("text"))


def clean(text: str) -> str:
    """Without NUL and halves of characters, which PostgreSQL refuses."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def storable(value):
    """The same JSON with every text clean and every number finite."""
    if isinstance(value, dict):
        return {clean(str(name)): storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [storable(inner) for inner in value]
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value

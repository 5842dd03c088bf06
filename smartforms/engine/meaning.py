"""What answers mean to the clinic: the band a number falls into, and the alerts that are raised."""

from collections.abc import Collection
from decimal import Decimal

from smartforms.definition import Outline


def band_of(item: dict, value) -> dict | None:
    """The band a stored number falls into; both ends belong to it. None where none fits."""
    if isinstance(value, dict):
        return None  # an amount in another unit than the bands are in
    number = Decimal(str(value))
    for band in item.get("bands", ()):
        if band.get("low", number) <= number <= band.get("high", number):
            return band
    return None


def can_alert(outline: Outline) -> bool:
    """Whether any answer to this form could raise an alert."""
    return any(
        item.get("alerts") or any(band.get("alert") for band in item.get("bands", ()))
        for item in outline.items.values()
    )


def raised(outline: Outline, answers: dict, on: Collection[str] | None = None) -> list[tuple[dict, str]]:
    """(item, words) of each alert these answers raise, in reading order; the words may be empty.

    Of answers that were not sent yet only questions that are `on` count.
    """
    found = []
    for key, item in outline.items.items():
        given = answers.get(key)
        if not given or (on is not None and key not in on):
            continue
        for alert in item.get("alerts", ()):
            if any(type(one) is type(alert["is"]) and one == alert["is"] for one in given):
                found.append((item, alert["words"]))
        if item.get("bands"):
            bands = filter(None, (band_of(item, one) for one in given))
            found += [(item, band["label"]) for band in bands if band.get("alert")]
    return found

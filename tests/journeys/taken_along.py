"""A take-out as another system reads it: every fingerprint, the bundle, the words that stand in it or do not."""

import hashlib
import json

from fhir.resources.R4B.bundle import Bundle

from records.tests.packed import bundle_of, whole_text
from tests.takeout.test_bundle import urls, whole


def wrong_fingerprints(file) -> list[str]:
    """Files that are not what the manifest says, or of which it does not know, or which are not there."""
    told = {name: one["sha256"] for name, one in json.loads(file.read("manifest.json"))["files"].items()}
    there = {name for name in file.namelist() if name != "manifest.json"}
    found = {name: hashlib.sha256(file.read(name)).hexdigest() for name in there}
    return sorted(name for name in told.keys() | there if told.get(name) != found.get(name))


def faults_of_the_bundle(file) -> list[str]:
    """What is wrong with it. Raises ValidationError where it is no R4 bundle."""
    bundle = bundle_of(file)
    Bundle.model_validate(bundle)
    return whole(bundle) + [f"{url} is not there" for url in set(urls(bundle)) - set(file.namelist())]


def found_in(text: str, words) -> set[str]:
    return {word for word in words if word in text}


def where_words_stand(file, words) -> dict[str, set[str]]:
    """Which of these words stand in the page, the rows and the bundle; under "all", those anywhere in the ZIP."""
    found = {
        name: found_in(file.read(name).decode(), words)
        for name in ("index.html", "data.json", "fhir/bundle.json")
    }
    return found | {"all": found_in(whole_text(file), words)}


def asks_for(page: str) -> list[str]:
    """What would make a page fetch or run something."""
    return sorted(
        found_in(
            page.lower(), ("<script", "http:", "https:", "javascript:", "<iframe", "<img", "url(", "@import")
        )
    )

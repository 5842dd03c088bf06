"""Templates and static files: nothing inline, nobody else's host. The content policy is 'self' only (Settled 8)."""

import re

import pytest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.architecture import house

TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|{% comment %}.*?{% endcomment %}", re.S)
FAULTS = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a handler in an attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.I),
    "a script in the page": re.compile(r"<script(?![^>]*\ssrc\s*=)", re.I),
    "a script in an address": re.compile(r"javascript:", re.I),
}
STYLE_SHEET = re.compile(r"<style\b", re.I)
# Names of formats, not addresses that anybody asks for.
NAMESPACES = ("http://www.w3.org/", "https://schema.org/")
ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s"'<>)]*""", re.I)


def templates():
    return [path for path in house.files("*.html", "*.txt", "*.svg") if "templates" in path.parts]


def is_mail(path) -> bool:
    return "mail" in path.parts


def without_tags(text: str) -> str:
    """The page as a browser could meet it: what Django reads itself becomes nothing."""
    return TAGS.sub("", text)


def faults_of(text: str, *, mail: bool) -> list[str]:
    page = without_tags(text)
    found = [what for what, pattern in FAULTS.items() if pattern.search(page)]
    # A mail may carry a style sheet at its head: no server of ours can send it one.
    return found + (["a style sheet in the page"] if STYLE_SHEET.search(page) and not mail else [])


@pytest.mark.parametrize(
    "text",
    [
        '<p class="x" style="color: red">',
        "<a\n  onclick='go()'>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "<style>p {}</style>",
    ],
)
def test_the_reader_sees_what_is_inline(text):
    assert len(faults_of(text, mail=False)) == 1


def test_the_reader_leaves_honest_pages_alone():
    honest = '<script type="module" src="/static/js/page.js"></script>{% include "x.html" with one=1 style="x" only %}'
    assert faults_of(honest, mail=False) == []


def test_no_template_holds_styles_scripts_or_handlers():
    faults = {house.name_of(path): faults_of(path.read_text(), mail=is_mail(path)) for path in templates()}
    assert {name: found for name, found in faults.items() if found} == {}


def test_no_code_writes_styles_scripts_or_handlers():
    """Markup that Python writes is read the same way."""
    faults = {}
    for path in house.modules():
        if not house.is_test(path) and (found := faults_of(path.read_text(), mail=True)):
            faults[house.name_of(path)] = found
    assert faults == {}


# What is called like a template and lies elsewhere: the readable page inside a take-out.
NOT_TEMPLATES = {"index.html"}
# Names that are put together at run time are not seen here; the pages' own tests meet those.
NAMED = re.compile(r"""["']([a-z0-9_/-]+\.(?:html|txt))["']""")


def is_there(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def test_every_template_that_is_named_exists():
    sources = [path for path in house.modules() if not house.is_test(path)] + templates()
    named = {name: house.name_of(path) for path in sources for name in NAMED.findall(path.read_text())}
    missing = {name: where for name, where in named.items() if not is_there(name)}
    assert missing.keys() - NOT_TEMPLATES == set(), missing


def test_no_page_asks_another_host_for_anything():
    faults = []
    for path in templates() + house.files(
        "*.css", "*.js", "*.svg", "*.webmanifest", under=house.ROOT / "static"
    ):
        text = path.read_text()
        addresses = ADDRESS.findall(text if path.suffix in {".css", ".js"} else without_tags(text))
        faults += [f"{house.name_of(path)}: {one}" for one in addresses if not one.startswith(NAMESPACES)]
    assert faults == []

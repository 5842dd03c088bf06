"""Squares for a phone's camera."""

import re

from common import qr


def test_a_square_is_black_on_white_and_carries_nothing_else():
    drawn = qr.svg("https://clinic.example/portal/")
    assert re.findall(r'(?:fill|stroke)="(#\w+)"', drawn) == ["#fff", "#000"]
    assert "clinic.example" not in drawn
    assert not re.search(r"href|style|script|width=", drawn)


def test_a_square_has_its_quiet_edge():
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', qr.svg("a"))[1])
    assert side == 21 + 2 * qr.EDGE, "the smallest code, and its edge"


def test_other_words_make_another_square():
    assert qr.svg("one") == qr.svg("one") != qr.svg("two")

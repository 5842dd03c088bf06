"""The list "On the day": the same lines and icons after booking and on the page of the visit."""

from types import SimpleNamespace

from booking.presenters.on_the_day import on_the_day


def items(wear="", access="", lines=""):
    service = SimpleNamespace(on_the_day=wear)
    place = SimpleNamespace(access=access, on_the_day=lines)
    found = on_the_day(SimpleNamespace(service=service, location=place))
    return [(one["icon"], one["text"]) for one in found]


def test_each_line_has_the_icon_of_what_it_is_about():
    lines = (
        "Bus 7 stops at the door. Free parking.\n\n Come five minutes early.\nRing twice.\nBring a friend."
    )
    assert items("Wear shorts.", "In person. There is a lift.", lines) == [
        ("shirt", "Wear shorts."),
        ("door-open", "In person. There is a lift."),
        ("bus", "Bus 7 stops at the door. Free parking."),
        ("clock", "Come five minutes early."),
        ("phone", "Ring twice."),
        ("info", "Bring a friend."),
    ]


def test_a_french_clinic_gets_the_same_icons():
    lines = "Stationnement derrière l’immeuble.\nArrivez cinq minutes en avance.\nLa porte est à gauche."
    assert [icon for icon, _text in items(lines=lines)] == ["bus", "clock", "door-open"]


def test_nothing_to_say_is_no_list():
    assert items(" ", "", "\n \n") == []

"""Imports and foreign keys only go down; rooms on one line do not know each other; nobody knows `config`."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.architecture import house

HOUSE = set(house.FLOOR)


def wrong_way(room: str, others) -> list[str]:
    return sorted(other for other in others if other in HOUSE and not house.is_below(room, other))


def test_every_folder_with_code_has_its_place_on_the_staircase():
    packages = {path.parent.name for path in house.ROOT.glob("*/__init__.py")}
    assert packages - HOUSE - house.ABOVE == set()


@pytest.mark.parametrize("room", house.rooms())
def test_imports_only_go_down(room):
    faults = []
    for path in house.files("*.py", under=house.ROOT / room):
        imported = {name.partition(".")[0] for name in house.imports(path)}
        faults += [f"{house.name_of(path)} imports {other}" for other in wrong_way(room, imported)]
        # The fixed cast is there for the tests of every room, and for nothing else.
        above = imported & (house.ABOVE - {"tests"} if house.is_test(path) else house.ABOVE)
        faults += [f"{house.name_of(path)} imports {other}" for other in sorted(above)]
    assert faults == []


def test_no_code_leans_on_tests():
    faults = [
        f"{house.name_of(path)} imports {name}"
        for path in house.modules()
        if not house.is_test(path)
        for name in sorted(house.imports(path))
        if "tests" in name.split(".")
    ]
    assert faults == []


def test_keys_between_tables_only_go_down():
    faults = []
    for model in apps.get_models(include_auto_created=True):
        room = model._meta.app_label
        for field in model._meta.get_fields():
            if (
                room in HOUSE
                and field.is_relation
                and (field.concrete or field.many_to_many)
                and not field.auto_created
            ):
                other = field.related_model._meta.app_label
                faults += [f"{model._meta.label}.{field.name} → {other}" for _ in wrong_way(room, [other])]
    assert faults == []


def test_migrations_wait_only_for_rooms_below():
    faults = []
    for (room, name), migration in MigrationLoader(None).disk_migrations.items():
        others = {app for app, _name in migration.dependencies}
        if room in HOUSE:
            faults += [f"{room}.{name} waits for {other}" for other in wrong_way(room, others)]
    assert faults == []


def test_the_reader_sees_an_import_anywhere(tmp_path, monkeypatch):
    """The control: an import inside a function, from a higher room, is found."""
    hidden = tmp_path / "clinic" / "hidden.py"
    hidden.parent.mkdir()
    hidden.write_text("def ask():\n    from booking.models import Appointment\n    import config.settings\n")
    monkeypatch.setattr(house, "ROOT", tmp_path)
    assert house.imports(hidden) == {"booking.models", "config.settings"}
    assert wrong_way("clinic", ["booking", "config", "accounts"]) == ["booking", "config"]

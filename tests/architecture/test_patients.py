"""Rows of patients: a room answers for each, and nobody looks at one except through `visible_to` or the clinic."""

import ast

from django.apps import apps

from records import contract
from records.models import Patient
from tests.architecture import house

# Rows about who may look. They decide what is visible, through `records.policies`, and are not shown by themselves.
DECIDE_WHO_LOOKS = {
    "records.AccessCode", "records.AccessRequest", "records.BrokenGlass", "records.CareRelation", "records.Contact",
    "records.Denial", "records.Grant", "records.Invitation", "records.Lockdown", "smartforms.FormLink",
    # What the team works through when a form goes to many: in no account is there a page of it.
    "smartforms.DispatchLine",
    # Which records the clinic took for one person's, and for two people's.
    "records.Merge", "records.Apart",
    # What keeps a record from being erased: the clinic's affair, of which no account hears.
    "records.LegalHold",
}  # fmt: skip
# Rows that are part of another row, and are only reached through it: the field that leads there.
PART_OF = {"smartforms.Response": "assignment", "booking.WaitingOffer": "entry"}


def patient_models() -> list:
    """Every model with a key to Patient."""
    return [
        model
        for model in apps.get_models()
        if any(
            field.concrete and field.is_relation and field.related_model is Patient
            for field in model._meta.get_fields()
        )
    ]


def linked_models() -> set:
    """Patients, their rows, and the rows that hang on those."""
    linked = {Patient, *patient_models()}
    while True:
        more = {
            model
            for model in apps.get_models()
            for field in model._meta.get_fields()
            if field.concrete and field.is_relation and field.related_model in linked
        } - linked
        if not more:
            return linked
        linked |= more


def test_a_room_answers_for_every_row_of_a_patient():
    owned = {model: answerer.room for answerer in contract.answerers() for model in answerer.owns}
    unanswered = [
        model._meta.label for model in patient_models() if owned.get(model) != model._meta.app_label
    ]
    assert unanswered == []


def test_rooms_answer_only_for_rows_of_patients():
    owned = {model for answerer in contract.answerers() for model in answerer.owns}
    assert {model._meta.label for model in owned - set(patient_models())} == set()


def test_every_row_of_a_patient_says_who_sees_it():
    faults = []
    for model in [Patient, *patient_models()]:
        label = model._meta.label
        if label in DECIDE_WHO_LOOKS or hasattr(model._default_manager.all(), "visible_to"):
            continue
        whole = model._meta.get_field(PART_OF[label]).related_model if label in PART_OF else None
        if whole is None or not hasattr(whole._default_manager.all(), "visible_to"):
            faults.append(label)
    assert faults == []


def test_the_lists_above_name_what_exists():
    labels = {model._meta.label for model in patient_models()}
    assert (DECIDE_WHO_LOOKS | set(PART_OF)) - labels == set()


# Looking ------------------------------------------------------------------------------------------

LOOKS = {"objects", "_base_manager", "_default_manager"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404"}
MAY_LOOK = {"visible_to", "of"}


def is_kept_in(calls: list[ast.Call | ast.Attribute], name: str) -> bool:
    """Whether a chain such as `Visit.objects.with_names().visible_to(…)` says whose rows it wants."""
    words = {word.arg for node in calls if isinstance(node, ast.Call) for word in node.keywords}
    return (
        any(isinstance(node, ast.Attribute) and node.attr in MAY_LOOK for node in calls)
        or bool(words & {"clinic", "clinic_id"})  # staff look at everything of their clinic
        or (name == "Grant" and "account" in words)  # and everybody at what they were given
    )


def loose_looks(source: ast.AST, names: set[str]) -> list[int]:
    """The lines on which a row of a patient is fetched without saying who looks."""
    parents = {child: node for node in ast.walk(source) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(source):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORTCUTS:
            if node.args and isinstance(node.args[0], ast.Name) and node.args[0].id in names:
                found.append(node.lineno)
        is_look = isinstance(node, ast.Attribute) and node.attr in LOOKS
        if is_look and isinstance(node.value, ast.Name) and node.value.id in names:
            name, chain, above = node.value.id, [], parents.get(node)
            while isinstance(above, ast.Attribute) or (isinstance(above, ast.Call) and above.func is node):
                chain.append(above)
                node, above = above, parents.get(above)
            if not is_kept_in(chain, name):
                found.append(node.lineno)
    return sorted(found)


def pages() -> list:
    """What answers a browser: views and what they show, and all of the portal.

    The office’s other modules start from a patient whom a view has fetched.
    """
    return [
        path
        for path in house.modules()
        if not house.is_test(path)
        and ({path.stem, *path.parts} & {"views", "presenters", "frame", "portal"})
        and not {"demo", "management"} & set(path.parts)
    ]


def test_the_reader_sees_a_loose_look():
    loose = "row = Visit.objects.select_related('patient').get(pk=pk)\nrow = get_object_or_404(Visit, pk=pk)"
    kept = (
        "Visit.objects.with_names().visible_to(account, at=at).get(pk=pk)\n"
        "Visit.objects.of(clinic)\n"
        "Visit.objects.filter(clinic=clinic)\n"
        "get_object_or_404(Visit.objects.visible_to(account, at=at), pk=pk)"
    )
    assert loose_looks(ast.parse(loose), {"Visit"}) == [1, 2]
    assert loose_looks(ast.parse(kept), {"Visit"}) == []


def test_pages_look_only_where_they_may():
    names = {model.__name__ for model in linked_models()}
    faults = [
        f"{house.name_of(path)}:{line}" for path in pages() for line in loose_looks(house.tree(path), names)
    ]
    assert faults == []

"""What undoing a merge would give back, asked of the rows where they are. Nothing is written here."""

from django.db import connection
from django.db.models import BooleanField, Exists, Func, OuterRef, Q

from records import contract


class Moved(Func):
    """Whether the journal of a merge names this row: a part of a query, so that no id has to be fetched."""

    output_field = BooleanField()

    def __init__(self, key, merge, room: str, label: str):
        super().__init__(key)
        self.merge, self.path = merge, (room, label)

    def as_sql(self, compiler, connection, **_more):
        """Compared as text: some keys are numbers."""
        key, values = compiler.compile(self.source_expressions[0])
        named = "SELECT jsonb_array_elements_text(moved -> %s -> %s) FROM records_merge WHERE id = %s"
        return f"({key})::text IN ({named})", [*values, *self.path, self.merge.pk]


def goes_back(model, merge) -> Q:
    """Rows of the kept record that go back: those that moved, and what hangs on one that goes back."""
    room = contract.owner_of(model)
    back = Q(Moved("pk", merge, room.room, model._meta.label_lower))
    for hangs in room.hangs:
        if hangs.model is model:
            back |= hangs.follow(merge) & _parent_goes_back(hangs, merge)
    for other in contract.answerers():
        back |= other.goes_along(model, merge)
    return back


def _parent_goes_back(hangs, merge) -> Q:
    key = hangs.model._meta.get_field(hangs.parent)
    return Q(Exists(going_back(key.related_model, merge).filter(pk=OuterRef(key.attname))))


def going_back(model, merge):
    """The rows themselves."""
    return model._base_manager.filter(goes_back(model, merge), patient=merge.patient_id)


def lets_go(merge) -> int:
    """How many rows were put under something of the other record since, and stand under nothing when it is undone."""
    found = 0
    for hangs in (hangs for room in contract.answerers() for hangs in room.hangs if hangs.made):
        hanging = hangs.model._base_manager.filter(
            patient=merge.patient_id, **{f"{hangs.parent}__isnull": False}
        )
        goes, parent_goes = goes_back(hangs.model, merge), _parent_goes_back(hangs, merge)
        found += hanging.filter((goes & ~parent_goes) | (~goes & parent_goes)).count()
    return found


def made_since(merge, dated: dict) -> list[tuple]:
    """What the kept record got after the merge and keeps when it is undone, by model: one query, and numbers only.

    `dated` says of each kind of row which field tells when it was made.
    """
    statements, values = [], []
    for place, (model, name) in enumerate(dated.items()):
        since = model._base_manager.filter(patient=merge.patient_id, **{f"{name}__gte": merge.at})
        new = since.exclude(pk__in=going_back(model, merge).order_by().values("pk"))
        sql, given = new.order_by().values_list("pk").query.sql_with_params()
        statements.append(f"SELECT %s AS place, count(*) FROM ({sql}) AS counted")
        values += [place, *given]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), values)
        found = dict(cursor.fetchall())
    return [(model, found[place]) for place, model in enumerate(dated) if found[place]]

"""A number of rows as a part of a larger question."""

from django.db.models import IntegerField, Subquery


class HowMany(Subquery):
    """How many rows the inner query has; 0 for none. It may name the outer one by `OuterRef`."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows):
        super().__init__(rows.order_by().values("pk"))

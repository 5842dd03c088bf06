"""What an address asks of a report: filters, order, period. Nothing but what the report declares is understood."""

from datetime import timedelta
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from office.reports.filters import beginning, choice_field, day_field

# What an address may say besides: the page of the rows, and which file the password was just typed for.
BESIDES, SHOWN_OF_A_NAME = {"page", "take"}, 40
LONGEST_PERIOD = timedelta(days=366)


class Given(dict):
    """What was chosen, by the name of its field."""

    def __init__(self, form):
        super().__init__(form.cleaned_data)
        self.form = form

    def words_of(self, name, value):
        """What the list of a field calls one of its values."""
        return dict(self.form.fields[name].choices)[value]


class Choosing(forms.Form):
    """The filters of a report's columns, the order, and the period where it has one."""

    def __init__(self, report, query, *, asked):
        super().__init__(query, auto_id="f_%s", use_required_attribute=False)
        self.report = report
        if report.period:
            self.fields["from"], self.fields["to"] = day_field(_("From")), day_field(_("To"))
        for column in report.columns:
            self.fields.update(column.filter.fields(column, asked))
        orders = [
            (f"{sign}{one.name}", words % {"column": one.label})
            for one in report.columns
            for sign, words in (("", _("%(column)s, rising")), ("-", _("%(column)s, falling")))
        ]
        self.fields["sort"] = choice_field(_("Order"), orders)
        self.fields["sort"].choices = [("", _("As usual")), *orders]

    def clean(self):
        """Whatever the report does not have is refused, rather than left out unnoticed."""
        if unknown := sorted(set(self.data) - set(self.fields) - BESIDES):
            words = _("This report has nothing to choose that is called “%(name)s”.")
            raise ValidationError(words % {"name": unknown[0][:SHOWN_OF_A_NAME]})
        for name in self.fields:
            ends = name.removesuffix("from") + "to"
            if name.endswith("from") and ends in self.fields:
                self._in_order(self.cleaned_data.get(name), self.cleaned_data.get(ends), ends)
        return self.cleaned_data

    def _in_order(self, low, high, name):
        if low is not None and high is not None and low > high:
            self.add_error(name, _("The end comes before the beginning"))
        elif name == "to" and low is not None and high is not None and high - low > LONGEST_PERIOD:
            self.add_error(name, _("Choose a year at most"))


class Asked:
    """A report as an address asks for it. `rows` only where `is_right`."""

    def __init__(self, report, query, *, clinic, at):
        self.report, self.query, self.clinic, self.at = report, query, clinic, at
        self.kept = {}  # what a report looked up once for all its rows
        self.form = Choosing(report, query, asked=self)
        self.is_right = self.form.is_valid()
        self.given = Given(self.form) if self.is_right else None

    @property
    def days(self) -> tuple:
        """The first and the last day of the period."""
        today = self.at.astimezone(self.clinic.zone).date()
        first, last = self.given["from"], self.given["to"]
        back = timedelta(days=self.report.period - 1)
        if first is None:
            return (last or today) - back, last or today
        return first, last or max(first, min(today, first + LONGEST_PERIOD))

    @property
    def period(self) -> tuple:
        """The first instant of the period, and the first after it."""
        first, last = self.days
        return beginning(first, self.clinic.zone), beginning(last + timedelta(days=1), self.clinic.zone)

    @property
    def sort(self) -> str:
        return self.given["sort"] or self.report.first

    def chosen(self):
        """The rows that were asked for, in no order."""
        rows = self.report.rows(self)
        for column in self.report.columns:
            rows = column.filter.narrowed(rows, column, self.given, self)
        return rows

    def in_order(self, rows):
        """Rows in the order asked for; what is empty comes last, and the same is always in the same order."""
        column = self.report.column(self.sort.removeprefix("-"))
        falls = self.sort.startswith("-")
        order = column.sorts_by.desc(nulls_last=True) if falls else column.sorts_by.asc(nulls_last=True)
        return rows.order_by(order, "pk")

    def address(self, **changes) -> str:
        """What was asked as a query, with some of it changed; an empty value takes it out."""
        kept = {name: self.query.get(name, "") for name in self.form.fields} | changes
        return urlencode({name: value for name, value in kept.items() if value not in ("", None)})

    def said(self) -> list[tuple[str, str]]:
        """What was chosen in words, each with the name of its field."""
        found = []
        for column in self.report.columns:
            for name, words in column.filter.said(column, self.given).items():
                said = {"column": column.label, "words": words}
                found.append((name, _("%(column)s: %(words)s") % said))
        return found

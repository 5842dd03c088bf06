"""What goes along of this room's tables: every line of the account that the reader sees."""

from django.utils.translation import gettext as _

from common.wording import long_date_year, money
from payments.models import Entry as Line
from records.takeout.parts import Entry, Section
from records.takeout.sheets import Sheet, Why

SHEETS = (
    Sheet(
        Line,
        "account_lines",
        "id kind amount currency at by_id confidential reverses_id carries_id",
        {Why.HEAD: "clinic_id patient_id"},
    ),
)


def sections(reader):
    yield Section(_("Account"), _lines(reader), _("Nothing was charged or paid."))


def _lines(reader):
    for line in reader.rows_of(Line).order_by("at", "pk").iterator(chunk_size=500):
        day = long_date_year(line.at.astimezone(reader.zone))
        amount = money(abs(line.amount), line.currency)
        yield Entry(
            line.get_kind_display(),
            ((_("Date"), day), (_("Amount"), f"−{amount}" if line.amount < 0 else amount)),
        )

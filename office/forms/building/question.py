"""Everything about one item of a draft, on one page: what it says, offers and counts, and when it is asked."""

from copy import deepcopy

from django import forms
from django.utils.translation import gettext_lazy as _

from office.forms.building import starting as start_control
from office.forms.building.conditions import ConditionRows
from office.forms.building.fields import OF_KIND, SETTINGS
from office.forms.building.limits import TIMES
from office.forms.building.tables import BandRows, OptionLines, OptionRows, TableRows
from smartforms.authoring import kinds, scores, starting, wording
from smartforms.authoring.kinds import KINDS, MET_ONLY, kind_of
from smartforms.authoring.tree import Place, find, title_of
from smartforms.engine import patterns

LONGEST = 10_000
BELOW = ("required", "start", "readonly", "hidden", "maps", "carry")  # below the tables
AGAINST = (
    ("least", "most", _("The largest number is smaller than the smallest")),
    ("earliest", "latest", _("The latest date is before the earliest")),
    ("fewest", "greatest", _("The greatest number of times is smaller than the least")),
)
ALWAYS_OPEN = ("file", "consent")  # given by the patient's own hand, so never fixed


class QuestionForm(forms.Form):
    """The item at a place of a draft. `write` puts what was said into the questionnaire."""

    def __init__(self, data=None, *, source: dict, place: Place):
        self.source, self.place, self.is_of = source, place, kind_of(place)
        super().__init__(data, initial=self._said(), auto_id="id_%s")
        self._add_fields()
        common = {"source": source, "place": place, "data": data}
        self.tables = {
            table.prefix: table
            for table in (
                ConditionRows(**common),
                TableRows(**common),  # before the answers its rows share
                OptionRows(**common),
                OptionLines(**common),
                BandRows(**common),
            )
            if table.is_wanted
        }

    def _said(self) -> dict:
        item = self.place.item
        marked = wording.markdown_of(item)
        said = {"kind": self.is_of.code, "text": marked or (item.get("text") or ""), "rich": bool(marked)}
        said |= {"help": wording.help_of(item), "over": self._over or [], "start": starting.start_of(item)}
        return said | {name: SETTINGS[name].read(self.place) for name in self._settings}

    @property
    def _settings(self) -> tuple[str, ...]:
        code, repeats = self.is_of.code, self.place.item.get("repeats") is True
        found = [name for name in OF_KIND.get(code, ()) if repeats or name not in TIMES]
        if self.is_of.asks:
            found += ["prefix", "required", "maps", "carry"]
            found += [] if code in ALWAYS_OPEN else ["readonly"]
        return (*found, *(() if code in ("page", "signature") else ("hidden",)))

    @property
    def _over(self) -> list[str] | None:
        return scores.over(self.source, self.place.item) if self.is_of.code == "score" else None

    def _add_fields(self):
        code = self.is_of.code
        if code != "page":
            offered = [
                (k.code, k.label)
                for k in KINDS.values()
                if k.code != "page" and k.code not in MET_ONLY | {code}
            ]
            choices = [(code, self.is_of.label), *offered]
            self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=choices, widget=forms.Select)
        label = (
            _("Title")
            if self.is_of.is_group
            else _("Text")
            if code in ("words", "signature")
            else _("Question")
        )
        area = forms.Textarea({"rows": 6 if code == "words" else 2})
        self.fields["text"] = forms.CharField(label=label, required=False, max_length=LONGEST, widget=area)
        if code == "words":
            self.fields["rich"] = forms.BooleanField(
                label=_("With marks"), required=False,
                help_text=_("**bold**, *slanted*, lists that begin with -, and [links](https://…)."),
            )  # fmt: skip
        elif code != "signature":
            self.fields["help"] = forms.CharField(
                label=_("Help text"), required=False, max_length=2_000, widget=forms.Textarea({"rows": 2})
            )
        for name in self._settings:
            self.fields[name] = SETTINGS[name].field()
        if starting.name_for(self.place):
            self.fields["start"] = start_control.field(self.place)
        if code == "score" and self._over is not None:
            offered = [(p.id, f"{p.number} {title_of(p.item)}"[:120]) for p in scores.scored(self.source)]
            self.fields["over"] = forms.MultipleChoiceField(
                label=_("Adds up"), required=False, choices=offered, widget=forms.CheckboxSelectMultiple,
                help_text=_("The scores of the answers to these questions. None ticked: of all questions."),
            )  # fmt: skip

    @property
    def above(self) -> list:
        """What stands above the tables."""
        return [self[name] for name in self.fields if name not in BELOW]

    @property
    def below(self) -> list:
        return [self[name] for name in BELOW if name in self.fields]

    @property
    def has_own_formula(self) -> bool:
        return self.is_of.code == "score" and self._over is None

    @property
    def faults(self) -> list[tuple[str, str]]:
        """(id of the control, words) of what is wrong in the tables."""
        return [fault for table in self.tables.values() for fault in table.faults]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("pattern") and not patterns.is_readable(cleaned["pattern"]):
            self.add_error("pattern", _("This pattern cannot be read"))
        for least, most, words in AGAINST:
            low, high = cleaned.get(least), cleaned.get(most)
            if low not in (None, "") and high not in (None, "") and low > high:
                self.add_error(most, words)
        if not self.errors:
            self.write(deepcopy(self.source))  # a rehearsal: the tables say what they cannot write
        return cleaned

    def is_valid(self):
        return super().is_valid() and not self.faults

    def write(self, source: dict) -> None:
        """Put everything that was said into the questionnaire."""
        said, place = self.cleaned_data, find(source, self.place.id)
        text = said["text"].replace("\r\n", "\n").strip()
        if said.get("rich"):
            wording.set_markdown(place.item, text)
        else:
            if wording.markdown_of(place.item):
                wording.set_plain(place.item)
            wording.set_text(place.item, text)
        if "help" in said:
            wording.set_help(source, place, said["help"].replace("\r\n", "\n").strip())
        for name in self._settings:
            SETTINGS[name].write(source, place, said[name])
        if "start" in said:
            starting.set_start(place, said["start"].replace("\r\n", "\n").strip())
        if "over" in said:
            scores.set_score(source, place, said["over"])
        for table in self.tables.values():
            table.write(source, find(source, self.place.id))
        if said.get("kind", self.is_of.code) != self.is_of.code:
            kinds.become(find(source, self.place.id), KINDS[said["kind"]])

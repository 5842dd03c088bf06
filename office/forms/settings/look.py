"""The clinic's look: its colours, corners, typeface and logo."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic import theme
from clinic.admin_forms import TOKENS, Readable, look_of
from clinic.admin_scope import ScopedForm
from clinic.logo import LARGEST, LOGOS
from clinic.models import Clinic
from common import files
from common.wording import file_size
from office.forms.settings.base import OfOffice

COLOUR = {"type": "color", "class": "control-colour"}


class LookForm(OfOffice, Readable, ScopedForm):
    """Six tokens and a logo. `mended` fills in the nearest colours that can be read."""

    is_multipart_form = True
    new_logo = forms.FileField(label=gettext_lazy("Logo"), required=False, widget=forms.FileInput())
    without_logo = forms.BooleanField(label=gettext_lazy("Take the logo away"), required=False)
    groups = [
        (gettext_lazy("Colours"), ["brand", "on_brand", "accent"]),
        (gettext_lazy("Shape and letters"), ["radius", "font"]),
        (gettext_lazy("Logo"), ["new_logo", "without_logo"]),
    ]

    class Meta:
        model = Clinic
        fields = list(TOKENS)
        widgets = {name: forms.TextInput(COLOUR) for name in ("brand", "on_brand", "accent")} | {
            "radius": forms.NumberInput({"min": 0, "max": 24}),
            "font": forms.RadioSelect,
        }
        help_texts = {
            "brand": gettext_lazy(
                "Of buttons, links and the head of each page; paler and darker ones follow."
            ),
            "on_brand": gettext_lazy("Of the letters on a button."),
            "accent": gettext_lazy("Behind small figures, such as how many messages are new."),
            "radius": gettext_lazy("From 0, square, to 24, very round."),
        }

    def __init__(self, *args, too_large=(), **kwargs):
        super().__init__(*args, **kwargs)
        names = {"kinds": files.kinds_in_words(LOGOS), "most": file_size(LARGEST)}
        self.fields["new_logo"].help_text = _("%(kinds)s, up to %(most)s") % names
        self.fields["new_logo"].widget.attrs["accept"] = ",".join(LOGOS)
        self.too_large = "new_logo" in too_large
        if not self.instance.logo_mark and not self.instance.logo:
            del self.fields["without_logo"]

    def clean(self):
        cleaned = super().clean()
        if self.too_large:
            self.add_error("new_logo", files.too_large("", LARGEST))
        return cleaned

    @property
    def worn(self) -> theme.Theme:
        """The look as it is typed; what makes no sense as it was saved."""
        saved = theme.Theme(**{name: self.initial[name] for name in TOKENS})
        return look_of({name: self[name].value() for name in TOKENS}, saved) if self.is_bound else saved


def mended(sent, form):
    """What was sent with the nearest colours that can be read in place of those that cannot."""
    sent, better = sent.copy(), theme.mended(form.worn)
    for name in ("brand", "on_brand", "accent"):
        sent[name] = getattr(better, name)
    return sent

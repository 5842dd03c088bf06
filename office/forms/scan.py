"""The scan of a form that was filled in by hand."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import files
from common.wording import file_size


class Scan(forms.Form):
    """One file; what it really is, its content says later."""

    scan = forms.FileField(
        label=gettext_lazy("Scan or photo of the paper"),
        widget=forms.FileInput({"accept": ",".join(files.KINDS)}),
        error_messages={
            "required": gettext_lazy("Choose a file"),
            "empty": gettext_lazy("This file is empty"),
        },
    )

    def __init__(self, *args, too_large=(), **kwargs):
        """`too_large` names the fields whose file did not arrive whole."""
        super().__init__(*args, **kwargs)
        names = {"kinds": files.kinds_in_words(), "most": file_size(files.LARGEST)}
        self.fields["scan"].help_text = _("%(kinds)s, up to %(most)s") % names
        if "scan" in too_large:
            self.fields["scan"].error_messages["required"] = files.too_large("")

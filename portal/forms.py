"""What patients fill in on their own pages."""

from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common import files
from common.date_field import ThreePartDateField
from common.text import one_line
from portal.presenters.sent_files import WHAT
from portal.sending import MOST_AT_ONCE
from records.models import Grant, Invitation
from records.models.access import Level, Relation, Scope
from records.policies import has_scope, last_day_to_share

PARTS = {
    Scope.APPOINTMENTS: _("Visits"),
    Scope.FORMS: _("Forms and your answers"),
    Scope.RECORDS: _("Treatment plans and documents"),
    Scope.MESSAGES: _("Messages of their own with the clinic"),
    Scope.BILLING: _("Bills"),
}


class Sharing(forms.Form):
    """Whom a patient lets see their record, how much of it and until when."""

    name = forms.CharField(
        label=_("Their name"),
        max_length=120,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter their name"), "max_length": _("Use at most 120 characters")},
    )
    email = forms.EmailField(
        label=_("Their email address"),
        help_text=_("We send the invitation there. It works from that address only."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Enter their email address"),
            "invalid": _("Enter an email address like name@example.com"),
        },
    )
    relation = forms.ChoiceField(
        label=_("Who is this to you?"),
        choices=[
            (Relation.PARTNER, _("My partner")),
            (Relation.PARENT, _("My parent")),
            (Relation.CARER, _("A relative, or somebody who cares for me")),
            (Relation.ATTORNEY, _("Somebody with a power of attorney")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this is to you")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What may they see and do?"),
        help_text=_("What is marked private between you and the clinic is never shown to others."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one part of your record")},
    )
    until = ThreePartDateField(
        label=_("Until when?"),
        help_text=_("At most twelve months. You can end it earlier at any time."),
    )

    def __init__(self, *args, own, at, **kwargs):
        """`own` is the patient's grant on themself."""
        self.own, self.at = own, at
        today = at.astimezone(own.patient.clinic.zone).date()
        last_day = last_day_to_share(own, at=at)
        super().__init__(*args, initial={"until": last_day}, **kwargs)
        self.fields["scopes"].choices = [
            (scope, words) for scope, words in PARTS.items() if has_scope(own, scope)
        ]
        self.fields["until"].earliest = min(today + timedelta(days=1), last_day)
        self.fields["until"].latest = last_day

    def clean_email(self):
        email = self.cleaned_data["email"].lower()
        if email == self.own.account.email.lower():
            raise ValidationError(_("This is your own address"), code="own")
        if self._sees_it_already(email):
            raise ValidationError(
                _("This person sees your record already. End that access first, then invite them again."),
                code="sees",
            )
        if self._is_invited_by_the_clinic(email):
            raise ValidationError(_("The clinic has invited this address already. Call us to change it."))
        return email

    def _sees_it_already(self, email) -> bool:
        known = Grant.objects.visible_to(self.own.account, at=self.at).filter(patient=self.own.patient_id)
        return known.filter(level=Level.FULL, account__email__iexact=email).exists()

    def _is_invited_by_the_clinic(self, email) -> bool:
        sent = Invitation.objects.live(at=self.at).filter(clinic=self.own.patient.clinic_id, by_patient=False)
        return sent.filter(patient=self.own.patient_id, email=email).exists()


class SeveralFiles(forms.FileField):
    """One or more files, at most `most`."""

    def __init__(self, *args, most, **kwargs):
        super().__init__(*args, widget=ChoosingFiles({"accept": files.CHOOSE}), **kwargs)
        self.most = most

    def clean(self, data, initial=None):
        chosen = [super(SeveralFiles, self).clean(one, initial) for one in data or [None]]
        if len(chosen) > self.most:
            raise ValidationError(
                _("Send at most %(most)d files at once"), params={"most": self.most}, code="many"
            )
        return chosen


class ChoosingFiles(forms.FileInput):
    """The browser's own box for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else []


class SendingFiles(forms.Form):
    """Files for the clinic: which, what they are, a word about them."""

    files = SeveralFiles(
        label=_("Files to send"),
        most=MOST_AT_ONCE,
        allow_empty_file=True,  # what is said of an empty one names it
        error_messages={"required": _("Choose a file to send")},
    )
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[("", _("Choose what it is")), *WHAT.items()],
        error_messages={"required": _("Choose what it is"), "invalid_choice": _("Choose what it is")},
    )
    note = forms.CharField(
        label=_("A word about it"),
        help_text=_("What it is about, or who asked for it."),
        required=False,
        max_length=200,
        validators=[one_line],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": _("Use at most 200 characters")},
    )
    confidential = forms.BooleanField(
        label=_("Only for the clinic and me"),
        help_text=_("Nobody who helps you with your record sees it."),
        required=False,
    )

    def __init__(self, *args, request, grant, **kwargs):
        super().__init__(*args, **kwargs)
        if not grant.is_self:
            del self.fields["confidential"]
        refused = grant.refused_kinds or ()  # of the household
        self.fields["kind"].choices = [one for one in self.fields["kind"].choices if one[0] not in refused]
        # What was posted has been read by now; only then it is known which files did not arrive whole.
        if "files" in getattr(request, "too_large", ()):
            self.fields["files"].error_messages["required"] = files.too_large("")

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("confidential", False)
        return cleaned

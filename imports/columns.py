"""What a column of a file can be, and how other systems head it: guessed from the headings, chosen by hand."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common.folding import fold
from imports.models import Kind


@dataclass(frozen=True)
class Column:
    """`known_as`: headings of exports, in English and French, as people and systems write them.

    `several`: more than one column of the file may be this: the parts of an address, a second telephone.
    """

    key: str
    label: Promise
    known_as: str
    several: bool = False


_REFERENCE = Column(
    "reference",
    _("Number in the old system"),
    "patient id; patient number; patient no; patient guid; chart number; chart no; client id; client number; "
    "client guid; mrn; id; emr id; demographic no; file number; account number; numero de dossier; no de dossier; "
    "numero du patient; numero patient; no patient; dossier; identifiant; id patient; id client",
)
_GIVEN = Column(
    "given_name",
    _("First name"),
    "first name; firstname; first; given name; given names; given; forename; patient first name; client first name; "
    "legal first name; prenom; prenoms; prenom du patient; prenom patient",
)
_FAMILY = Column(
    "family_name",
    _("Last name"),
    "last name; lastname; last; family name; surname; patient last name; client last name; legal last name; nom; "
    "nom de famille; nom du patient; nom patient",
)
_FULL = Column(
    "full_name",
    _("First and last name together"),
    "name; full name; fullname; patient name; patient; client name; client; display name; nom complet; "
    "nom et prenom; prenom et nom",
)
_BORN = Column(
    "date_of_birth",
    _("Date of birth"),
    "date of birth; dob; birth date; birthdate; birthday; born; patient dob; date de naissance; ddn; naissance; "
    "ne le; nee le; date naissance",
)
_EMAIL = Column(
    "email",
    _("Email"),
    "email; e mail; email address; e mail address; patient email; client email; courriel; adresse courriel; "
    "adresse e mail; adresse email; mail",
)

_WHO = (_GIVEN, _FAMILY, _FULL, _BORN, _EMAIL)

OF_PATIENTS = (
    *_WHO,
    Column(
        "phone",
        _("Telephone"),
        "mobile phone; mobile; cell phone; cell; cellphone; phone mobile; phone; phone number; telephone; tel; "
        "home phone; primary phone; preferred phone; work phone; contact number; telephone mobile; cellulaire; "
        "portable; telephone cellulaire; telephone maison; telephone domicile; tel mobile; tel domicile; "
        "numero de telephone",
        several=True,
    ),
    Column(
        "address",
        _("Address"),
        "address; street; street address; address line 1; address 1; address1; address line 2; address 2; address2; "
        "apartment; unit; city; town; province; state; county; postal code; postcode; zip; zip code; country; "
        "adresse; rue; adresse 1; adresse 2; ville; code postal; pays; appartement; etat",
        several=True,
    ),
    Column(
        "pronouns",
        _("Pronouns"),
        "pronouns; preferred pronouns; pronouns in use; pronoms",
    ),
    _REFERENCE,
)
OF_VISITS = (
    _REFERENCE,
    *_WHO,
    Column(
        "starts",
        _("Date and time together"),
        "start; starts at; start at; start time; start date time; appointment start; date time; datetime; "
        "appointment date time; scheduled at; debut; date et heure; debut du rendez vous",
    ),
    Column(
        "date",
        _("Day of the visit"),
        "date; appointment date; visit date; start date; appt date; booking date; day; date du rendez vous; "
        "date du rdv; jour; date de debut",
    ),
    Column(
        "time",
        _("Time of the visit"),
        "time; appointment time; visit time; appt time; from; heure; heure du rendez vous; heure du rdv; "
        "heure de debut",
    ),
    Column(
        "practitioner",
        _("Practitioner"),
        "practitioner; provider; staff; staff member; clinician; doctor; therapist; resource; with; staff name; "
        "provider name; praticien; praticienne; professionnel; intervenant; intervenante; therapeute; medecin; avec",
    ),
    Column(
        "service",
        _("Service"),
        "service; treatment; appointment type; type; visit type; treatment name; service name; reason; prestation; "
        "soin; traitement; type de rendez vous; motif; acte",
    ),
    Column(
        "location",
        _("Location"),
        "location; clinic; site; branch; office; facility; place; location name; clinic name; lieu; clinique; "
        "endroit; succursale; etablissement",
    ),
)
OF = {Kind.PATIENTS: OF_PATIENTS, Kind.VISITS: OF_VISITS}
# What a visit names, and the clinic knows by a name of its own.
NAMED = ("practitioner", "service", "location")


def of(kind) -> dict[str, Column]:
    """The columns of one kind of file, by their keys."""
    return {one.key: one for one in OF[Kind(kind)]}


def guessed(kind, headings: list[str]) -> dict[str, str]:
    """Place of a column → what it is, where its heading tells. What may be once only is the first of its headings."""
    known = {heading: one for one in OF[Kind(kind)] for heading in one.known_as.split("; ")}
    found: dict[str, str] = {}
    for place, heading in enumerate(headings):
        column = known.get(fold(heading))
        if column and (column.several or column.key not in found.values()):
            found[str(place)] = column.key
    # “Name” beside “First name” is the last name, in French as well (“Nom”, “Prénom”).
    keys = {key: place for place, key in found.items()}
    if "full_name" in keys and "given_name" in keys:
        if "family_name" in keys:
            del found[keys["full_name"]]
        else:
            found[keys["full_name"]] = "family_name"
    return found


def missing(kind, columns: dict[str, str]) -> list[Promise]:
    """What a file must say and does not, in words."""
    has = set(columns.values())
    found = []
    has_name = "full_name" in has or {"given_name", "family_name"} <= has
    if kind == Kind.PATIENTS:
        if not has_name:
            found.append(_("the first and last name"))
        if "date_of_birth" not in has:
            found.append(_("the date of birth"))
        return found
    if "reference" not in has and not (has_name and has & {"date_of_birth", "email"}):
        found.append(_("whose visit it is: the number in the old system, or the name and the date of birth"))
    if "starts" not in has and not {"date", "time"} <= has:
        found.append(_("the day and the time"))
    return found

"""Everybody who may knock, and the things whose addresses they try.

Each record carries words of its own in every field (`words.py`).
"""

import uuid
from datetime import timedelta

from accounts.tests.factories import AccountFactory
from booking.models import Appointment
from booking.presenters.front import picture_fingerprint
from booking.tests.factories import HoldFactory
from clinic.models.clinic import Role
from clinic.tests.factories import MembershipFactory
from clinic.theme_sheet import sheet_address
from common.tests.moment import AT, LONG_AGO
from records.models import Batch, Patient
from records.models.access import Relation, Scope
from records.tests.factories import GrantFactory, LockdownFactory, PatientFactory
from smartforms.tests.factories import AssignmentFactory, ResponseFactory, key_of
from tests import story
from tests.matrix.access_rows import rows_of_access
from tests.matrix.chart_rows import rows_of_charts
from tests.matrix.documents_rows import things_of_documents
from tests.matrix.emergencies import things_of_emergencies
from tests.matrix.family import grown_up, things_of_access
from tests.matrix.files import things_of_files
from tests.matrix.forms import things_of_forms
from tests.matrix.forms_rows import rows_of_forms
from tests.matrix.guide_policy import things_of_guide
from tests.matrix.imports_policy import things_of_imports
from tests.matrix.joining_rows import things_of_joining
from tests.matrix.patients_rows import things_of_patients
from tests.matrix.plans_rows import things_of_plans
from tests.matrix.profile_policy import things_of_profile
from tests.matrix.reports_policy import things_of_reports
from tests.matrix.sent_rows import things_that_were_sent
from tests.matrix.settings_pages_policy import things_of_settings_pages
from tests.matrix.settings_rows import things_of_settings
from tests.matrix.takeout_rows import things_of_takeout
from tests.matrix.team_policy import things_of_team
from tests.matrix.together import family_days
from tests.matrix.waiting_rows import things_of_waiting
from tests.matrix.words import KINDS, WHOSE, canary

# Code name in the policy → who it is. `nobody` is not signed in.
PEOPLE = {
    "nobody": "not signed in",
    "dov": "an account without any record",
    "ana": "herself, limited: booked online",
    "ben": "full access to Ana as her carer, and to Kit as his father",
    "cleo": "limited access to Ana, did nothing online",
    "sol": "full access to Ana, but for billing only",
    "uma": "herself, her address not yet proved",
    "rae": "had full access to Ana until it was revoked",
    "ed": "had full access to Ana until it expired",
    "lou": "full access to a record that is locked down",
    "jon": "had full access to Ana, and the clinic said no to him since",
    "ida": "herself, in full and of age",
    "gil": "full access to Ida for visits only, given by her",
    "hal": "had full access to Ida until she ended it",
    "wes": "full access to Teo as his father, under review since Teo grew up a little",
    "zoe": "a patient of the other clinic",
    "finn": "front desk",
    "petra": "practitioner who cares for Ana, Kit, Uma and Lou",
    "quinn": "practitioner who cares for none of them, and opened Uma’s record in an emergency",
    "bea": "billing",
    "mo": "manager",
    "nora": "owner",
    "max": "front desk until the membership ended",
    "omar": "owner of the other clinic",
    "opal": "operator of the installation, of no team",
}
HOUR = timedelta(hours=1)
IDS = (
    "batch", "patient", "appointment", "assignment", "hold", "grant", "code", "proposal", "account", "asking",
    "contact", "invitation", "series", "dispatch", "upload", "sent_file", "feed", "entry", "offer", "day",
    "document", "chart", "activity", "glass", "one", "other", "kept", "gone", "merge", "erasure", "export",
    "flag",
)  # fmt: skip


class World(story.Cast):
    """The cast, with more people and a canary in every field."""

    def __init__(self):
        super().__init__()
        self.accounts = {
            "dov": self.dov, "ana": self.ana, "ben": self.ben, "cleo": self.cleo, "zoe": self.zoe,
            "finn": self.finn, "petra": self.petra_account, "quinn": self.quinn_account, "nora": self.nora,
            "omar": self.omar,
        }  # fmt: skip
        for name, role in (("bea", Role.BILLING), ("mo", Role.MANAGER), ("max", Role.FRONT_DESK)):
            ended_at = LONG_AGO + HOUR if name == "max" else None
            MembershipFactory(user=self._account(name), clinic=self.harbour, roles=[role], ended_at=ended_at)
        self._account("opal", is_superuser=True, is_staff=True)
        self._other_grants()
        self._begun_form()
        self._uma_and_lou()
        grown_up(self)
        self._canaries()
        self._things()

    def _account(self, name, **fields):
        self.accounts[name] = AccountFactory(email=f"{name}@example.org", given_name=name.title(), **fields)
        return self.accounts[name]

    def _other_grants(self):
        on_ana = {
            "patient": self.ana_record,
            "relation": Relation.CARER,
            "full": True,
            "granted_by": self.nora,
        }
        GrantFactory(account=self._account("sol"), scopes=[Scope.BILLING], **on_ana)
        GrantFactory(account=self._account("rae"), revoked_at=AT - HOUR, revoked_by=self.nora, **on_ana)
        GrantFactory(account=self._account("ed"), expires_at=AT - HOUR, **on_ana)

    def _begun_form(self):
        self.ana_begun = AssignmentFactory(
            patient=self.ana_record,
            template=self.form,
            account=self.ana,
            opened_at=AT - HOUR,
            practitioner=self.petra,
        )
        answers = {key_of("mood"): ["o1"], key_of("words"): [canary("ana", "draft")]}
        ResponseFactory(assignment=self.ana_begun, answers=answers, saved_by=self.ana, revision=1)

        self.ana_asked_for = story.visit(
            self.at_harbour, self.petra, self.ana_record, story.IN_TWO_DAYS + 101 * HOUR, by=self.ana,
            requested_at=AT - HOUR,
        )  # fmt: skip

    def _uma_and_lou(self):
        uma, lou = self._account("uma", unverified=True), self._account("lou")
        self.uma_record = PatientFactory(clinic=self.harbour, email=uma.email)
        GrantFactory(account=uma, patient=self.uma_record)
        self.lou_record = PatientFactory(clinic=self.harbour, email=lou.email)
        GrantFactory(account=lou, patient=self.lou_record, full=True, granted_by=self.nora)
        house = self.at_harbour
        for name, hours in (("uma", 24), ("lou", 26)):
            account, record = self.accounts[name], getattr(self, f"{name}_record")
            when = story.IN_TWO_DAYS + hours * HOUR
            setattr(self, f"{name}_visit", story.visit(house, self.petra, record, when, by=account))
            setattr(
                self, f"{name}_sent", story.sent_form(house, record, by=account, words=canary(name, "answer"))
            )
            setattr(
                self, f"{name}_open", story.open_form(house, record, account=account, practitioner=self.petra)
            )
        LockdownFactory(patient=self.lou_record, at=AT - HOUR, by=self.nora)

    def _canaries(self):
        """Each field of each record gets a word of its own (see `words.py`)."""
        for name in WHOSE:
            record = getattr(self, f"{name}_record")
            word = {kind: canary(name, kind) for kind in KINDS}
            Patient.objects.filter(pk=record.pk).update(
                given_name=word["name"], family_name=word["name"], pronouns=word["more"], address=word["more"],
                email=f"{word['more']}@example.org", phone=word["more"],
            )  # fmt: skip
            record.refresh_from_db()
            visits = Appointment.objects.filter(patient=record)
            visits.exclude(made_online_by=None).update(note=word["note"], policy_told=word["told"])
            visits.filter(made_online_by=None).update(note=word["staffnote"])

    def _things(self):
        """Name in the policy → what an address is made of."""
        self.things = {"": {}}
        for name in WHOSE:
            patient = {"patient": getattr(self, f"{name}_record").pk}
            self.things[name] = patient
            self.things[f"{name} visit"] = patient | {"appointment": getattr(self, f"{name}_visit").pk}
            for state in ("sent", "open"):
                self.things[f"{name} {state}"] = patient | {"assignment": getattr(self, f"{name}_{state}").pk}
        ana = self.things["ana"]
        self.things["ana staff visit"] = ana | {"appointment": self.ana_staff_visit.pk}
        self.things["ana asked for"] = ana | {"appointment": self.ana_asked_for.pk}
        self.things["ana begun"] = ana | {"assignment": self.ana_begun.pk}
        # A good patient with somebody else's visit or form (A3: an id believed from the request).
        self.things["ana with kit’s visit"] = ana | {"appointment": self.kit_visit.pk}
        self.things["ana with kit’s form"] = ana | {"assignment": self.kit_sent.pk}
        self.things["kit with zoe’s form"] = self.things["kit"] | {"assignment": self.zoe_sent.pk}
        self.things["missing"] = {name: uuid.uuid4() for name in IDS}
        self.things["missing"] |= {
            "waits": 0,
            "page": "portal/",
            "template": 0,
            "number": 1,
            "item": "i1",
            "language": "fr",
        }
        minute = int(story.IN_TWO_DAYS.timestamp()) // 60
        self.things |= {
            "thursday’s calendar": {"path": f"/office/calendar/?day={story.IN_TWO_DAYS.date()}"},
            "thursday’s week": {"path": f"/office/calendar/?view=week&day={story.IN_TWO_DAYS.date()}"},
            "thursday’s changes": {"path": f"/office/calendar/changes/?from={minute}&to={minute + 1440}"},
            "thursday’s list": {"path": f"/office/calendar/?view=list&day={story.IN_TWO_DAYS.date()}"},
            "everyone born on that day": {"path": f"/office/patients/?q={story.BORN}"},
            "ana’s past visits": ana | {"path": f"/portal/p/{ana['patient']}/visits/?show=past"},
            "treatment": {"service": "treatment"},
            "treatment times": {"service": "treatment", "who": "petra"},
            "no service": {"service": "astrology"},
            "no times": {"service": "treatment", "who": "lena"},
            "harbour’s theme": {"path": sheet_address(self.harbour)},
            "harbour’s picture": {"fingerprint": picture_fingerprint(self.harbour)},
            "lakeside’s picture": {"fingerprint": picture_fingerprint(self.lakeside)},
            "the button’s square": {"path": "/office/website/booking.svg"},
            "lakeside’s theme": {"path": sheet_address(self.lakeside)},
            **self._eyes(),
            "ana’s address": {"path": f"/office/reports/sign-in/?email={self.ana.email}"},
            "zoe’s address": {"path": f"/office/reports/sign-in/?email={self.zoe.email}"},
            "forms of ana": {"path": f"/office/reports/forms/?patient={self.ana_record.pk}"},
            "forms of zoe": {"path": f"/office/reports/forms/?patient={self.zoe_record.pk}"},
            "why, ana": {"path": f"/office/reports/sign-in/?patient={self.ana_record.pk}"},
            "why, zoe": {"path": f"/office/reports/sign-in/?patient={self.zoe_record.pk}"},
            "harbour’s form": {"template": self.form.pk},
            "lakeside’s form": {"template": self.at_lakeside.form.pk},
            "no mail": {"number": 1},
            "no key": {"uidb36": "1", "key": "nothing"},
            "no token": {"token": "nothing"},
            "no passkey": {"pk": 1},
            "no attachment": {"number": 1, "position": 0},
        }
        self.things |= things_of_access(self) | things_of_files(self) | things_of_waiting(self)
        self.things |= things_of_joining(self)  # ends what is open in an emergency
        self.things |= things_of_emergencies(self)
        self._holds()
        self.things |= family_days(self)
        self._batches()
        rows_of_access(self)
        rows_of_forms(self)
        self.things |= things_of_documents(self) | things_of_profile(self) | things_of_takeout(self)
        self.things |= things_of_plans(self) | things_of_reports()
        things_of_imports(self)
        rows_of_charts(self)
        self.things |= things_of_patients(self) | things_of_team(self) | things_of_settings(self)
        self.things |= things_of_settings_pages(self) | things_of_guide(self) | things_that_were_sent(self)

    def _eyes(self):
        """Looking as somebody: their front door, and pages behind it."""
        things = {f"as {name}": {"account": account.pk} for name, account in self.accounts.items()}
        ana, kit = self.ana_record.pk, self.kit_record.pk
        pages = {
            "as ben, home": ("ben", "portal/"),
            "as ben, ana": ("ben", f"portal/p/{ana}/"),
            "as ben, kit": ("ben", f"portal/p/{kit}/"),
            "as ben, kit’s visit": ("ben", f"portal/p/{kit}/visits/{self.kit_visit.pk}/"),
            "as ben, ana’s forms": ("ben", f"portal/p/{ana}/forms/"),
            "as ben, ana’s access": ("ben", f"portal/p/{ana}/access/"),
            "as ben, ana’s answers": ("ben", f"portal/p/{ana}/forms/{self.ana_sent.pk}/sent/"),
            "as ben, ana’s answers on paper": ("ben", f"portal/p/{ana}/forms/{self.ana_sent.pk}/sent/paper/"),
            "as ben, ana’s begun form": ("ben", f"portal/p/{ana}/forms/{self.ana_begun.pk}/"),
            "as ana, her visit": ("ana", f"portal/p/{ana}/visits/{self.ana_visit.pk}/"),
            "as ana, a staff visit": ("ana", f"portal/p/{ana}/visits/{self.ana_staff_visit.pk}/"),
            "as ana, kit": ("ana", f"portal/p/{kit}/"),
            "as lou, home": ("lou", "portal/"),
            "as ben, zoe": ("ben", f"portal/p/{self.zoe_record.pk}/"),
            "as zoe, home": ("zoe", "portal/"),
            "as ben, booking": ("ben", "book/"),
            "as ben, the office": ("ben", f"office/patients/{ana}/"),
            "as ben, kit’s plans": ("ben", f"portal/p/{kit}/plans/"),
            "as ben, kit’s plan now": ("ben", f"portal/p/{kit}/plans/current/"),
            "as ben, kit’s activities": ("ben", f"portal/p/{kit}/activities/"),
            "as ana, her plans": ("ana", f"portal/p/{ana}/plans/"),
            "as ben, nowhere": ("ben", "nowhere/"),
        }
        return things | {
            name: {"account": self.accounts[who].pk, "page": page} for name, (who, page) in pages.items()
        }

    def _batches(self):
        """A bulk sending of each clinic."""
        for clinic, owner in ((self.harbour, self.nora), (self.lakeside, self.omar)):
            batch = Batch.objects.create(clinic=clinic, made_at=AT, made_by=owner)
            self.things[f"{clinic.slug}’s batch"] = {"batch": batch.pk}
        self.things |= things_of_forms(self)

    def _holds(self):
        """Times that Ana's browser holds: one free to go on with, one booked, one that names another's record."""
        start = story.IN_TWO_DAYS + 48 * HOUR
        common = {
            "clinic": self.harbour, "service": self.treatment, "practitioner": self.petra,
            "location": self.at_harbour.place,
        }  # fmt: skip
        self.holds = {
            "ana hold": HoldFactory(
                **common,
                starts_at=start,
                answers={"patient": str(self.ana_record.pk), "by": str(self.ana.pk)},
            ),
            "ana booked": HoldFactory(**common, starts_at=start + HOUR, appointment=self.ana_visit),
            "ana stolen": HoldFactory(
                **common,
                starts_at=start + 2 * HOUR,
                answers={"patient": str(self.kit_record.pk), "by": str(self.ana.pk)},
            ),
        }
        self.things |= {name: {"hold": hold.pk} for name, hold in self.holds.items()}

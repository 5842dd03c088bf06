"""What the mails of two sentences say: a title, and what follows it. The same for a mail and for whoever words it."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "access_gained": (
        _("You can see a record now"),
        _("A record was added to your account. Sign in to see it."),
    ),
    "access_changed": (
        _("You can see another part of a record now"),
        _("What you can see of a record has changed. Sign in to look."),
    ),
    "access_ended": (
        _("Access to a record has ended"),
        _("One of the records in your account is no longer there. Questions? Call us."),
    ),
    "something_new": (
        _("Something new is in a record"),
        _("The clinic put something new into a record that you can see. Sign in to look at it."),
    ),
    "sent_answered": (
        _("The clinic has looked at what you sent"),
        _("Sign in to read what became of it."),
    ),
    "takeout_ready": (
        _("What you asked for is ready"),
        _("Sign in to download it. It is there until %(until)s."),
    ),
    "joined": (
        _("A record was put in order"),
        _("The clinic put a record in your account in order. Sign in to see who can see it."),
    ),
    # Those to somebody who looks after a young person stay neutral (D3).
    "ahead_looks_after": (
        _("What you can see of a record will change"),
        _("It changes on %(day)s, because of an age the clinic has set. Sign in to read what changes."),
    ),
    "ahead_young_person": (
        _("Who sees your record will change"),
        _(
            "From %(day)s on you decide more of it yourself. Whoever looks after you sees less then, unless you"
            " agree to more. Ask us if you would like to talk about it."
        ),
    ),
    "ahead_end_for_holder": (
        _("Access to a record ends soon"),
        _("It was given to you until %(day)s. Only the patient, or the clinic, can give it again."),
    ),
    "ahead_end_for_patient": (
        _("Access that you gave to your record ends soon"),
        _("It ends on %(day)s. You would like it to go on? Sign in and give it again."),
    ),
}


def words_of(what: str, **facts) -> dict[str, str]:
    """Title and sentence of a mail, in the language of now, with its facts put in."""
    title, sentence = WORDS[what]
    return {"title": str(title), "sentence": str(sentence) % facts}

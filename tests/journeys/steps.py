"""The moves of a journey, in the words of whoever makes them. They work with and without JavaScript."""

import re

from django.core import mail

from outbox import delivery

_NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"


class Traveller:
    """Somebody with a browser; every page they come to is looked at by axe."""

    def __init__(self, page, axe):
        self.page, self.axe = page, axe

    def sees(self, heading):
        """The page has this one heading, and nothing axe would mind."""
        self.page.locator("h1", has_text=heading).wait_for()
        assert self.page.locator("h1").count() == 1
        assert self.page.evaluate(_NO_SIDEWAYS_SCROLL), "sideways scroll"
        self.axe(self.page)
        return self

    def goes_to(self, path):
        self.page.goto(path)
        return self

    def presses(self, name, *, nth=0):
        self.page.get_by_role("button", name=name).nth(nth).click()
        return self

    def follows(self, name, *, nth=0):
        self.page.get_by_role("link", name=name).nth(nth).click()
        return self

    def chooses(self, name, *, nth=0):
        self.page.locator("label.choice", has_text=name).nth(nth).click()
        return self

    def fills(self, label, words, *, nth=0):
        exact = isinstance(label, str)
        self.page.get_by_label(label, exact=exact).locator("visible=true").nth(nth).fill(words)
        return self

    def ticks(self, label):
        self.page.get_by_label(label).check(force=True)
        return self

    def born(self, day, month, year):
        for label, value in (("Day", day), ("Month", month), ("Year", year)):
            self.fills(label, str(value))
        return self


def chooses_a_time(who, *, service="Assessment", practitioner="No preference"):
    """From the first page to a held time."""
    who.goes_to("/book/").sees("What would you like to come in for?").follows(re.compile(service))
    who.sees("Who would you like to see?").chooses(practitioner).presses("Continue")
    who.sees("Choose a time").presses(re.compile(r"^\d+:\d\d [ap]m$"))
    return who


def makes_an_account(who, *, email, password, given="Sara", family="Stranger"):
    who.sees("Sign in or create an account").follows("Create an account").sees("Create an account")
    who.fills("First name", given).fills("Last name", family).fills("Email address", email)
    return who.fills("Choose a password", password).presses("Create account and continue")


def the_mail_to(address, *, at):
    """Let due mail leave, and open the newest one to this address."""
    delivery.drain(at=at)
    return [one for one in mail.outbox if one.to == [address]][-1]


def link_in(message, part):
    """The first address in the text of a mail that contains these words, without its host."""
    found = next(url for url in re.findall(r"https?://\S+", message.body) if part in url)
    return re.sub(r"^https?://[^/]+", "", found).rstrip(".,)")

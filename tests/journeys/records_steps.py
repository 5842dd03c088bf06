"""The moves around a record: a note and its plan, a photo, an address, everything taken along."""

import re

from accounts.tests.factories import PASSWORD
from common.tests.pictures import picture

PLAN = {"In short": "Qplan: sleep first.", "Exercise and home activities": "Qexercise: walk in daylight."}
SOAP = {
    "Subjective": "Qsoap: tired.", "Objective": "Qsoap: slow.", "Assessment": "Qsoap: too little light.",
    "Private notes": "Qprivate: ask about the move.",
}  # fmt: skip
ACTIVITY, SUPPLEMENT, STREET = "Qactivity: walk, 20 minutes", "Qmagnesium", "Qstreet 12"
PHOTO = "Qphoto.jpg"


def writes_a_note(petra):
    """From the visit: the note, the plan with a supplement; kept, not signed."""
    petra.sees("Ana Cast").presses("Write the note").sees("Ana Cast")
    for label, words in (SOAP | PLAN).items():
        petra.fills(label, words)
    row = petra.page.get_by_role("group", name="Products and supplements 1")
    row.get_by_label("What").fill(SUPPLEMENT)
    row.get_by_label("How much").fill("200 mg")
    petra.presses(re.compile("^Save$")).page.get_by_text("Saved.", exact=True).wait_for()


def gives_an_activity(petra):
    """As part of the note's plan."""
    petra.sees("Ana Cast").follows("Give an activity").sees("Ana Cast")
    petra.fills("Title", ACTIVITY).fills(re.compile("^How it is done"), "Most days.").chooses("a day")
    petra.page.get_by_label("Part of the plan of").select_option(index=1)
    petra.presses("Give activity").sees("Ana Cast").page.get_by_text(f"{ACTIVITY} is given.").wait_for()


def signs(petra):
    petra.sees("Ana Cast").follows("Go on writing").presses("Save and sign").sees("Ana Cast")
    petra.presses("Sign this note").page.get_by_text("Signed. From now on").wait_for()


def reads_the_plan(ana):
    """From the list of plans to the plan of the visit."""
    ana.sees("Records").follows(re.compile("19 November")).sees("Treatment plan")
    for words in (*PLAN.values(), SUPPLEMENT, ACTIVITY):
        ana.page.get_by_text(words).first.wait_for()
    told = ana.page.locator("body").inner_text()
    assert [word for word in ("Qsoap", "Qprivate", "Qtwin") if word in told] == []


def ticks_off(ana):
    ana.presses(f"Done today {ACTIVITY}").page.locator(".activity-done").first.wait_for()


def sends_the_photo(ana):
    """Of a referral, from the page of documents."""
    shot = {"name": PHOTO, "mimeType": "image/jpeg", "buffer": picture(kind="JPEG").read()}
    ana.sees("Records").page.locator("input[type=file]").set_input_files([shot])
    ana.page.get_by_label("What is it?").select_option("Referral")
    ana.presses(re.compile("^Send( 1 file)?$")).page.get_by_text("Waiting for the clinic").wait_for(
        timeout=20_000
    )
    ana.sees("Records")


def files_it_from_the_tray(finn):
    """Two of one name wait with the same kind of paper; whoever files it sees whose this one is."""
    papers = finn.sees("Tray").page.get_by_role("row").filter(has_text="Referral")
    assert papers.count() == 2
    papers.filter(has_text="born 4 May 1988").get_by_role("link", name="Look at it").click()
    finn.sees("Ana Cast").page.get_by_text("born 4 May 1988").first.wait_for()
    finn.presses("File for Ana").sees("Tray").page.get_by_text("It is in the record of Ana Cast.").wait_for()


def moves_house(ana):
    ana.sees("Your details").follows("Change Address").sees("Address").fills(
        re.compile("^Address"), f"{STREET}\nHalifax"
    )
    ana.presses("Send to the clinic").page.get_by_text("Sent to the clinic.").wait_for()
    ana.sees("Your details")


def accepts_the_address(finn):
    finn.sees("Ana Cast").presses("Accept Address").page.get_by_text("The record is saved.").wait_for()
    finn.sees("Ana Cast")


def asks_for_everything(ana):
    """With the password; a worker makes it."""
    ana.sees("Records").follows("Take the data out").sees("Records").follows("Take my data out")
    ana.fills("Password", PASSWORD).presses("Continue")
    ana.presses("Put the file together").page.get_by_text("Waiting for its turn").wait_for()


def downloads_it(ana, onto):
    ana.page.get_by_text("It is ready", exact=True).wait_for()
    with ana.page.expect_download() as coming:
        ana.follows("Download the file")
    coming.value.save_as(onto)
    return onto

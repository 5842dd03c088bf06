"""Who gets which answer about files that were sent to the clinic; see `door.py` for how it reads."""

from tests.matrix.door import Door

# Limited sends and sees what it sent; a carer in full sees what others sent; Sol sees bills, Gil visits.
PORTAL = [
    Door("portal:sending", "ana", "405", "422 ana ben cleo | 403 sol | 404"),
    Door("portal:sending", "kit", "405", "422 ben | 404"),
    Door("portal:sending", "uma", "405", "422 uma | 404"),
    Door("portal:sending", "ida", "405", "422 ida | 403 gil | 404"),
    Door("portal:sending", "teo", "405", "403 wes | 404"),
    Door("portal:sending", "lou", "405", "404"),
    Door("portal:sending", "zoe", "405", "404"),
    Door("portal:sending", "missing", "405", "404"),
    Door("portal:sent_file", "ana’s sent card", "200 ana ben | 404"),
    Door("portal:sent_file", "ana’s sent result", "200 ana ben | 404"),
    Door("portal:sent_file", "ben’s sent card for ana", "200 ben | 404"),
    Door("portal:sent_file", "kit’s sent card", "200 ben | 404"),
    Door("portal:sent_file", "uma’s sent card", "200 uma | 404"),
    Door("portal:sent_file", "lou’s sent card", "404"),
    Door("portal:sent_file", "zoe’s sent card", "404"),
    Door("portal:sent_file", "ana with kit’s sent card", "404"),
    Door("portal:sent_file", "ana with zoe’s sent card", "404"),
    Door("portal:sent_file", "missing", "404"),
    Door("portal:sent_removal", "ana’s sent card", "200 ana | 404", "302 ana | 404"),
    Door("portal:sent_removal", "ben’s sent card for ana", "200 ben | 404", "302 ben | 404"),
    Door("portal:sent_removal", "lou’s sent card", "404", "404"),
    Door("portal:sent_removal", "zoe’s sent card", "404", "404"),
    Door("portal:sent_removal", "ana with kit’s sent card", "404", "404"),
    Door("portal:sent_removal", "missing", "404", "404"),
]

HANDLES, ELSE = "finn petra mo nora", "403 quinn bea | 404"
OFFICE = [
    Door("office:sent_file", "ana’s sent card", f"200 {HANDLES} | {ELSE}"),
    Door("office:sent_file", "ana’s sent result", f"200 {HANDLES} | {ELSE}"),
    # The desk opens what is administrative; what is clinical only who cares for the patient.
    Door("office:sent_file_view", "ana’s sent card", f"200 {HANDLES} | {ELSE}"),
    Door("office:sent_file_view", "ana’s sent result", "200 petra | 403 finn mo nora quinn bea | 404"),
    Door("office:sent_file_filing", "ana’s sent card", "405", f"422 {HANDLES} | {ELSE}"),
    Door("office:sent_file_placing", "ana’s sent card", "405", f"422 {HANDLES} | {ELSE}"),
    Door("office:sent_file_placing", "ana’s sent result", "405", f"422 {HANDLES} | {ELSE}"),
    Door("office:sent_file_declining", "ana’s sent card", "405", f"422 {HANDLES} | {ELSE}"),
    Door(
        "office:sent_file_declining",
        "ana’s sent result",
        "405",
        f"302 {HANDLES} | {ELSE}",
        body="why=had_already",
    ),
    Door("office:sent_file_giving", "ana’s sent card", "405", f"422 {HANDLES} | {ELSE}"),
    Door("office:sent_file_reopening", "ana’s sent card", "405", f"302 {HANDLES} | {ELSE}"),
]
GETS = ("sent_file", "sent_file_view")
POSTS = (
    "sent_file_filing", "sent_file_placing", "sent_file_declining", "sent_file_giving", "sent_file_reopening",
)  # fmt: skip
for about, answer in (
    ("ana with kit’s sent card", ELSE),
    ("ana with zoe’s sent card", ELSE),
    ("zoe’s sent card", "404"),
    ("missing", "404"),
):
    OFFICE += [Door(f"office:{name}", about, answer) for name in GETS]
    OFFICE += [Door(f"office:{name}", about, "405", answer) for name in POSTS]
SENT_FILES = PORTAL + OFFICE

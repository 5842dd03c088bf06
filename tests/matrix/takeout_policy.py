"""Taking records out, keeping and erasing them; see `door.py` for how it reads."""

from tests.matrix.door import Door

KEEPS = "200 mo nora | 403 finn petra quinn bea | 404"
ASKED_AGAIN = "302 mo nora | 403 finn petra quinn bea | 404"  # the password first
GONE = ("zoe", "missing")

# Whoever sees anything of the record takes it along, as far as they see it; uma has not proved her address.
TAKE_OUT = [
    Door("portal:takeout", "ana", "200 ana ben cleo sol | 404"),
    Door("portal:takeout", "kit", "200 ben | 404"),
    Door("portal:takeout", "uma", "403 uma | 404"),
    Door("portal:takeout", "ida", "200 ida gil | 404"),
    Door("portal:takeout", "teo", "200 wes | 404"),
    Door("portal:takeout_asking", "ana", "302 ana ben cleo sol | 404", "302 ana ben cleo sol | 404"),
    Door("portal:takeout_asking", "uma", "403 uma | 404", "403 uma | 404"),
    # Ben has taken Ana's out; nobody else's press leads to his file.
    Door("portal:takeout_file", "ana", "302 ben | 404"),
    Door("portal:takeout_file", "kit", "404"),
    Door("portal:erasure", "ana", "403 ana ben cleo sol | 404", "403 ana ben cleo sol | 404"),
    Door("portal:erasure", "ida", "302 ida | 403 gil | 404", "302 ida | 403 gil | 404"),
    Door("portal:erasure", "teo", "403 wes | 404", "403 wes | 404"),
    *(Door(f"portal:{name}", about, "404", "404" if name in ("takeout_asking", "erasure") else "405")
      for name in ("takeout", "takeout_asking", "takeout_file", "erasure") for about in ("lou", *GONE)),
]  # fmt: skip

OF_A_RECORD = ("takeout_for_patient", "hold", "hold_lifting", "erasure_asking")
OF_A_REQUEST = ("erasure_acceptance", "erasure_declining", "erasure_completion")
KEEPING = [
    Door("office:retention", "ana", KEEPS),
    *(Door("office:retention", about, "404") for about in GONE),
    *(Door(f"office:{name}", "ana", ASKED_AGAIN, ASKED_AGAIN) for name in OF_A_RECORD),
    *(Door(f"office:{name}", about, "404", "404") for name in OF_A_RECORD for about in GONE),
    *(Door(f"office:{name}", "ana’s erasure", ASKED_AGAIN, ASKED_AGAIN) for name in OF_A_REQUEST),
    *(
        Door(f"office:{name}", about, "404", "404")
        for name in OF_A_REQUEST
        for about in ("zoe’s erasure", "missing")
    ),
    Door("office:exports", "", KEEPS),
    Door("office:export_asking", "", ASKED_AGAIN, ASKED_AGAIN),
    Door("office:export_release", "harbour’s export", ASKED_AGAIN, ASKED_AGAIN),
    Door("office:export_stop", "harbour’s export", "405", ASKED_AGAIN),
    Door("office:export_stop", "lakeside’s export", "405", "403 finn petra quinn bea | 404"),
    Door("office:export_stop", "missing", "405", "403 finn petra quinn bea | 404"),
    Door("office:export_file", "harbour’s export", "403 finn petra quinn bea | 404"),
    Door("office:export_file", "missing", "403 finn petra quinn bea | 404"),
]

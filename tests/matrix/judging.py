"""What is wrong with an answer: another code than expected, a leak, a tell-tale 404, a look that left no trace."""

from tests.matrix.asking import NOT_THERE, Answer, Knocking
from tests.matrix.door import UNNOTED, Door
from tests.matrix.words import forbidden


def wrong_code(answer: Answer) -> str | None:
    expected = answer.door.expected(answer.method, answer.person)
    if expected == "any":
        return f"got {answer.code}, an error of ours" if answer.code.startswith("5") else None
    if answer.code != expected:
        return f"got {answer.code}, not {expected}"
    door = answer.door
    if answer.method == "POST" and answer.code == "302" and door.leads_to:
        wanted, got = answer.path_to(door.leads_to), answer.response["Location"]
        return f"was led to {got}" if got != wanted else None
    return None


def leak(answer: Answer) -> str | None:
    read = [word.decode() for word in forbidden(answer.person) if word in answer.body]
    headers = str(answer.response.headers).encode()
    read += [word.decode() for word in forbidden(answer.person) if word in headers]
    return f"read {', '.join(read)}" if read else None


def must_be_noted(answer: Answer) -> bool:
    """Whether it shows a page about a patient, or refuses one (B15)."""
    if "patient" not in answer.path_names or answer.door.name in UNNOTED:
        return False
    if answer.method == "GET" and answer.code == "200":
        return True
    # Why a form cannot be filled in or read back now is an explanation, to somebody who sees that it is there.
    return answer.code == "403" and not answer.door.name.startswith("smartforms:")


def unnoted(answer: Answer) -> str | None:
    """Each page about a patient adds an event for that patient, and so does each refusal of one (B15)."""
    if answer.is_noted or not must_be_noted(answer):
        return None
    did = "was refused" if answer.code == "403" else "looked"
    return f"{did}, and nothing was noted for the patient"


def unsafe_headers(answer: Answer) -> str | None:
    headers = answer.response.headers
    if "'unsafe-inline'" in headers.get("Content-Security-Policy", "'unsafe-inline'"):
        return "got a page without the strict content policy"
    if answer.person != "nobody" and answer.code == "200" and answer.door.is_private:
        if "no-store" not in headers.get("Cache-Control", ""):
            return "got a page about somebody that caches may keep"
    return None


JUDGES = (wrong_code, leak, unnoted, unsafe_headers)


def faults_at(knocking: Knocking, doors: list[Door], judges=JUDGES) -> list[str]:
    """Everything that is wrong at these doors, in words."""
    missing = {door.name: door for door in doors if door.about in NOT_THERE}
    unlike, faults = {}, []
    for answer in knocking.at(doors):
        faults += [f"{answer} {fault}" for judge in judges if (fault := judge(answer))]
        # Not there for you, and not there at all, must look the same.
        if answer.code == "404" and answer.method == "GET" and answer.door.name in missing:
            key = (answer.door.name, answer.person)
            if key not in unlike:
                unlike[key] = knocking.ask("GET", missing[answer.door.name], answer.person).bare
            if answer.bare != unlike[key]:
                faults.append(f"{answer} got a 404 that differs from that of a missing one")
    return faults

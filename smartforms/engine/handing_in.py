"""Files as answers: what a page adds and takes away. Autosave leaves them alone.

answer   [{"file": "<id of the upload>", "name": "Knee.jpg", "size": 12345, "type": "image/jpeg", "at": …}]
"""

from dataclasses import dataclass, field

MOST = 10  # files of one question


@dataclass
class Handed:
    """What became of the files of one question on a posted page."""

    added: list[dict] = field(default_factory=list)
    removed: set[str] = field(default_factory=set)

    def applied(self, given: list) -> list:
        """The files after it. Counted from what is kept now, so that two devices may both add theirs."""
        return [one for one in given if one["file"] not in self.removed] + self.added


def most(item: dict) -> int:
    """How many files a question takes."""
    return min(item.get("most", MOST), MOST) if item.get("repeats") else 1


def as_answer(upload, moment) -> dict:
    """A kept file as an answer; `moment` is in the clinic's zone."""
    facts = {"file": str(upload.pk), "name": upload.name, "size": upload.size, "type": upload.content_type}
    return facts | {"at": moment.isoformat(timespec="seconds")}


def named(answers: dict) -> set[str]:
    """The files that these answers are."""
    return {
        one["file"]
        for given in answers.values()
        for one in given
        if isinstance(one, dict) and isinstance(one.get("file"), str)
    }


def holds(answers: dict, upload) -> bool:
    """Whether one of these answers is this file."""
    return str(upload) in named(answers)

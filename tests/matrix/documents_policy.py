"""Who gets which answer about documents; see `door.py` for how it reads.

Clinical ones are for who cares for the patient; cards and proofs of identity for the desk, managers and owners too.
"""

from tests.matrix.door import Door

TAB = "200 finn petra mo nora | 403 quinn bea | 404"
READ = "200 petra | 403 finn quinn bea mo nora | 404"
CARD = TAB
ELSEWHERE = "403 quinn bea | 404"
SHOWN = {
    "ana’s letter": "200 ben | 404",
    "ana’s card": "200 ben | 404",
    "ana’s secret letter": "404",
    "ana’s unshared letter": "404",
    "ana with kit’s letter": "404",
    "kit’s letter": "200 ben | 404",
    "ida’s letter": "200 ida | 404",
    "ida’s secret letter": "200 ida | 404",
    "teo’s letter": "404",  # under review: Wes sees visits and bills
    "lou’s letter": "404",
    "zoe’s letter": "404",
    "missing": "404",
}
FOREIGN = {"ana with kit’s letter": ELSEWHERE, "zoe’s letter": "404", "missing": "404"}


def _after(answer: str, code: str) -> str:
    """The same people, another answer."""
    return answer.replace("200", code)


def _written(name: str, post: str, *, get: bool = True) -> list[Door]:
    """A page on which one document is changed."""
    at = {"ana’s letter": READ, "ana’s unshared letter": READ, "lou’s letter": READ, "ana’s card": CARD}
    return [
        Door(f"office:{name}", about, answer if get else "405", _after(answer, post))
        for about, answer in {**at, **FOREIGN}.items()
    ]


OFFICE_DOCUMENTS = [
    Door("office:documents", "ana", TAB),
    Door("office:documents", "lou", TAB),
    Door("office:documents", "zoe", "404"),
    Door("office:documents", "missing", "404"),
    Door("office:new_documents", "ana", TAB, _after(TAB, "422")),
    Door("office:new_documents", "zoe", "404", "404"),
    Door("office:new_documents", "missing", "404", "404"),
    *(
        Door(f"office:{name}", about, answer)
        for name in ("document", "document_view", "document_file")
        for about, answer in {
            "ana’s letter": READ,
            "ana’s secret letter": READ,
            "ana’s unshared letter": READ,
            "ana’s card": CARD,
            **FOREIGN,
        }.items()
    ),
    *_written("document_correction", "422"),
    *_written("document_sharing", "302", get=False),
    *_written("document_unsharing", "302", get=False),
    *_written("document_removal", "302"),
]

PORTAL_DOCUMENTS = [
    Door("portal:documents", "ana", "200 ana ben cleo sol | 404"),
    Door("portal:documents", "kit", "200 ben | 404"),
    Door("portal:documents", "uma", "200 uma | 404"),
    Door("portal:documents", "ida", "200 ida gil | 404"),
    Door("portal:documents", "teo", "200 wes | 404"),
    Door("portal:documents", "lou", "404"),
    Door("portal:documents", "zoe", "404"),
    Door("portal:documents", "missing", "404"),
    *(
        Door(f"portal:{name}", about, answer)
        for name in ("document", "document_view", "document_file")
        for about, answer in SHOWN.items()
    ),
]

# Through the patient's eyes: for who cares; the front desk looks at the rest. Nobody presses anything.
LOOKED_AT = [
    Door("see_as_page", about, "200 petra | 403 finn mo nora | 404", "405 finn petra mo nora | 404")
    for about in ("as ben, ana’s documents", "as ben, ana’s letter", "as ben, ana’s letter’s file")
]

DOCUMENTS = OFFICE_DOCUMENTS + PORTAL_DOCUMENTS + LOOKED_AT

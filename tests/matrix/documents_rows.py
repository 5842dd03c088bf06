"""Documents: shared, confidential, not shared, a card for the desk; of others too, each with words of its own."""

from records.tests.factories import DocumentFactory
from tests.matrix.words import canary


def things_of_documents(world) -> dict:
    """Each document, and good patients with somebody else's."""
    things = {}

    def paper(whose, name, **fields):
        record = getattr(world, f"{whose}_record")
        row = DocumentFactory(patient=record, labels=[fields["title"]], **fields)
        things[f"{whose}’s {name}"] = {"patient": record.pk, "document": row.pk}

    for whose in ("ana", "kit", "ida", "teo", "lou", "zoe"):
        paper(whose, "letter", kind="letter", title=canary(whose, "paper"), shared=True)
    for whose in ("ana", "ida"):
        paper(
            whose,
            "secret letter",
            kind="letter",
            title=canary(whose, "secret"),
            shared=True,
            confidential=True,
        )
    paper("ana", "unshared letter", kind="letter", title=canary("ana", "secret"))
    paper("ana", "card", kind="insurance", title=canary("ana", "card"), shared=True)
    ana, kits = {"patient": world.ana_record.pk}, things["kit’s letter"]["document"]
    ben = world.accounts["ben"].pk
    page = f"portal/p/{ana['patient']}/documents/"
    one = f"{page}{things['ana’s letter']['document']}/"
    return things | {
        "ana with kit’s letter": ana | {"document": kits},
        "as ben, ana’s documents": {"account": ben, "page": page},
        "as ben, ana’s letter": {"account": ben, "page": one},
        "as ben, ana’s letter’s file": {"account": ben, "page": f"{one}file/"},
    }

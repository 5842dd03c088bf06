"""PDFs that mean harm: what acts when they are opened, what they carry, what they unfold to."""

import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def pdf(change=lambda made: None, **saving) -> bytes:
    made, out = pikepdf.new(), BytesIO()
    made.add_blank_page(page_size=(200, 200))
    change(made)
    made.save(out, **saving)
    return out.getvalue()


def script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def opens_with(action):
    """`action` makes it anew each time: what belongs to one PDF cannot be put into another."""

    def change(made):
        made.Root.OpenAction = made.make_indirect(action())

    return lambda: pdf(change)


def marked_with(entries):
    """A page with one mark upon it."""

    def change(made):
        made.pages[0].Annots = Array([Dictionary(Rect=[0, 0, 9, 9], **entries())])

    return lambda: pdf(change)


def carries(content: bytes):
    def change(made):
        made.attachments["evil.exe"] = content

    return lambda: pdf(change)


def with_root(name: str, thing):
    def change(made):
        made.Root[name] = thing(made)

    return lambda: pdf(change)


def unfolds_to(octets: int, times: int = 1):
    """A page whose drawing unfolds to so much."""

    def change(made):
        data, filters = b" " * octets, [Name.FlateDecode] * times
        for _nth in range(times):
            data = zlib.compress(data, 1)
        made.pages[0].Contents = made.make_indirect(pikepdf.Stream(made, data, Filter=Array(filters)))

    return lambda: pdf(change)


def chained(made):
    last = script()
    for _nth in range(20):
        last = Dictionary(S=Name.GoTo, D=String("x"), Next=last)
    made.Root.OpenAction = made.make_indirect(last)
    made.pages[0].AA = Dictionary(O=last)


def flood(made):
    made.pages[0].Resources = Dictionary(
        XObject=Dictionary(
            A=made.make_indirect(
                pikepdf.Stream(
                    made, b"", Subtype=Name.Image, Width=200_000, Height=200_000, BitsPerComponent=8
                )
            )
        )
    )


def outside(made):
    stream = pikepdf.Stream(made, b"", F=Dictionary(Type=Name.Filespec, F=String("http://evil.example/a")))
    made.pages[0].Contents = made.make_indirect(stream)


def told(made):
    with made.open_metadata() as data:
        data["dc:title"] = "taken at 44.65 N"
    made.docinfo["/Author"] = "taken at 44.65 N"


def pages_without_end(many: int) -> bytes:
    kids = b"3 0 R " * many
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Count %d/Kids[%s]>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
        % (many, kids)
    )


def objects_without_end(many: int) -> bytes:
    """So many objects, packed in one stream."""
    heads = b" ".join(b"%d %d" % (nth + 10, nth * 3) for nth in range(many))
    inside = heads + b"\n" + b"[] " * many
    packed = zlib.compress(inside)
    return (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
        b"4 0 obj<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%%%EOF" % (many, len(heads) + 1, len(packed), packed)
    )


def nested(deep: int, begin=b"[", end=b"]") -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + begin * deep + end * deep + b"\nendobj\ntrailer<</Root 1 0 R>>\n"


LOOP = (
    b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)

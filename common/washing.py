"""Makes one picture or PDF anew and ends: run by `common/files.py` as a process of its own, never imported by the site.

The file comes in, the washed one goes out; "locked" on the error output is a PDF with a password, "pages 3" one with
three. What is spent on one file has an end here: time and memory by the limits in `main`, and what it may unfold to by
those at the top.
"""

import resource
import sys
import zlib
from io import BytesIO

MOST_DOTS = 50_000_000
WIDEST = 4096
MOST_OBJECTS = 300_000
MOST_PAGES = 2_000
# What the streams of a PDF may unfold to, one and together: a reader unfolds them too, without our limits.
MOST_UNFOLDED, MOST_UNFOLDED_TOGETHER, MOST_FILTERS = 150 << 20, 600 << 20, 3
MOST_KEPT = 40 << 20  # bytes that come out
# Entries of a PDF that act, carry something else within, name something outside, or tell of who made it.
ACTS = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/XFA",
    "/RichMediaContent", "/RichMediaSettings", "/Collection", "/Movie", "/3DD", "/URI", "/URLS", "/Ref", "/OPI",
    "/Metadata", "/PieceInfo", "/Info", "/Alternates", "/Thumb",
)  # fmt: skip
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/URI", "/RichMediaExecute", "/GoTo3DView", "/Hide", "/SetOCGState", "/Trans", "/Named", "/ResetForm", "/GoToDp",
}  # fmt: skip
CARRIES = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}


def picture(content: bytes, ending: str) -> bytes:
    """The first image, turned as it was taken, without place and camera; at most 4096 dots wide or high."""
    from PIL import Image, ImageOps

    image = Image.open(BytesIO(content), formats=["JPEG", "PNG", "WEBP", "GIF"])
    if image.width * image.height > MOST_DOTS:
        raise ValueError("too many dots")
    image.draft("RGB", (WIDEST, WIDEST))
    image.thumbnail((WIDEST, WIDEST))
    image = ImageOps.exif_transpose(image)
    image = image.convert("RGBA" if ending == ".png" else "RGB")
    image.info = {}  # comments, profiles and texts would be written into the new file as they came
    out = BytesIO()
    if ending == ".png":
        image.save(out, "PNG")
    else:
        image.save(out, "JPEG", quality=88)
    return out.getvalue()


def pdf(content: bytes) -> tuple[bytes, int]:
    """The document without scripts, actions and files within, and how many pages it has."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as document:
        if document.is_encrypted:
            raise pikepdf.PasswordError
        if len(document.objects) > MOST_OBJECTS or not 0 < len(document.pages) <= MOST_PAGES:
            raise ValueError("not a document")
        waiting, unfolded = [document.trailer, *document.objects], 0
        while waiting:
            node = waiting.pop()
            if isinstance(node, pikepdf.Stream):
                unfolded += _unfolded(node)
                if unfolded > MOST_UNFOLDED_TOGETHER:
                    raise ValueError("unfolds to too much")
            waiting += _cleaned(pikepdf, node)
        out = BytesIO()
        document.save(out, linearize=False, deterministic_id=True)  # the same file twice is the same
        return out.getvalue(), len(document.pages)


def _cleaned(pikepdf, node) -> list:
    """Take out what acts; returns what lies directly within."""
    if isinstance(node, pikepdf.Array):
        return [one for one in node if isinstance(one, pikepdf.Object) and not one.is_indirect]
    if not isinstance(node, pikepdf.Dictionary | pikepdf.Stream):
        return []
    for name in ACTS:
        if name in node:
            del node[name]
    # A file somewhere else: in a stream its content, elsewhere a name of it. A number under this key is a mere mark.
    if isinstance(node.get("/F"), pikepdf.Object):
        del node["/F"]
    action = node.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in ACTIONS:
        del node["/S"]
    kind = node.get("/Subtype")
    if isinstance(kind, pikepdf.Name):
        if str(kind) in CARRIES and "/Rect" in node:
            node["/Subtype"] = pikepdf.Name("/Text")
        elif str(kind) == "/PS":
            raise ValueError("a program")
    return [
        one for one in dict(node.items()).values() if isinstance(one, pikepdf.Object) and not one.is_indirect
    ]


def _unfolded(stream) -> int:
    """How many bytes a reader makes of a packed stream. Raises ValueError for a picture or a stream beyond bounds."""
    width, height = _number(stream.get("/Width")), _number(stream.get("/Height"))
    if width * height > MOST_DOTS * 4:  # plans and scans of one bit are large, and cheap to show
        raise ValueError("too many dots")
    given = stream.get("/Filter", [])
    filters = [str(one) for one in given] if isinstance(given, list) or _is_array(given) else [str(given)]
    if len(filters) > MOST_FILTERS:
        raise ValueError("packed too often")
    data, size = stream.read_raw_bytes(), 0
    for nth, name in enumerate(filters):
        if name not in ("/FlateDecode", "/Fl"):
            break
        if nth + 1 < len(filters):
            data = _unpacked(data)
            size += len(data)
        else:
            size += _unpacked_size(data)
    return size


def _is_array(thing) -> bool:
    return type(thing).__name__ == "Array"


def _number(thing) -> int:
    return thing if isinstance(thing, int) and thing > 0 else 0


def _unpacked(data: bytes) -> bytes:
    out = zlib.decompressobj().decompress(data, MOST_KEPT)
    if len(out) >= MOST_KEPT:
        raise ValueError("unfolds to too much")
    return out


def _unpacked_size(data: bytes) -> int:
    """Unpack a piece at a time and forget it, so that only its length costs anything."""
    unpacking, size = zlib.decompressobj(), 0
    while data:
        try:
            size += len(unpacking.decompress(data, 1 << 20))
        except zlib.error:  # broken streams are shown as far as they go
            return size
        if size > MOST_UNFOLDED:
            raise ValueError("unfolds to too much")
        data = unpacking.unconsumed_tail
    return size


def main(ending: str, seconds: str, megabytes: str) -> int:
    """Wash what stands on standard input."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20, int(megabytes) << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to nobody but who asked
    try:
        washed, pages = pdf(content) if ending == ".pdf" else (picture(content, ending), None)
        if len(washed) > MOST_KEPT:
            raise ValueError("too large")
        sys.stdout.buffer.write(washed)
        sys.stderr.write(f"\npages {pages}" if pages else "")
    except Exception as fault:  # whatever a hostile file brings about: it is refused
        sys.stderr.write("locked" if type(fault).__name__ == "PasswordError" else type(fault).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

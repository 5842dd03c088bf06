"""Makes one picture or PDF anew and ends: run by `common/files.py` as a process of its own, never imported by the site.

The file comes in, the washed one goes out; the error output says "locked" of a PDF with a password, and how many
pages another has.
"""

import resource
import sys
from io import BytesIO

MOST_DOTS = 50_000_000
WIDEST = 4096
MOST_OBJECTS = 300_000
# Entries of a PDF that act, or carry something else within.
ACTS = (
    "/AA", "/OpenAction", "/JS", "/JavaScript", "/EmbeddedFiles", "/EmbeddedFile", "/EF", "/AF", "/XFA",
    "/RichMediaContent", "/RichMediaSettings", "/Collection", "/Movie", "/3DD", "/URI",
)  # fmt: skip
ACTIONS = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/URI", "/RichMediaExecute", "/GoTo3DView", "/Hide", "/SetOCGState", "/Trans", "/Named",
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
    out = BytesIO()
    if ending == ".png":
        image.convert("RGBA").save(out, "PNG")
    else:
        image.convert("RGB").save(out, "JPEG", quality=88)
    return out.getvalue()


def pdf(content: bytes) -> tuple[bytes, int]:
    """The document without scripts, actions and files within, and how many pages it has."""
    import pikepdf

    with pikepdf.open(BytesIO(content)) as document:
        if document.is_encrypted:
            raise pikepdf.PasswordError
        if len(document.objects) > MOST_OBJECTS or not len(document.pages):
            raise ValueError("not a document")
        waiting = [document.trailer, *document.objects]
        while waiting:
            waiting += _cleaned(pikepdf, waiting.pop())
        out = BytesIO()
        document.save(out, linearize=False)
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
    action = node.get("/S")
    if isinstance(action, pikepdf.Name) and str(action) in ACTIONS:
        del node["/S"]
    kind = node.get("/Subtype")
    if isinstance(kind, pikepdf.Name) and str(kind) in CARRIES and "/Rect" in node:
        node["/Subtype"] = pikepdf.Name("/Text")
    return [
        one for one in dict(node.items()).values() if isinstance(one, pikepdf.Object) and not one.is_indirect
    ]


def main(ending: str, seconds: str, megabytes: str) -> int:
    """Wash what stands on standard input."""
    content = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(megabytes) << 20, int(megabytes) << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        washed, pages = pdf(content) if ending == ".pdf" else (picture(content, ending), None)
        sys.stdout.buffer.write(washed)
        sys.stderr.write(f"\npages {pages}" if pages else "")
    except Exception as fault:  # whatever a hostile file brings about: it is refused
        sys.stderr.write("locked" if type(fault).__name__ == "PasswordError" else type(fault).__name__)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

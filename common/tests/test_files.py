"""Files handed in: only pictures and PDFs, without anything that acts, under harmless names (cases C56, C57, C58)."""

import zipfile
import zlib
from io import BytesIO
from time import monotonic

import pikepdf
import pytest
from PIL import Image

from common import files
from common.files import Refused, accept, clean_name


def image(kind="JPEG", size=(40, 20), **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def document(**more) -> pikepdf.Pdf:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    return made


def saved(made: pikepdf.Pdf, **more) -> bytes:
    out = BytesIO()
    made.save(out, **more)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "name", "kept"),
    [
        ("JPEG", "Knee.JPEG", ("Knee.jpg", "image/jpeg")),
        ("PNG", "scan.png", ("scan.png", "image/png")),
        ("WEBP", "photo.webp", ("photo.jpg", "image/jpeg")),
        ("GIF", "x.gif", ("x.png", "image/png")),
        ("JPEG", "really.pdf", ("really.jpg", "image/jpeg")),
    ],
)
def test_pictures_are_made_anew(kind, name, kept):
    found = accept(image(kind), name)
    assert (found.name, found.content_type) == kept
    assert Image.open(BytesIO(found.content)).size == (40, 20)


def test_a_picture_tells_no_place_and_hides_nothing_behind_it():
    exif = Image.Exif()
    exif[0x010E] = "taken at 44.65 N"
    exif[0x0112] = 6  # to be turned
    hostile = image(exif=exif.tobytes()) + b"<script>alert(1)</script>PK\x03\x04"
    found = accept(hostile, "x.jpg").content
    assert b"44.65" not in found and b"<script" not in found and b"PK\x03" not in found
    assert Image.open(BytesIO(found)).size == (20, 40)


def test_a_pdf_loses_what_acts_and_what_it_carries():
    made = document()
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    made.Root.OpenAction = made.make_indirect(script)
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=["x", made.make_indirect(script)])
    )
    made.attachments["evil.exe"] = b"MZ evil"
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("file:///etc/passwd"))
    link = {"/Subtype": pikepdf.Name.Link, "/Rect": [0, 0, 9, 9]}
    made.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(link | {"/A": launch}), pikepdf.Dictionary(link | {"/A": script})]
    )
    made.pages[0].AA = pikepdf.Dictionary(O=script)
    given = saved(made)
    assert b"app.alert" in given
    found = accept(given, "x.pdf").content
    with pikepdf.open(BytesIO(found)) as left:
        assert (len(left.pages), len(left.attachments)) == (1, 0)
        told = b"".join(one.unparse() for one in left.objects if not isinstance(one, pikepdf.Stream))
    for word in (b"JavaScript", b"/JS", b"Launch", b"OpenAction", b"/AA", b"MZ evil", b"EmbeddedFile"):
        assert word not in told + found, word


def test_a_locked_pdf_says_what_to_do():
    for open_with in ("secret", ""):
        locked = saved(document(), encryption=pikepdf.Encryption(owner="o", user=open_with))
        with pytest.raises(Refused, match="locked with a password"):
            accept(locked, "x.pdf")


def zip_bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 20_000_000)
    return out.getvalue()


def png_bomb(side=20_000) -> bytes:
    """A head that promises 20,000 × 20,000 dots, and the little that they need."""

    def chunk(name, data):
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    head = side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\x00\x00\x00"
    lines = zlib.compress(b"\x00" * 10_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html called jpg": b"<html><script>alert(1)</script></html>",
    "pdf behind a page": b"<html>" + saved(document()),
    "head of a jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"<script>" * 50,
    "half a png": image("PNG", (400, 400))[:60],
    "empty pdf": b"%PDF-1.7\n",
    "deep pdf": b"%PDF-1.7\n1 0 obj\n"
    + b"[" * 500_000
    + b"]" * 500_000
    + b"\nendobj\ntrailer<</Root 1 0 R>>\n",
    "zip bomb": zip_bomb(),
    "png bomb": png_bomb(),
    "program": b"MZ" + b"\x00" * 200,
    "text": b"hello",
    "htaccess": b"AddType text/html .jpg",
    "nothing": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_neither_is_refused_in_time(name):
    began = monotonic()
    with pytest.raises(Refused):
        accept(HOSTILE[name], "x.jpg")
    assert monotonic() - began < files.PATIENCE


def test_limits_of_the_question_are_held():
    with pytest.raises(Refused, match=r"“x.jpg” is not one of these: PDF"):
        accept(image(), "x.jpg", types=["application/pdf"])
    with pytest.raises(Refused, match=r"“x.jpg” is larger than 10\Wbytes"):
        accept(image(), "x.jpg", most=10)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        (r"C:\\Users\\ana\\x.pdf", "x.pdf"),
        ('a"; filename="b.pdf', 'a"; filename="b.pdf'),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("a\u202egpj.exe", "agpj.pdf"),
        ("نامه\u200cها\ufeff.pdf", "نامه\u200cها.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("", "File.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "File.pdf"),
        ("\x00\x01", "File.pdf"),
        ("Été à Québec.PDF", "Été à Québec.pdf"),
        (".htaccess", "htaccess.pdf"),
    ],
)
def test_names_are_harmless(given, kept):
    assert clean_name(given, ".pdf") == kept

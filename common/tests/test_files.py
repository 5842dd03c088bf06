"""Files handed in: pictures, PDFs and text, without anything that acts, under harmless names (cases C56, C57, C58)."""

from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from common.files import Refused, accept, clean_name
from common.tests.hostile import image


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


def test_plain_text_is_kept_without_what_nobody_sees():
    found = accept(b"\xef\xbb\xbfPollen:\r\n\tbirch\x1b[31m, \xe2\x80\xaehazel\r\n", "Allergies.TXT")
    assert (found.name, found.content_type) == ("Allergies.txt", "text/plain; charset=utf-8")
    assert found.content == b"Pollen:\n\tbirch[31m, hazel"


@pytest.mark.parametrize("name", ["note", "note.html", "note.txt.jpg"])
def test_text_is_taken_only_where_it_is_called_so(name):
    with pytest.raises(Refused, match="is not one of these"):
        accept(b"hello", name)


def test_a_picture_of_a_telephone_says_how_to_send_it():
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(99)
    with pytest.raises(Refused, match=r"“IMG_1.HEIC” is a HEIC picture.*Send it as a JPEG"):
        accept(heic, "IMG_1.HEIC")


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

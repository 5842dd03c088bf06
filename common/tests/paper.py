"""How the tests read a PDF."""

from io import BytesIO

from pypdf import PdfReader


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All its text, with one space between words."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def letters(pdf: bytes) -> set[str]:
    """The names of the fonts it carries, without the tag of the subset."""
    fonts = [page["/Resources"]["/Font"].values() for page in opened(pdf).pages]
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for found in fonts for font in found}

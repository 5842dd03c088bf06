"""A small picture, as a browser sends it."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(name: str = "Knee.png", kind: str = "PNG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), content_type="text/html")

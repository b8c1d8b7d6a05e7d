"""Bad files, each made by a few lines: what a stranger may send by mistake or on purpose."""

import io
import struct
import zlib
from collections.abc import Callable

import pypdfium2
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas


def picture(
    colour: tuple[int, int, int], kind: str = "JPEG", size: tuple[int, int] = (640, 480), **options: object
) -> bytes:
    """A picture of one colour with a little structure."""
    image = Image.new("RGB", size, colour)
    image.paste((20, 20, 20), (size[0] // 8, size[1] // 8, size[0] // 4, size[1] // 4))
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_claiming(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG whose header claims a size and whose pixels are whatever is given."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def zip_bomb_png() -> bytes:
    """A small file that unpacks to 79 megapixels of nothing, within the limit of the header."""
    row = b"\0" + bytes(3 * 8880)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(8880)) + packer.flush()
    return png_claiming(8880, 8880, body)


def text_bomb_png() -> bytes:
    """A PNG whose text chunk unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    text = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + bytes(12) for _ in range(4)))
    chunks = _chunk(b"IHDR", head) + _chunk(b"zTXt", b"a\0\0" + text) + _chunk(b"IDAT", pixels)
    return b"\x89PNG\r\n\x1a\n" + chunks + _chunk(b"IEND", b"")


def pdf(pages: int = 1, draw: Callable[[canvas.Canvas, int], None] | None = None, password: str | None = None) -> bytes:
    """A PDF of A4 pages."""
    buffer = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword="owner", strength=128) if password else None
    paper = canvas.Canvas(buffer, pagesize=(595.276, 841.89), encrypt=lock)
    for index in range(pages):
        if draw is not None:
            draw(paper, index)
        else:
            paper.drawString(72, 700, f"page {index}")
        paper.showPage()
    paper.save()
    return buffer.getvalue()


def raw_pdf(objects: list[bytes]) -> bytes:
    """A PDF of hand-written objects 1, 2, … of which the first is the catalogue."""
    out = b"%PDF-1.5\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)


def nested_forms_pdf(depth: int = 24) -> bytes:
    """Forms that each draw the next one twice: 2 to the power of `depth` drawings from a few kilobytes."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<</Length 40>>stream\nBT /F 12 Tf 20 100 Td (hello) Tj ET /X Do\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for level in range(depth):
        inner = b"/X Do /X Do" if level < depth - 1 else b"0 0 m 1 1 l S"
        following = b"/Resources<</XObject<</X %d 0 R>>>>" % (7 + level) if level < depth - 1 else b""
        objects.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length %d>>stream\n%s\nendstream"
            % (following, len(inner), inner)
        )
    return raw_pdf(objects)


def boxed_pdf(box: bytes, extra: bytes = b"") -> bytes:
    """A PDF page with that media box."""
    return raw_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox["
            + box
            + b"]"
            + extra
            + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length 41>>stream\nBT /F 12 Tf 100 300 Td (needle) Tj ET   \nendstream",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def word_box_by_pdfium(data: bytes, dpi: int = 200) -> tuple[float, float, float, float]:
    """Where pdfium itself draws the only text of a page without crop or turn."""
    page = pypdfium2.PdfDocument(data)[0]
    left, bottom, right, top = page.get_textpage().get_rect(0) if page.get_textpage().count_rects() else (0, 0, 0, 0)
    height = page.get_height()
    scale = dpi / 72
    return left * scale, (height - top) * scale, right * scale, (height - bottom) * scale

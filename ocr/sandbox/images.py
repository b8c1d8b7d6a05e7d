"""Opens JPEG, PNG, WebP, TIFF and HEIC with Pillow, inside the child.

Here: whole pictures or nothing, turned by their EXIF mark, as plain RGB, reduced where they are too large to
be worth it. Not here: PDF; finding the paper.
"""

import io
from typing import Final

from PIL import Image, ImageFile

from ocr.sandbox.pixels import PageWriter, Refused, pixel_budget, reduced_size
from ocr.sandbox.wire import MAX_PIXELS

_PILLOW_NAMES: Final = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "tiff": "TIFF", "heic": "HEIF"}
_SWAPPING_TURNS: Final = (5, 6, 7, 8)  # EXIF orientations that exchange width and height
_ORIENTATION: Final = 0x0112
_TURNS: Final = {  # by the EXIF mark: what makes the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_NEW_SUBFILE_TYPE: Final = 254  # TIFF tag; bit 0 marks a reduced copy of another page
_GREY_TAIL_ROWS: Final = 8  # libjpeg fills missing blocks with mid grey and only warns
_MID_GREY: Final = (128, 128, 128)

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # the limit is checked here, before anything is decoded


def look_at_image(data: bytes, kind: str) -> tuple[int, int, int | None]:
    """Return width, height (after the EXIF turn) and number of pages from the header alone."""
    if kind == "webp":
        width, height = _webp_size(data)
        return width, height, 1
    with _open(data, kind) as image:
        width, height = image.size
        # Pillow would decode a PNG whole to find an EXIF mark behind its pixels; TIFF and HEIC are turned already.
        if kind == "jpeg" and _swaps(image, kind):
            width, height = height, width
        return width, height, _frames(image, kind, 200)


def open_image(data: bytes, kind: str, max_pages: int, writer: PageWriter) -> None:
    """Decode every page of the picture into the writer; raises on anything that is not whole."""
    if kind == "webp":
        _refuse_bomb(_webp_size(data))
    with _open(data, kind) as image:
        count = _frames(image, kind, max_pages + 1)
        if count > max_pages:
            raise Refused("TOO_MANY_PAGES")
        budget = pixel_budget(count)
        for index in range(count):
            if index:
                image.seek(index)
            if kind == "tiff" and index and _is_reduced_copy(image):
                continue
            _refuse_bomb(image.size)
            _add_frame(image, kind, budget, writer)


def _open(data: bytes, kind: str) -> Image.Image:
    # The format was sniffed by our own rule; Pillow must not guess another one.
    return Image.open(io.BytesIO(data), formats=(_PILLOW_NAMES[kind],))


def _frames(image: Image.Image, kind: str, limit: int) -> int:
    """Count the pages: only a TIFF has several; other formats' further frames are animation or previews."""
    if kind != "tiff":
        return 1
    at = image.tell()
    count = 1
    while count < limit:
        try:
            image.seek(count)
        except EOFError:
            break
        count += 1
    image.seek(at)
    return count


def _is_reduced_copy(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", None)
    value = tags.get(_NEW_SUBFILE_TYPE, 0) if tags is not None else 0
    return isinstance(value, int) and bool(value & 1)


def _refuse_bomb(size: tuple[int, int]) -> None:
    if size[0] < 1 or size[1] < 1:
        raise Refused("NOT_OPENABLE")
    if size[0] * size[1] > MAX_PIXELS:
        raise Refused("TOO_LARGE")


def _add_frame(image: Image.Image, kind: str, budget: int, writer: PageWriter) -> None:
    full = image.size
    if kind == "jpeg":
        image.draft(None, reduced_size(*full, budget))  # decodes at 1/2, 1/4 or 1/8 where that is enough
    image.load()
    plain = _plain_rgb(image)
    if kind == "jpeg" and _has_grey_tail(plain):
        raise Refused("NOT_OPENABLE")
    if kind != "jpeg":
        full = plain.size  # a TIFF is turned while it is loaded
    plain = _fit(plain, full, budget)
    turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1)) if kind in ("jpeg", "png", "webp") else None
    turned = plain if turn is None else plain.transpose(turn)  # a copy of a large picture costs a tenth of a second
    swapped = turned.size != plain.size or _swaps(image, kind)
    width, height = (full[1], full[0]) if swapped else full
    writer.add(turned, width, height)


def _swaps(image: Image.Image, kind: str) -> bool:
    return kind in ("jpeg", "png", "webp") and image.getexif().get(_ORIENTATION, 1) in _SWAPPING_TURNS


def _fit(image: Image.Image, full: tuple[int, int], budget: int) -> Image.Image:
    size = reduced_size(*full, budget)
    if size == full or (image.size[0] <= size[0] and image.size[1] <= size[1]):
        return image
    return image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)


def _plain_rgb(image: Image.Image) -> Image.Image:
    """Return the picture as 8-bit RGB: deep grey scaled, transparency laid on white."""
    mode = image.mode
    if mode == "RGB" and "transparency" not in image.info:
        return image
    if mode.startswith("I;16"):
        return _scaled(image.convert("I"), 65535.0)
    if mode in ("I", "F"):
        _, high = image.getextrema()
        top = max(float(str(high)), 1.0)
        return _scaled(image, 255.0 if top <= 255 else 65535.0 if top <= 65535 else top)
    if mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        deep = image.convert("RGBA")
        white = Image.new("RGB", deep.size, (255, 255, 255))
        white.paste(deep, mask=deep.getchannel("A"))
        return white
    return image.convert("RGB")


def _scaled(image: Image.Image, top: float) -> Image.Image:
    factor = 255.0 / top
    grey = image.point(lambda value: value * factor + 0.0)
    return grey.convert("L").convert("RGB")


def _has_grey_tail(image: Image.Image) -> bool:
    """Tell whether the last rows are the filling that libjpeg puts where the data ended early."""
    if image.height <= _GREY_TAIL_ROWS:
        return False
    tail = image.crop((0, image.height - _GREY_TAIL_ROWS, image.width, image.height))
    return tail.getextrema() == tuple((value, value) for value in _MID_GREY)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Read the canvas from the header: Pillow would allocate it whole before it tells."""
    chunk = data[12:16]
    if chunk == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if chunk == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF

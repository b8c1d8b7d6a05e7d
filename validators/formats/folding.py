"""Folding of writing habits that carry no meaning (width, blanks, hyphens); nothing here repairs a reading."""

import re
import unicodedata

# Zero-width signs and the soft hyphen come along when text is copied out of a PDF.
_BLANKS = re.compile(r"[\s\u00ad\u200b-\u200d\u2060\ufeff]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u2043\ufe58\ufe63]")

HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002a6df\U0002a700-\U0002ebef\U0002f800-\U0002fa1f\U00030000-\U000323af"
)


def nfkc(text: str) -> str:
    """Give the compatibility form: full width becomes half width."""
    return unicodedata.normalize("NFKC", text)


def without_blanks(text: str) -> str:
    """Give the compatibility form without any blank or zero-width sign."""
    return _BLANKS.sub("", nfkc(text))


def fold_dashes(text: str) -> str:
    """Turn every dash and minus sign into the plain hyphen."""
    return _DASHES.sub("-", text)


def fold_number(text: str) -> str:
    """Fold a written number for checking: NFKC, no blanks, no hyphens, upper case (DOMAIN §3)."""
    return fold_dashes(without_blanks(text)).replace("-", "").upper()


def is_digits(text: str) -> bool:
    """True for a non-empty run of 0–9 only (other scripts' digits are not digits here)."""
    return text.isascii() and text.isdigit()

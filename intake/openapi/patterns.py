"""Patterns of texts as JSON Schema says them, equal to what the parsers accept.

Here: regular expressions that read alike in ECMAScript, Python and Rust. Not here: the parsers (claims.schemas,
gate.schemas). What JSON Schema calls a blank differs from what Python strips, so that the blanks are spelled out.
"""

_WHITE = "\\t-\\r\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
_BLANKS = f"\\x1c-\\x1f{_WHITE}"  # what Python strips; the validators of bodies strip white space alone
_YEAR = "(?:19|20|21)[0-9]{2}"
_LEAP = "(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)"

# Some sign that is not stripped away: from a body's text, from any other text.
NOT_WHITE = f"[^{_WHITE}]"
NOT_BLANK = f"[^{_BLANKS}]"

# One line: blanks around it are stripped, control characters within it are refused.
LINE = f"^[{_BLANKS}]*[^\\x00-\\x1f{_BLANKS}](?:[^\\x00-\\x1f]*[^\\x00-\\x1f{_BLANKS}])?[{_BLANKS}]*$"

# A day of the calendar from 1900-01-01 to 2199-12-31.
DAY = (
    f"^(?:{_YEAR}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    f"|02-(?:0[1-9]|1[0-9]|2[0-8]))|{_LEAP}-02-29)$"
)


def number_of_claim(forbidden: frozenset[str], longest: int) -> str:
    """Give the pattern of a claim's number: one word without the forbidden signs; blanks around it are stripped."""
    signs = "".join(f"\\x{ord(sign):02x}" for sign in sorted(forbidden))
    return f"^[{_BLANKS}]*[^\\x00-\\x1f\\x7f{_BLANKS}{signs}]{{1,{longest}}}[{_BLANKS}]*$"


def list_of(words: frozenset[str]) -> str:
    """Give the pattern of known words with commas between, not more of them than there are."""
    one = f"(?:{'|'.join(sorted(words))})"
    return f"^{one}(?:,{one}){{0,{len(words) - 1}}}$"

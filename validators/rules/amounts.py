"""Amounts on one paper (AMT-001…AMT-004). Not here: amounts of several papers against each other (across)."""

from collections.abc import Iterator

from validators.formats.money_words import judge_money_words
from validators.model.codes import DocumentKind
from validators.model.evidence import POOR_PAGE
from validators.model.findings import Finding
from validators.requirements import AMOUNTS, FieldType
from validators.rules.view import Paper, found, places, rows_of, sure_money

PAIRS: tuple[tuple[str, str], ...] = (
    ("total_figures", "total_upper"),
    ("advanced_total", "advanced_total_upper"),
    ("passed_total", "passed_total_upper"),
    ("amount_figures", "amount_upper"),
)
IMPLAUSIBLE_FEN = 1_000_000_000
"""Ten million yuan: about ten times the largest lump sum of DOMAIN §4.1, so no paper of a claim means it."""

MAY_BE_ZERO = frozenset({"retained_advance", "paid_insurance", "paid_account", "paid_cash"})
STYLE_FLAGS = frozenset(
    {
        "NO_RMB_PREFIX",
        "LEADING_YI_MISSING",
        "ZERO_OR_ORDER_STYLE",
        "LOWERCASE_NUMERAL",
        "NO_ZHENG_AFTER_YUAN",
        "ZHENG_AFTER_FEN",
        "NO_YUAN",
    }
)


def check_figures_are_words(paper: Paper) -> Iterator[Finding]:
    """AMT-001: figures and words differ; neither counts more than the other (DOMAIN §3.5)."""
    for figures, words in PAIRS:
        one, two = paper.reading.leaf(figures), paper.reading.leaf(words)
        left, right = sure_money(one), sure_money(two)
        if left is not None and right is not None and left != right:
            yield found("AMT-001", paper.index, path=words, at=two)


def check_lines_add_up(paper: Paper) -> Iterator[Finding]:
    """AMT-002: the lines do not make the total, or a receipt's payers paid more than its total."""
    total_leaf = paper.reading.leaf("total_figures")
    total = sure_money(total_leaf)
    if total is None:
        return
    rows = rows_of(paper.reading, "lines")
    amounts = [sure_money(row.get("amount")) for row in rows]
    known = [amount for amount in amounts if amount is not None]
    if rows and len(known) == len(rows) and sum(known) != total:
        yield found("AMT-002", paper.index, path="total_figures", at=total_leaf)
    elif paper.kind is DocumentKind.MED_RECEIPT:
        parts = ("paid_insurance", "paid_account", "paid_cash")
        if sum(sure_money(paper.reading.leaf(part)) or 0 for part in parts) > total:
            yield found("AMT-002", paper.index, path="total_figures", at=total_leaf)


def check_words_style(paper: Paper) -> Iterator[Finding]:
    """AMT-003: words outside the spelling of 支付结算办法 附一; recorded, never held against anybody."""
    for place in places(paper.reading):
        if place.type is not FieldType.WORDS or not place.leaf.sure:
            continue
        flags = set(place.leaf.flags) & STYLE_FLAGS
        if set(place.leaf.flags) <= {POOR_PAGE} and place.leaf.raw and place.leaf.value is not None:
            flags |= _style_of(place.leaf.raw)
        if flags:
            yield found("AMT-003", paper.index, path=place.path, at=place.leaf)


def _style_of(raw: str) -> set[str]:
    return set(judge_money_words(raw).flags) & STYLE_FLAGS


def check_amounts_possible(paper: Paper) -> Iterator[Finding]:
    """AMT-004: nothing readable as an amount, not above zero, more than two decimals, or beyond all measure."""
    for place in places(paper.reading):
        leaf = place.leaf
        if place.type not in AMOUNTS or not leaf.sure:
            continue
        amount = sure_money(leaf)
        impossible = amount is not None and not _lowest(paper.kind, place.name) <= amount < IMPLAUSIBLE_FEN
        unreadable = amount is None and bool(leaf.raw.strip())
        if unreadable or impossible or "TOO_MANY_DECIMALS" in leaf.flags:
            yield found("AMT-004", paper.index, path=place.path, at=leaf)


def _lowest(kind: DocumentKind, name: str) -> int:
    """The lowest amount (fen) that can stand there: hospitals print free services and refunds as lines."""
    if name == "lines.amount" and kind in (DocumentKind.MED_RECEIPT, DocumentKind.MED_DETAIL):
        return -IMPLAUSIBLE_FEN
    return 0 if name in MAY_BE_ZERO else 1

"""How well the ink of an amount fits amounts: the ways to write each, in figures or in capitals, against what is seen.

Here: the ways, the signs that count as another, the scores. Not here: which amounts are asked, and what follows
(total_look, words_look, both_look).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ocr.engines.base import LogProbabilities
from ocr.marks.scoring import emission
from ocr.marks.text_tree import TextTree, tree_scores
from validators.formats.money_words import write_money_words

MOST_FEN: Final = 10**12  # amounts from here on are not written out
AMOUNT_PAIRS: Final = (
    ("total_figures", "total_upper"),
    ("passed_total", "passed_total_upper"),
    ("advanced_total", "advanced_total_upper"),
    ("amount_figures", "amount_upper"),
)  # fields that say one amount in figures and in capitals


READ_TOGETHER: Final = "READ_TOGETHER"  # flag of an amount that was chosen because it stands twice (both_look)


@dataclass(frozen=True, slots=True)
class Script:
    """A way of writing amounts: its signs, what counts as one of them in its place, and all it makes of an amount."""

    signs: tuple[str, ...]
    forms: Mapping[str, str]
    ways: Callable[[int], list[str]]


def _in_figures(fen: int) -> list[str]:
    """Return the ways to write an amount: with and without commas, decimals where there are none, ¥ and 元."""
    yuan, rest = divmod(fen, 100)
    bodies = [f"{fen / 100:.2f}", f"{fen / 100:,.2f}", *([str(yuan), f"{yuan:,}"] if rest == 0 else [])]
    return [f"{sign}{body}{end}" for body in dict.fromkeys(bodies) for sign in ("", "¥") for end in ("", "元")]


def _in_capitals(fen: int) -> list[str]:
    """Return the ways to write an amount in capitals: with and without 人民币 before and 整 behind it."""
    plain = write_money_words(fen).removeprefix("人民币").removesuffix("整")
    return [f"{before}{plain}{end}" for before in ("", "人民币", "人民币:") for end in ("", "整")]


FIGURES: Final = Script(
    tuple("0123456789.,¥元"),
    {
        ",": "，、'",
        ".": "．·。",
        "0": "OoCc〇D",
        "1": "lI丨|i",
        "2": "Zz",
        "4": "HhA",
        "5": "Ss",
        "6": "b",
        "7": "フ",
        "8": "B",
        "9": "gq",
        "¥": "￥Y羊",
    },  # between figures no letter stands
    _in_figures,
)
CAPITALS: Final = Script(
    tuple("零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整人民币:"),
    {
        "零": "〇",
        "壹": "壺壶",
        "贰": "貳弍",
        "叁": "參参叄",
        "陆": "陸",
        "拾": "捨恰",
        "佰": "百伯怕陌",
        "仟": "千任仔件阡",
        "万": "萬",
        "亿": "億",
        "元": "圆圓",
        "整": "正",
        "币": "幣",
        ":": "：",
    },  # between capitals no other word stands
    _in_capitals,
)


def fits(
    looks: Sequence[tuple[LogProbabilities, tuple[str, ...]]],
    script: Script,
    amounts: Sequence[int],
    *others: Sequence[str],
) -> NDArray[np.float64]:
    """Return the nats, a mean over the looks, by which each amount falls behind the freest reading of its ink.

    `others` are groups of texts that are none of the amounts; each has its own value behind those.
    """
    groups = [*(script.ways(fen) for fen in amounts), *others]
    written = [(text, number) for number, group in enumerate(groups) for text in group]
    tree = TextTree.of([text for text, _ in written])
    of = np.array([number for _, number in written], dtype=np.int64)
    total = np.zeros(len(groups))
    for distribution, charset in looks:
        over = emission(distribution, {char: n for n, char in enumerate(charset)}, script.signs, script.forms)
        likely = np.full(len(groups), -np.inf)
        np.logaddexp.at(likely, of, tree_scores(over, tree) - over.best)
        total += likely / len(looks)
    return total

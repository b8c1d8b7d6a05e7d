"""CTC scores of many texts at once, character forms, proxies: arithmetic and words without an engine."""

import numpy as np
import pytest

from ocr.engines.ctc import text_log_likelihood
from ocr.marks.char_forms import FORMS, simplified
from ocr.marks.proxy import proxy_in
from ocr.marks.scoring import emission, scores


def test_batch_scores_equal_single_ones() -> None:
    """The batched forward pass gives what the single one gives, repeated characters included."""
    rng = np.random.default_rng(7)
    logits = rng.normal(0, 2, (14, 6))
    table = (logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)).astype(np.float32)
    index = {char: label for label, char in enumerate("#甲乙丙丁戊")}
    over = emission(table, index, "甲乙丙丁戊", {})

    for text in ("甲乙丙", "甲甲乙", "戊戊戊"):
        assert scores(over, [text])[0] == pytest.approx(text_log_likelihood(table, [index[c] for c in text]), abs=1e-4)


def test_a_character_s_forms_add_up() -> None:
    """A traditional form counts as the character itself."""
    table = np.log(np.array([[0.1, 0.2, 0.7]], dtype=np.float32))
    over = emission(table, {"#": 0, "丽": 1, "麗": 2}, "丽", {"丽": "麗"})

    assert scores(over, ["丽"])[0] == pytest.approx(np.log(0.9), abs=1e-5)


def test_forms_that_the_recogniser_lacks_add_nothing() -> None:
    """Characters of one, two and three forms stand side by side, each with its own; one without any is left out."""
    table = np.log(np.array([[0.1, 0.2, 0.3, 0.15, 0.05, 0.2]], dtype=np.float32))
    index = {char: label for label, char in enumerate("#云雲历曆歷")}
    over = emission(table, index, "云龘历雲", {"云": "雲", "历": "厤曆歷"})

    assert dict(over.column) == {"云": 0, "历": 1, "雲": 2}
    assert np.exp(over.chars[0]) == pytest.approx([0.5, 0.4, 0.3], abs=1e-5)


def test_simplified() -> None:
    """Traditional names fold to simplified ones; what has no other form stays."""
    assert simplified("張麗靜ABC") == "张丽静ABC"
    assert "麗" in FORMS["丽"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("（母王虚拟代）", "王虚拟"),
        ("李小样，监护人王虚拟代", "王虚拟"),
        ("王虚拟代签", "王虚拟"),
        ("代签", ""),
        ("（代）", ""),
        ("签名（监护人代签请注明）", None),
        ("票据代码", None),
        ("陈示例", None),
        ("不得代签", None),
    ],
)
def test_proxy(text: str, who: str | None) -> None:
    """A note that somebody signs for another is told from instructions about it."""
    assert proxy_in(text) == who

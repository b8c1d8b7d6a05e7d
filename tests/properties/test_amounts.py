"""A hundred thousand amounts in capitals, each written and read back."""

from random import Random

from validators.formats.money_words import LIMIT_FEN, judge_money_words, parse_money_words, write_money_words

COUNT = 100_000


def amounts() -> list[int]:
    """Give distinct amounts of every length, many with runs of zeros, the same in every run."""
    random = Random(20210615)
    chosen: dict[int, None] = dict.fromkeys((0, 1, 10, 100, LIMIT_FEN - 1))
    while len(chosen) < COUNT:
        digits = random.randint(1, len(str(LIMIT_FEN - 1)))
        sparse = random.random() < 0.5
        text = "".join(random.choice("00001" if sparse else "0123456789") for _ in range(digits))
        chosen[int(text) % LIMIT_FEN] = None
        chosen[random.randrange(10**digits) % LIMIT_FEN] = None
    return list(chosen)[:COUNT]


def test_a_hundred_thousand_amounts_read_back() -> None:
    """Each of 100,000 different amounts, written in capitals, is read back to the fen and without a remark on style."""
    values = amounts()
    assert len(set(values)) == COUNT
    for fen in values:
        words = write_money_words(fen)
        assert parse_money_words(words) == fen
    for fen in values[::50]:
        assert judge_money_words(write_money_words(fen)).flags == ()

"""The network that tells a hand from a press: its file, and what it says of pieces cut as the product cuts them."""

import hashlib
from random import Random

import pytest

from ocr.marks import hand
from tests.factory import fonts, hand_pieces

_ready = pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts are not set up")


def test_the_network_is_the_measured_one() -> None:
    """The file's digest is the one that the bounds belong to, and it is small."""
    weights = hand.NETWORK.read_bytes()

    assert hashlib.sha256(weights).hexdigest() == hand.SHA256
    assert len(weights) < 1_000_000


def test_the_bounds_leave_room_for_doubt() -> None:
    """Between print and a hand lies a stretch in which a person looks."""
    assert 0 < hand.SURE[0] < hand.HAND < hand.SURE[1] < 1


@_ready
@pytest.mark.parametrize(("profile", "seed"), [("photo", 11), ("scan", 12)])
def test_pieces_of_a_whole_page(profile: str, seed: int) -> None:
    """On one page of names, most are judged right, few go to a person, and next to none is wrong and sure."""
    rng = Random(seed)
    page, pieces = hand_pieces.draw_page(hand_pieces.source("fit", None, None), rng, profile)
    judged = [
        (piece.hand, hand.judged(views, shape))
        for piece, views, shape in hand_pieces.cut(page, pieces[:24], profile, rng)
    ]

    assert len(judged) > 18
    wrong = [by for by, p in judged if (p < hand.SURE[0] if by else p > hand.SURE[1])]
    unsure = [by for by, p in judged if hand.SURE[0] <= p <= hand.SURE[1]]
    assert len(wrong) <= 1
    assert len(unsure) <= 4

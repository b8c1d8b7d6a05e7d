"""A card's misread number is the one that its ink says of those that a card can have, and never sure."""

from ocr.calibration import CHOSEN, NEVER_SURE
from ocr.card_look import READ_AS_CARD, look_at_cards
from ocr.extract.leaves import FieldLeaf
from tests.unit.ocr.extract.drawn import line
from tests.unit.ocr.inked import Inked, Seen, ink, leaf

CARD = "6299991997832838569"  # its check digit holds


def account(
    read: str, *looks: tuple[str, Seen], twice: bool = True, confidence: float = 0.58, layer: bool = False
) -> FieldLeaf:
    """A payee's account after the look, as each recogniser sees it."""
    lines = (line(read, 100, 5),)
    page = Inked(tuple(ink(text, others) for text, others in looks), twice=twice, layer=layer)
    fields = {"payee_account": leaf(lines, 0, read, "account", confidence)}
    found, _ = look_at_cards(fields, {}, {0: lines}, page, page)  # type: ignore[arg-type]
    return found["payee_account"]


def test_a_misread_figure_is_told_by_ink_and_check_digit() -> None:
    """A 3 read as 8 in the middle: of all numbers like it that a card can have, the ink says one."""
    read = CARD[:9] + "0" + CARD[10:]
    found = account(read, (read, {9: ("7", 0.2)}), (CARD, {}))
    assert (found.value, found.confidence, found.flags) == (CARD, CHOSEN, (READ_AS_CARD,))
    assert [one.value for one in found.alternatives] == [read]
    assert READ_AS_CARD in NEVER_SURE


def test_a_lost_figure_is_found() -> None:
    """Eighteen figures of nineteen in one recogniser, all in the other."""
    assert account(CARD[:-1], (CARD[:-1], {}), (CARD, {})).value == CARD


def test_ink_that_says_another_number_keeps_it() -> None:
    """A number whose check digit fails in clear ink is what stands on the paper."""
    read = CARD[:9] + "0" + CARD[10:]
    lines = (line(read, 100, 5),)
    page = Inked((ink(read, {9: ("7", 1e-7)}, 1e-30),))
    fields = {"payee_account": leaf(lines, 0, read, "account")}
    assert look_at_cards(fields, {}, {0: lines}, page, page)[0] == fields  # type: ignore[arg-type]


def test_what_is_no_cards_number_is_not_asked() -> None:
    """A firm's account begins otherwise; a card whose check digit holds is what was read; a text layer tells itself."""
    firm = "4499001893635450699"
    assert account(firm, (firm, {})).value == firm
    assert account(CARD, (CARD, {3: ("8", 0.6)})).value == CARD
    assert account("8" + CARD[1:], (CARD, {}), layer=True).value == "8" + CARD[1:]


def test_a_wrong_check_digit_in_clear_ink_is_the_papers_own() -> None:
    """A number that breaks its check digit by a figure that is another to one in fifty: told on a clear page."""
    read = CARD[:9] + "0" + CARD[10:]
    hardly: Seen = {9: ("7", 0.02)}
    assert account(read, (read, hardly), (read, hardly), twice=False, confidence=0.99).value == read
    assert account(read, (read, hardly), (read, hardly)).value == CARD


def test_on_a_clear_page_only_what_looks_like_a_card_is_asked() -> None:
    """8299… and 6299… without one of its figures, read with 0.99, are most likely a card's; another number stays."""
    assert account("8" + CARD[1:], (CARD, {}), twice=False, confidence=0.99).value == CARD
    assert account(CARD[:9] + CARD[10:], (CARD, {}), twice=False, confidence=0.99).value == CARD
    firm = "49" + CARD[2:]
    assert account(firm, (CARD, {}), twice=False, confidence=0.99).value == firm


def test_figures_that_are_runners_up_in_many_places_are_found() -> None:
    """Four noughts that are nines to a second glance: of all mixtures one keeps the check digit and is likely."""
    card = "6299990130699878095"
    places = (4, 6, 12, 16)
    read = "".join("0" if at in places else figure for at, figure in enumerate(card))
    hesitating = {at: (card[at], 0.35) for at in places}
    assert account(read, (read, hesitating), (read, hesitating)).value == card

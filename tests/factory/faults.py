"""Table of planted faults: check code, stories, what must be visible of it, and its planter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from tests.factory import planters_case as c
from tests.factory import planters_paper as p
from tests.factory import planters_proof as o
from tests.factory import planters_sign as s
from tests.factory.case import Plan

LIV, DEATH, ACCT, EMPL, PASS = "living", "death_voucher", "joint_account", "joint_employer", "pass_on"
KEY4 = (LIV, DEATH, ACCT, EMPL, PASS)
VOUCHERS = (LIV, DEATH)
MONEY = (LIV, DEATH, EMPL, PASS)
SEALED = (LIV, DEATH, EMPL, PASS)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to plant one fault; `visible` lists codes of which one must show (empty: any B or F)."""

    code: str
    stories: tuple[str, ...]
    visible: tuple[str, ...]
    plant: Callable[[Plan, Random], tuple[str, str]]
    fits: Callable[[Plan], bool] = lambda plan: True


def _many(plan: Plan) -> bool:
    return len(plan.docs[0].signers) > 1


def _lines(plan: Plan) -> bool:
    return bool(plan.docs[0].rows)


def _three(plan: Plan) -> bool:
    return len(plan.docs[0].signers) > 2 or "holder_name" not in plan.docs[0].v


TABLE: tuple[Fault, ...] = (
    Fault("DOC-001", KEY4, ("DOC-001",), p.broken),
    Fault("DOC-002", MONEY, ("DOC-002", "FLD-002", "FLD-001"), p.smeared),
    Fault("DOC-004", KEY4, ("DOC-004",), p.page_missing),
    Fault("DOC-004", (LIV,), ("DOC-004",), c.card_front_only),
    Fault("DOC-005", (LIV,), ("DOC-005",), c.twice),
    Fault("DOC-006", KEY4, (), p.blank_form),
    Fault("DOC-007", MONEY, ("DOC-007", "AMT-001", "FLD-002"), p.altered),
    Fault("DOC-008", MONEY, ("DOC-008",), p.false_layer),
    Fault("FLD-001", KEY4, ("FLD-001", "FLD-002"), p.field_missing),
    Fault("ID-001", (LIV, DEATH, ACCT, EMPL), ("ID-001", "X-001"), p.id_digit),
    Fault("ID-002", (LIV, DEATH, ACCT, EMPL), ("ID-002", "X-001"), p.id_birth),
    Fault("ID-003", (LIV,), ("ID-003",), p.id_sex),
    Fault("ID-005", (LIV, DEATH, ACCT, EMPL), ("ID-005", "X-001"), p.id_old),
    Fault("ID-006", (LIV,), ("ID-006",), c.card_expired),
    Fault("USC-001", VOUCHERS, ("USC-001", "X-002"), p.credit),
    Fault("ACC-001", (ACCT,), ("ACC-001",), p.card),
    Fault("ACC-002", (LIV, ACCT), ("ACC-002",), p.bank_unfit),
    Fault("ACC-003", (LIV, DEATH, ACCT), ("ACC-003",), p.cnaps),
    Fault("AMT-001", MONEY, ("AMT-001",), p.words),
    Fault("AMT-002", (LIV, DEATH), ("AMT-002",), p.lines_sum, _lines),
    Fault("AMT-001", (LIV,), ("AMT-001",), p.receipt_words),
    Fault("AMT-002", (LIV,), ("AMT-002", "FLD-002"), p.receipt_sum),
    Fault("AMT-003", MONEY, ("AMT-003",), p.style_words),
    Fault("AMT-004", MONEY, ("AMT-004", "AMT-001", "FLD-001", "FLD-002"), p.odd_amount),
    Fault("PHN-001", (LIV,), ("PHN-001",), p.bad_phone),
    Fault("DAT-001", KEY4, ("DAT-001", "FLD-001", "FLD-002"), p.no_date),
    Fault("DAT-002", KEY4, ("DAT-002", "FLD-002"), p.short_year),
    Fault("DAT-003", KEY4, ("DAT-003", "FLD-002"), p.future),
    Fault("NAM-001", (LIV, DEATH, ACCT, EMPL), ("NAM-001", "X-001"), p.bad_name),
    Fault("SIG-001", KEY4, ("SIG-001", "SIG-007", "X-015"), s.unsigned),
    Fault("SIG-002", KEY4, ("SIG-002", "SIG-001", "SIG-007"), s.typed),
    Fault("SIG-002", KEY4, ("SIG-002", "SIG-001", "SIG-007"), s.pasted),
    Fault("SIG-003", (LIV, DEATH, ACCT, EMPL), ("SIG-003", "FLD-002", "X-013"), s.foreign_name),
    Fault("SIG-005", SEALED, ("SIG-005",), s.sealless),
    Fault("SIG-006", SEALED, ("SIG-006", "FLD-002"), s.foreign_seal),
    Fault("SIG-007", (DEATH, ACCT, EMPL, PASS), ("SIG-007", "SIG-001", "X-015"), s.one_unsigned, _many),
    Fault("SIG-008", KEY4, ("SIG-008", "SIG-003", "O-003", "FLD-002"), s.proxy),
    Fault("STM-001", (LIV, DEATH, ACCT, EMPL), ("STM-001",), p.statement_missing),
    Fault("STM-002", (LIV, DEATH, ACCT), ("STM-002",), p.waiver),
    Fault("X-001", (LIV, DEATH, ACCT, EMPL), ("X-001",), c.other_person),
    Fault("X-002", (LIV, DEATH, ACCT, PASS), ("X-002", "SIG-006", "X-003"), c.other_firm),
    Fault("X-003", (LIV, DEATH, EMPL), ("X-003",), c.payee),
    Fault("X-004", VOUCHERS, ("X-004",), c.injury),
    Fault("X-005", (LIV,), ("X-005",), c.patient),
    Fault("X-006", (LIV,), ("X-006",), c.early_receipt),
    Fault("X-007", (LIV,), ("X-007",), c.receipt_gone),
    Fault("X-008", (LIV,), ("X-008", "X-007"), c.insured),
    Fault("X-009", (LIV,), ("X-009", "X-027", "X-007"), c.slip_party),
    Fault("X-010", (LIV,), ("X-010",), c.early_sign, _lines),
    Fault("X-011", (LIV, DEATH, ACCT, EMPL), ("X-011", "X-010"), c.too_early_sign),
    Fault("X-012", (LIV,), ("X-012",), c.dead_signer),
    Fault("X-013", (DEATH,), ("X-013", "X-014", "X-015", "SIG-007"), c.stranger_signs),
    Fault("X-014", (ACCT, EMPL), ("X-014",), c.supported_differs),
    Fault("X-015", (ACCT, EMPL, DEATH), ("X-015", "X-014"), c.relative_left_out, _three),
    Fault("X-016", (ACCT,), ("X-016",), c.wrong_item),
    Fault("X-017", (ACCT,), ("X-017",), c.strange_holder),
    Fault("X-018", (ACCT,), ("X-018",), c.two_accounts),
    Fault("X-019", (ACCT,), ("X-019", "SIG-008"), c.minor),
    Fault("X-020", (ACCT, DEATH), ("X-020",), c.death_differs),
    Fault("X-021", (ACCT, EMPL, DEATH), ("X-021",), c.kinship_gone),
    Fault("X-022", (LIV, EMPL), ("X-022", "X-007"), c.contradiction),
    Fault("X-024", (LIV,), ("X-024",), c.periodic, _lines),
    Fault("X-024", (EMPL,), ("X-024",), c.wrong_item),
    Fault("X-025", (LIV,), ("X-025",), c.employers_own, _lines),
    Fault("X-027", (LIV,), ("X-027", "X-009"), c.other_payer),
    Fault("X-028", (ACCT,), ("X-028", "STM-001"), c.no_dispute),
    Fault("O-003", (PASS,), ("O-003", "SIG-003", "FLD-002"), o.other_signs),
    Fault("O-004", (PASS,), ("O-004",), o.unbalanced),
    Fault("O-005", (PASS,), ("O-005", "O-001"), o.paid_late),
    Fault("O-006", (PASS,), ("O-006",), o.paid_early),
    Fault("O-007", (PASS,), ("O-007", "X-022"), o.other_account),
)
# Of severity I: they show, but stop nothing.
QUIET = frozenset({"DOC-005", "AMT-003", "PHN-001", "O-005"})
# A signature of another name may come out as NOT_POSSIBLE, which is no finding; it must only not be MATCH.
NAME_ONLY = frozenset({"SIG-003", "O-003"})


class UnfitError(ValueError):
    """The drawn story gives this fault nothing to change."""


def pairs(story: str | None, code: str | None) -> list[tuple[str, str]]:
    """List fault and story of a run."""
    return sorted({(f.code, t) for f in TABLE for t in f.stories if story in (None, t) and code in (None, f.code)})


def plant(code: str, plan: Plan, rng: Random, among: Sequence[Fault] = TABLE) -> None:
    """Plant a fault into a plan and note it."""
    choices = [f for f in among if f.code == code and plan.story in f.stories and f.fits(plan)]
    if not choices:
        raise UnfitError(f"{code} does not fit this {plan.story}")
    fault = rng.choice(choices)
    stem, note = fault.plant(plan, rng)
    severity = "I" if code in QUIET else "B|F"
    plan.fault = {
        "code": code,
        "stem": stem,
        "file": None,
        "note": note,
        "severity": severity,
        "not_match_is_enough": code in NAME_ONLY,
    }
    plan.expected = list(fault.visible) or ["any"]

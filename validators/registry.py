"""The explicit list of checks that run, in the order of DOMAIN §2.5, and the version of the rules.

Here: which function answers for which code. Not here: what a check does (rules), what it says (texts).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from validators.model.findings import Finding, NotRun
from validators.model.others import OtherClaims
from validators.model.policy import Policy
from validators.rule_sets import CURRENT
from validators.rules import (
    accounts,
    across,
    amounts,
    costs,
    dates,
    designation,
    doc_quality,
    fields,
    fraud,
    gate,
    identity,
    outside,
    parties,
    proof,
    signatures,
)
from validators.rules.case import CaseCheck
from validators.rules.gate import GateCheck
from validators.rules.view import Paper

RULE_VERSION = CURRENT.version

DocCheck = Callable[[Paper], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """A check of one paper."""

    code: str
    run: DocCheck


PAPER_CHECKS: tuple[PaperCheck, ...] = (
    PaperCheck("DOC-001", doc_quality.check_file_opens),
    PaperCheck("DOC-002", doc_quality.check_pages_visible),
    PaperCheck("DOC-003", doc_quality.check_kind),
    PaperCheck("DOC-004", doc_quality.check_all_pages),
    PaperCheck("DOC-005", doc_quality.check_not_repeated),
    PaperCheck("DOC-006", doc_quality.check_filled_in),
    PaperCheck("DOC-007", doc_quality.check_unaltered),
    PaperCheck("DOC-008", doc_quality.check_text_layer),
    PaperCheck("FLD-001", fields.check_required),
    PaperCheck("FLD-002", fields.check_certain),
    PaperCheck("NAM-001", identity.check_person_names),
    PaperCheck("ID-001", identity.check_id_digit),
    PaperCheck("ID-002", identity.check_id_birth),
    PaperCheck("ID-003", identity.check_id_sex),
    PaperCheck("ID-004", identity.check_id_region),
    PaperCheck("ID-005", identity.check_id_length),
    PaperCheck("ID-006", identity.check_id_card_valid),
    PaperCheck("PHN-001", identity.check_phones),
    PaperCheck("USC-001", identity.check_credit_code),
    PaperCheck("USC-002", identity.check_organisation_code),
    PaperCheck("ACC-001", accounts.check_card_number),
    PaperCheck("ACC-002", accounts.check_bank_fits),
    PaperCheck("ACC-003", accounts.check_branch_code),
    PaperCheck("AMT-001", amounts.check_figures_are_words),
    PaperCheck("AMT-002", amounts.check_lines_add_up),
    PaperCheck("AMT-003", amounts.check_words_style),
    PaperCheck("AMT-004", amounts.check_amounts_possible),
    PaperCheck("DAT-001", dates.check_dates_exist),
    PaperCheck("DAT-002", dates.check_years_full),
    PaperCheck("DAT-003", dates.check_dates_past),
    PaperCheck("SIG-001", signatures.check_signed),
    PaperCheck("SIG-002", signatures.check_handwritten),
    PaperCheck("SIG-003", signatures.check_name_written),
    PaperCheck("SIG-004", signatures.check_fingerprints),
    PaperCheck("SIG-005", signatures.check_sealed),
    PaperCheck("SIG-006", signatures.check_seal_names_employer),
    PaperCheck("SIG-007", signatures.check_all_signed),
    PaperCheck("SIG-008", signatures.check_proxies),
    PaperCheck("STM-001", fields.check_statements),
    PaperCheck("STM-002", fields.check_no_waiver),
)


def rule_version(policy: Policy, policy_digest: str | None = None) -> str:
    """Name the rules that judged: a policy other than the default is part of the name, by its digest."""
    if policy == Policy() and not policy_digest:
        return RULE_VERSION
    return f"{RULE_VERSION}+{policy_digest or 'custom'}"


CASE_CHECKS: tuple[tuple[str, CaseCheck], ...] = (
    ("X-001", parties.check_worker),
    ("X-002", parties.check_employer),
    ("X-003", parties.check_payee),
    ("X-004", parties.check_injury),
    ("X-005", parties.check_patient),
    ("X-006", costs.check_costs_after_injury),
    ("X-007", costs.check_advance_proven),
    ("X-008", costs.check_paid_in_cash),
    ("X-009", costs.check_payments),
    ("X-010", costs.check_signed_after_costs),
    ("X-011", costs.check_signed_after_event),
    ("X-012", parties.check_signed_alive),
    ("X-013", parties.check_signers_are_parties),
    ("X-014", designation.check_supported_listed),
    ("X-015", designation.check_everyone_signed),
    ("X-016", designation.check_joint_items),
    ("X-017", designation.check_holder),
    ("X-018", designation.check_one_account),
    ("X-019", designation.check_guardians),
    ("X-020", parties.check_death_dates),
    ("X-021", designation.check_kinship),
    ("X-022", across.check_contradictions),
    ("X-024", designation.check_no_periodic),
    ("X-025", costs.check_fund_items),
    ("X-026", outside.check_hospital_agreed),
    ("X-027", costs.check_other_firm),
    ("X-028", designation.check_dispute),
    ("K-001", fraud.check_used_once),
    ("K-002", outside.check_pages_differ),
    ("K-003", outside.check_signatures_differ),
    ("K-004", outside.check_hands_differ),
    ("K-005", fraud.check_one_account_each),
    ("K-006", fraud.check_phones_differ),
    ("K-007", fraud.check_not_employers_man),
    ("K-008", fraud.check_no_arrears),
    ("K-009", outside.check_seals_differ),
    ("K-010", outside.check_no_pattern),
    ("K-011", outside.check_not_edited),
    ("K-012", fraud.check_relatives_once),
    ("K-013", outside.check_not_settled_directly),
    ("K-014", outside.check_devices_apart),
    ("O-001", proof.check_passed_on_in_time),
    ("O-002", proof.check_proof_in_time),
    ("O-003", proof.check_proof_signers),
    ("O-004", proof.check_proof_adds_up),
    ("O-005", proof.check_paid_late),
    ("O-006", proof.check_paid_after_credit),
    ("O-007", proof.check_own_account),
)
"""Checks of a case; one without a connected source stays silent, and outside the service `absent_sources` names it."""

GATE_CHECKS: tuple[tuple[str, GateCheck], ...] = (
    ("X-023", gate.check_employer_limit),
    ("G-001", gate.check_nothing_open),
    ("G-002", gate.check_evidence_unchanged),
    ("G-003", gate.check_no_objection),
    ("G-004", gate.check_not_frozen),
    ("G-005", gate.check_account),
    ("G-006", gate.check_cap),
    ("G-007", gate.check_rules_in_force),
    ("G-008", gate.check_two_people),
)
"""Checks of one third party's leg at the moment of paying, over what two people decided."""

OWN_RECORDS = ("K-001", "K-005", "K-006", "K-008", "K-012")
"""Checks that need our own records of other claims only: always connected inside the service."""

_OTHER_SOURCES: tuple[tuple[str, str], ...] = (
    ("X-026", "list of hospitals under agreement"),
    ("K-001", "other claims"),
    ("K-002", "page images of other claims"),
    ("K-003", "comparison of signatures"),
    ("K-004", "comparison of handwriting"),
    ("K-005", "other claims"),
    ("K-006", "other claims"),
    ("K-007", "employer's agents"),
    ("K-008", "other claims"),
    ("K-009", "comparison of seals"),
    ("K-010", "other claims"),
    ("K-011", "file metadata"),
    ("K-012", "other claims"),
    ("K-013", "direct settlement of hospitals"),
    ("K-014", "upload devices"),
    *((f"G-00{number}", "decision and payout") for number in range(1, 9)),
)


def absent_sources(inside_service: bool, other_claims: OtherClaims | None) -> tuple[NotRun, ...]:
    """Name the checks whose outside source is not there.

    Outside the service they stand once and hold nothing. Inside, sources that are not connected are not
    applicable and left out; our own records are always connected, and their silence holds (DOMAIN §2.5).
    """
    if not inside_service:
        return tuple(NotRun(code, needs, holds=False) for code, needs in _OTHER_SOURCES)
    if other_claims is None:
        return tuple(NotRun(code, "other claims", holds=True) for code in OWN_RECORDS)
    return ()

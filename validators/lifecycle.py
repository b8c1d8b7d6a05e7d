"""The seven state tables (DOMAIN §6) as data, and the one step from state to state.

Guards are named here and proven by whoever holds the facts; nothing is stored here.
"""

from dataclasses import dataclass
from typing import Final

ANY: Final = "*"

ACTORS: Final = frozenset(
    {
        "submitter",
        "beneficiary",
        "employer",
        "system",
        "handler",
        "second_reviewer",
        "risk_officer",
        "security_admin",
        "payout_system",
        "agency_finance",
    }
)


class WrongState(ValueError):
    """The event is not possible in this state."""


class WrongActor(WrongState):
    """The event is possible in this state, but not for this actor."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of a state table; the guard names the condition that the caller must have proven ("" = none)."""

    source: str
    event: str
    target: str
    actor: str
    guard: str


@dataclass(frozen=True, slots=True)
class Machine:
    """One state table."""

    name: str
    initial: str
    final: frozenset[str]
    transitions: tuple[Transition, ...]

    @property
    def states(self) -> frozenset[str]:
        """Every state that the table names."""
        named = {state for row in self.transitions for state in (row.source, row.target)}
        return frozenset({self.initial, *self.final, *named} - {ANY})


def _machine(name: str, initial: str, final: str, table: str) -> Machine:
    """Read a table with one row a line: source event target actor guard."""
    transitions = []
    for line in table.strip().splitlines():
        source, event, target, actor, *guard = line.split()
        transitions.append(Transition(source, event, target, actor, "".join(guard)))
    return Machine(name, initial, frozenset(final.split()), tuple(transitions))


DOCUMENT = _machine(
    "document",
    "RECEIVED",
    "REJECTED SUPERSEDED WITHDRAWN ARCHIVED",
    """
    RECEIVED    scan_ok         STORED      system          within_limits_clean_and_in_ledger
    RECEIVED    scan_bad        QUARANTINED system          malware_or_polyglot
    QUARANTINED release         STORED      security_admin  reason_recorded
    QUARANTINED refuse          REJECTED    system          submitter_told
    STORED      classified      CLASSIFIED  system          kind_and_confidence_recorded
    STORED      class_unsure    MANUAL      system          confidence_below_threshold
    STORED      unopenable      RETURNED    system          file_at_fault_told_at_once
    STORED      open_failed     MANUAL      system          three_workers_died
    MANUAL      return          RETURNED    handler         one_notice_with_all_faults
    CLASSIFIED  extracted       EXTRACTED   system          every_reading_has_evidence
    CLASSIFIED  extract_failed  MANUAL      system          timeout_error_or_empty
    MANUAL      keyed           EXTRACTED   handler         keyer_and_place_kept_critical_keyed_twice
    EXTRACTED   checked         CHECKED     system          all_checks_ran_or_count_as_failed
    CHECKED     clean           ACCEPTABLE  system          no_open_b_or_f
    CHECKED     flags           IN_REVIEW   system          some_open_b_or_f
    CHECKED     needs_resubmit  RETURNED    system          only_missing_page_or_blank_form
    IN_REVIEW   flags_closed    ACCEPTABLE  handler         each_flag_resolved_with_reason
    IN_REVIEW   return          RETURNED    handler         one_notice_with_all_faults
    IN_REVIEW   reject          REJECTED    second_reviewer proposed_by_another_person
    RETURNED    replaced        SUPERSEDED  submitter       new_version_uploaded
    IN_REVIEW   replaced        SUPERSEDED  submitter       new_version_uploaded
    MANUAL      replaced        SUPERSEDED  submitter       new_version_uploaded
    RETURNED    contest         IN_REVIEW   submitter       always_possible
    ACCEPTABLE  new_fact        IN_REVIEW   system          new_hit_objection_rule_or_core_data
    ACCEPTABLE  replaced        SUPERSEDED  submitter       citing_decisions_become_stale
    ACCEPTABLE  filed           ARCHIVED    system          claim_closed
    *           withdraw        WITHDRAWN   submitter       no_payout_used_it
    """,
)

FLAG = _machine(
    "flag",
    "OPEN",
    "CLOSED_OK CLOSED_CORRECTED CLOSED_UPHELD CLOSED_MOOT",
    """
    OPEN      take          TAKEN            handler         lease_not_uploader_not_related
    TAKEN     lease_expired OPEN             system
    TAKEN     false_alarm   CLOSED_OK        handler         not_b_reason_and_crop_opened
    TAKEN     correct       CLOSED_CORRECTED handler         machine_value_kept_critical_keyed_twice
    TAKEN     uphold        CLOSED_UPHELD    handler         reason_line_out_or_document_returned
    TAKEN     escalate      ESCALATED        handler         fraud_suspicion_or_b
    ESCALATED decide_ok     CLOSED_OK        second_reviewer different_person
    ESCALATED decide_bad    CLOSED_UPHELD    second_reviewer different_person
    OPEN      document_gone CLOSED_MOOT      system          paper_gone_and_not_outliving
    TAKEN     document_gone CLOSED_MOOT      system          paper_gone_and_not_outliving
    ESCALATED document_gone CLOSED_MOOT      system          paper_gone_and_not_outliving
    """,
)

DECISION = _machine(
    "decision",
    "PROPOSED",
    "RETURNED STALE WITHDRAWN",
    """
    PROPOSED  confirm          CONFIRMED second_reviewer other_person_in_authority_digest_unchanged
    PROPOSED  return           RETURNED  second_reviewer reason
    PROPOSED  retract          WITHDRAWN handler
    PROPOSED  evidence_changed STALE     system          any_cited_fact_changed
    CONFIRMED evidence_changed STALE     system          not_consumed_and_any_cited_fact_changed
    CONFIRMED ended            STALE     system          validity_over_or_leg_frozen
    """,
)

GATE = _machine(
    "gate",
    "CLOSED",
    "CONSUMED REFUSED",
    """
    CLOSED  precheck_green     PENDING  system          all_checks_ran_no_open_b_or_f
    PENDING precheck_lost      CLOSED   system
    PENDING decision_confirmed OPEN     second_reviewer confirmed_on_current_digest
    CLOSED  override_confirmed OPEN     second_reviewer open_b_overridden_with_reason_and_authority
    CLOSED  refuse_confirmed   REFUSED  second_reviewer reasons_and_remedy_text
    PENDING refuse_confirmed   REFUSED  second_reviewer
    OPEN    consume            CONSUMED payout_system   atomic_within_cap_same_account_token_alive
    OPEN    expire             CLOSED   system          thirty_days_over
    OPEN    evidence_changed   CLOSED   system          digest_differs
    OPEN    objection          FROZEN   beneficiary     any_beneficiary_or_signer
    PENDING objection          FROZEN   beneficiary
    OPEN    freeze             FROZEN   risk_officer    scope_named
    PENDING freeze             FROZEN   risk_officer
    CLOSED  freeze             FROZEN   risk_officer
    CLOSED  objection          FROZEN   beneficiary     any_beneficiary_or_signer
    FROZEN  lift               CLOSED   second_reviewer never_straight_to_open
    """,
)

PAYOUT_NOTICE = _machine(
    "payout_notice",
    "ANNOUNCED",
    "RECONCILED CANCELLED REVERSED",
    """
    ANNOUNCED bank_ok     SETTLED    payout_system  credit_date_starts_the_month
    ANNOUNCED bank_return RETURNED   payout_system  account_closed_or_name_mismatch
    RETURNED  retry       ANNOUNCED  payout_system  new_token_and_decision_if_account_changed
    RETURNED  give_up     CANCELLED  payout_system
    ANNOUNCED cancel      CANCELLED  payout_system
    SETTLED   reconciled  RECONCILED agency_finance statement_and_batch_agree
    SETTLED   recovered   REVERSED   agency_finance wrong_payment_recovered
    """,
)

OBLIGATION = _machine(
    "obligation",
    "ASSESSED",
    "NOT_REQUIRED CLOSED WRITTEN_OFF",
    """
    ASSESSED        nothing_to_pass_on NOT_REQUIRED    system          leg_within_verified_advance
    ASSESSED        due_set            PASS_ON_DUE     system          leg_above_verified_advance
    PASS_ON_DUE     reported           PROOF_DUE       employer        date_and_slip_per_beneficiary
    PASS_ON_DUE     month_over         PASS_ON_OVERDUE system          final_date_passed
    PASS_ON_OVERDUE reported           PROOF_DUE       employer        lateness_stays_on_record
    PROOF_DUE       filed              PROOF_IN_REVIEW employer        proof_signed_by_each_beneficiary
    PROOF_DUE       ten_days_over      PROOF_OVERDUE   system
    PROOF_OVERDUE   filed              PROOF_IN_REVIEW employer
    PROOF_IN_REVIEW accepted           CLOSED          second_reviewer sums_agree_signers_are_beneficiaries
    PROOF_IN_REVIEW returned           PROOF_DUE       handler         one_notice_with_all_faults
    PASS_ON_DUE     beneficiary_denies DISPUTED        beneficiary
    PASS_ON_OVERDUE beneficiary_denies DISPUTED        beneficiary
    PROOF_DUE       beneficiary_denies DISPUTED        beneficiary
    PROOF_OVERDUE   beneficiary_denies DISPUTED        beneficiary
    PROOF_IN_REVIEW beneficiary_denies DISPUTED        beneficiary
    PASS_ON_OVERDUE recover            RECOVERY        risk_officer
    PROOF_OVERDUE   recover            RECOVERY        risk_officer
    DISPUTED        settled            PROOF_DUE       second_reviewer
    DISPUTED        recover            RECOVERY        risk_officer
    RECOVERY        paid_back          CLOSED          agency_finance
    RECOVERY        court_closed       WRITTEN_OFF     agency_finance  legal_document_attached
    """,
)

CASE = _machine(
    "case",
    "DRAFT",
    "CLOSED ABANDONED",
    """
    DRAFT        submit           SUBMITTED    submitter       precheck_list_shown
    DRAFT        lapse            ABANDONED    system          ninety_days_idle
    SUBMITTED    gaps             NOTICE_SENT  system          one_notice_with_every_gap
    SUBMITTED    complete         UNDER_REVIEW system
    NOTICE_SENT  resubmit         SUBMITTED    submitter
    NOTICE_SENT  no_answer        UNDER_REVIEW system          thirty_days_a_person_decides
    UNDER_REVIEW gap_found        NOTICE_SENT  handler         second_notice_counts_against_agency
    UNDER_REVIEW decided          DECIDED      second_reviewer per_item_and_leg
    UNDER_REVIEW suspend          SUSPENDED    handler         dispute_court_police_or_reassessment
    DECIDED      suspend          SUSPENDED    risk_officer
    SUSPENDED    resume           UNDER_REVIEW second_reviewer
    DECIDED      all_legs_done    POST_PAYOUT  system          payout_notices_settled
    DECIDED      reopened         UNDER_REVIEW second_reviewer objection_review_or_new_evidence
    POST_PAYOUT  obligations_done CLOSED       system
    POST_PAYOUT  reopened         UNDER_REVIEW second_reviewer
    """,
)

MACHINES: Final = {
    machine.name: machine for machine in (DOCUMENT, FLAG, DECISION, GATE, PAYOUT_NOTICE, OBLIGATION, CASE)
}


def advance(machine: Machine, state: str, event: str, actor: str) -> str:
    """Give the state after an event; WrongState when the table has no such row, WrongActor for another's row."""
    return find_transition(machine, state, event, actor).target


def find_transition(machine: Machine, state: str, event: str, actor: str) -> Transition:
    """Give the row of an event, for callers that must prove its guard first."""
    rows = [row for row in transitions_from(machine, state) if row.event == event]
    if not rows:
        raise WrongState(f"{machine.name}: no {event} in {state}")
    for row in rows:
        if row.actor == actor:
            return row
    raise WrongActor(f"{machine.name}: {event} in {state} is not for {actor}")


def transitions_from(machine: Machine, state: str) -> tuple[Transition, ...]:
    """Give the rows that leave a state; the wildcard leaves every state that is not final."""
    if state not in machine.states:
        raise WrongState(f"{machine.name}: no such state")
    wild = () if state in machine.final else (ANY,)
    return tuple(row for row in machine.transitions if row.source in (state, *wild))


def events_of(machine: Machine, state: str, actor: str | None = None) -> tuple[str, ...]:
    """Give the events possible in a state, for one actor or for all."""
    rows = transitions_from(machine, state)
    return tuple(dict.fromkeys(row.event for row in rows if actor in (None, row.actor)))

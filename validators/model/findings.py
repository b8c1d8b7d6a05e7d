"""What a check answers, and what a whole case comes to.

Here: findings, checks that could not run, legs, the judgement of a case. Not here: the checks themselves.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from validators.model.codes import LegStatus, Payee, Scope, Severity
from validators.model.evidence import Box


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of one check. `about` fills the message's blanks; `documents` are positions in the case."""

    code: str
    severity: Severity
    scope: Scope
    documents: tuple[int, ...] = ()  # first one carries field, page and box
    field: str | None = None  # e.g. "signatures[0]", "lines[2].amount"
    page: int | None = None
    box: Box | None = None
    about: Mapping[str, str] = dataclasses.field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class NotRun:
    """A check whose datum was not given. `holds` is false for other-claim checks outside the service.

    `documents` are the papers that it would have judged; naming none it holds every third party's leg.
    """

    code: str
    needs: str
    holds: bool = True
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Leg:
    """One part of an item for one payee, in fen. `code` is the first block or the ground of payment."""

    item: str
    payee: Payee
    fen: int
    status: LegStatus
    code: str
    reasons: tuple[str, ...] = ()
    obligation_fen: int | None = None
    beneficiary: int | None = None  # index in the record's relatives


@dataclass(frozen=True, slots=True)
class CaseJudgement:
    """Everything that follows from the papers and the record on one day, before any human decision."""

    findings: tuple[Finding, ...]
    not_run: tuple[NotRun, ...]
    warnings: tuple[str, ...]
    legs: tuple[Leg, ...]
    rule_version: str
    verified_fen: Mapping[str, int] = dataclasses.field(default_factory=lambda: MappingProxyType({}))  # by item
    claimed_fen: Mapping[str, int] = dataclasses.field(default_factory=lambda: MappingProxyType({}))  # by item
    doubtful: frozenset[str] = frozenset()  # items claimed whole until a person has read the voucher

"""Open flags as cards: what is asked, where on the paper, whose lease it is and which words may be said.

Here: one card a flag. Not here: saying the word (review.flags), the page around the cards (paper.py, case.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from intake.access.who import Role, Who
from intake.casefile import CaseFile
from intake.judging import legal_basis_of, message_of
from intake.review.reasons import REASONS, Reason
from intake.web.reviewing.sheets import Crop
from intake.web.reviewing.wording import clock_time, lapsed, short_sentence
from storage.records.flags import Flag
from validators.catalogue import BY_CODE
from validators.model.codes import Severity
from validators.model.findings import CaseJudgement, Finding


@dataclass(frozen=True, slots=True)
class Word:
    """Something that may be said about a flag: its key, its name in the form, its sentence and its reasons."""

    key: str
    name: str
    chinese: str
    english: str
    reasons: tuple[Reason, ...]


OK = Word("o", "OK", "没有问题", "nothing wrong", REASONS["OK"])
CORRECT = Word("c", "CORRECTED", "更正读数", "correct the value", REASONS["CORRECTED"])
UPHOLD = Word("u", "UPHELD", "确有问题", "uphold", REASONS["UPHELD"])
ESCALATE = Word("e", "ESCALATE", "送复核", "to the second reviewer", REASONS["ESCALATE"])


@dataclass(frozen=True, slots=True)
class Card:
    """One open flag; `words` is empty where this person may say nothing about it now."""

    flag: Flag
    message: str
    basis: str
    mine: bool
    may_take: bool
    others_until: str
    words: tuple[Word, ...]
    page: int | None
    crop: Crop | None
    field: str | None

    @property
    def corrects(self) -> bool:
        """Tell whether a value can be keyed with it."""
        return CORRECT in self.words


def findings_by_flag(case: CaseFile, judgement: CaseJudgement) -> Mapping[str, Finding]:
    """Give the newest finding behind each flag, by the flag's id."""
    found: dict[str, Finding] = {}
    for finding in judgement.findings:
        flag = case.flags.get(case.fingerprint(finding))
        if flag is not None:
            found.setdefault(flag.id, finding)
    return found


def card_of(
    flag: Flag,
    finding: Finding | None,
    case: CaseFile,
    who: Who,
    by: str,
    now: datetime,
    crop: Crop | None,
    *,
    keyable: bool,
    english: bool,
) -> Card:
    """Give the card of one open flag for one person."""
    gone = lapsed(flag, now)
    mine = flag.state == "TAKEN" and not gone and flag.taken_by == by
    others = flag.state == "TAKEN" and not gone and not mine and flag.lease_until is not None
    message = short_sentence(flag, english=english)
    if finding is not None and not english:
        message = message_of(finding, case.readings, reviewer=True)
    return Card(
        flag,
        message,
        legal_basis_of(flag.code) if flag.code in BY_CODE else "",
        mine,
        who.role is Role.HANDLER and (flag.state == "OPEN" or gone),
        clock_time(flag.lease_until) if others and flag.lease_until is not None else "",
        _words(flag, who, mine=mine, keyable=keyable),
        finding.page if finding is not None else None,
        crop,
        flag.field,
    )


def _words(flag: Flag, who: Who, *, mine: bool, keyable: bool) -> tuple[Word, ...]:
    if who.role is Role.SECOND_REVIEWER:
        return (OK, UPHOLD) if flag.state == "ESCALATED" else ()
    if not mine:
        return ()
    grave = flag.severity is Severity.B
    return (*(() if grave else (OK,)), *((CORRECT,) if keyable else ()), UPHOLD, ESCALATE)

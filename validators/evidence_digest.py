"""Digests over what a decision rests on (INV-07): change one cited fact and the digest is another.

Here: which facts count and how they are written down. Not here: keyed digests of accounts and people (storage.vault).
"""

import hashlib
import json
from dataclasses import replace

from validators.model.claim import ClaimRecord
from validators.model.codec import to_plain
from validators.model.codes import Payee
from validators.model.evidence import DocumentReading
from validators.model.gate import Decision
from validators.touching import Target, cites


def evidence_digest(
    target: Target,
    record: ClaimRecord,
    documents: tuple[DocumentReading, ...],
    rule_version: str,
    account_digest: str | None,
) -> str:
    """Give the SHA-256 over record, cited papers with their readings, rule version and account of one part.

    Papers are cited by reach (`touching`); an unread one reaches everything. Their order of arrival does not count,
    nor what reading cost. What the employer was credited with later is a duty's fact, not this decision's.
    """
    cited = [one for index, one in enumerate(documents) if cites(index, target, documents)]
    papers = sorted(_digest(to_plain(replace(one, text=(), timings_ms={}))) for one in cited)
    facts = [
        target.item,
        target.payee.value,
        to_plain(replace(record, settled=())),
        papers,
        rule_version,
        account_digest,
    ]
    return _digest(facts)


def bind(evidence: str, item: str, payee: Payee, decision: Decision, *, supplement: bool) -> str:
    """Give the digest that two people sign: evidence, cap, account and overrides of one proposal."""
    overrides = sorted([row.code, row.reason] for row in decision.overrides)
    return _digest(
        [evidence, item, payee.value, supplement, decision.cap_fen, decision.account_digest or "", overrides]
    )


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()

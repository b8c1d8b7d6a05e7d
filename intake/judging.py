"""The rules as intake uses them: a policy loaded from a file, single papers and whole cases judged, texts looked up.

Here: the thin joint between callers and validators. Not here: any rule.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from intake.settings import SettingsFault
from intake.unread import unread
from validators.catalogue import BY_CODE
from validators.corroborate import corroborate
from validators.holidays import HOLIDAYS
from validators.judge import judge_case as _judge_case
from validators.judge import judge_document
from validators.model.claim import ClaimRecord
from validators.model.codes import DocumentKind
from validators.model.evidence import DocumentReading
from validators.model.findings import CaseJudgement, Finding, NotRun
from validators.model.others import OtherClaims
from validators.model.policy import CHANGEABLE, KEYS, Policy
from validators.registry import absent_sources, rule_version
from validators.texts import legal_basis, message_for_reviewer, message_for_submitter

DIGEST_PLACES = 12  # of the policy file's SHA-256 in rule_version: enough to tell versions apart, short enough to read


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy in force and the version under which judgements are published."""

    policy: Policy
    digest: str | None = None

    @property
    def version(self) -> str:
        """The published version of rules and policy."""
        return _version(self.policy, self.digest)


_version = lru_cache(maxsize=8)(rule_version)


def load_rules(policy_file: Path | None) -> Rules:
    """Read the policy file, or take the conservative defaults; SettingsFault names what is wrong."""
    if policy_file is None:
        return Rules(Policy())
    try:
        raw = policy_file.read_bytes()
        body = json.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise SettingsFault(f"打不开 CLAIMGATE_POLICY：{policy_file}（{error.strerror}）。") from None
    except (ValueError, RecursionError):
        raise SettingsFault(f"CLAIMGATE_POLICY 不是有效的 JSON：{policy_file}。") from None
    if not isinstance(body, dict):
        raise SettingsFault("CLAIMGATE_POLICY 应是一个 JSON 对象。")
    return Rules(_policy_of(_switches(body)), hashlib.sha256(raw).hexdigest()[:DIGEST_PLACES])


def _switches(body: Mapping[str, object]) -> dict[str, bool]:
    fixed = {field.name: field.default for field in fields(Policy) if field.name not in CHANGEABLE}
    chosen: dict[str, bool] = {}
    for key, value in body.items():
        name = KEYS.get(key, key)
        if name in fixed and _same(value, fixed[name]):
            continue
        if name not in CHANGEABLE:
            raise SettingsFault(f"CLAIMGATE_POLICY 中的“{key}”不是可以更改的选项。")
        if not isinstance(value, bool):
            raise SettingsFault(f"CLAIMGATE_POLICY 中的“{key}”应是 true 或 false。")
        chosen[name] = value
    return chosen


def _policy_of(switches: Mapping[str, bool]) -> Policy:
    chosen: dict[str, Any] = dict(switches)  # every name is a switch: _switches refuses all others
    return Policy(**chosen)


def _same(value: object, built_in: object) -> bool:
    given = tuple(value) if isinstance(value, list) else value
    return type(given) is type(built_in) and given == built_in


def judge_paper(reading: DocumentReading, rules: Rules, today: date) -> tuple[Finding, ...]:
    """Judge one paper free of any claim."""
    return judge_document(reading, today=today, policy=rules.policy)


def judge_case(
    record: ClaimRecord,
    readings: Sequence[DocumentReading],
    rules: Rules,
    today: date,
    *,
    inside_service: bool,
    other_claims: OtherClaims | None = None,
) -> CaseJudgement:
    """Judge a case as it stands on a day, before any human decision."""
    return _judge_case(
        record,
        tuple(readings),
        today=today,
        policy=rules.policy,
        table=HOLIDAYS,
        inside_service=inside_service,
        other_claims=other_claims,
        policy_digest=rules.digest,
    )


def settle(record: ClaimRecord, readings: Sequence[DocumentReading]) -> tuple[DocumentReading, ...]:
    """Give the readings with every doubted value settled that something independent confirms."""
    try:
        return corroborate(record, tuple(readings))
    except Exception:  # noqa: BLE001 - doubt that cannot be settled stays doubt: a person looks
        return tuple(readings)


def checks_without_source() -> tuple[NotRun, ...]:
    """The checks that a paper alone cannot run: no other claims, payouts or lists outside the service."""
    return absent_sources(inside_service=False, other_claims=None)


def waiting_paper(file: str, sha256: str, declared: DocumentKind | None) -> DocumentReading:
    """Stand in for a paper that is not read yet: without a declared kind it may be a voucher, so it counts as one."""
    return unread(file, sha256, "READER_DIED", declared or DocumentKind.ADV_VOUCHER)


def is_human_only(code: str) -> bool:
    """Say whether a submitter learns no more than that a person is looking."""
    entry = BY_CODE.get(code)
    return entry is not None and entry.human_only


def legal_basis_of(code: str) -> str:
    """The clause on which a check stands."""
    return legal_basis(code) if code in BY_CODE else ""


def message_of(finding: Finding, readings: Sequence[DocumentReading] = (), *, reviewer: bool = False) -> str:
    """The plain sentence about a finding, for the submitter or the reviewer."""
    return (message_for_reviewer if reviewer else message_for_submitter)(finding, tuple(readings))

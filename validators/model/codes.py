"""Closed vocabularies: kinds of documents, severities, scopes, mark types and leg states.

Here: the words that other systems see, spelled as they see them. Not here: what any of them leads to.
"""

from enum import StrEnum


class DocumentKind(StrEnum):
    """Kinds of paper that a claim may hold; OTHER is a paper that none of the classes fits."""

    ADV_VOUCHER = "ADV_VOUCHER"  # 用人单位垫付费用凭证
    JOINT_ACCT = "JOINT_ACCT"  # 近亲属共同指定账户确认书
    JOINT_EMPLOYER = "JOINT_EMPLOYER"  # 近亲属共同指定发放到单位
    PASS_ON_PROOF = "PASS_ON_PROOF"  # noqa: S105 - 支付后佐证材料
    MED_RECEIPT = "MED_RECEIPT"  # 医疗收费票据
    MED_DETAIL = "MED_DETAIL"  # 费用明细清单
    BANK_SLIP = "BANK_SLIP"  # 银行回单
    ID_CARD = "ID_CARD"  # 居民身份证
    KINSHIP = "KINSHIP"  # 亲属关系证明
    DEATH_CERT = "DEATH_CERT"  # 死亡证明
    SSC = "SSC"  # 社会保障卡
    ACCT_PROOF = "ACCT_PROOF"  # 账户证明
    GUARDIAN = "GUARDIAN"  # 监护关系证明
    POA = "POA"  # 授权委托书
    INJURY_DECISION = "INJURY_DECISION"  # 认定工伤决定书
    DISPUTE_RECORD = "DISPUTE_RECORD"  # 争议情况说明
    OTHER = "OTHER"


KEY_KINDS = frozenset(
    {
        DocumentKind.ADV_VOUCHER,
        DocumentKind.JOINT_ACCT,
        DocumentKind.JOINT_EMPLOYER,
        DocumentKind.PASS_ON_PROOF,
    }
)


class Severity(StrEnum):
    """B shuts the gate until cured or overridden by two persons, F asks a person to look, I is recorded."""

    B = "B"
    F = "F"
    I = "I"  # noqa: E741 - the published word


class Scope(StrEnum):
    """How far a finding reaches."""

    DOC = "doc"
    CASE = "case"
    LINE = "line"
    CROSS = "cross"
    GATE = "gate"
    DUTY = "duty"


class MarkType(StrEnum):
    """What a hand or a stamp leaves on paper."""

    SIGNATURE = "signature"
    SEAL = "seal"
    FINGERPRINT = "fingerprint"


class MarkRole(StrEnum):
    """Whose mark is expected at the place."""

    WORKER = "worker"
    RELATIVE = "relative"
    BENEFICIARY = "beneficiary"
    EMPLOYER = "employer"
    GUARDIAN = "guardian"
    WITNESS = "witness"


class NameMatch(StrEnum):
    """How the handwriting fits the expected name; NOT_POSSIBLE is a normal answer for a cursive hand."""

    MATCH = "MATCH"
    CLOSE = "CLOSE"
    NO_MATCH = "NO_MATCH"
    NOT_POSSIBLE = "NOT_POSSIBLE"


class Payee(StrEnum):
    """Who gets a leg of an item."""

    PERSON = "PERSON"
    EMPLOYER = "EMPLOYER"
    JOINT = "JOINT"
    UNDECIDED = "UNDECIDED"


class LegStatus(StrEnum):
    """OPEN may be paid now, HOLD waits, DENY never."""

    OPEN = "OPEN"
    HOLD = "HOLD"
    DENY = "DENY"


class CardStatus(StrEnum):
    """The social security card of a recipient as the core system knows it; UNKNOWN holds."""

    ACTIVE = "ACTIVE"
    NOT_ACTIVE = "NOT_ACTIVE"
    NONE = "NONE"
    UNKNOWN = "UNKNOWN"

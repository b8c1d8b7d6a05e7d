"""Reasons as short codes: one digit on the keyboard, one sentence in the log.

Here: the closed lists by what a person says. Not here: who may say it (flags.py). The last of each list asks for words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from intake.problems import Refusal

OWN_WORDS = 9


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its digit and its sentence in both languages."""

    number: int
    chinese: str
    english: str


def _list(*pairs: tuple[str, str]) -> tuple[Reason, ...]:
    told = tuple(Reason(number, *pair) for number, pair in enumerate(pairs, 1))
    return (*told, Reason(OWN_WORDS, "其他（写明）", "other (in words)"))


REASONS: Mapping[str, tuple[Reason, ...]] = MappingProxyType(
    {
        "OK": _list(
            ("原件清楚，机器误判", "clear on the paper; the machine is wrong"),
            ("确系手写签名", "the signature is by hand"),
            ("印章清楚有效", "the seal is clear and valid"),
            ("与案件记录一致", "agrees with the record"),
            ("另有材料证明", "another paper proves it"),
            ("同一内容，写法不同", "the same, written differently"),
            ("已电话核实", "checked by telephone"),
        ),
        "CORRECTED": _list(
            ("机器读错，按原件录入", "misread; keyed from the paper"),
            ("字迹不清，对照切图辨认", "unclear; read from the crop"),
            ("机器没有读到，按原件录入", "not read; keyed from the paper"),
        ),
        "UPHELD": _list(
            ("缺签名或签名无效", "signature missing or invalid"),
            ("缺印章或印章不符", "seal missing or wrong"),
            ("金额不符", "amounts differ"),
            ("户名或账号不符", "name or account differs"),
            ("日期不符", "dates differ"),
            ("看不清，需要重拍", "illegible; photograph again"),
            ("不是应交的材料", "not the paper that is asked for"),
            ("重复使用", "used before"),
        ),
        "ESCALATE": _list(
            ("严重问题，提请复核", "grave: a second person decides"),
            ("怀疑不真实", "doubts that it is true"),
            ("规定不明确，请复核判断", "the rule is unclear here"),
        ),
        "CONFIRM": _list(("已逐项核对，同意", "checked point by point; agreed")),
        "RETURN": _list(
            ("证据不足", "evidence is not enough"),
            ("金额需要重算", "the amount needs another look"),
            ("账户需要核实", "the account needs another look"),
            ("放行理由不充分", "the overrides are not well founded"),
        ),
        "RETRACT": _list(("提交有误，收回", "proposed by mistake")),
        "REVEAL": _list(
            ("与纸面逐位核对", "comparing digit by digit with the paper"),
            ("与来电人核对身份", "checking who is calling"),
            ("与核心系统核对", "comparing with the core system"),
        ),
    }
)
LONGEST_NOTE = 500


def written_reason(word: str, number: str, note: str) -> str:
    """Give the sentence that is kept for a reason's digit; the last one needs words of the person's own."""
    known = {str(one.number): one for one in REASONS[word]}
    reason, note = known.get(number), note.strip()
    if reason is None or len(note) > LONGEST_NOTE:
        raise Refusal("BAD_REQUEST", "请选择一个理由。")
    if reason.number == OWN_WORDS and not note:
        raise Refusal("BAD_REQUEST", "请写明理由：选“其他”时要用自己的话说明。")
    return f"{word}-{number} {reason.chinese}" + (f"：{note}" if note else "")

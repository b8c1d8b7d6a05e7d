"""What reviewers read about a flag, a person and a moment, without anything that only one paper says.

Here: short sentences by code, who holds a lease, times of the legal day's zone. Not here: sentences with a finding's
own blanks (validators.texts).
"""

import re
from datetime import date, datetime

from intake.legal_day import LEGAL_ZONE, legal_day
from intake.presenting.words import LEG_CODES, word
from storage.records.flags import NO_DAY, Flag
from validators.catalogue import BY_CODE
from validators.model.codes import DocumentKind
from validators.texts import display_field
from validators.texts.reviewer import REVIEWER

_SHORT = {
    "DOC-003": "识别的种类与申报不同，请确认。",
    "X-007": "申报垫付多于材料能证明的金额。",
    "SIG-008": "有一栏为代签，没有委托书或监护证明。",
    "X-013": "签名人不是本案当事人。",
    "X-019": "未成年或无民事行为能力：缺监护人签名或证明。",
    "X-021": "没有亲属关系证明，核心系统亦未确认。",
    "O-004": "金额不平。",
}
_BLANKS = re.compile(r"[：（][^：（）。]*\{[^}]*\}[^。）]*[）]?")
SCOPES = {"doc": "本页材料", "line": "一行", "case": "材料之间", "cross": "其他案件", "duty": "义务"}


def short_sentence(flag: Flag, *, english: bool) -> str:
    """Say in one sentence what a flag asks, as far as its code and field tell."""
    if english:
        return BY_CODE[flag.code].what if flag.code in BY_CODE else flag.code
    kind = DocumentKind(flag.kind) if flag.kind else None
    return plain_sentence(flag.code, display_field(kind, flag.field) if flag.field else "")


def plain_sentence(code: str, field: str = "") -> str:
    """Say what a code says, with the field's name where it is known and without all other blanks."""
    template = _SHORT.get(code) or REVIEWER.get(code) or word(LEG_CODES, code)
    for blank in ("{field}", "{statement}"):
        template = template.replace(blank if field else f"“{blank}”", field)
    return _BLANKS.sub("", template)


def clock_time(moment: datetime) -> str:
    """Give hour and minute in Guangdong."""
    return moment.astimezone(LEGAL_ZONE).strftime("%H:%M")


def day_and_time(moment: datetime) -> str:
    """Give day, hour and minute in Guangdong."""
    return moment.astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M")


def days_left(due_on: date, now: datetime) -> int | None:
    """Give how many days are left until a deadline, negative when it has passed; None where there is none."""
    return None if due_on == NO_DAY else (due_on - legal_day(now)).days


def lapsed(flag: Flag, now: datetime) -> bool:
    """Say whether a lease has run out, so that anybody of the office may take the flag."""
    return flag.state == "TAKEN" and (flag.lease_until is None or flag.lease_until <= now)

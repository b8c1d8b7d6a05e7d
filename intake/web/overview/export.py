"""The overview as a file for a spreadsheet: one number a line, safe to open.

Here: rows and their writing (RFC 4180, UTF-8 with its mark, since spreadsheets guess otherwise). Not here: counting.
A cell that a spreadsheet would take for a formula gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterator

from intake.web.overview import words
from intake.web.overview.figures import Days, Month, Overview

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"
Line = tuple[str, str, str, str]


def write(shown: Overview, office: str | None, *, english: bool) -> str:
    """Write the whole file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    head = ("section", "of", "figure", "value") if english else ("部分", "分项", "指标", "数值")
    for line in (head, *_lines(shown, office, english=english)):
        writer.writerow([plain(cell) for cell in line])
    return BOM + out.getvalue()


def plain(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) else cell


def _lines(shown: Overview, office: str | None, *, english: bool) -> Iterator[Line]:
    def say(chinese: str, in_english: str) -> str:
        return in_english if english else chinese

    period = say("时间", "period")
    yield period, "", say("从", "from"), shown.period.first.isoformat()
    yield period, "", say("到", "to"), shown.period.last.isoformat()
    if office is not None:
        yield period, "", say("经办机构", "office"), office
    for month in shown.months:
        yield from _month(month, english=english)
    yield from _days(say("到审定的天数", "days to decision"), shown.to_decision, english=english)
    yield from _days(say("到到账的天数", "days to payment"), shown.to_payment, english=english)
    first = say("一次通过", "first pass")
    yield first, say("案件", "cases"), say("已核对", "checked"), str(shown.cases.whole)
    yield first, say("案件", "cases"), say("一次通过", "passed"), str(shown.cases.part)
    yield first, say("材料", "papers"), say("已有结果", "answered"), str(shown.papers.whole)
    yield first, say("材料", "papers"), say("一次通过", "passed"), str(shown.papers.part)
    yield from _flags(shown, english=english)
    for state, pair in words.DUTIES.items():
        yield say("转付义务（现在）", "duties now"), say(*pair), say("笔数", "count"), str(shown.duties.get(state, 0))
    for one in shown.waiting:
        name, of = (
            say("等待中的材料（现在）", "papers that wait now"),
            words.age(one.at_least, one.below, english=english),
        )
        yield name, of, say("待读取", "to be read"), str(one.unread)
        yield name, of, say("待录入", "to be keyed"), str(one.to_key)
        yield name, of, say("待核对", "to be checked"), str(one.in_review)


def _month(month: Month, *, english: bool) -> Iterator[Line]:
    named = (
        ("登记的案件", "claims registered", month.claims),
        ("有材料的案件", "claims with papers", month.with_papers),
        ("材料", "papers", month.papers),
        ("窗口收的材料", "papers at a counter", month.by_counter),
        *((f"付给{pair[0]}", f"payments to {pair[1]}", month.paid[payee]) for payee, pair in words.PAYEES.items()),
        ("异议", "objections", month.objections),
        ("仍在处理的异议", "objections still open", month.objections_open),
    )
    for chinese, in_english, value in named:
        yield ("by time" if english else "按时间"), month.label, (in_english if english else chinese), str(value)


def _days(name: str, days: Days, *, english: bool) -> Iterator[Line]:
    yield name, "", ("cases" if english else "件数"), str(days.count)
    yield name, "", ("median" if english else "中位数"), "" if days.median is None else f"{days.median:g}"
    yield (
        name,
        "",
        ("nine of ten within" if english else "九成在几天内"),
        "" if days.nine_of_ten is None else str(days.nine_of_ten),
    )


def _flags(shown: Overview, *, english: bool) -> Iterator[Line]:
    for one in shown.flags:
        tally = one.tally
        named = (
            ("提出", "raised", tally.raised),
            ("误报", "false alarms", tally.ok),
            ("更正", "corrected", tally.corrected),
            ("属实", "upheld", tally.upheld),
            ("材料已换", "paper gone", tally.moot),
            ("未关闭", "open", tally.open),
        )
        for chinese, in_english, value in named:
            yield ("doubts" if english else "疑点"), tally.code, (in_english if english else chinese), str(value)

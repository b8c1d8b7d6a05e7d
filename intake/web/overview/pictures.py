"""Which chart shows which figures.

Here: figures to series with their names. Not here: geometry (charts.py), counting (figures.py).
"""

from intake.web.overview import words
from intake.web.overview.charts import Chart, Words, lying, stacked
from intake.web.overview.figures import Overview

MOST_CHECKS = 12  # in the picture; the table has all


def draw(shown: Overview, *, english: bool) -> dict[str, Chart]:
    """Draw every chart of the page, by name."""
    labels = [one.label for one in shown.months]

    def say(chinese: str, in_english: str) -> str:
        return in_english if english else chinese

    def named(name: str, title: tuple[str, str], *series: tuple[str, str]) -> Words:
        described = say("数字见旁边的表。", "The table beside it has the numbers.")
        return Words(name, say(*title), described, tuple(say(*one) for one in series))

    payees = [words.PAYEES[one] for one in words.PAYEES]
    most = shown.flags[:MOST_CHECKS]
    return {
        "claims": stacked(
            named("claims", ("登记的案件", "Claims registered"), ("有材料", "with papers"), ("还没有材料", "none yet")),
            labels,
            [(one.with_papers, one.claims - one.with_papers) for one in shown.months],
        ),
        "papers": stacked(
            named("papers", ("收到的材料", "Papers received"), ("网上", "online"), ("窗口", "at a counter")),
            labels,
            [(one.papers - one.by_counter, one.by_counter) for one in shown.months],
        ),
        "paid": stacked(
            named("paid", ("到账的付款", "Payments credited"), *payees),
            labels,
            [tuple(one.paid[payee] for payee in words.PAYEES) for one in shown.months],
        ),
        "objections": stacked(
            named("objections", ("异议", "Objections"), ("已处理", "settled"), ("仍在处理", "still open")),
            labels,
            [(one.objections - one.objections_open, one.objections_open) for one in shown.months],
        ),
        "waiting": stacked(
            named(
                "waiting",
                ("等待中的材料", "Papers that wait"),
                ("待读取", "to be read"),
                ("待录入", "to be keyed"),
                ("待核对", "to be checked"),
            ),
            [_short(one.at_least, one.below) for one in shown.waiting],
            [(one.unread, one.to_key, one.in_review) for one in shown.waiting],
        ),
        "flags": lying(
            named("flags", ("最多的疑点", "Most frequent doubts"), ("误报", "false alarms"), ("其余", "all others")),
            [f"{one.tally.code} {_cut(words.check(one.tally.code, english=english), english=english)}" for one in most],
            [(one.tally.ok, one.tally.raised - one.tally.ok) for one in most],
        ),
    }


def _short(at_least: int, below: int | None) -> str:
    return f"{at_least}+" if below is None else f"{at_least}–{below}"


def _cut(text: str, *, english: bool) -> str:
    room = 38 if english else 20
    return text if len(text) <= room else text[: room - 1] + "…"

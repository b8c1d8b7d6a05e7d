"""The head's page: who may see it, of which office, over which time; the same figures as a file; never a person."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from intake.access.who import Bound, Role, Who
from intake.web.overview import export
from intake.web.overview.charts import HEIGHT, WIDTH, Words, ceiling, lying, stacked
from intake.web.overview.figures import days_of
from intake.web.overview.period import BadPeriod, read_period
from tests.builders import FIRM, WORKER, WORKER_ID, make_record, make_voucher, with_marks
from tests.desk import CLERK, FINANCE, HANDLER, OFFICE, RISK, SECOND, Desk, worker_of
from tests.services.a_year import fill_year

AUDITOR, ADMIN = Who("auditor", Role.AUDITOR), Who("admin", Role.ADMIN)
TODAY = date(2021, 9, 1)


def rows(desk: Desk, who: Who, query: str = "", **headers: str) -> list[list[str]]:
    """The file's rows."""
    answer = desk.page(who, f"/overview.csv{query}", **headers)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_only_those_who_answer_for_the_whole_see_it(desk: Desk) -> None:
    """Second reviewer, risk officer, auditor and administrator; nobody else, and no stranger."""
    for who in (SECOND, RISK, AUDITOR, ADMIN):
        assert desk.page(who, "/overview").status_code == desk.page(who, "/overview.csv").status_code == 200
    for who in (CLERK, HANDLER, FINANCE, worker_of("C-1")):
        assert desk.page(who, "/overview").status_code == desk.page(who, "/overview.csv").status_code == 403
    assert desk.page(None, "/overview").headers["location"] == "/enter?to=%2Foverview"


def test_counts_only_and_of_the_own_office(desk: Desk) -> None:
    """A second reviewer counts the own office; no name and no number of anybody stands on the page or in the file."""
    for number, office in (("C-1", OFFICE), ("C-2", "O2"), ("C-3", "O2")):
        desk.register(replace(make_record(), claim_no=number, office=office))
        desk.bring(CLERK, number, with_marks(make_voucher()))
    for who, claims in ((SECOND, "1"), (RISK, "3"), (Who("r", Role.AUDITOR, Bound(office="O2")), "2")):
        found = rows(desk, who)
        assert sum(int(one[3]) for one in found if one[2] == "登记的案件") == int(claims)
        text = desk.page(who, "/overview").text + str(found)
        for secret in (WORKER, WORKER_ID, FIRM, "C-1", "C-2"):
            assert secret not in text
    assert f"概览 · {OFFICE}" in desk.page(SECOND, "/overview").text
    assert "全部经办机构" in desk.page(RISK, "/overview").text


def test_page_and_file_say_the_same(desk: Desk) -> None:
    """Flags by check and the share of false alarms stand on the page as in the file."""
    fill_year(desk.service.database, desk.now[0] + timedelta(hours=1), cases=60)
    page = desk.page(RISK, "/overview?period=365").text
    found = {(of, figure): int(value) for part, of, figure, value in rows(desk, RISK, "?period=365") if part == "疑点"}
    for code in {of for of, _ in found}:
        ok, other = found[code, "误报"], found[code, "更正"] + found[code, "属实"]
        share = f"{100 * ok / (ok + other):.0f}%" if ok + other else "—"
        row = re.search(rf">{code}</abbr></th>(.*?)</tr>", page)
        assert row is not None
        cells = re.findall(r"<td>(.*?)</td>", row[1])
        assert cells == [str(found[code, name]) for name in ("提出", "未关闭", "属实", "更正", "误报")] + [share]
    for svg in re.findall(r"<svg viewBox.*?</svg>", page, re.DOTALL):
        assert 'role="img"' in svg and "<title id=" in svg and "<desc id=" in svg


def test_english_pages_and_files(desk: Desk) -> None:
    """Whoever reads English gets words, figures and sentences in it."""
    english = {"Accept-Language": "en"}
    fill_year(desk.service.database, desk.now[0], cases=20)
    page = desk.page(RISK, "/overview?period=365", **english).text
    assert "Doubts and false alarms" in page
    assert rows(desk, RISK, **english)[0] == ["section", "of", "figure", "value"]
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r">中文<", "", page))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?from=2021-09-09&to=2021-09-01", "请对调"),
        ("?from=yesterday", "格式如"),
        ("?to=2021-09-01", "请填写开始日期"),
        ("?from=2001-01-01&to=2021-09-01", "三年"),
        ("?from=0001-01-01", "格式如"),
        ("?period=7", "请填写开始日期"),
    ],
)
def test_days_that_make_no_period_are_told_plainly(desk: Desk, query: str, sentence: str) -> None:
    """The page says what is wrong and shows the last thirty days; a file is refused with the same words."""
    page = desk.page(RISK, f"/overview{query}")
    assert page.status_code == 422
    assert sentence in page.text
    assert "2021-08-03 – 2021-09-01" in page.text
    assert sentence in desk.page(RISK, f"/overview.csv{query}").text


def test_an_office_that_reads_like_a_formula_is_only_text(desk: Desk) -> None:
    """A spreadsheet that opens the file computes nothing; the page shows the name as text."""
    for office in (
        '=HYPERLINK("http://evil.example")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "<script>alert(1)</script>",
    ):
        who = Who("x", Role.SECOND_REVIEWER, Bound(office=office))
        named = next(one[3] for one in rows(desk, who) if one[2] == "经办机构")
        assert named == (office if office.startswith("<") else f"'{office}")
        assert "<script>alert" not in desk.page(who, "/overview").text
    assert [export.plain(one) for one in ("", "a=1", "1-2")] == ["", "a=1", "1-2"]


def test_a_period_is_cut_into_days_weeks_or_months() -> None:
    """Every day stands in exactly one part, and the parts are few enough to be read."""
    for first in ("2021-08-25", "2021-07-01", "2020-09-02", "2019-01-31"):
        period = read_period(None, first, "2021-09-01", TODAY)
        days = [
            part.first + timedelta(days=n) for part in period.parts for n in range((part.last - part.first).days + 1)
        ]
        assert days == [period.first + timedelta(days=n) for n in range((period.last - period.first).days + 1)]
        assert len(period.parts) <= 37
    assert [part.label for part in read_period("365", None, None, TODAY).parts][:2] == ["2020-09", "2020-10"]
    assert read_period(None, "2021-08-31", None, TODAY).last == TODAY
    with pytest.raises(BadPeriod):
        read_period("range", None, None, TODAY)


def test_the_middle_of_days() -> None:
    """The middle of an even number lies between two; nine of ten is a day that really occurred."""
    assert days_of({}) == days_of({3: 0})
    assert days_of({3: 1}).median == 3
    assert days_of({3: 1, 4: 1}).median == 3.5
    assert (days_of({1: 9, 30: 1}).median, days_of({1: 9, 30: 1}).nine_of_ten) == (1, 1)
    assert days_of({1: 8, 30: 2}).nine_of_ten == 30


def test_bars_stand_in_their_picture_and_in_proportion() -> None:
    """Twice as many is twice as high; nothing stands outside the picture; nothing is drawn of nothing."""
    words = Words("x", "t", "d", ("a", "b"))
    drawn = stacked(words, ["1", "2"], [(10, 0), (5, 15)])
    heights = [bar.height for bar in drawn.bars]
    assert heights[0] == pytest.approx(2 * heights[1], abs=0.2)
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT for bar in drawn.bars)
    assert drawn.bars[2].y + drawn.bars[2].height == pytest.approx(drawn.bars[1].y, abs=0.2)
    months = [f"2021-{number:02d}" for number in range(1, 14)]
    assert max(one.x for one in stacked(words, months, [(1, 1)] * 13).labels) <= WIDTH - 24
    assert stacked(words, ["1"], [(0, 0)]).empty and lying(words, [], []).empty
    across = lying(words, ["1", "2"], [(10, 0), (5, 15)])
    assert across.bars[2].x == pytest.approx(across.bars[1].width, abs=0.2)
    assert max(bar.x + bar.width for bar in across.bars) <= across.width


@pytest.mark.parametrize(("most", "top"), [(0, 2), (3, 4), (10, 10), (11, 12), (213, 240), (999, 1000), (1001, 1200)])
def test_scales_are_round(most: int, top: int) -> None:
    """The scale ends at a round number whose half is whole."""
    assert ceiling(most) == top

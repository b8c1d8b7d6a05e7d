"""The factory itself: repeatable bytes, truth apart, fictional numbers, one planter a plantable check."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
from PIL import Image

from tests.factory import faults, firms, fonts, hidden, ink, money, people, written_days
from tests.factory.__main__ import store
from tests.factory.build import STORIES, draw_case, plan_run
from tests.factory.case import Doc
from tests.factory.page import Page

drawn = pytest.mark.skipif(not fonts.ready(), reason="handwriting fonts: run python -m tests.factory.fonts")


@drawn
def test_same_seed_gives_same_bytes() -> None:
    """A case drawn twice from one seed is the same to the byte, truth included."""
    first, second = (draw_case(11, story="pass_on", profile="scan") for _ in range(2))
    assert first == second
    assert draw_case(12, story="pass_on", profile="scan").files != first.files


@drawn
def test_truth_lies_in_a_tree_apart(tmp_path: Path) -> None:
    """Papers and claim record lie in one tree, the truth in another that names every file."""
    case = draw_case(3, story="living", profile="hurried")
    store(tmp_path, case)
    folder = tmp_path / "papers" / case.name
    assert {p.name for p in folder.iterdir()} == {*case.files, "claim.json"}
    truth = json.loads((tmp_path / "truth" / f"{case.name}.json").read_text())
    assert set(truth["files"]) == set(case.files)
    assert "clean" not in (folder / "claim.json").read_text()


@drawn
def test_boxes_lie_on_the_stored_page() -> None:
    """Every box of the truth lies on the page as a viewer shows it after its EXIF turn."""
    for seed in range(4):
        case = draw_case(seed, story="joint_account", profile="photo")
        name = next(n for n in case.files if n.startswith("joint"))
        truth = case.truth["files"][name]
        with Image.open(io.BytesIO(case.files[name])) as image:
            wide, high = image.size
            if image.getexif().get(0x0112, 1) in (6, 8):
                wide, high = high, wide
        for x0, y0, x1, y1 in truth["boxes"].values():
            assert -40 <= x0 < x1 <= wide + 40
            assert -40 <= y0 < y1 <= high + 40


@drawn
@pytest.mark.parametrize("reserved", [False, True])
def test_reserved_material_is_kept_apart(reserved: bool) -> None:
    """Faces, hands and layouts of the reserved half never occur in the tuning half, nor the other way round."""
    case = draw_case(5, story="living", profile="hurried", reserved=reserved)
    truth = case.truth["files"][next(n for n in case.files if n.startswith("voucher"))]
    assert (truth["face"] in fonts.RESERVED_FACES) is reserved
    assert (truth["hand"] in fonts.RESERVED_HANDS) is reserved
    assert (truth["layout"] in ("form_side", "list_table", "letter_b")) is reserved


@pytest.mark.parametrize("story", sorted(STORIES))
def test_numbers_are_fictional_and_valid(story: str) -> None:
    """Every citizen number, credit code and clearing code of a clean plan is of the fictional ranges and checks."""
    for seed in range(25):
        plan = STORIES[story](Random(seed))
        text = json.dumps(plan.claim, ensure_ascii=False) + " ".join(
            v.text for d in plan.docs for v in [*d.v.values(), *(c for r in d.rows for c in r.values())]
        )
        for number in re.findall(r"(?<![0-9A-Z])\d{17}[0-9X](?![0-9A-Z])", text):
            if number.startswith(("44990019", "44990020")):
                dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
                assert people.citizen_check(number[:17]) == number[17]
        code = plan.claim["employer"]["uscc"]
        assert code[2:8] == "449900"
        assert firms.credit_check(code[:17]) == code[17]
        assert not re.search(r"(?<!\d)44(?!9900|06)\d{16}(?!\d)", text)
        for phone in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", text):
            assert phone.startswith("138001380")


def test_check_digits_agree_with_the_known_examples() -> None:
    """Our check digits give the fictional numbers of the domain's table."""
    assert people.citizen_check("44990019900307101") == "6"
    assert firms.credit_check("91449900MA000FK13") == "J"
    assert firms.luhn_digit("629999000000000101") == "0"
    assert firms.cnaps_digit("99958810001") == "6"
    assert money.words(10700053) == "壹拾万零柒仟元零伍角叁分"
    assert money.words(20000000001) == "贰亿元零壹分"


@pytest.mark.parametrize("story", ["living", "death_voucher", "joint_account", "joint_employer", "pass_on"])
def test_clean_plans_add_up(story: str) -> None:
    """In a clean plan figures equal capitals, lines equal totals, slips cover receipts and dates stand in order."""
    for seed in range(60):
        plan = STORIES[story](Random(seed))
        for doc in plan.docs:
            for a, b in (
                ("total_figures", "total_upper"),
                ("advanced_total", "advanced_total_upper"),
                ("passed_total", "passed_total_upper"),
                ("amount_figures", "amount_upper"),
            ):
                if a in doc.v and b in doc.v:
                    assert doc.v[a].truth == doc.v[b].truth
            amounts = [r["amount"].truth for r in doc.rows if "amount" in r]
            total = doc.v.get("total_figures") or doc.v.get("passed_total")
            if amounts and total:
                assert sum(amounts) == total.truth
        receipts = sum(d.v["total_figures"].truth for d in plan.docs if d.kind == "MED_RECEIPT")
        slips = sum(d.v["amount_figures"].truth for d in plan.docs if d.kind == "BANK_SLIP")
        assert slips >= receipts
        floor = plan.claim["death_date"] or plan.claim["injury_date"]
        assert all(s.day and s.day.isoformat() >= floor for d in plan.docs for s in d.signers)
        assert plan.today < dt.date(2026, 11, 1)


def test_every_fault_fits_a_story() -> None:
    """Each planter changes a plan of each of its stories and says what must be visible."""
    for fault in faults.TABLE:
        assert fault.stories
        for story in fault.stories:
            for seed in range(40):
                plan = STORIES[story](Random(seed))
                if fault.fits(plan):
                    break
            else:
                pytest.fail(f"{fault.code} fits no {story}")
            faults.plant(fault.code, plan, Random(1), among=[fault])
            assert plan.fault
            assert plan.fault["code"] == fault.code
            assert plan.expected


def test_a_run_covers_every_fault_before_it_repeats_one() -> None:
    """A run of many cases plants every pair of fault and story."""
    pairs = faults.pairs(None, None)
    jobs = plan_run(7, 2 * len(pairs), profile="mix", reserved=True, clean_share=0.5, story=None, fault=None)
    assert {(j["fault"], j["story"]) for j in jobs if j["fault"]} == set(pairs)
    assert sum(j["fault"] is None for j in jobs) == len(pairs)
    assert len({j["name"] for j in jobs}) == len(jobs)


def test_committed_samples_are_small_and_fictional() -> None:
    """Each committed sample stays under 300 KB, and each case has a claim record of the fictional region."""
    root = Path(__file__).resolve().parents[3] / "samples"
    folders = [p for p in root.iterdir() if p.is_dir()]
    papers = [p for f in folders for p in f.iterdir() if p.name != "claim.json"]
    assert len(papers) >= 10
    assert {p.suffix for p in papers} == {".jpg", ".pdf"}
    assert max(p.stat().st_size for p in papers) <= 300_000
    for folder in folders:
        claim = json.loads((folder / "claim.json").read_text())
        assert claim["worker"]["id_no"].startswith("449900")


@drawn
@pytest.mark.parametrize("how", ["encrypt", "truncate", "empty"])
def test_spoilt_files_cannot_be_opened(how: str) -> None:
    """A paper planted as broken really does not open."""
    from tests.factory import draw

    plan = STORIES["living"](Random(1))
    plan.docs[0].flags["break"] = how
    drawn_paper = draw.draw(plan.docs[0], "x", draw.Style(False, "scan", None, "jpg"))
    if how == "encrypt":
        assert b"/Encrypt" in drawn_paper.data
        return
    with pytest.raises(OSError), Image.open(io.BytesIO(drawn_paper.data)) as image:
        image.load()


@drawn
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_a_fault_in_a_telephone_is_there_to_be_seen(seed: int) -> None:
    """Forms without a telephone are passed over where a wrong one is planted."""
    truth = draw_case(seed, fault="PHN-001", profile="scan", reserved=True).truth
    assert "worker_phone" in truth["files"][truth["fault"]["file"]]["printed"]


@drawn
def test_the_truth_says_what_a_planted_fault_hides() -> None:
    """Of a broken file nothing can be read, of a smeared one its value, of an altered one what was crossed out."""
    hidden = {}
    photographed = draw_case(5, story="living", fault="DOC-001", profile="hurried").truth
    broken = photographed["files"][photographed["fault"]["file"]]
    assert {*broken["printed"], *broken["handwritten"]} == set(broken["illegible"])
    for code in ("DOC-001", "DOC-002", "DOC-007", None):
        case = draw_case(5, story="living", fault=code, profile="scan")
        name = case.truth["fault"]["file"] if code else next(n for n in case.files if n.startswith("voucher"))
        hidden[code] = case.truth["files"][name], (case.truth["fault"] or {}).get("note", "")
    broken, _ = hidden["DOC-001"]
    assert {*broken["printed"], *broken["handwritten"]} == set(broken["illegible"])
    smeared, note = hidden["DOC-002"]
    assert note.split()[0] in smeared["illegible"]
    assert len(smeared["illegible"]) < len(smeared["printed"]) / 2
    altered, note = hidden["DOC-007"]
    assert altered["illegible"] == [note.split()[0]] == list(altered["altered"])
    clean, _ = hidden[None]
    assert (clean["illegible"], clean["altered"]) == ([], {})


@drawn
def test_the_truth_says_that_days_beside_signatures_are_written() -> None:
    """Every signer writes the day by hand: the list of them is as handwritten as the last one."""
    for story in ("living", "joint_account"):
        case = draw_case(6, story=story, profile="scan")
        paper = next(p for p in case.truth["files"].values() if "sign_dates" in p["fields"])
        assert {"sign_date", "sign_dates"} <= set(paper["handwritten"])
        assert "sign_dates" not in paper["printed"]


@drawn
def test_the_truth_has_the_text_of_values_that_stand_in_one_row() -> None:
    """Amounts as printed, no written value, no list, nothing that wraps."""
    papers = [*draw_case(5, story="living").truth["files"].values()]  # its head is filled in by hand
    papers += draw_case(8, story="joint_account").truth["files"].values()
    slip = next(p for p in papers if p["kind"] == "BANK_SLIP")
    figures = slip["texts"]["amount_figures"].strip("¥元").replace(",", "")
    assert round(float(figures) * 100) == slip["fields"]["amount_figures"]
    assert any("worker_name" in p["handwritten"] for p in papers)
    assert any("items" in p["printed"] for p in papers)
    for paper in papers:
        assert "items" not in paper["texts"]
        assert set(paper["texts"]) <= set(paper["printed"])


def test_a_value_that_wraps_has_no_text_and_hides_only_what_it_covers() -> None:
    """Two pieces in one row are one text, two rows none; a smear takes what lies under it and spares what is near."""
    doc = Doc("ADV_VOUCHER", "voucher")
    for name in ("total_figures", "total_upper", "payee_name"):
        doc.put(name, name)
    sheet = Page(Random(1), 72, "uming", ink.pen(Random(1), fonts.TUNING_HANDS))
    for name, x, y in (("total_figures", 10, 10), ("total_figures", 60, 11), ("total_upper", 10, 40)):
        sheet.remember(name, (x, y, x + 40, y + 10))
    sheet.remember("total_upper", (10, 55, 40, 65))
    sheet.remember("payee_name", (20, 50, 60, 60))
    assert hidden.texts(doc, sheet) == {"total_figures": "total_figures", "payee_name": "payee_name"}
    doc.flags["smear"] = "total_upper"
    assert hidden.illegible(doc, sheet) == ["payee_name", "total_upper"]


def test_print_that_a_movement_smeared_is_no_persons_to_read() -> None:
    """Two lines of print, ten and thirty pixels high: a movement of eight takes the small one, of three none."""
    sheet = Page(Random(1), 72, "uming", ink.pen(Random(1), fonts.TUNING_HANDS))
    sheet.remember("payee_account", (10, 10, 90, 20))
    sheet.remember("total_figures", (10, 40, 90, 70))
    halved = np.diag([1 / sheet.k, 1 / sheet.k, 1.0])
    assert hidden.blurred(sheet, halved, 8) == ["payee_account"]
    assert hidden.blurred(sheet, halved, 3) == []
    assert hidden.blurred(sheet, halved, 0) == []


def test_print_of_which_a_reflection_left_a_sign_no_ink_is_no_persons_to_read() -> None:
    """A light over the end of one of two lines takes that one, whether or not the page is bent; without it none."""
    sheet = Page(Random(1), 72, "uming", ink.pen(Random(1), fonts.TUNING_HANDS))
    sheet.remember("payee_account", (10, 10, 90, 20))
    sheet.remember("total_figures", (10, 40, 90, 50))
    flat = np.full((80, 120, 3), 220, np.uint8)
    flat[12:18, 10:90:4] = flat[42:48, 10:90:4] = 40
    own = np.diag([1 / sheet.k, 1 / sheet.k, 1.0])
    assert hidden.washed_out(sheet, own, flat, None) == []
    flat[36:54, 70:] = 255
    assert hidden.washed_out(sheet, own, flat, None) == ["total_figures"]
    bent = flat.copy()
    for column in range(120):
        bent[:, column] = np.roll(flat[:, column], round(30 * np.sin(np.pi * column / 120)), axis=0)
    assert hidden.washed_out(sheet, own, bent, [30.0 * sheet.k, 120.0 * sheet.k]) == ["total_figures"]
    assert hidden.washed_out(sheet, own, bent, None) == ["payee_account", "total_figures"]


def test_written_days_are_drawn_with_the_text_that_they_say() -> None:
    """Each line of the reader of days holds ink where it says, and ends in the day that its text names."""
    rng, known = Random(5), written_days.hands(fonts.MODULES / "@expo-google-fonts" / "ma-shan-zheng")
    for _ in range(40):
        row = written_days.row(known, rng)
        left, top, right, bottom = (round(value) for value in row.box)
        inside = row.picture[top:bottom, left:right].min(axis=2)
        assert int(inside.min()) < 150
        assert (right - left) / (bottom - top) > 1.5
        assert re.search(r"[0-9] *日?$", row.text)

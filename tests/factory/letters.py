"""Letters that promise no place for a signature: signed or not, with seal, logo, dates by hand, printed names.

`python -m tests.factory.letters OUT --seed N --count N [--set tuning|reserved] [--writers DIR] [--scripts DIR]` draws
letters and the `labels.json` that `tests.bench --folder` measures. `--writers` is a folder of pictures of names
(`<writer>/<n>.png`), `--scripts` one of Latin handwriting fonts. Here: what stands where. Not here: pens, cameras.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests.factory import degrade, firms, fonts, ink, money, people, seals
from tests.factory.hand_pieces import by_writer
from tests.factory.paper import A4, Run, Sheet

HAND, NONE, TYPED, SCRIPT = "hand", "none", "typed", "script"  # what stands where a signature could stand
_LEFT, _WIDE = 64.0, 467.0
_NOTES = (
    "我叫{name}，系{firm}职工，于{day}在车间作业时右手被机器压伤，随即由同事送往{hospital}住院治疗，现已出院。",
    "住院期间的医疗费用共计人民币{sum}元，全部由单位先行支付，相关票据已随件附上，请贵单位予以核对。",
    "因原始发票第二联遗失，医院已出具加盖印章的复印件，金额与系统记录一致，特此补充说明。",
    "受伤时在场的同事有两人，均已作出书面陈述，内容与上述情况相符，如有不实愿承担相应责任。",
    "此前提交的材料中联系电话有误，现予更正，其余内容不变，恳请工作人员予以办理为盼。",
)
_VOUCHER = (
    "兹有{firm}职工{name}，身份证号码{id_no}，于{day}在工作中受伤。治疗期间的工伤医疗费合计人民币{sum}元"
    "（大写：{words}），均由用人单位垫付。",
    "本人确认上述费用由用人单位垫付，同意将工伤保险基金核定支付的该部分费用发放至单位账户。户名：{firm}，"
    "账号：{account}，开户行：{bank}。",
    "本确认不影响本人依法享受的其他工伤保险待遇。",
)
_JOINT = (
    "工亡职工{name}，身份证号码{id_no}，生前系{firm}职工，于{day}因工死亡。我们是其全部近亲属，因对待遇发放的"
    "银行账户存在争议，未能达成一致。",
    "经协商，现共同指定将丧葬补助金和一次性工亡补助金发放至以下一个银行账户：户名：{holder}，账号：{account}，"
    "开户行：{bank}。",
    "款项到账后由我们自行协商分配，由此产生的纠纷与贵单位无关。",
)
_ENGLISH = (
    "Thank you for your letter concerning the medical costs of our colleague, who was injured at work on {day}. "
    "The hospital has confirmed the total of {sum} yuan and we enclose the invoices and the statement of account.",
    "We confirm that all amounts listed in the enclosed statement were paid by this company in advance and that no "
    "other reimbursement has been claimed for them from any insurer or public body.",
    "Should you need any further information please do not hesitate to contact our personnel department at any time.",
    "We would be grateful for a reply within two weeks, since the accounts of the year are to be closed soon.",
)
_CLOSINGS = ("Sincerely,", "Yours faithfully,", "Best regards,", "Kind regards,", "Yours sincerely,", "Respectfully,")
_ENGLISH_NAMES = ("John Smith", "Emily Carter", "David Liu", "Robert Hall", "Anna Becker", "Li Wei", "Mary Jones")
_TITLES = ("Director", "General Manager", "Head of Personnel", "Attorney at Law", "")


@dataclass(frozen=True, slots=True)
class Material:
    """Pens, faces and pictures of one part of the material."""

    faces: tuple[str, ...]
    hands: tuple[str, ...]
    writers: tuple[Path, ...] = ()
    scripts: tuple[Path, ...] = ()


@dataclass(slots=True)
class Letter:
    """One letter while it is drawn, and what stands on it."""

    sheet: Sheet
    material: Material
    what: str
    rng: Random
    facts: dict[str, str] = field(default_factory=dict)
    seal: bool = False
    hand_date: bool = False

    def sign(self, x: float, y: float, name: str, *, latin: bool = False) -> float:
        """Let somebody sign with the left middle of the writing at a point; give its width."""
        mask, colour = self._written(name, latin)
        k = self.sheet.k
        dense = np.asarray(np.clip(mask.astype(np.float32) * self.rng.uniform(0.86, 1.0), 0, 255), dtype=np.uint8)
        box = self.sheet.soak(dense, x, y - mask.shape[0] / k / 2, colour)
        self.sheet.mark("signature", "", name, True, box, hand=True)
        return box[2] - box[0]

    def _written(self, name: str, latin: bool) -> tuple[ink.Mask, tuple[int, int, int]]:
        rng, px = self.rng, self.rng.uniform(17, 30) * self.sheet.k
        pen = ink.pen(rng, self.material.hands)
        if latin:
            if self.material.scripts and rng.random() < 0.55:
                return by_script(
                    rng.choice(self.material.scripts[1:] or self.material.scripts), name, px * 1.5, rng
                ), pen.colour
            return scrawl(px * 1.3, rng), pen.colour
        if self.material.writers and rng.random() < 0.5:
            return by_writer(rng.choice(self.material.writers), px), pen.colour
        return ink.written(name, px, pen, rng)[0], pen.colour

    def place(self, x: float, y: float, name: str, *, latin: bool = False) -> None:
        """Put what stands in a signature's place at a point: a hand, a typed name, one in a script face, nothing."""
        if self.what == HAND:
            self.sign(x, y, name, latin=latin)
        elif self.what == TYPED:
            self.sheet.text(x, y - 6, name, 12)
        elif self.what == SCRIPT and self.material.scripts:
            mask = by_script(self.material.scripts[0], name, 22 * self.sheet.k, Random(1), even=True)
            self.sheet.soak(mask, x, y - 11, (22, 22, 24))

    def date(self, x: float, y: float, day: dt.date, *, latin: bool = False) -> None:
        """Print or write the date of the letter."""
        style = "dot" if latin else self.rng.choice(["han", "han", "dot", "spaced"])
        text = money.date_text(day, style)
        if self.hand_date:
            self.sheet.write(x, y, text.replace(" ", ""), 13, pen=ink.pen(self.rng, self.material.hands))
        else:
            self.sheet.text(x, y, text, 11)

    def paragraphs(self, y: float, texts: Sequence[str], size: float) -> float:
        """Print paragraphs; give the y below."""
        for text in texts:
            y = self.sheet.flow(
                _LEFT,
                y,
                _WIDE,
                [Run(text.format(**self.facts))],
                size,
                lead=1.75,
                indent=0 if "{" in size_of(text) else 2 * size,
            )
        return y


def size_of(text: str) -> str:
    """Give the first sign of an English paragraph, which has no indent."""
    return "{" if text.isascii() else ""


def scrawl(px: float, rng: Random) -> ink.Mask:
    """Draw a Latin signature nobody can read: a tall first loop, a run of waves, often a stroke below."""
    n = rng.randint(5, 12)
    x, points = 0.0, [(0.0, rng.uniform(0.1, 0.4))]
    for i in range(n):
        tall = 0.5 if i == 0 else rng.choice([0.1, 0.12, 0.18, 0.35, 0.45])
        x += rng.uniform(0.12, 0.35)
        points += [(x, 0.62 - tall * rng.uniform(0.8, 1.3)), (x + rng.uniform(-0.12, 0.1), 0.6 + rng.uniform(0, 0.08))]
        if rng.random() < 0.2:
            points.append((x - 0.1, 0.6 + rng.uniform(0.1, 0.35)))
    paths = [points]
    if rng.random() < 0.5:
        paths.append([(x, 0.75), (x * 0.5, 0.8 + rng.uniform(0, 0.1)), (rng.uniform(0, 0.3), 0.85)])
    wide = int((x + 0.5) * px)
    mask = np.zeros((int(px * 1.4), wide + int(0.4 * px)), np.uint8)
    weight = max(1, round(px * rng.uniform(0.028, 0.06)))
    for path in paths:
        line = ink._smooth(tuple((a * px + 0.2 * px, b * px + 0.15 * px) for a, b in path), 10)
        for a, b in itertools.pairwise(line):
            ends = [(int(p[0] * 8), int(p[1] * 8)) for p in (a, b)]
            cv2.line(mask, ends[0], ends[1], 255, max(1, weight + rng.choice([-1, 0, 0])), cv2.LINE_AA, 3)
    return _cut(mask)


def by_script(path: Path, text: str, px: float, rng: Random, *, even: bool = False) -> ink.Mask:
    """Write a Latin name with a handwriting font, slanted and bent unless `even`, as a press would."""
    font = ImageFont.truetype(str(path), max(8, round(px)))
    image = Image.new("L", (int(font.getlength(text) + 2 * px), int(px * 2.4)))
    ImageDraw.Draw(image).text((px * 0.6, px * 1.5), text, font=font, fill=255, anchor="ls")
    mask: ink.Mask = np.asarray(image)
    if not even:
        mask = ink._shear(mask, rng.uniform(-0.1, 0.25), rng.uniform(-0.09, 0.05), 1.0)
        if rng.random() < 0.4:
            mask = cv2.dilate(mask, np.ones((2, 2), np.uint8))
    return _cut(mask)


def _cut(mask: ink.Mask) -> ink.Mask:
    ys, xs = np.nonzero(mask > 40)
    return mask[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1] if len(ys) else mask


def _seal(letter: Letter, x: float, y: float) -> None:
    if letter.seal:
        letter.sheet.seal(x, y, letter.facts["firm"])


def _foot_note(letter: Letter, text: str) -> None:
    letter.sheet.text(_LEFT, 800, text, 8.5)


def note(letter: Letter) -> None:
    """A statement in Chinese: body, closing words, below them at the right a signature and a date."""
    sheet, rng = letter.sheet, letter.rng
    sheet.centre(
        rng.uniform(58, 80), rng.choice(["情况说明", "说明", "关于票据遗失的说明", "情况说明书"]), 20, bold=True
    )
    y = 118.0
    if rng.random() < 0.5:
        y = sheet.flow(
            _LEFT, y, _WIDE, [Run(rng.choice(["虚构市社会保险基金管理局：", "尊敬的工伤保险科："]))], 12, lead=1.9
        )
    y = letter.paragraphs(y, [_NOTES[0], *rng.sample(_NOTES[1:], rng.randint(1, 4))], 12)
    closing = rng.choice(["特此说明。", "此致", "以上情况属实，特此说明。", ""])
    if closing:
        sheet.text(_LEFT + 24, y, closing, 12)
        y += 22
    if closing == "此致":
        sheet.text(_LEFT, y, "敬礼！", 12)
        y += 22
    _signed_right(letter, y + rng.uniform(14, 60))
    if rng.random() < 0.2:
        _foot_note(letter, "注：本说明一式两份，一份交经办机构存档，一份由本人保存。")


def _signed_right(letter: Letter, y: float) -> None:
    sheet, rng, facts = letter.sheet, letter.rng, letter.facts
    x = rng.uniform(330, 400)
    printed = rng.random()
    if letter.what == NONE and printed < 0.75:
        sheet.text(x, y, facts["name"], 12)
    elif printed < 0.3 and letter.what == HAND:
        sheet.text(x, y, facts["name"], 12)  # a printed name with the hand above, beside or across it
        letter.place(*rng.choice([(x + 44, y + 6), (x - 6, y - 22), (x - 8, y + 5)]), facts["name"])
    else:
        letter.place(x, y + 6, facts["name"])
    letter.date(x - rng.uniform(0, 24), y + rng.uniform(26, 40), dt.date.fromisoformat(facts["signed_on"]))
    _seal(letter, x + 50, y + 20)


def voucher(letter: Letter) -> None:
    """An advance voucher as a letter: the worker signs at the left or right without any label, the firm seals."""
    sheet, rng, facts = letter.sheet, letter.rng, letter.facts
    sheet.centre(70, rng.choice(["工伤费用垫付确认书", "垫付费用情况说明", "医药费垫付证明"]), 20, bold=True)
    y = letter.paragraphs(122, _VOUCHER, 12)
    if rng.random() < 0.6:
        sheet.text(_LEFT + 24, y, rng.choice(["特此证明。", "特此确认。"]), 12)
        y += 24
    y += rng.uniform(20, 50)
    if rng.random() < 0.5:
        _signed_right(letter, y)
        return
    letter.place(_LEFT + 20, y + 6, facts["name"])
    letter.date(_LEFT + 10, y + 34, dt.date.fromisoformat(facts["signed_on"]))
    sheet.text(310, y, facts["firm"], 12)
    sheet.text(340, y + 28, money.date_text(dt.date.fromisoformat(facts["signed_on"])), 12)
    _seal(letter, 390, y + 14)


def joint(letter: Letter) -> None:
    """A joint letter of relatives who sign side by side or in a column, without any label."""
    sheet, rng, facts = letter.sheet, letter.rng, letter.facts
    sheet.centre(70, rng.choice(["关于共同指定收款账户的声明", "近亲属共同指定账户说明"]), 20, bold=True)
    y = letter.paragraphs(122, _JOINT, 12)
    sheet.text(_LEFT + 24, y, "特此声明。", 12)
    y += rng.uniform(40, 60)
    names = facts["relatives"].split("、")
    if letter.what == NONE:
        sheet.text(330, y, "　".join(names), 12)
    for n, name in enumerate(names if letter.what != NONE else ()):
        letter.place(150 + 120 * n, y + 6, name)
    letter.date(350, y + 50, dt.date.fromisoformat(facts["signed_on"]))


def english(letter: Letter) -> None:
    """A business letter: letterhead with a logo, closing words, a signature, the printed name, a foot."""
    sheet, rng, facts = letter.sheet, letter.rng, letter.facts
    _letterhead(letter)
    day = dt.date.fromisoformat(facts["signed_on"])
    sheet.text(_LEFT, 150, f"{day:%B} {day.day}, {day.year}", 11)
    y = sheet.flow(_LEFT, 176, 260, [Run("Social Insurance Office")], 11, lead=1.3)
    y = sheet.flow(_LEFT, y, 260, [Run("1 Example Road, Fictional City")], 11, lead=1.3)
    sheet.text(_LEFT, y + 14, rng.choice(["Dear Sir or Madam,", "Dear Ms. Chen:", "To whom it may concern:"]), 11)
    y = letter.paragraphs(y + 40, rng.sample(_ENGLISH, rng.randint(2, 4)), 11)
    x = rng.choice([_LEFT, _LEFT, 320.0])
    if rng.random() < 0.85:
        sheet.text(x, y + 16, rng.choice(_CLOSINGS), 11)
        y += 16
    name = rng.choice(_ENGLISH_NAMES)
    letter.place(x + rng.uniform(0, 16), y + 42, name, latin=True)
    sheet.text(x, y + 66, name, 11)
    if title := rng.choice(_TITLES):
        sheet.text(x, y + 81, title, 11)
    if letter.hand_date:
        letter.date(x + 190, y + 62, day, latin=True)
    if letter.seal:
        sheet.stamp(
            seals.oval(facts["firm"], round(110 * sheet.k), rng, inner="合同专用章"),
            x + 150,
            y + 50,
            rng.choice([*seals.REDS, (30, 60, 170), (20, 120, 120), (120, 40, 140)]),
        )
    if rng.random() < 0.5:
        sheet.text(_LEFT, y + 120, rng.choice(["Encl.: statement of account", "cc: Personnel Department"]), 9)
    if rng.random() < 0.6:
        sheet.line(_LEFT, 790, _LEFT + _WIDE, 790, 0.6)
        sheet.centre(798, "Example Trading Ltd. · 12 Sample Street · Tel. +00 000 0000 · office@example.invalid", 8)


def _letterhead(letter: Letter) -> None:
    """Print a logo and the firm's name, now and then in a script face as in handwriting."""
    sheet, rng = letter.sheet, letter.rng
    colour = rng.choice([(20, 60, 130), (150, 30, 40), (30, 30, 32), (20, 110, 80)])
    x, y = rng.choice([(_LEFT, 40.0), (430.0, 44.0)])
    k = sheet.k
    if rng.random() < 0.5:
        sheet.draw.ellipse([x * k, y * k, (x + 44) * k, (y + 44) * k], outline=colour, width=round(3 * k))
        sheet.draw.polygon(
            [((x + 22) * k, (y + 8) * k), ((x + 36) * k, (y + 34) * k), ((x + 8) * k, (y + 34) * k)], fill=colour
        )
    if letter.material.scripts and rng.random() < 0.5:
        mask = by_script(letter.material.scripts[0], "Example Trading", 30 * k, rng, even=True)
        sheet.soak(mask, 200, 48, colour)
    else:
        sheet.text(200, 52, "EXAMPLE TRADING LTD.", 20, bold=True, fill=colour)
    sheet.line(_LEFT, 96, _LEFT + _WIDE, 96, 1.0, colour)


KINDS: dict[str, tuple[Callable[[Letter], None], str]] = {
    "note": (note, "OTHER"),
    "voucher": (voucher, "ADV_VOUCHER"),
    "joint": (joint, "JOINT_ACCT"),
    "english": (english, "OTHER"),
}


def facts(rng: Random) -> dict[str, str]:
    """Draw the fictional facts of a letter."""
    firm, who, fen = firms.firm(rng), people.person(rng), money.amount(rng, 800, 90000)
    day = dt.date(rng.randint(2021, 2024), rng.randint(1, 12), rng.randint(1, 28))
    relatives = [people.surname(rng) + people.given_name(rng.choice("男女"), rng) for _ in range(rng.choice([2, 3]))]
    return {
        "name": who.name, "id_no": who.id_no, "firm": firm.name, "account": firm.account, "bank": firm.bank.name,
        "hospital": firms.hospital(rng).name, "sum": money.figures(fen), "words": money.words(fen),
        "day": money.date_text(day), "signed_on": (day + dt.timedelta(days=rng.randint(20, 200))).isoformat(),
        "relatives": "、".join(dict.fromkeys(relatives)), "holder": relatives[0],
    }  # fmt: skip


def draw(seed: str, form: str, what: str, profile: str, material: Material) -> tuple[bytes, dict[str, Any]]:
    """Draw one letter; give the stored JPEG and its truth."""
    rng = Random(seed)
    dpi = rng.choice([150, 200, 200, 300]) if profile in ("scan", "grey") else 220
    tint = rng.choice([(255, 255, 255), (255, 255, 255), (250, 249, 244), (246, 247, 249)])
    sheet = Sheet(rng, dpi, rng.choice(material.faces), ink.pen(rng, material.hands), A4, tint)
    letter = Letter(sheet, material, what, rng, facts(rng), rng.random() < 0.4, rng.random() < 0.4)
    painter, kind = KINDS[form]
    painter(letter)
    flat = np.asarray(sheet.finish())
    shot = degrade.photo(flat, rng) if profile == "photo" else degrade.scan(flat, rng)
    if profile == "grey":
        grey = cv2.cvtColor(shot.pixels, cv2.COLOR_RGB2GRAY)
        shot = degrade.replace(shot, pixels=cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB), grey=True)
    boxes = [
        degrade.move(tuple(v * sheet.k for v in m["box"]), shot.matrix, shot.what.get("bend"))
        for m in sheet.marks
        if m["type"] == "signature"
    ]
    truth = {
        "form": form, "what": what, "profile": profile, "seal": letter.seal, "hand_date": letter.hand_date,
        "boxes": boxes, "face": sheet.face, "facts": letter.facts,
        "label": {"kind": kind, "signed": what == HAND},
    }  # fmt: skip
    return degrade.jpeg(shot, dpi), truth


def main() -> None:
    """Parse, draw, store."""
    parser = argparse.ArgumentParser(prog="python -m tests.factory.letters")
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--set", dest="which", default="tuning", choices=["tuning", "reserved"])
    parser.add_argument("--writers", type=Path)
    parser.add_argument("--scripts", type=Path, help="the first file, by name, is used for printed letterheads only")
    parser.add_argument("--odd", action="store_true", help="take the writers of odd numbers, kept for measuring")
    given = parser.parse_args()
    reserved = given.which == "reserved"
    writers = sorted(given.writers.glob("*/*.png")) if given.writers else []
    material = Material(
        fonts.RESERVED_FACES if reserved else fonts.TUNING_FACES,
        fonts.RESERVED_HANDS if reserved else fonts.TUNING_HANDS,
        tuple(one for one in writers if int(one.parent.name) % 2 == int(given.odd)),
        tuple(sorted(given.scripts.glob("*.ttf"))) if given.scripts else (),
    )
    given.out.mkdir(parents=True, exist_ok=True)
    truths = {}
    for n in range(given.count):
        rng = Random(f"letters/{given.seed}/{n}")
        form = list(KINDS)[n % len(KINDS)]
        signed = n // len(KINDS) % 2 == 0
        what = HAND if signed else rng.choice([NONE, NONE, TYPED, SCRIPT] if form == "english" else [NONE, NONE, TYPED])
        profile = rng.choice(["scan", "scan", "grey", "photo"])
        name = f"{n:03d}-{form}-{what}-{profile}.jpg"
        data, truths[name] = draw(f"letter/{given.seed}/{n}", form, what, profile, material)
        (given.out / name).write_bytes(data)
    labels = {name: truth["label"] for name, truth in truths.items()}
    (given.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False, indent=1) + "\n")
    (given.out / "truth.json").write_text(json.dumps(truths, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()

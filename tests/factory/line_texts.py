"""Single lines as our kinds of paper carry them: names, numbers, amounts, days, labels, bits of sentences.

Here: random texts and the signs they may have. Not here: drawing them (moved_lines). All are made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.factory import money, people

ROOT = Path(__file__).parents[2]


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split(","))


LONGEST = 34  # signs
_PLACES = _each("虚构市,示例县,样本区,南溪镇,东湖街道,北岭村,西埔路,云桥大道,金沙街,人民路,解放大道,工业园")
_FIRMS = _each(
    "建筑工程有限公司,机械制造有限公司,物流有限公司,电子科技有限公司,家具厂,服装厂,劳务派遣有限公司,"
    "五金制品有限公司,商贸有限公司,物业管理有限公司,人民医院,中医院,康复医院,骨科医院,卫生院"
)
_BANKS = _each("示例银行,虚构银行,农村商业银行,邮政储蓄银行,工商银行,建设银行")
_BRANCHES = _each(",支行,分行,营业部,城东支行,南溪支行")
_WORDS = _each(
    "医疗费,住院伙食补助费,丧葬补助金,供养亲属抚恤金,一次性工亡补助金,一次性伤残补助金,伤残津贴,生活护理费,"
    "康复费,辅助器具费,劳动能力鉴定费,床位费,检查费,治疗费,手术费,西药费,材料费,化验费,诊察费,"
    "配偶,父亲,母亲,儿子,女儿,长子,次女,祖父,祖母,兄弟,姐妹"
)
_LABELS = _each(
    "姓名,职工姓名,工亡职工,身份证号码,公民身份号码,联系电话,开户银行,银行账号,账号,户名,收款人,付款人,金额,大写,"
    "小写,合计,合计金额（大写）,金额（小写）,垫付金额,日期,签名,签字,单位名称,统一社会信用代码,与死者关系,近亲属,"
    "受伤时间,事故时间,工伤认定书编号,票据号码,发票代码,交易流水号,交易时间,用途,摘要,附言,经办人,住院时间,委托人"
)
_CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_SIGNS = "，。：；？！、（）《》〈〉【】〔〕“”‘’…—～·￥¥①②③④⑤⑥⑦⑧⑨⑩〇℃％＋－×÷＝／＊＃＆＠√□☑■●○▲△◆→←↑↓ⅠⅡⅢⅣ"


def _level(first: int, last: int) -> list[str]:
    """List the characters of rows of GB 2312 (unassigned places left out)."""
    pairs = (bytes([high, low]) for high in range(first, last) for low in range(0xA1, 0xFF))
    return [pair.decode("gb2312") for pair in pairs if pair not in _UNASSIGNED]


_UNASSIGNED = {bytes([0xD7, low]) for low in range(0xFA, 0xFF)}
COMMON, RARE = _level(0xB0, 0xD8), _level(0xD8, 0xF8)
SIGNS = frozenset((*COMMON, *RARE, *map(chr, range(32, 127)), *_SIGNS, *people.RARE_GIVEN, *people.RARE_SURNAMES))


# What the reader of figures keeps; every other sign is OTHER to it.
FIGURE_SIGNS = frozenset(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.,-/:*()¥ 零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正年月日人民币大写小号"
)
OTHER = "□"


def _sentences() -> list[str]:
    """Collect the pieces of Chinese that the project's own sources and pages hold, layouts of papers left out."""
    files = [
        *ROOT.glob("docs/*.md"),
        *(p for part in ("intake", "ocr", "validators") for p in ROOT.rglob(f"{part}/**/*.py")),
    ]
    piece = re.compile(r"[\u4e00-\u9fff，。：；（）《》、〔〕“”0-9]{4,}")
    return sorted({one for file in files for one in piece.findall(file.read_text(encoding="utf-8"))})


_SENTENCES = _sentences()


def _figures(rng: Random, count: int) -> str:
    return "".join(rng.choices("0123456789", k=count))


def _fen(rng: Random) -> int:
    round_ = (100, 1000, 10_000, 5_000_000, rng.randint(1, 999) * 10_000)
    return int(10 ** rng.uniform(2.5, 8.2)) if rng.random() < 0.8 else rng.choice(round_)


def citizen(rng: Random) -> str:
    """Write a citizen's number of a region that there is not."""
    born = f"{rng.randint(1940, 2024)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    return f"{people.REGION}{born}{_figures(rng, 3)}{rng.choice('0123456789X')}"


def masked(rng: Random) -> str:
    """Write a citizen's number as papers hide it, or an account's."""
    whole = citizen(rng)
    return rng.choice((f"{whole[:6]}********{whole[-4:]}", f"{whole[:3]}***********{whole[-4:]}", f"**** {whole[-4:]}"))


def nothing(rng: Random) -> str:
    """Write an amount of nothing, or a small one."""
    return rng.choice(("0.00", "¥0.00", "0.00元", "0", f"{rng.randint(1, 999)}.{rng.randint(0, 99):02d}"))


def amount(rng: Random) -> str:
    """Write an amount in figures."""
    fen = _fen(rng)
    ways = (money.figures(fen), money.figures(fen, "plain"), f"{fen // 100:,}", str(fen // 100))
    return rng.choice(("", "", "¥", "￥", "人民币")) + rng.choice(ways) + rng.choice(("", "", "元"))


def capitals(rng: Random) -> str:
    """Write an amount in capitals."""
    return rng.choice(("", "人民币", "人民币：", "（大写）", "大写：")) + money.words(_fen(rng))


def day(rng: Random) -> str:
    """Write a day, or one with its time."""
    y, m, d = rng.randint(2015, 2026), rng.randint(1, 12), rng.randint(1, 28)
    clock = f" {rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"
    figures = rng.choice((f"{y}年{m}月{d}日", f"{y}年{m:02d}月{d:02d}日", f"{y}.{m}.{d}", f"{y}/{m:02d}/{d:02d}"))
    return rng.choice((figures, f"{y}-{m:02d}-{d:02d}", f"{y}-{m:02d}-{d:02d}{clock}", f"{y} 年 {m} 月 {d} 日"))


def name(rng: Random) -> str:
    """Write a person's name, one sign in five from all common characters."""
    given = (*people.MALE, *people.FEMALE, *people.RARE_GIVEN)
    family = rng.choice((*people.SURNAMES, *people.RARE_SURNAMES, *people.COMPOUND))
    return family + "".join(rng.choice(given if rng.random() < 0.8 else COMMON) for _ in range(rng.choice((1, 2, 2))))


def firm(rng: Random) -> str:
    """Write the name of a firm or hospital."""
    two = "".join(
        rng.choice(COMMON) if rng.random() < 0.5 else rng.choice("示例样本宏永顺华鑫恒瑞安信联") for _ in "ab"
    )
    return rng.choice(("", rng.choice(_PLACES))) + two + rng.choice(_FIRMS) + rng.choice(("", "（示例）"))


def bank(rng: Random) -> str:
    """Write a bank's branch."""
    return rng.choice(_BANKS) + rng.choice(("", rng.choice(_PLACES))) + rng.choice(_BRANCHES)


def account(rng: Random) -> str:
    """Write an account or card, one in three in groups of four."""
    number = rng.choice(("629999", _figures(rng, 6))) + _figures(rng, rng.choice((6, 10, 13, 13)))
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if rng.random() < 0.3 else number


def credit_code(rng: Random) -> str:
    """Write a firm's code."""
    return rng.choice(("91", "52", "12")) + _figures(rng, 6) + "".join(rng.choices(_CREDIT, k=10))


def reference(rng: Random) -> str:
    """Write the number of a paper."""
    return (
        rng.choice(("", "NO.", "No.", "A", "GD")) + _figures(rng, rng.choice((8, 10, 12, 20))) + rng.choice(("", "号"))
    )


def characters(rng: Random) -> str:
    """Write characters that mean nothing together, so that no sign is known by its neighbours alone."""
    return "".join(rng.choice(COMMON if rng.random() < 0.75 else RARE) for _ in range(rng.randint(2, 9)))


def piece(rng: Random) -> str:
    """Write a piece of a sentence."""
    sentence, length = rng.choice(_SENTENCES), rng.randint(4, 22)
    start = rng.randint(0, max(0, len(sentence) - length))
    return sentence[start : start + length]


def word(rng: Random) -> str:
    """Write an item or a relation."""
    return rng.choice(_WORDS)


_SORTS: tuple[tuple[Callable[[Random], str], int], ...] = (
    (citizen, 12),
    (masked, 2),
    (amount, 11),
    (nothing, 3),
    (capitals, 13),
    (day, 8),
    (name, 9),
    (firm, 6),
    (bank, 4),
    (account, 9),
    (credit_code, 3),
    (reference, 5),
    (characters, 5),
    (piece, 14),
    (word, 6),
)


def any_citizen(rng: Random) -> str:
    """Write a citizen's number as one of the province's might begin: no region is likelier than another."""
    born = f"{rng.randint(1930, 2025)}{rng.randint(1, 12):02d}{rng.randint(1, 31):02d}"
    region = rng.choice(("44", "44", _figures(rng, 2))) + _figures(rng, 4)
    return f"{region}{born}{_figures(rng, 3)}{rng.choice('0123456789X')}"


def any_account(rng: Random) -> str:
    """Write an account or card of any bank, one in three in groups of four."""
    number = rng.choice(("62", "62", "")) + _figures(rng, rng.choice((10, 12, 14, 17, 17, 18)))
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4)) if rng.random() < 0.3 else number


def noughts(rng: Random) -> str:
    """Write a number in which figures that are alike when moved stand beside each other."""
    alike = rng.choice(("069", "0689", "04", "035689", "17", "38", "235", "08"))
    return "".join(rng.choices(alike, k=rng.randint(4, 14)))


_FIGURE_SORTS: tuple[tuple[Callable[[Random], str], int], ...] = (
    (any_citizen, 14),
    (masked, 2),
    (amount, 26),
    (nothing, 5),
    (capitals, 12),
    (day, 12),
    (any_account, 16),
    (credit_code, 5),
    (reference, 6),
    (noughts, 10),
)


def figures_line(rng: Random) -> str:
    """Write one line of figures or capitals, one in four behind its label, some beside others."""
    return _line(rng, _FIGURE_SORTS)


def line(rng: Random) -> str:
    """Write one line: a value, three in ten behind its label, some among other words."""
    return _line(rng, _SORTS)


def _line(rng: Random, kinds: tuple[tuple[Callable[[Random], str], int], ...]) -> str:
    sorts, weights = zip(*kinds, strict=True)
    text: str = rng.choices(sorts, weights)[0](rng)
    chance = rng.random()
    if chance < 0.30:
        text = rng.choice(_LABELS) + rng.choice(("：", ":", " ", "： ")) + text
    elif chance < 0.36:
        text += rng.choice(("  ", "   ")) + rng.choices(sorts, weights)[0](rng)
    elif chance < 0.42:
        text = piece(rng)[-6:] + text + piece(rng)[:5]
    elif chance < 0.45:
        text = rng.choice(("1. ", "2、", "（一）", "3.", "①")) + text
    return text[:LONGEST].strip()

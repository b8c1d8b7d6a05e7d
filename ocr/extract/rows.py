"""Lines that stand at one height, and which hits count as labels at all, how a row goes on. Not here: values beside
them."""

import re
from collections.abc import Sequence

from ocr.extract.matching import Hit, Piece
from ocr.extract.runs import Book, Entry, overlap
from ocr.pages import FloatBox

NEAR = 5.0  # heights of print between two pieces of one value in the blanks of a form, at most
_LEVEL = 0.5  # share of their heights that pieces of one row have in common
# Words so common in sentences that they are labels only before a colon or in a cell of their own.
WEAK = frozenset(
    [
        "单位",
        "公司",
        "银行",
        "账户",
        "时间",
        "项目",
        "关系",
        "现金",
        "姓",
        "附",
        "本人",
        "其他",
        "状态",
        "机构",
        "渠道",
        "等级",
        "借方",
        "贷方",
        "授权",
        "经办",
        "验证",
        "余额",
        "身份证",
        "收款",
        "复核",
        "用人单位",
        "工伤职工",
        "近亲属",
        "监护人",
        "编号",
        "说明",
        "地址",
        "单价",
        "名称",
        "工亡职工",
        "死者",
        "伤者",
        "患者",
        "代码",
        "号码",
        "付款方",
        "收款方",
        "付款人",
        "收款人",
        "签名",
        "签字",
        "收款单位",
        "付款单位",
        "申请人",
        "负责人",
        "法定代表人",
        "委托事项",
        "垫付费用",
        "已垫付",
        "用工单位",
        "参保单位",
        "受伤职工",
        "申请单位",
        "垫付单位",
        "岗位",
        "职务",
        "工种",
        "电话",
        "小写",
        "大写",
        "金额",
        "合计",
        "单位垫付",
        "基金拨付",
        "其他支付",
        "预缴",
        "补缴",
        "退费",
        "年度",
        "劳动者",
        "手机",
        "户主",
        "全称",
        "户口",
    ]
)


def counts(hit: Hit) -> bool:
    """Tell whether a hit can be a label: words of everyday sentences need a colon or a cell of their own."""
    if hit.word in WEAK or len(hit.word) == 1:
        return (
            hit.strength >= 2
            or (hit.strength == 1 and len(hit.word) >= 4)
            or (hit.word in ("小写", "大写", "(大写)", "(小写)"))
        )
    return hit.strength >= 1 or len(hit.word) >= 4 or hit.word.startswith("(")


def rows_of(book: Book) -> list[tuple[int, ...]]:
    """Group lines that stand at one height, page by page, top to bottom, left to right."""
    out: list[tuple[int, ...]] = []
    for page in book.pages:
        numbers = [n for n, e in enumerate(book.entries) if e.page == page]
        numbers.sort(key=lambda n: (book.entries[n].box[1] + book.entries[n].box[3]) / 2)
        rows: list[list[int]] = []
        upright = [number for number in numbers if book.entries[number].upright]
        for number in numbers:
            box = book.entries[number].box
            if number in upright:
                continue
            if rows and _same_row([book.entries[n].box for n in rows[-1]], box):
                rows[-1].append(number)
            else:
                rows.append([number])
        out.extend((number,) for number in upright)
        out.extend(tuple(sorted(row, key=lambda n: book.entries[n].box[0])) for row in rows)
    return out


def _same_row(boxes: Sequence[FloatBox], box: FloatBox) -> bool:
    middle = (box[1] + box[3]) / 2
    height = box[3] - box[1]
    nearest = min(boxes, key=lambda other: min(abs(other[0] - box[2]), abs(other[2] - box[0])))
    own = (nearest[1] + nearest[3]) / 2
    if any(
        overlap(other[0], other[2], box[0], box[2]) > 0.3 and overlap(other[1], other[3], box[1], box[3]) < 0.4
        for other in boxes
    ):
        return False
    return abs(own - middle) < 0.5 * min(height, nearest[3] - nearest[1]) + 1


def beside_head(book: Book, entry: Entry, following: Sequence[int]) -> Sequence[int]:
    """Return a row's lines without the head of a cell of two lines: it stands half-way between them, left of both."""
    head, first = (book.entries[number] for number in (following[0], following[min(1, len(following) - 1)]))
    beside = entry.middle < head.middle < first.middle and head.box[2] < entry.box[0]
    return following[1:] if beside and abs(first.box[0] - entry.box[0]) < entry.height else following


def word_width(entry: Entry) -> float:
    """Return the width of the number or word that begins a line: it wraps as a whole."""
    word = re.match(r"[0-9A-Za-z¥,.\-]+", entry.run.text)
    if word is None:
        return 0.0
    last = entry.line.glyphs[entry.run.refs[word.end() - 1][1]].at
    return last * (entry.box[2] - entry.box[0])


def near_in_row(first: Piece, pieces: Sequence[Piece], hits: Sequence[Hit]) -> tuple[Piece, ...]:
    """Return a piece and those right of it in its row, each near the one before, up to the next label."""
    level = [one for one in pieces if one.box[0] > first.box[0] and _beside(first, one)]
    stop = min((h.box[0] for h in hits if h.box[0] > first.box[0] and _beside(first, h)), default=float("inf"))
    row = [first]
    for one in sorted(level, key=lambda piece: piece.box[0]):
        if one.box[0] >= stop or one.box[0] - row[-1].box[2] > NEAR * first.height:
            break
        row.append(one)
    return tuple(row)


def _beside(first: Piece, other: Piece | Hit) -> bool:
    return other.page == first.page and overlap(first.box[1], first.box[3], other.box[1], other.box[3]) > _LEVEL

"""Notes that somebody signs for another: 母王虚拟代, 某某代签. Not here: whether a proof allows it."""

import re

from ocr.extract.layout import Layout
from ocr.extract.matching import piece
from ocr.extract.wording import HAN, NOT_A_NAME, RELATIONS
from validators.model.evidence import Remark

_PROXY = re.compile(
    rf"(?:(?:监护人|法定代理人|代理人|代签人)?[:]?(?:(?:其|之)?(?:{'|'.join(RELATIONS)}))?(?P<name>[{HAN}]{{2,4}}?)(?:代签|代为签名|代写|代笔|代按|代(?=$|[)）,，。\s])))|(?P<bare>代签)"
)


def proxies(layout: Layout) -> tuple[Remark, ...]:
    """Return remarks for notes that somebody signs for another (母王虚拟代, 某某代签)."""
    out = []
    for number, entry in enumerate(layout.book.entries):
        text = entry.run.text
        for match in _PROXY.finditer(text):
            near = text[max(0, match.start() - 4) : match.end() + 4]
            if (
                re.search(
                    r"代签(?:请|须|需|应|的|无效|要|注)|监护人代签|代领|代为|代码|代理|不得|代办|代垫|代收|代表|代付",
                    near,
                )
                and not match["name"]
            ):
                continue
            name = _proxy_name(match["name"] or "")
            if match["name"] and (NOT_A_NAME.search(match["name"]) and not name):
                continue
            if re.match(r"[理码表办垫收付领为替]", text[match.end() : match.end() + 1]):
                continue
            if len(text) > 60:
                continue
            box = piece(entry, number, match.start(), match.end()).box
            out.append(
                Remark("PROXY", "signatures", entry.page, (int(box[0]), int(box[1]), int(box[2]), int(box[3])), name)
            )
    return tuple(out)


def _proxy_name(text: str) -> str:
    for relation in sorted((*RELATIONS, "监护人", "由", "其"), key=len, reverse=True):
        if text.startswith(relation) and len(text) - len(relation) >= 2:
            return text[len(relation) :]
    return "" if NOT_A_NAME.search(text) else text

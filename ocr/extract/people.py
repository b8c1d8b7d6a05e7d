# ruff: noqa: E501 - word lists and patterns are read whole
"""Persons in sentences: 配偶王虚拟（身份证号码：…）, 王虚拟，系死者之妻，身份证号码…. Not here: tables, labels."""

import re
from collections.abc import Iterator

from ocr.extract.grammar import Found, ids, phones
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.runs import Run
from ocr.extract.values import leaf
from ocr.extract.wording import HAN, NOT_A_NAME, RELATIONS

_RELATION = "|".join(sorted(RELATIONS, key=len, reverse=True))
_N = rf"[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*"
_BEFORE_ID = re.compile(
    rf"(?:(?P<r1>{_RELATION})(?:姓名)?[:]?[,(]?(?P<n1>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*)|(?P<n2>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)[,(:;、]{{0,2}}(?:(?:系|为|是|与).{{0,10}}?(?:之|的)?(?P<r2>{_RELATION})|(?P<r3>{_RELATION}))|(?P<n3>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*))"
    rf"[,)(:;、]{{0,3}}(?:男|女)?[,、]?(?:汉族)?[,、(]{{0,2}}(?:公民)?(?:居民)?(?:身份证|身份|证件|社会保障)?(?:件)?(?:号码|号)?[:为是]{{0,2}}[,]?$"
)
_ID_LABEL = re.compile(r"[,(:;、]*(?:公民|居民)?(?:身份证|身份|证件|社会保障)(?:件)?(?:号码|号)?[:为是]{0,2}$")
_DECEASED = re.compile(r"死者|工亡职工|亡者|死亡职工|逝者|工伤职工|受伤职工|我单位职工|员工|已故|亡故|因工死亡")


_OF_THE_DEAD = "死者|亡者|逝者|工亡职工|死亡职工|工亡人员|职工"
_BEHIND_LENGTH = 24  # characters


def relatives_in_text(layout: Layout, skip: frozenset[str]) -> tuple[FieldRow, ...]:
    """Return persons whose number stands beside their name in running text; numbers in `skip` are the deceased's."""
    flow = layout.paragraphs()  # not joined: 4499…9001 and the next row's 2. are no number
    rows: list[dict[str, FieldLeaf]] = []
    last = 0
    for found in sorted(ids(flow.text), key=lambda one: one.start):
        if found.quality < 0.4 or found.value in skip:
            last = max(last, found.stop)
            continue
        person = _person_before(layout, flow, last, found)
        if person:
            person["id_no"] = leaf(layout.book, flow, found, "id", found.quality)
            after = flow.text[found.stop : found.stop + 24]
            person = {**_relation_behind(layout, flow, found.stop), **person}
            phone = next((p for p in phones(after) if p.quality > 0.8), None)
            if phone is not None:
                shifted = Found(
                    found.stop + phone.start, found.stop + phone.stop, phone.value, phone.quality, phone.flags
                )
                person["phone"] = leaf(layout.book, flow, shifted, "phone", 0.8)
            rows.append(person)
        last = found.stop
    return tuple(rows) or _in_brackets(layout, flow)


def _in_brackets(layout: Layout, flow: Run) -> tuple[FieldRow, ...]:
    """Return 王虚拟（配偶）、李父示（父亲）: persons named with their relation and nothing else."""
    rows: list[FieldRow] = []
    seen = set()
    for match in re.finditer(rf"(?P<n>[{HAN}]{{2,4}})\((?:系死者|死者|系)?(?:之|的)?(?P<r>{_RELATION})\)", flow.text):
        if NOT_A_NAME.search(match["n"]) or match["n"] in seen:
            continue
        seen.add(match["n"])
        rows.append(
            {
                "name": leaf(layout.book, flow, Found(*match.span("n"), match["n"], 0.7), "name", 0.65),
                "relation": leaf(layout.book, flow, Found(*match.span("r"), match["r"], 0.8), "relation", 0.7),
            }
        )
    return tuple(rows)


def _person_before(layout: Layout, flow: Run, last: int, found: Found) -> dict[str, FieldLeaf]:
    start = max(last, found.start - 44)
    text = flow.text[start : found.start]
    opening = re.match(r"(?s)^.*(?:兹证明|兹有)", text)
    if opening:
        start, text = start + opening.end(), text[opening.end() :]
    label = _ID_LABEL.search(text)
    head = text[: label.start()] if label else text
    best: tuple[int, int, str, tuple[int, int] | None] | None = None
    for name, relation in _readings(head):
        best = (*name, head[name[0] : name[1]], relation)
        break
    if best is None:
        return {}
    begin, end, _, relation = best
    person = {"name": leaf(layout.book, flow, Found(start + begin, start + end, head[begin:end], 0.8), "name", 0.75)}
    if relation is not None:
        person["relation"] = leaf(
            layout.book,
            flow,
            Found(start + relation[0], start + relation[1], head[relation[0] : relation[1]], 0.9),
            "relation",
            0.8,
        )
    return person


_BEHIND = re.compile(
    rf"[,)、(]{{0,2}}(?:系|为|是|与)(?:其|(?:{_OF_THE_DEAD})[{HAN}]{{0,4}}?)(?:之|的)?(?P<r>{_RELATION})(?:关系)?(?![{HAN}])"
)


def _relation_behind(layout: Layout, flow: Run, stop: int) -> dict[str, FieldLeaf]:
    """Return the relation that a sentence names behind the number: 王虚拟，女，身份证号码…，系死者配偶."""
    told = _BEHIND.match(flow.text[stop : stop + _BEHIND_LENGTH])
    if told is None:
        return {}
    found = Found(stop + told.start("r"), stop + told.end("r"), told["r"], 0.9)
    return {"relation": leaf(layout.book, flow, found, "relation", 0.8)}


def _readings(head: str) -> Iterator[tuple[tuple[int, int], tuple[int, int] | None]]:
    """Yield (name span, relation span) from the text before a number, the likeliest first."""
    tail = r"[,)(:;、]{0,3}(?:(?:男|女)[,、]?)?(?:[\u4e00-\u9fff]{1,2}族[,、]?)?(?:(?:19|20)\d\d年.{2,8}出生[,、]?)?[,(（、:]{0,2}$"
    patterns = (
        rf"(?:^|[,;。.:、)（(\d\n与及和])(?:其|死者|亡者|职工)?(?:之|的)?(?P<r>{_RELATION})(?:姓名)?[:,(]?(?P<n>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*){tail}",
        rf"(?:^|[,;。.:、)(\d\n])(?:姓名[:]?)?(?P<n>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)[,(:、]{{0,2}}(?:(?:系|为|是|与)[^,;。]{{0,12}}?|关系[:]?|与[^,;。:]{{0,8}}关系[:]?|(?:{_OF_THE_DEAD})(?:之|的)?)?(?P<r>{_RELATION})(?:关系)?{tail}",
        rf"(?P<r>{_RELATION})[:,(]?(?P<n>[{HAN}]{{2,3}}(?:·[{HAN}]{{1,10}})*){tail}",
        rf"(?:^|[,;。.:、)(\d\n])(?:姓名[:]?|是|系|为)?(?P<n>[{HAN}]{{2,4}}(?:·[{HAN}]{{1,10}})*){tail}",
    )
    for pattern in patterns:
        for match in re.finditer(pattern, head):
            name = match["n"]
            if NOT_A_NAME.search(name) or re.fullmatch(_OF_THE_DEAD, name):
                continue
            relation = match.span("r") if "r" in match.re.groupindex else None
            if (
                relation is not None
                and match["r"] == "女"
                and relation[0] > match.start("n")
                and head[relation[0] - 1] in ",、"
            ):
                relation = None  # 王虚拟，女，: a sex, not a daughter
            yield match.span("n"), relation

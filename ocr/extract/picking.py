# ruff: noqa: E501 - word lists and patterns are read whole
"""Choosing among labels: which of several hits carries a field, which person an ID number belongs to, bare values.

Here: the choices all kinds share. Not here: the list of fields of a kind.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ocr.extract import grammar
from ocr.extract.grammar import Found
from ocr.extract.layout import Layout
from ocr.extract.leads import bank_start, org_start
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.matching import Hit
from ocr.extract.runs import Run
from ocr.extract.spread import spread
from ocr.extract.unread import unread_date, unread_name, unread_words
from ocr.extract.values import SCANNERS, Candidate, candidate_leaf, empty_leaf, leaf, value_of
from ocr.extract.wording import HAN, NOT_A_NAME, org_goes_on
from validators.model.evidence import Alternative

_LEADING = re.compile(
    r"(?:.{0,20}?(?:发放|支付|拨付|划拨|划|汇|转|打)(?:到|至|给|入))?(?:今收到|兹收到|现收到|已收到|收到|今|现|兹有|兹|我单位|本单位|该单位|我公司|我司|用人单位|单位|公司|户名|账户名称|系|是|为|由|将|至|到|给|在|向|与|和|开户行|开户银行|[:,、])*"
)
Keep = Callable[[Hit], bool]
Bonus = Callable[[Hit], float]
PERSONS = ("WORKER", "DECEASED", "NAME", "GUARDIAN", "AGENT", "PRINCIPAL", "WARD", "BENEFICIARY", "PATIENT", "HOLDER")
_SHAPED = frozenset(("id", "code_uscc", "uscc", "account", "cnaps", "date", "money", "words", "phone"))
_PARTED = 0.75  # fit of a value behind a label in two lines
_WELL = 0.5  # fit of a value that is its label's


class Picker:
    """Collects the fields of one paper."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.book = layout.book
        self.fields: dict[str, FieldLeaf] = {}
        self.lists: dict[str, tuple[FieldLeaf, ...]] = {}
        self.rows: dict[str, tuple[FieldRow, ...]] = {}
        self.flow = layout.paragraphs()

    def put(self, name: str, found: FieldLeaf | None) -> None:
        """Set a field unless it already has a value."""
        if found is None:
            return
        now = self.fields.get(name)
        if now is None or (now.value is None and found.value is not None):
            self.fields[name] = found

    def has(self, name: str) -> bool:
        """True when a field has a value."""
        found = self.fields.get(name)
        return found is not None and found.value is not None

    def stands(self, name: str) -> bool:
        """True when a field has a value, or the outline of one at its label, which a look at its ink may read."""
        return self.has(name) or (name in self.fields and "MISREAD" in self.fields[name].flags)

    def label(
        self,
        name: str,
        meanings: Sequence[str],
        sort: str,
        keep: Keep | None = None,
        bonus: Bonus = lambda hit: 0.0,
    ) -> None:
        """Set a field from the best of its labels; a lone label without value gives an empty leaf."""
        best: Candidate | None = None
        rank = -1.0
        hits = [hit for hit in self.layout.of(*meanings) if keep is None or keep(hit)]
        for number, hit in enumerate(hits):
            found = value_of(self.layout, hit, sort)
            if found is None or found.fit < 0.22:
                continue
            score = found.fit + bonus(hit) - 0.01 * number
            if score > rank:
                best, rank = found, score
        if best is not None:
            self.put(name, candidate_leaf(self.book, best, sort))
        elif keep is None and (parted := self._parted(meanings, sort)) is not None:
            self.put(name, parted)
        else:
            firm = next((hit for hit in hits if hit.strength >= 2), None)
            if firm is not None:
                unread = _UNREAD.get(sort)
                self.put(name, (unread(self.layout, firm) if unread else None) or empty_leaf(firm))

    def _parted(self, meanings: Sequence[str], sort: str) -> FieldLeaf | None:
        """Return the value of a label that a line's end parts (联行 / 号：9995…), if its own shape tells it.

        A word in front of it would make it somebody else's: 付款行 / 行号.
        """
        if sort not in _SHAPED:
            return None
        words = [word for word, meaning in self.layout.words.words.items() if meaning in meanings and len(word) > 1]
        for word in sorted(words, key=len, reverse=True):
            for match in re.finditer(f"(?<![{HAN}]){re.escape(word)}:(?P<v>[^;。\\n]{{2,40}})", self.flow.text):
                refs = self.flow.refs[match.start() : match.start() + len(word) + 1]
                found = grammar.best(SCANNERS[sort], match["v"], 0) if self._goes_on({at for at, _ in refs}) else None
                if found is not None and found.start == 0 and found.value is not None:
                    return self._at(found, match.start("v"), sort, _PARTED)
        return None

    def _goes_on(self, lines: set[int]) -> bool:
        """Whether two lines are the end of one row and the beginning of the next."""
        if len(lines) != 2:
            return False
        first, second = sorted(lines, key=self.layout.row_of.__getitem__)
        rows, above = self.layout.rows, self.layout.row_of[first]
        following = above + 1 == self.layout.row_of[second]
        return following and rows[above][-1] == first and rows[above + 1][0] == second

    def several(self, name: str, meanings: Sequence[str], sort: str) -> None:
        """Set a field from the first of its labels where labels name different values, with the others beside it."""
        found = [one for hit in self.layout.of(*meanings) if (one := value_of(self.layout, hit, sort)) is not None]
        leaves = [candidate_leaf(self.book, one, sort) for one in found if one.fit >= _WELL]
        different = {leaf.value: leaf for leaf in reversed(leaves) if leaf.value is not None}
        if len(different) > 1:
            first, *others = sorted(different.values(), key=leaves.index)
            beside = tuple(Alternative(leaf.value, leaf.confidence) for leaf in others)
            self.put(name, replace(first, flags=(*first.flags, "AMBIGUOUS"), alternatives=beside))

    def pattern(self, name: str, sort: str, patterns: Sequence[str], fit: float = 0.75) -> None:
        """Set a field from running text: the group `v` of the first pattern whose value has the sort's shape."""
        if self.stands(name):
            return
        for pattern in patterns:
            for match in re.finditer(pattern, self.flow.text):
                start, stop = match.span("v")
                if sort in ("name", "org", "bank", "text", "code"):
                    start += len(_LEADING.match(match["v"])[0]) if sort in ("org", "bank") else 0  # type: ignore[index]
                    start += _STARTS[sort](self.flow.text[start:stop]) if sort in _STARTS else 0
                    stop += org_goes_on(self.flow.text[stop:]) if sort == "org" else 0
                    value = self.flow.text[start:stop]
                    if not value:
                        continue
                    if (sort == "name" and NOT_A_NAME.search(value)) or (sort == "org" and NO_FIRM.search(value)):
                        continue
                    odd = ("ODD_SIGN",) if sort == "name" and re.search("[0-9A-Za-z]", value) else ()
                    self.put(name, leaf(self.book, self.flow, Found(start, stop, value, fit, odd), sort, fit))
                    return
                found = grammar.best(SCANNERS[sort], self.flow.text[start:stop], 0)
                if found is not None and (found.value is not None or "MISREAD" in found.flags):
                    self.put(name, self._at(found, start, sort, fit))
                    return

    def _at(self, found: Found, offset: int, sort: str, fit: float) -> FieldLeaf:
        moved = replace(found, start=found.start + offset, stop=found.stop + offset)
        return leaf(self.book, self.flow, moved, sort, min(fit, 0.4 + found.quality / 2))

    def only(self, name: str, sort: str, fits: Callable[[Found, str], bool], fit: float = 0.6) -> None:
        """Set a field from the only fitting value of its sort on the whole paper."""
        if self.stands(name):
            return
        seen: dict[object, tuple[Run, Found]] = {}
        shown = [(run, found, run.text) for run in self.runs() for found in SCANNERS[sort](run.text)]
        for run, found, text in (*shown, *spread(self.layout, sort)):
            if found.value is not None and fits(found, text):
                seen.setdefault(found.value, (run, found))
        if len(seen) == 1:
            run, found = next(iter(seen.values()))
            self.put(name, leaf(self.book, run, found, sort, fit))

    def runs(self) -> Iterator[Run]:
        """Yield every piece of the paper that no table took."""
        for one in self.layout.pieces:
            yield one.run

    def owner(self, hit: Hit) -> Hit | None:
        """Return the person label that a hit (ID, phone) belongs to: the last one before it in reading order."""
        before = [
            other
            for other in self.layout.hits
            if other.meaning in PERSONS and other.strength >= 1 and self.layout.order(other) < self.layout.order(hit)
        ]
        return max(before, key=self.layout.order, default=None)

    def owned_by(self, *meanings: str) -> Keep:
        """Return a test whether a hit belongs to one of these persons, or to nobody named."""

        def keep(hit: Hit) -> bool:
            owner = self.owner(hit)
            return owner is None or owner.meaning in meanings

        return keep


def take_rows(layout: Layout, rows: Sequence[FieldRow]) -> None:
    """Take the words of rows spelled out in text out of the labels: their 金额 is no total."""
    for row in rows:
        parts = [part for one in row.values() for part in one.parts]
        for number, entry in enumerate(layout.book.entries):
            own = [part for part in parts if (part.page, part.line_index) == (entry.page, entry.index)]
            if own:
                glyphs = range(min(part.start for part in own), max(part.stop for part in own))
                places = [i for i, ref in enumerate(entry.run.refs) if ref[1] in glyphs]
                layout.without([(number, places[0], places[-1] + 1)])


_STARTS: Mapping[str, Callable[[str], int]] = {"org": org_start, "bank": bank_start}
_UNREAD = {"name": unread_name, "date": unread_date, "words": unread_words}

OWN_NUMBER = r"(?:\([^()]{0,12}[0-9]{17}[0-9Xx]\))"  # in brackets behind a name
NAME_IN_TEXT = (
    rf"(?:我|本|该)?(?:单位|公司|司|厂)(?:的)?(?:工伤|受伤|因工受伤)?(?:职工|员工|工人|雇员)[:,(]?(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=[,(、;:]|同志|先生|女士|于|在|因|身份证|系|男|女|20\d\d)",
    rf"(?:工伤职工|受伤职工|受伤员工|工伤员工|伤者|职工|员工|雇员|工人|患者|受伤人)[:,(]?(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=[,(、;:]|同志|先生|女士|于|在|因|身份证|系|男|女|20\d\d)",
    rf"(?:公司|单位|厂|店|中心)(?:职工|员工)?(?P<v>[{HAN}]{{2,4}}?)(?=\((?:身份证|公民|性别|男|女)|,(?:身份证|公民身份|男|女))",
    rf"(?:我叫|名叫|姓名为)(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=[,(、;:。]|系|是|于|在|身份证|男|女)",
    rf"(?:^|[,。;:、\n]|兹证明|兹有|证明|兹)(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*){OWN_NUMBER}?(?:同志|先生|女士)?(?:系|是|为)(?:我|本|该)?(?:单位|公司|司|厂|[{HAN}()]{{4,26}}公司)(?:的)?(?:在[册职岗])?(?:职工|员工|工人)",
    rf"(?:单位|公司|司|厂)[{HAN}]{{0,6}}(?:操作工|技工|焊工|电工|钳工|车工|普工|司机|学徒工?|保安|技术员|操作员)(?P<v>[{HAN}]{{2,4}}?)(?=[,(]|同志|于|在|身份证|男|女|20\d\d)",
    rf"本人(?:姓名)?[:,(]?(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=[,(、;:]|系|为|是|于|在|因|身份证|男|女)",
    rf"(?:^|[,。;:、])(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?:同志)?[,(]{{1,2}}(?:男|女|性别.)?[,]?(?:公民)?身份证",
)
DECEASED_IN_TEXT = (
    rf"(?:工亡职工|死者|亡者|逝者|死亡职工|工亡人员|因工死亡职工|已故职工|亡故职工|工亡员工)[:,(]?(?P<v>[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*)(?=[,(、;:之的]|同志|先生|女士|于|在|因|身份证|系|男|女|生前|死亡|工亡|20\d\d)",
    rf"(?:工亡职工|死者|亡者|逝者|死亡职工|工亡人员|因工死亡职工|已故职工)[:,(]?(?P<v>[{HAN}]{{1,3}}[0-9A-Za-z]{{1,2}}[{HAN}]{{0,2}})(?=[,(])",
    rf"(?:以下|下列|上述)?(?:人员|人)?(?:为|是|系)(?P<v>[{HAN}]{{2,4}}?){OWN_NUMBER}?的(?:全部|所有)?(?:近亲属|亲属)",
    rf"(?:^|[,。;:、\n])(?P<v>[{HAN}]{{2,4}}?){OWN_NUMBER}(?:生前)?(?:系|是|为)[^,。;:]{{2,30}}(?:职工|员工|工人)[,。]",
    rf"(?<![0-9一二三四五六七八九十][、.,])(?:亲人|亲属|丈夫|妻子|父亲|母亲|儿子|女儿|家属)(?P<v>[{HAN}]{{2,4}}?)(?=\((?:身份证|公民|生前)|,?(?:身份证|公民身份)|生前)",
    *NAME_IN_TEXT[:2],
    NAME_IN_TEXT[4],
    rf"(?<![{HAN}])(?P<v>[{HAN}]{{2,4}}?)生前",
)
# The second and third way are dates with a sign misread: 2024年104日, 2024年7日24日, 2022103/26.
DATE = r"20\d\d[\-/.](?=[\d\-/.]*\|)[\d|]{1,2}[\-/.][\d|]{1,2}|(?:19|20)\d\d[年\-/.]\d{1,2}[月\-/.]\d{1,2}日?|20\d\d年\d{1,2}[0-9日目曰]\d{1,2}日|20\d\d1\d\d[/.\-]\d{1,2}|[〇零O0一二三四五六七八九]{3,4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
MONEY = r"(?<![\d.,])¥?(?:\d[\d,.]*\d|\d)(?![,.]?\d|[-/]\d|年)元?"
# A neighbour's label and its answer in one, or the bank of an account: no firm that a paper names as somebody's employer.
NO_FIRM = re.compile(r"户名|收款|付款|补助金|开户|账[户号]|银行股份有限公司$|信用社")
ORG_IN_TEXT = (
    rf"(?:我|本)(?:单位|公司|司|厂)[(,:](?:即|名称[:为]?)?(?P<v>[{HAN}A-Za-z0-9()]{{3,28}}?(?:有限公司|有限责任公司|公司|工厂|厂|商行|经营部|合作社|中心))",
    rf"(?:兹有|我(?:单位|公司)|(?:用人)?单位|系|是|为|由)(?:用人单位)?[:,]?(?P<v>[{HAN}A-Za-z0-9()]{{3,28}}?(?:有限公司|有限责任公司|公司|工厂|厂|商行|经营部|合作社|中心))(?:的)?(?:职工|员工|工人)",
    rf"(?:兹有|系|是)(?P<v>[{HAN}A-Za-z0-9()]{{3,28}}?(?:有限公司|有限责任公司|公司|工厂|厂|商行|经营部))",
    rf"(?:用人单位|(?<![收付]款)(?<!支付)(?<!开票)单位|公司)(?:名称)?(?:\((?:公章|盖章|加盖公章|签章)\))?[:,](?P<v>[{HAN}A-Za-z0-9()]{{3,28}}?(?:有限公司|有限责任公司|公司|工厂|厂|商行|经营部))",
    rf"(?<![{HAN}])(?<!户名[:,])(?<!名称[:,])(?<!收款[人方户][:,])(?<!款单位[:,])(?P<v>[{HAN}A-Za-z0-9()]{{4,28}}?(?:有限公司|有限责任公司))(?!医院|银行)",
)

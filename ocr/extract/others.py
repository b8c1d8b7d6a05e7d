# ruff: noqa: E501 - word lists and patterns are read whole
"""The other kinds: names, ID numbers and dates, and the few fields that checks ask for. Not here: geometry."""

import re
from collections.abc import Sequence

from ocr.extract import grammar
from ocr.extract.columns import RELATIVES
from ocr.extract.joint import cell_leaf
from ocr.extract.layout import Layout
from ocr.extract.leaves import FieldLeaf, FieldRow
from ocr.extract.people import relatives_in_text
from ocr.extract.picking import DATE, DECEASED_IN_TEXT, ORG_IN_TEXT, Picker
from ocr.extract.tables import Table, find_tables
from ocr.extract.values import Candidate, candidate_leaf, leaf, value_of
from ocr.extract.wording import HAN, NOT_A_NAME
from validators.model.codes import DocumentKind as K

_N = rf"[{HAN}]{{2,4}}?(?:·[{HAN}]{{1,10}})*"
_AFTER = r"(?=[,(、;:\n]|\(|身份证|公民身份|证件|男|女|性别|系|为|与|于|$)"
_WHOLE = 0.45  # fit of a firm's name that has an end
# Before its number in brackets a name stands whatever became of the sign before 证明: 兹 is read as 滋, 磁 or 虚.
_CERTIFIED = rf"证明[:]?(?:我行)?(?:客户|储户|存款人|公民|居民|村民|学生|申请人|职工|死者|逝者|亡者)?[:]?(?P<v>{_N})(?=\((?:公民|居民)?(?:身份|证件))"


def read_other(layout: Layout, kind: K) -> tuple[Picker, tuple[Table, ...]]:
    """Return what a supporting paper is asked for."""
    picker = Picker(layout)
    _READERS.get(kind, _plain)(picker)
    picker.put("date", _date(picker))
    if picker.has("date"):
        picker.put("issue_date", picker.fields["date"])
    return picker, ()


def _plain(picker: Picker) -> None:
    picker.label("name", ("WORKER", "DECEASED", "NAME", "PATIENT", "HOLDER"), "name")
    picker.pattern("name", "name", (rf"(?:姓名|职工|员工|本人|兹证明|兹有)[:]?(?P<v>{_N}){_AFTER}", _CERTIFIED), 0.6)
    _id(picker, "id_no")


def _id(picker: Picker, name: str) -> None:
    picker.label(name, ("ID", "WORKER_ID", "DECEASED_ID"), "id")
    picker.only(name, "id", lambda found, text: found.quality >= 0.7)
    if not picker.has(name):
        for run in picker.runs():
            found = grammar.best(grammar.ids, run.text)
            if found is not None and found.quality >= 0.7:
                picker.put(name, leaf(picker.book, run, found, "id", 0.55))
                return


def _date(picker: Picker) -> FieldLeaf | None:
    """Return the paper's own date: labelled, else the lowest one on it that no field took."""
    taken = {leaf.parts for leaf in picker.fields.values()}
    for hit in picker.layout.of("DATE"):
        labelled = value_of(picker.layout, hit, "date")
        if labelled is not None and labelled.found.value is not None:
            return candidate_leaf(picker.book, labelled, "date")
    dated = []
    for run in picker.runs():
        for found in grammar.dates(run.text):
            if found.value is not None and found.quality > 0.5:
                one = candidate_leaf(picker.book, Candidate(run, found, 0.6), "date")
                if one.parts not in taken:
                    dated.append(one)
    return max(dated, key=lambda one: (one.page, one.box[1] if one.box else 0.0), default=None)


def _id_card(picker: Picker) -> None:
    _plain(picker)
    picker.pattern("name", "name", (rf"姓名(?P<v>[{HAN}]{{2,4}})(?=性别|民族|$)",), 0.8)
    if not picker.has("name"):
        for entry in picker.book.entries:
            match = re.fullmatch(rf"姓?名?[:]?([{HAN}]{{2,4}})", entry.run.text)
            if match and not re.search(r"性别|民族|住址|中华|居民|身份", entry.run.text):
                found = grammar.Found(match.start(1), match.end(1), match[1], 0.5)
                picker.put("name", leaf(picker.book, entry.run, found, "name", 0.5))
                break
    picker.pattern("valid_to", "text", (r"(?:有效期限)?\d{4}\.\d{2}\.\d{2}[-—至](?P<v>\d{4}\.\d{2}\.\d{2}|长期)",), 0.8)
    for hit in picker.layout.of("OTHER"):
        if hit.word.startswith("出生"):
            born = value_of(picker.layout, hit, "date")
            if born is not None:
                picker.put("birth_date", candidate_leaf(picker.book, born, "date"))


def _death(picker: Picker) -> None:
    picker.label("name", ("DECEASED", "NAME", "WORKER"), "name")
    leads = rf"(?:死者|亡者|逝者|死亡人|兹证明|兹有|公民|居民)(?:姓名)?[:]?(?P<v>{_N}){_AFTER}"
    picker.pattern("name", "name", (leads, _CERTIFIED), 0.7)
    _id(picker, "id_no")
    picker.label("death_date", ("DEATH_DATE",), "date")
    picker.pattern(
        "death_date",
        "date",
        (
            rf"(?:于|在)?(?P<v>{DATE})[^。;,]{{0,30}}?(?:死亡|身故|去世|身亡|逝世|火化)",
            rf"死亡(?:日期|时间)?[^。]{{0,8}}?(?P<v>{DATE})",
        ),
    )


def _account(picker: Picker) -> None:
    picker.label("holder_name", ("HOLDER",), "name")
    found = picker.fields.get("holder_name")
    if found is None or found.value is None or found.fit < 0.45:
        weak = picker.fields.pop("holder_name", None)
        picker.label("holder_name", ("HOLDER", "NAME", "EMPLOYER"), "org")
        if not picker.has("holder_name") or (
            weak is not None and weak.value and picker.fields["holder_name"].fit < weak.fit
        ):
            picker.fields.pop("holder_name", None)
            picker.put("holder_name", weak)
    picker.pattern("holder_name", "name", (_CERTIFIED,), 0.7)
    picker.label("account", ("ACCOUNT",), "account")
    picker.only("account", "account", lambda found, text: found.quality >= 0.7)
    picker.label("bank_name", ("BANK",), "bank")
    picker.pattern(
        "bank_name",
        "bank",
        (
            rf"(?P<v>(?:中国)?[{HAN}]{{2,10}}?银行[{HAN}()]{{0,20}}?(?:支行|分行|营业部|分理处))",
            rf"(?P<v>[{HAN}]{{2,8}}银行)",
        ),
        0.6,
    )
    picker.label("cnaps", ("CNAPS",), "cnaps")
    if picker.has("holder_name"):
        picker.put("name", picker.fields["holder_name"])
    _id(picker, "id_no")


def _card(picker: Picker) -> None:
    _plain(picker)
    picker.label("account", ("ACCOUNT",), "account", lambda hit: "社会保障卡" not in hit.word)
    picker.only("account", "account", lambda found, text: found.quality >= 1.0)
    picker.pattern(
        "card_serial",
        "code",
        (
            r"(?:社会保障)?(?:社保)?卡号[:]?(?P<v>[A-Z]?[0-9A-Z]{7,10})(?![0-9A-Z])",
            r"(?<![0-9A-Z])(?P<v>[A-Z][0-9]{8})(?![0-9])",
        ),
        0.7,
    )
    picker.label("bank_name", ("BANK",), "bank")
    picker.pattern("bank_name", "bank", (rf"(?P<v>[{HAN}]{{2,8}}银行)",), 0.6)


def _detail(picker: Picker) -> None:
    _plain(picker)
    picker.label("hospital_name", ("HOSPITAL",), "org")
    picker.pattern(
        "hospital_name", "org", (rf"(?P<v>[{HAN}]{{3,20}}?(?:医院|卫生院|康复中心)(?:\([{HAN}]{{1,8}}\))?)",), 0.6
    )
    picker.pattern(
        "total_figures",
        "money",
        (r"(?:合计|总计|总金额|费用总额|总费用|共计)[^0-9]{0,14}?(?P<v>¥?\d[\d,]*\.\d\d)",),
        0.7,
    )
    if picker.has("name"):
        picker.put("patient_name", picker.fields["name"])


def _guardian(picker: Picker) -> None:
    picker.pattern(
        "ward_name",
        "name",
        (
            rf"(?:被监护人)(?:姓名)?[:,(]?(?P<v>{_N}){_AFTER}",
            rf"(?P<v>{_N})(?:的)(?:法定)?监护人",
            rf"未成年(?:人|子女|儿子|女儿)?(?P<v>{_N}){_AFTER}",
        ),
        0.7,
    )
    picker.pattern(
        "guardian_name",
        "name",
        (
            rf"(?<!被)(?:法定|指定)?监护人(?:姓名)?(?:为|是)?[:,(]?(?P<v>{_N}){_AFTER}",
            rf"指定(?P<v>{_N})(?:为|担任)",
            rf"(?P<v>{_N})(?:系|为|是)[^。,]{{0,8}}(?:法定|指定)?监护人",
        ),
        0.7,
    )
    _related(picker)
    if picker.has("name"):
        picker.put("ward_name", picker.fields["name"])
    _persons(picker)
    _plain(picker)


def _poa(picker: Picker) -> None:
    _party(picker, "principal", r"(?<![被受])委托人(?!员)|(?<![被受])授权人")
    _party(picker, "agent", r"受委托人|被委托人|受托人|代理人|被授权人|受权人")
    picker.pattern("principal_name", "name", (rf"本人[:,]?(?P<v>{_N}){_AFTER}",), 0.6)
    picker.pattern("agent_name", "name", (rf"(?:委托|授权|委派)(?P<v>{_N}){_AFTER}",), 0.6)
    _persons(picker)
    for short in ("principal", "agent"):
        if picker.has(f"{short}_name"):
            picker.put(short, picker.fields[f"{short}_name"])
    if picker.has("principal"):
        picker.put("name", picker.fields["principal"])
    _plain(picker)


def _party(picker: Picker, name: str, words: str) -> None:
    """Set name and number of a party: label before the name, in a line, in cells or in a sentence."""
    text = picker.flow.text
    for match in re.finditer(rf"(?:{words})(?:姓名)?(?:\([^)]{{0,6}}\))?[:]?\n?(?P<v>{_N}){_AFTER}", text):
        value = match["v"]
        if NOT_A_NAME.search(value):
            continue
        picker.put(
            f"{name}_name", leaf(picker.book, picker.flow, grammar.Found(*match.span("v"), value, 0.7), "name", 0.7)
        )
        after = text[match.end() : match.end() + 60]
        following = re.search(r"(?:受委托人|被委托人|受托人|代理人|委托人)(?!身份|证件|公民)", after)
        found = grammar.best(grammar.ids, after[: following.start()] if following else after, 0)
        if found is not None and found.quality >= 0.4:
            moved = grammar.Found(
                match.end() + found.start, match.end() + found.stop, found.value, found.quality, found.flags
            )
            picker.put(f"{name}_id", leaf(picker.book, picker.flow, moved, "id", 0.7))
        return


def _decision(picker: Picker) -> None:
    picker.label("decision_no", ("DECISION_NO",), "code")
    picker.pattern(
        "decision_no",
        "code",
        (rf"(?:编号|文号|决定书)?[:]?(?P<v>[{HAN}]{{1,10}}[〔\[(](?:19|20)\d\d[〕\])]第?\d{{1,10}}号)",),
        0.8,
    )
    picker.label("worker_name", ("WORKER", "NAME"), "name")
    picker.pattern("worker_name", "name", (rf"(?:职工|申请人|同志)[:]?(?P<v>{_N}){_AFTER}",), 0.6)
    picker.label("employer_name", ("EMPLOYER",), "org")
    found = picker.fields.get("employer_name")
    if found is not None and found.fit < _WHOLE:  # its end stands in the next line
        del picker.fields["employer_name"]
        picker.pattern("employer_name", "org", ORG_IN_TEXT, 0.7)
        picker.put("employer_name", found)
    picker.label("injury_date", ("INJURY_DATE",), "date")
    picker.pattern("injury_date", "date", (rf"(?P<v>{DATE})[^。;]{{0,60}}?(?:受伤|受到|事故|伤害|摔|砸|压)",), 0.6)
    _id(picker, "id_no")
    if picker.has("worker_name"):
        picker.put("name", picker.fields["worker_name"])


def _dispute(picker: Picker) -> None:
    picker.label("worker_name", ("DECEASED", "WORKER"), "name")
    picker.pattern("worker_name", "name", DECEASED_IN_TEXT)
    picker.label("worker_id", ("DECEASED_ID", "WORKER_ID"), "id")
    if not picker.has("worker_id"):
        picker.label("worker_id", ("ID",), "id", picker.owned_by("DECEASED", "WORKER", "NAME"))
    picker.label("parties", ("PARTIES",), "text")
    picker.pattern(
        "parties",
        "text",
        (
            rf"(?:争议)?(?:当事人|近亲属|亲属|各方|双方|申请人)(?:为|有)?[:]?(?P<v>{_N}(?:[、,和与][{HAN}]{{2,4}}(?=[、,。和与;:]|$|\n|对|因|就|之))+)",
        ),
    )
    _persons(picker)
    _plain(picker)


_OTHER_SIDE = re.compile(
    rf"(?:与|死者|亡者|逝者|职工|已故|亡故|\d[Xx]?\)[,]?(?:系|是|为))[:,]?{_N}[,(]{{0,2}}(?:(?:男|女)[,]?)?(?:公民|居民)?(?:身份证|身份|证件|社会保障)(?:件)?(?:号码|号)?[:为是]{{0,2}}(?P<v>[0-9Xx]{{15,18}})"
)


_RELATED = rf"\)[,]?(?:系|是|为)(?P<n>{_N})[,]?\((?:公民|居民)?(?:身份证|身份|证件)(?:件)?(?:号码|号)?[:为是]{{0,2}}(?P<i>[0-9Xx]{{15,18}})"


def _related(picker: Picker) -> None:
    """Set name and number of the one whom a sentence tells the other's part of: …）是邝宁（身份证号码：…）的监护人."""
    for name, sort, group in (("name", "name", "n"), ("id_no", "id", "i")):
        picker.pattern(name, sort, (_RELATED.replace(f"(?P<{group}>", "(?P<v>"),), 0.8)


def _kin(picker: Picker) -> None:
    """The one to whom all are related is named in the sentence; the persons are the others."""
    _related(picker)
    _persons(picker, frozenset(match["v"].upper() for match in _OTHER_SIDE.finditer(picker.flow.text)))
    _plain(picker)


def _persons(picker: Picker, skip: frozenset[str] = frozenset()) -> None:
    """Set the rows `persons`: table rows, persons beside numbers in sentences (but `skip`), label blocks."""
    rows: list[FieldRow] = []
    for table in find_tables(picker.layout, RELATIVES, (frozenset(("NAME", "ID")), frozenset(("NAME", "RELATION")))):
        for row in table.rows:
            out: dict[str, FieldLeaf] = {}
            for meaning, name, sort in (
                ("NAME", "name", "name"),
                ("RELATION", "relation", "relation"),
                ("ID", "id_no", "id"),
            ):
                cell_leaf(picker.book, out, name, row.cells.get(meaning), sort)
            if "name" in out or "id_no" in out:
                rows.append(out)
    if not rows:
        rows = _blocks(picker) or list(relatives_in_text(picker.layout, skip))
    if rows:
        picker.rows["persons"] = tuple(rows)
        seen = [row["name"] for row in rows if "name" in row]
        if seen:
            picker.put("name", seen[0])
        ids = [row["id_no"] for row in rows if "id_no" in row]
        if ids:
            picker.put("id_no", ids[0])


def _blocks(picker: Picker) -> list[FieldRow]:
    """Return persons of forms that repeat 姓名 … 身份证号码 … for each; the number next to a name is that person's.

    A number further on may be another's, whose name has a label that nobody knows: 亲属姓名 … 亲属身份证号码 ….
    """
    rows: list[dict[str, FieldLeaf]] = []
    people: Sequence[str] = ("NAME", "GUARDIAN", "WORKER", "DECEASED")
    for hit in picker.layout.of(*people):
        found = value_of(picker.layout, hit, "name")
        if found is None or found.fit < 0.4:
            continue
        row = {"name": candidate_leaf(picker.book, found, "name")}
        for meaning, name, sort in (("ID", "id_no", "id"), ("RELATION", "relation", "relation")):
            own = [other for other in picker.layout.of(meaning) if picker.owner(other) is hit]
            for other in sorted(own, key=picker.layout.order):
                value = value_of(picker.layout, other, sort)
                if value is not None:
                    row.setdefault(name, candidate_leaf(picker.book, value, sort))
        rows.append(row)
    return list(rows)


_READERS = {
    K.ID_CARD: _id_card, K.DEATH_CERT: _death, K.ACCT_PROOF: _account, K.SSC: _card, K.MED_DETAIL: _detail, K.GUARDIAN: _guardian, K.POA: _poa,
    K.INJURY_DECISION: _decision, K.DISPUTE_RECORD: _dispute, K.KINSHIP: _kin,
}  # fmt: skip

"""Grammars of single values: where in a folded text a value of a sort stands, and what it means.

Here: numbers, money, dates, phones. Names, firms and free text are in wording. A reading is never repaired: what
deviates is parsed by its structure, flagged, and fits less well. Not here: labels, places.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from stdnum import luhn

from validators.formats.chinese_date import judge_date
from validators.formats.citizen_id import birth_date, check_digit_ok
from validators.formats.cnaps import judge_cnaps
from validators.formats.credit_code import judge_credit_code
from validators.formats.money_words import judge_money_words
from validators.formats.phone import judge_phone
from validators.model.evidence import Scalar


@dataclass(frozen=True, slots=True)
class Found:
    """A value at start..stop-1 of a text; quality 1 is proven by its own digits, 0.5 merely has the shape."""

    start: int
    stop: int
    value: Scalar
    quality: float
    flags: tuple[str, ...] = ()


Scanner = Callable[[str], Iterator[Found]]

_ID = re.compile(r"(?<![0-9A-Za-z*])(?:[1-9][0-9]{16}[0-9Xx×]|[1-9][0-9]{14})(?![0-9A-Za-z])")
_ID_LOOSE = re.compile(r"(?<![0-9])[0-9OoIlSBZ*]{14,18}[0-9Xx×OolI]?(?![0-9])")
_ID_MASKED = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{2,9}[*×xX.·]{4,12}[0-9]{0,6}[0-9Xx]?(?![0-9A-Za-z])")
_USCC = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{18}(?![0-9A-Za-z])")
_LOCAL_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z-]{5,20}(?![0-9A-Za-z])")
_DAY_IN_FIGURES = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{1,2}-[0-9]{1,2}")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z,.])[0-9](?:-?[0-9]){7,31}(?![0-9Xx]|[.,][0-9]{2})")
_ACCOUNT_LOOSE = re.compile(r"(?<![0-9])[0-9OoIlSB]{8,32}(?![0-9])")
_CNAPS = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_PHONE = re.compile(
    r"(?<![0-9])(?:(?:\+?86-?)?1[0-9]{2}(?:-?[0-9]){8}|\(?0[0-9]{2,3}\)?-?[0-9]{7,8}(?:-[0-9]{1,5})?|[0-9]{7,10}|1[0-9]{11,12})(?![0-9])"
)
_MONEY = re.compile(
    r"(?P<sign>[-−])?(?:RMB|CNY|人民币)?:?[¥Y]?(?P<minus>-)?"
    r"(?P<figures>[0-9]{1,3}(?:[,.，·' ][.,]?[0-9]{3})+(?:[.,·][0-9]{1,4})?"
    r"|[0-9]{4,}(?:,[0-9]{3})+[.][0-9]{2}|[0-9]+(?:[.·][0-9]{1,4}|,[0-9]{2}(?![0-9]))?)"
    r"(?P<unit>万元|亿元|万|元)?"
)
WORD_SIGNS = "零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆整正角分貳參叄弍弎伯百千一二三四五六七八九十两壶染圖园无另"
BLANKS = "×⊗XxⅩ《*/／"  # what shuts a place before an amount: ⊗拾⊗万伍仟, and what it is read as
_WORDS = re.compile(rf"(?:人民币|RMB)?(?:\(?大写\)?)?:?¥?[{WORD_SIGNS}]{{2,40}}")
# Shut places before an amount; a sign behind a figure or a unit may be a figure that was blotted.
_SHUT_PLACES = re.compile(rf"(?<![0-9A-Za-z壹贰叁肆伍陆柒捌玖拾佰仟万亿])(?:[{BLANKS}零〇][拾佰仟万元角](?![0-9]))+")
_WORDS_CORE = re.compile(r"[壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分一二三四五六七八九十百千]")
_DATE_FIGURES = re.compile(
    r"(?<![0-9])(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})(?P<a>[年\-/.~·,一])(?P<m>[0-9]{1,2})(?P<b>[月\-/.~·,一])"
    r"(?P<d>[0-9]{2}(?=[0-9]{2}:[0-9]{2})|[0-9]{1,2})"
    r"(?:(?P<e>[日号曰目])|(?![0-9]|(?<=[/.\-][0-9])[A-SU-Za-su-z|](?![A-Za-z]))|(?=[0-9]{2}:[0-9]{2}))"
)  # 2023.2.1H: a lone letter behind a day of one figure was its second figure
# A date whose signs or digits were taken for others: 2024年7日24日, 2023年5024日, 2022103/26, 202H.5.2H; 2022年7月∥日.
_DATE_BROKEN = re.compile(
    r"(?<![0-9A-Za-z])20[0-9][0-9A-Z](?:年[0-9A-Za-z]{1,2}[月日曰目/.\-]?[0-9A-Za-z]{1,3}[日曰目号]"
    r"|年[0-9A-Za-z]{1,2}[日曰目][0-9A-Za-z]{1,2}(?![0-9A-Za-z])"
    r"|年[0-9]{1,2}月[^0-9年月日\u4e00-\u9fff]{0,2}日"
    r"|年(?=[0-9]{0,2}[ⅠⅡ∥]|[0-9]{1,2}月[0-9]?[ⅠⅡ∥])[0-9ⅠⅡ∥]{1,3}月[0-9ⅠⅡ∥]{1,3}[日曰目号]"
    r"|(?P<s>[/.\-])[0-9A-Za-z|]{1,2}[/.\-1][0-9A-Za-z|]{1,2}(?![0-9A-Za-z.])|1[0-9]{1,2}[/.\-][0-9]{1,2}(?![0-9A-Za-z.]))"
)
_DATE_BROKEN_WORDS = re.compile(
    r"(?:[二2][〇零O0○の一二三四五六七八九]{2,3}|[二2].{1,2}[〇一二三四五六七八九])年?[一二三四五六七八九十]{1,3}[月日目曰][一二三四五六七八九十]{1,3}[日目曰月]?"
)
_DATE_TOGETHER = re.compile(r"(?<![0-9])(?:19|20)[0-9]{6}(?:(?![0-9])|(?=[0-9]{2}:[0-9]{2}))")
_NUMERAL = "〇零O0一二三四五六七八九"
_CAPITAL = "零壹贰叁肆伍陆柒捌玖"
_DATE_WORDS = re.compile(
    rf"(?P<y>[{_NUMERAL}{_CAPITAL}]{{4}})年(?P<m>[{_NUMERAL}十{_CAPITAL}拾]{{1,4}})月"
    rf"(?P<d>[{_NUMERAL}十廿卅{_CAPITAL}拾]{{1,4}})[日号曰]"
)
# The circle of 二〇二五年 is lost in reading: of no other year of this century are these three the rest.
_DATE_ZERO_LOST = re.compile(
    rf"(?<![{_NUMERAL}{_CAPITAL}])二(?P<v>[一二三][〇零一二三四五六七八九]年[一二三四五六七八九十]{{1,2}}月[一二三四五六七八九十]{{1,3}}日)"
)
_UNIT_FORM = re.compile(r"[零〇壹贰叁肆伍陆柒捌玖][亿仟佰拾万元角分]")
_UNITS_WRITTEN = re.compile(r"(?:[零〇壹贰叁肆伍陆柒捌玖][亿仟佰拾万元角分]|(?<=[拾佰仟])[万元]){4,}")
_PLACES = 4  # of an amount in this form at least


def ids(text: str) -> Iterator[Found]:
    """Citizen numbers: 18 places first, then 15, then shapes with a wrong sign or hidden places."""
    seen: list[tuple[int, int]] = []
    for match in _ID.finditer(text):
        value = match[0].upper().replace("×", "X")
        flags = ("CROSS_FOR_X",) if "×" in match[0] else ()
        real = birth_date(value) is not None
        quality = 1.0 if len(value) == 18 and check_digit_ok(value) and real else 0.75 if real else 0.45
        if len(value) == 15 and quality < 1:
            quality -= 0.2
        seen.append(match.span())
        yield Found(*match.span(), value, quality, flags)
    for pattern, quality, flag in ((_ID_MASKED, 0.6, "MASKED"), (_ID_LOOSE, 0.3, "ODD_SIGN")):
        for match in pattern.finditer(text):
            if not any(match.start() < stop and start < match.end() for start, stop in seen):
                seen.append(match.span())
                flags = (flag,) if not match[0].isdigit() else ("ODD_LENGTH",)
                yield Found(*match.span(), match[0].upper(), quality, flags)


def credit_codes(text: str) -> Iterator[Found]:
    """Unified social credit codes."""
    for match in _USCC.finditer(text):
        value = match[0].upper()
        verdict = judge_credit_code(value).verdict
        if verdict == "OK":
            yield Found(*match.span(), value, 1.0)
        elif not check_digit_ok(value):
            yield Found(*match.span(), value, 0.5)


def local_codes(text: str) -> Iterator[Found]:
    """Credit codes, else an employer's local number."""
    strong = list(credit_codes(text))
    yield from strong
    for match in _LOCAL_CODE.finditer(text):
        if not strong and any(char.isdigit() for char in match[0]) and not _DAY_IN_FIGURES.fullmatch(match[0]):
            yield Found(*match.span(), match[0].upper(), 0.4)


def accounts(text: str) -> Iterator[Found]:
    """Account numbers of 8–32 digits; a citizen number fits badly, a card with its Luhn digit well."""
    seen = []
    for match in _ACCOUNT.finditer(text):
        value = match[0].replace("-", "")
        seen.append(match.span())
        if len(value) == 18 and check_digit_ok(value) and birth_date(value):
            quality = 0.35
        elif 16 <= len(value) <= 19 and value.startswith("62") and luhn.is_valid(value):
            quality = 1.0
        elif len(value) in (8, 11, 12):
            quality = 0.4
        else:
            quality = 0.7 if len(value) >= 12 else 0.5
        yield Found(*match.span(), value, quality)
    for match in _ACCOUNT_LOOSE.finditer(text):
        if sum(c.isdigit() for c in match[0]) >= len(match[0]) * 0.7 and not any(
            match.start() < stop and start < match.end() for start, stop in seen
        ):
            yield Found(*match.span(), match[0].upper(), 0.25, ("ODD_SIGN",))


def branch_codes(text: str) -> Iterator[Found]:
    """CNAPS codes."""
    for match in _CNAPS.finditer(text):
        proven = judge_cnaps(match[0]).verdict == "OK"
        yield Found(*match.span(), match[0], 1.0 if proven else 0.65, () if proven else ("CHECK_FAILS",))


def phones(text: str) -> Iterator[Found]:
    """Mainland phones."""
    for match in _PHONE.finditer(text):
        verdict = judge_phone(match[0])
        if verdict.ok:
            yield Found(*match.span(), verdict.normal, 0.9)
        else:  # figures that begin with 1, one too few or two too many, are meant for a mobile telephone
            meant = re.fullmatch("1[0-9]{9,12}", verdict.normal or "") is not None
            yield Found(*match.span(), verdict.normal, 0.6 if meant else 0.4)


def money(text: str) -> Iterator[Found]:
    """Amounts in figures as fen; separators that contradict each other are read by structure and flagged."""
    plain = _DATE_FIGURES.sub(lambda date: "年" * len(date[0]), text)  # a day is no amount
    for match in _MONEY.finditer(plain):
        read = _fen(match["figures"], match["unit"] or "")
        if read is None:
            continue
        fen, flags, quality = read
        if plain[match.end() : match.end() + 1].isdigit():  # 4,0700: signs are lost, and nobody knows which
            flags, quality = (*flags, "ODD_SEPARATOR"), min(quality, 0.5)
        if match["sign"] or match["minus"]:
            fen = -fen
        marked = "¥" in match[0] or bool(match["unit"])
        shaped = bool(re.search(r"[.,][0-9]{2}$", match["figures"]))
        if not marked and not shaped:
            quality -= 0.3 if len(match["figures"]) <= 8 else 0.6
        yield Found(*match.span(), fen, max(0.05, quality), flags)


def _fen(figures: str, unit: str) -> tuple[int, tuple[str, ...], float] | None:
    doubled = re.search(r"[,.，·' ][.,]", figures)  # a written comma read as two signs
    figures = re.sub(r"([,.，·' ])[.,]", r"\1", figures)
    groups = re.split(r"[,.，·' ]", figures)
    signs = re.findall(r"[,.，·' ]", figures)
    if len("".join(groups)) > 14:
        return None
    flags: tuple[str, ...] = ()
    quality = 0.9
    if not signs:
        whole, part = figures, ""
    elif len(groups[-1]) == 3 and all(len(group) == 3 for group in groups[1:]) and signs[-1] != ".":
        whole, part = "".join(groups), ""
    elif len(groups[-1]) == 3 and len(signs) > 1 and not (signs[-1] == "." and set(signs[:-1]) == {","}):
        whole, part, flags, quality = "".join(groups), "", ("ODD_SEPARATOR",), 0.5
    else:
        whole, part = "".join(groups[:-1]), groups[-1]
        thousands = all(len(group) == 3 for group in groups[1:-1]) and (len(groups[0]) <= 3 or len(groups) == 2)
        if signs[-1] != "." or any(sign != "," for sign in signs[:-1]) or not thousands:
            flags, quality = ("ODD_SEPARATOR",), 0.5
    if doubled:
        flags, quality = ("ODD_SEPARATOR",), 0.5
    if len(part) > 2:
        flags, quality = (*flags, "TOO_MANY_DECIMALS"), quality - 0.1
        if unit not in ("万元", "亿元", "万"):
            return int(whole) * 100 + int(part[:2]), flags, quality
    scale = {"万元": 10_000, "万": 10_000, "亿元": 100_000_000}.get(unit, 1)
    total = int(whole) * 100 * scale + int(part.ljust(6, "0")[:6] or 0) * scale // 10_000
    return total, flags, quality


_DIGIT = "壹贰叁肆伍陆柒捌玖"
_UNIT_MISREAD = re.compile(rf"(?<=[{_DIGIT}])(?:[任仔件阡]|[怕陌]|[捨恰])(?=[零{_DIGIT}元圆万])")
_UNIT_MEANT = str.maketrans("任仔件阡怕陌捨恰", "仟仟仟仟佰佰拾拾")
_DIGIT_MISREAD = re.compile(rf"(?<![{_DIGIT}])[参泰壶壺染柴政玫](?=[仟佰拾万元圆角分])")
_DIGIT_MEANT = str.maketrans("参泰壶壺染柴政玫", "叁叁壹壹柒柒玖玖")


def words(text: str) -> Iterator[Found]:
    """Amounts in capitals as fen; forms with printed units (零仟零佰) are read digit by digit.

    A misread unit between two digits (捌万贰任零) and a misread digit before a unit (参仟) are offered as meant, with
    LOOKALIKE. A sign that shuts a place (⊗拾) is a zero.
    """
    text = _SHUT_PLACES.sub(lambda shut: re.sub(f"[{BLANKS}]", "零", shut[0]), text)
    meant = _UNIT_MISREAD.sub(lambda misread: misread[0].translate(_UNIT_MEANT), text)
    meant = _DIGIT_MISREAD.sub(lambda misread: misread[0].translate(_DIGIT_MEANT), meant)
    for found in _words(meant):
        changed = text[found.start : found.stop] != meant[found.start : found.stop]
        yield replace(found, flags=(*found.flags, "LOOKALIKE")) if changed else found


def _words(text: str) -> Iterator[Found]:
    for match in _WORDS.finditer(text):
        start, stop = match.span()
        body = match[0]
        if len(_WORDS_CORE.findall(body)) < 2 or not re.search(r"[元圆角分整正万仟佰拾]", body):
            continue
        verdict = judge_money_words(body)
        prefixed = "人民币" in body
        if verdict.normal is not None:
            capitals = bool(re.search(r"[壹贰叁肆伍陆柒捌玖拾]", body))
            quality = (0.95 if prefixed else 0.85) if capitals else 0.35
            around = text[max(0, start - 1) : start] + text[stop : stop + 1]
            flags = verdict.flags
            if re.search(r"[参值染壶抛捌伯\u4e00-\u9fff]", re.sub(r"[写币计为共额即大小合付民整正由已及]", "", around)):
                quality -= 0.35  # the neighbours look like more of the amount, misread
                before = re.search(rf"[零仟佰拾万亿{_DIGIT}]$", text[: max(0, start - 1)])  # 陆仟零伍扮|壹元柒角
                cut = before or body.startswith("零") or re.search(r"[参值染壶抛捌伯]", around)
                flags = (*flags, "MISREAD") if cut else flags
            if "元" not in body and "圆" not in body and "角" not in body and "分" not in body:
                quality -= 0.4
            if body[0] in "拾佰仟万亿" and "MISREAD" not in flags:  # 拾肆元 is more often the end of an amount than all
                flags = (*flags, "MISREAD")
            yield Found(start, stop, int(verdict.normal), quality, flags)
            continue
        fen = _unit_form(body)
        if fen is not None:
            cut = re.search(rf"[{_DIGIT}]$", body)  # a digit whose unit was lost with the line's end
            yield Found(start, stop, fen, 0.6, ("UNIT_FORM", "MISREAD") if cut else ("UNIT_FORM",))
        elif re.search(r"[壹贰叁肆伍陆柒捌玖].*[元圆]", body):
            yield Found(start, stop, None, 0.4, ("NOT_AN_AMOUNT",))


def _unit_form(body: str) -> int | None:
    """Read digit-unit pairs such as 零佰壹拾贰万零仟…, where every place is written; 万 and 元 may follow a ten."""
    written = body.replace("圆", "元")
    whole = _UNITS_WRITTEN.search(written)
    pairs = _UNIT_FORM.findall(written)
    if whole is None or len(pairs) < _PLACES or pairs != _UNIT_FORM.findall(whole[0]):
        return None  # a place between others was not read
    total = section = 0
    for digit, unit in re.findall(r"([零〇壹贰叁肆伍陆柒捌玖]?)([亿仟佰拾万元角分])", whole[0]):
        value = "零壹贰叁肆伍陆柒捌玖".find(digit.replace("〇", "零")) if digit else 0
        if unit in "仟佰拾":
            section += value * {"仟": 1000, "佰": 100, "拾": 10}[unit]
        elif unit in "万元":
            section += value
            total += section * (1_000_000 if unit == "万" else 100)
            section = 0
        elif unit in "角分":
            total += value * (10 if unit == "角" else 1)
    return total if section == 0 and total else None  # the rest of an amount in pieces


def dates(text: str) -> Iterator[Found]:
    """Calendar dates as ISO text; an impossible day is found with value None."""
    for match in _DATE_FIGURES.finditer(text):
        if match["a"] == "年" and match["b"] != "月":
            continue
        if match["a"] != "年" and len(match["y"]) == 2 and (match["a"] != match["b"] or match["a"] in ",一·~"):
            continue
        written = f"{match['y']}年{match['m']}月{match['d']}日"
        verdict = judge_date(written)
        odd = ("ODD_SEPARATOR",) if match["a"] in "~·,一" or match["b"] in "~·,一" else ()
        cut = match["a"] == "年" and not match["e"]  # 日 is missing: its second digit may be too
        odd = (*odd, "DAY_SIGN_MISSING") if cut else odd
        if match["a"] != "年" and match["m"].startswith("0") and len(match["d"]) == 1:
            odd = (*odd, "UNEVEN_ZEROS")  # 2024-05-2: the day may have lost a digit
        quality = 0.95 - 0.2 * bool(odd and odd != ("UNEVEN_ZEROS",)) - 0.3 * (len(match["y"]) == 2) - 0.15 * cut
        if verdict.normal is None:
            yield Found(*match.span(), None, 0.5, (*odd, "NOT_A_DATE"))
        else:
            yield Found(*match.span(), verdict.normal, quality, (*verdict.flags, *odd))
    for match in _DATE_TOGETHER.finditer(text):
        verdict = judge_date(match[0])
        if verdict.normal is not None:
            yield Found(*match.span(), verdict.normal, 0.6, verdict.flags)
    for match in _DATE_WORDS.finditer(text):
        verdict = judge_date(re.sub("[号曰]$", "日", match[0].replace("0", "〇")))
        if verdict.normal is not None:
            yield Found(*match.span(), verdict.normal, 0.9, verdict.flags)
        else:
            yield Found(*match.span(), None, 0.4, ("NOT_A_DATE",))
    for match in _DATE_ZERO_LOST.finditer(text):
        verdict = judge_date(f"二〇{match['v']}")
        if verdict.normal is not None:
            yield Found(*match.span(), verdict.normal, 0.8, verdict.flags)
    yield from _broken_dates(text)


def _broken_dates(text: str) -> Iterator[Found]:
    """What is a date by its outline only: without a value, for a second look at its ink."""
    for match in _DATE_BROKEN.finditer(text):
        if not _DATE_FIGURES.match(text, match.start()):
            yield Found(*match.span(), None, 0.42, ("NOT_A_DATE", "MISREAD"))
    for match in _DATE_BROKEN_WORDS.finditer(text):
        if not _DATE_WORDS.match(text, match.start()):
            yield Found(*match.span(), None, 0.41, ("NOT_A_DATE", "MISREAD"))


def best(scanner: Scanner, text: str, near: int | None = None) -> Found | None:
    """Return the value of best quality; `near` is the position that a value should start close to."""
    found = list(scanner(text))
    if not found:
        return None

    def rank(item: Found) -> float:
        away = 0.0 if near is None else min(0.5, abs(item.start - near) * 0.03)
        return item.quality - away

    return max(found, key=rank)

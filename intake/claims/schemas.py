"""The claim record as JSON: what is accepted, and how it becomes `validators.model.claim.ClaimRecord`.

Here: shapes at the edge, plain-sentence errors, warnings about members that we do not know. Not here: what a record
leads to (validators), or how it is kept (storage).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails

from intake.openapi import patterns
from validators.model.claim import Allocation, ClaimItem, ClaimRecord, Employer, Relative, Settled, Worker
from validators.model.codes import CardStatus, Payee

MAX_RECORD_BYTES = 2_000_000  # some thousand relatives and items; more is no claim record
FORBIDDEN_IN_NUMBER = frozenset("/?#%\\\"'<>{}|^`:;")
MAX_NUMBER = 64
MAX_FEN = 10**15  # ten billion yuan; a slip of the key beyond any benefit
FICTIONAL_REGION = "449900"

RELATIONS = frozenset(
    [
        "配偶",
        "丈夫",
        "妻子",
        "父亲",
        "母亲",
        "儿子",
        "女儿",
        "兄",
        "弟",
        "姐",
        "妹",
        "祖父",
        "祖母",
        "外祖父",
        "外祖母",
        "孙子",
        "孙女",
        "外孙",
        "外孙女",
    ]
)
ITEM_CODES = frozenset(
    [
        "MEDICAL",
        "REHAB",
        "MEAL",
        "TRAVEL",
        "ASSISTIVE",
        "ASSESSMENT",
        "CARE",
        "DISABILITY_LUMP",
        "DISABILITY_PENSION",
        "MEDICAL_LUMP",
        "FUNERAL",
        "DEATH_LUMP",
        "SURVIVOR_PENSION",
        "WAGE_CONTINUATION",
        "RECOVERY_CARE",
        "DISABILITY_PENSION_56",
        "EMPLOYMENT_LUMP",
    ]
)


class RecordFault(Exception):
    """The record cannot be read; the text says where and what is expected, never what stood there."""


@dataclass(frozen=True, slots=True)
class ParsedRecord:
    """A record with what we noticed about it; `files` names documents for `verify --cases`."""

    record: ClaimRecord
    warnings: tuple[str, ...]
    files: tuple[tuple[str, ...], ...] | None = None


def _printable(text: str) -> str:
    folded = text.strip()
    if not folded or any(ord(char) < 32 or 0xD800 <= ord(char) <= 0xDFFF for char in folded):
        raise ValueError("应是一行可显示的文字")
    return folded


def _iso_day(value: object) -> object:
    if isinstance(value, str):
        if len(value) != 10 or value[4] != "-" or value[7] != "-":
            raise ValueError("日期应写成 2021-06-28")
        return value
    if isinstance(value, date) or value is None:
        return value
    raise ValueError("日期应写成 2021-06-28")


def _as_list(value: object) -> object:
    return [value] if isinstance(value, dict) else value


def _known_item(code: str) -> str:
    if code not in ITEM_CODES:
        raise ValueError("不是已知的待遇项目代码")
    return code


def _place(text: str) -> str:
    if not text.isprintable():
        raise ValueError("应是一行可显示的文字")
    return text


def _says(**words: object) -> WithJsonSchema:
    """Say for the API's description what the validators beside it accept."""
    return WithJsonSchema({"type": "string", **words})


_LINE = _says(maxLength=200, pattern=patterns.LINE)
Text = Annotated[str, Field(strict=True, max_length=200), AfterValidator(_printable), _LINE]
Place = Annotated[str, Field(strict=True, max_length=200), AfterValidator(_printable), AfterValidator(_place), _LINE]
ClaimNumber = Annotated[Text, _says(maxLength=200, pattern=patterns.number_of_claim(FORBIDDEN_IN_NUMBER, MAX_NUMBER))]
Day = Annotated[
    date,
    BeforeValidator(_iso_day),
    Field(ge=date(1900, 1, 1), le=date(2199, 12, 31)),
    _says(format="date", pattern=patterns.DAY),
]
Fen = Annotated[int, Field(strict=True, ge=0, le=MAX_FEN)]
Yes = Annotated[bool, Field(strict=True)]
Item = Annotated[str, Field(strict=True, max_length=40), AfterValidator(_known_item), _says(enum=sorted(ITEM_CODES))]
Card = Literal["ACTIVE", "NOT_ACTIVE", "NONE"]


class _Part(BaseModel):
    """Unknown members are kept aside, so that they can be named and otherwise ignored."""

    model_config = ConfigDict(extra="allow")


class WorkerPart(_Part):
    """The worker as the core system knows the person."""

    name: Text
    id_no: Text
    card: Card | None = None
    passbook_exception: Yes | None = None


class EmployerPart(_Part):
    """The insured employer."""

    name: Text
    uscc: Text | None = None
    account: Text | None = None
    bank: Text | None = None
    legal_representative: Text | None = None


class RelativePart(_Part):
    """One relative of a dead worker."""

    name: Text
    relation: Text | None = None
    id_no: Text | None = None
    supported: Yes | None = None
    minor: Yes | None = None
    living: Yes | None = None
    incapable: Yes | None = None
    guardian: Text | None = None
    card: Card | None = None
    passbook_exception: Yes | None = None
    kinship_proven: Yes | None = None


class ItemPart(_Part):
    """One benefit item with its assessed amount."""

    code: Item
    approved_fen: Fen
    claimed_advance_fen: Fen | None = None
    remainder_to: Literal["PERSON", "JOINT", "EMPLOYER"] | None = None


class SettledPart(_Part):
    """What the fund has already paid to the employer."""

    item: Item | None = None
    received_fen: Fen = 0
    verified_advance_fen: Fen | None = None
    credited_on: Day | None = None


class AllocationPart(_Part):
    """One relative's share of one item."""

    item: Item
    relative: Annotated[int, Field(strict=True, ge=0)]
    fen: Fen


class RecordPart(_Part):
    """The whole record (CONTRACT: input of `verify`, body of `POST /v1/claims`)."""

    claim_no: Text | None = None
    kind: Literal["living", "death"]
    filed_on: Day | None = None
    worker: WorkerPart
    employer: EmployerPart
    injury_date: Day
    death_date: Day | None = None
    dispute_recorded: Yes | None = None
    relatives: Annotated[list[RelativePart], Field(max_length=500)] | None = None
    items: Annotated[list[ItemPart], Field(max_length=500)]
    settled: Annotated[
        list[SettledPart] | None,
        BeforeValidator(_as_list, json_schema_input_type=SettledPart | list[SettledPart] | None),
    ] = None
    allocation: Annotated[list[AllocationPart], Field(max_length=5000)] | None = None
    office: Place | None = None
    city: Place | None = None
    decision_no: Text | None = None
    files: list[str | list[str]] | None = None


def load_record(raw: bytes) -> ParsedRecord:
    """Parse the bytes of a claim record, or raise RecordFault with a sentence for the person who sent it."""
    if len(raw) > MAX_RECORD_BYTES:
        raise RecordFault(f"案件记录超过 {MAX_RECORD_BYTES // 1_000_000} MB。")
    try:
        body = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise RecordFault("案件记录不是 UTF-8 编码的文字。") from error
    except json.JSONDecodeError as error:
        raise RecordFault(f"案件记录不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 列附近。") from None
    except (ValueError, RecursionError):
        raise RecordFault("案件记录不是有效的 JSON。") from None
    return parse_record(body)


def parse_record(body: object) -> ParsedRecord:
    """Turn a decoded JSON value into a record, or raise RecordFault."""
    if not isinstance(body, dict):
        raise RecordFault("案件记录应是一个 JSON 对象。")
    try:
        part = RecordPart.model_validate(body)
    except (ValidationError, RecursionError) as error:
        details = error.errors(include_url=False, include_input=False) if isinstance(error, ValidationError) else []
        raise RecordFault("案件记录有误：" + "；".join(_sentences(details)) + "。") from None
    record = _record(part)
    _check_items(record)
    _check_allocation(record)
    warnings = (*(f"UNKNOWN_MEMBER {path}" for path in _unknown(part, "")), *_odd(record))
    return ParsedRecord(record, warnings, _files(part))


def is_fictional(record: ClaimRecord) -> bool:
    """Say whether the record carries a number of region 449900, which belongs to no place."""
    people = [record.worker.id_no, *(relative.id_no or "" for relative in record.relatives or ())]
    return any(number.startswith(FICTIONAL_REGION) for number in people) or (
        (record.employer.uscc or "")[2:8] == FICTIONAL_REGION
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _files(part: RecordPart) -> tuple[tuple[str, ...], ...] | None:
    if part.files is None:
        return None
    return tuple((entry,) if isinstance(entry, str) else tuple(entry) for entry in part.files)


def _record(part: RecordPart) -> ClaimRecord:
    worker, employer = part.worker, part.employer
    return ClaimRecord(
        claim_no=part.claim_no,
        death=part.kind == "death",
        worker=Worker(worker.name, worker.id_no, _card(worker.card), bool(worker.passbook_exception)),
        employer=Employer(employer.name, employer.uscc, employer.account, employer.bank, employer.legal_representative),
        injury_date=part.injury_date,
        items=tuple(
            ClaimItem(
                item.code,
                item.approved_fen,
                item.claimed_advance_fen,
                Payee(item.remainder_to) if item.remainder_to else None,
            )
            for item in part.items
        ),
        filed_on=part.filed_on,
        death_date=part.death_date,
        dispute_recorded=part.dispute_recorded,
        relatives=None if part.relatives is None else tuple(_relative(one) for one in part.relatives),
        settled=tuple(
            Settled(one.item, one.received_fen, one.verified_advance_fen, one.credited_on) for one in part.settled or ()
        ),
        allocation=None
        if part.allocation is None
        else tuple(Allocation(row.item, row.relative, row.fen) for row in part.allocation),
        decision_no=part.decision_no,
        office=part.office,
        city=part.city,
    )


def _relative(part: RelativePart) -> Relative:
    return Relative(
        name=part.name,
        relation=part.relation,
        id_no=part.id_no,
        supported=part.supported,
        minor=part.minor,
        living=part.living is not False,
        incapable=bool(part.incapable),
        guardian=part.guardian,
        card=_card(part.card),
        passbook_exception=bool(part.passbook_exception),
        kinship_proven=bool(part.kinship_proven),
    )


def _card(word: str | None) -> CardStatus:
    return CardStatus(word) if word else CardStatus.UNKNOWN


def _check_items(record: ClaimRecord) -> None:
    """One row an item: legs, caps and decisions go by the item's code, so that a second row would be a second money."""
    codes = [item.code for item in record.items]
    if len(set(codes)) < len(codes):
        raise RecordFault("案件记录有误：items 中同一项目只能写一行，请把金额合并。")


def _check_allocation(record: ClaimRecord) -> None:
    count = len(record.relatives or ())
    if any(row.relative >= count for row in record.allocation or ()):
        raise RecordFault("案件记录有误：allocation.relative 指向不存在的亲属。")


def _odd(record: ClaimRecord) -> Iterator[str]:
    for index, row in enumerate(record.settled):
        if row.credited_on is not None and row.credited_on < record.injury_date:
            yield f"CREDITED_BEFORE_INJURY settled[{index}].credited_on"
    for index, relative in enumerate(record.relatives or ()):
        if relative.relation is not None and relative.relation not in RELATIONS:
            yield f"UNKNOWN_RELATION relatives[{index}].relation"


def _unknown(part: BaseModel, path: str) -> Iterator[str]:
    for name in part.model_extra or {}:
        yield f"{path}{''.join(char if char.isprintable() else '?' for char in name[:60])}"
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from _unknown(value, f"{path}{name}.")
        elif isinstance(value, list):
            for index, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from _unknown(one, f"{path}{name}[{index}].")


_WANTED = {
    "missing": "缺少",
    "literal_error": "不在允许的取值之内",
    "int_type": "应是整数（分）",
    "bool_type": "应是 true 或 false",
    "string_type": "应是文字",
    "string_too_long": "太长",
    "too_long": "太多",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "list_type": "应是列表",
    "model_type": "应是对象",
    "model_attributes_type": "应是对象",
}


def _sentences(details: "list[ErrorDetails]") -> Iterator[str]:
    """At most five sentences, each naming the place; the value itself may be personal data and stays out."""
    for detail in details[:5]:
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in detail["loc"]).lstrip(".")
        if detail["type"] == "value_error":
            yield f"{place} {str(detail['msg']).removeprefix('Value error, ')}"
        elif detail["type"] == "missing":
            yield f"缺少 {place}"
        elif detail["type"].startswith("date"):
            yield f"{place} 日期应写成 2021-06-28"
        else:
            yield f"{place} {_WANTED.get(detail['type'], '写法不对')}"
    if not details:
        yield "层次太深"
    if len(details) > 5:
        yield f"另有 {len(details) - 5} 处"

"""The codec of the shared types."""

import json
from datetime import date

import pytest

from validators.model.claim import ClaimItem, ClaimRecord, Employer, Relative, Worker
from validators.model.codec import CodecError, from_plain, to_plain
from validators.model.codes import CardStatus, DocumentKind, MarkRole, MarkType, NameMatch, Payee
from validators.model.evidence import (
    Alternative,
    DocumentReading,
    Engine,
    Leaf,
    Mark,
    PageQuality,
    PageReading,
    Remark,
    TextLine,
)

READING = DocumentReading(
    file="a.jpg",
    sha256="0" * 64,
    kind=DocumentKind.ADV_VOUCHER,
    kind_confidence=0.5,
    pages=(PageReading(0, 100, 200, 90, PageQuality("good")),),
    declared=DocumentKind.OTHER,
    fields={
        "total_figures": Leaf(1000, "¥10.00", 0.9, 0, (1, 2, 3, 4), True, alternatives=(Alternative(100, 0.2),)),
        "consent": Leaf(True),
        "payee_name": Leaf(None, "?", flags=("ALTERED",)),
    },
    lists={"items": (Leaf("MEDICAL"),)},
    rows={"lines": ({"amount": Leaf(1), "item": Leaf("MEDICAL")},)},
    marks=(Mark(MarkType.SIGNATURE, MarkRole.WORKER, "陈示例", True, True, name_match=NameMatch.MATCH),),
    remarks=(Remark("WAIVER", detail="x"),),
    text=(TextLine(0, (0, 0, 1, 1), "文字", 0.9),),
    engine=Engine("none", "0", {"m": "d"}),
    timings_ms={"read": 3},
)
RECORD = ClaimRecord(
    claim_no="TEST-1",
    death=False,
    worker=Worker("陈示例", "449900199003071016", CardStatus.ACTIVE),
    employer=Employer("虚构市示例制造有限公司"),
    injury_date=date(2021, 6, 28),
    items=(ClaimItem("MEDICAL", 1, None, Payee.JOINT),),
    relatives=(Relative("王虚拟"),),
)


@pytest.mark.parametrize("value", [READING, RECORD], ids=["reading", "record"])
def test_round_trip_through_json(value: object) -> None:
    """What goes through JSON comes back equal, numbers and truth values kept apart."""
    back = from_plain(type(value), json.loads(json.dumps(to_plain(value))))

    assert back == value
    assert to_plain(back) == to_plain(value)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain.update(extra=1),
        lambda plain: plain.pop("kind"),
        lambda plain: plain.update(kind="NO_SUCH_KIND"),
        lambda plain: plain["pages"][0].update(width=True),
        lambda plain: plain["fields"]["consent"].update(value=1.5),
        lambda plain: plain.update(pages={}),
    ],
)
def test_strict(spoil: object) -> None:
    """An unknown, missing or ill-typed member is refused without repeating content."""
    plain = json.loads(json.dumps(to_plain(READING)))
    spoil(plain)  # type: ignore[operator]

    with pytest.raises(CodecError) as caught:
        from_plain(DocumentReading, plain)

    assert "陈示例" not in str(caught.value)

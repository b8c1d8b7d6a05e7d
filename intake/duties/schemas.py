"""Bodies of the duties' routes (CONTRACT §4). Unknown members are refused.

Here: shapes and their limits. Not here: what they lead to (service.py).
"""

from typing import Annotated

from pydantic import ConfigDict, Field

from intake.claims.schemas import Day
from intake.gate.schemas import MOST_FEN, Body, Name, Reason


class ReportBody(Body):
    """What a firm paid on to one beneficiary: the day, the amount, the bank's slip."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)  # JSON has no dates of its own

    paid_on: Day
    amount_fen: Annotated[int, Field(strict=True, gt=0, lt=MOST_FEN)]
    slip_document: Name


class ProofBody(Body):
    """The signed proof."""

    document: Name


class CourtBody(Body):
    """Why a recovery ends without money, and the legal document that says so."""

    reason: Reason
    document: Name

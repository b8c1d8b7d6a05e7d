"""The things of the gate's state machine as plain state: papers, flags, decisions, freezes, payments, duties.

Here: what each is, with the little that follows from it alone. Not here: what they come to together (gate_world).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from tests.builders import TABLE
from validators.calendar import deadlines
from validators.catalogue import BY_CODE
from validators.duties import overdue_event
from validators.grounds import Hands
from validators.keyed import Keying, KeyingState, agreed, type_of
from validators.lifecycle import OBLIGATION, advance
from validators.model.codes import Payee, Scope, Severity
from validators.model.evidence import DocumentReading
from validators.model.gate import Decision
from validators.model.standing import Decided, Spent


@dataclass
class Paper:
    """One paper of a claim: its reading (known by name), who brought it, what people keyed about it."""

    id: str
    claim: str
    name: str
    reading: DocumentReading
    uploader: str
    live: bool = True
    words: dict[str, tuple[Keying, ...]] = field(default_factory=dict)
    contests: int = 0

    def counting(self) -> dict[str, Keying]:
        """Give the keyed values that count."""
        settled = {path: agreed(type_of(self.reading, path), words) for path, words in self.words.items()}
        return {path: word for path, (state, word) in settled.items() if state is KeyingState.SET and word}

    def hands(self) -> Hands:
        """Say who had a hand in it; a value that nobody else keyed alike is keyed alone (INV-09)."""
        last = [(path, one.by, one.value) for path, words in self.words.items() for one in words]
        newest = {(path, by): value for path, by, value in last}
        alone = {
            by
            for (path, by), value in newest.items()
            if not any(p == path and o != by and v == value for (p, o), v in newest.items())
        }
        return Hands(self.uploader, frozenset(by for _, by in newest), frozenset(alone))


@dataclass
class Flag:
    """One finding that needs a person; `stands` while the newest judgement has it, `lost` if its paper went first."""

    claim: str
    code: str
    severity: Severity
    scope: Scope
    document: str | None
    field: str | None
    reach: frozenset[tuple[str, Payee]]
    state: str = "OPEN"
    stands: bool = True
    lost: bool = False
    taken_by: str | None = None
    lease_until: datetime | None = None

    @property
    def outlives(self) -> bool:
        """Tell whether it holds on when its paper is gone (DOMAIN §6: scope cross, 转人工核实)."""
        return self.scope is Scope.CROSS or BY_CODE[self.code].human_only


@dataclass
class Word:
    """A proposal or decision, with the digest that its proposer saw and that the API named."""

    id: str
    claim: str
    item: str
    payee: Payee
    supplement: bool
    decision: Decision
    api_digest: str
    made_at: datetime
    base: str
    state: str = "PROPOSED"
    moved_at: datetime | None = None

    def decided(self, *, used: bool) -> Decided:
        """Give it as the pure answer takes it."""
        return Decided(self.id, self.item, self.payee, self.decision, self.supplement, used, self.base)


@dataclass
class Freeze:
    """A freeze or (with `objection`) somebody's objection to one item or all."""

    id: str
    scope: str
    value: str
    by: str
    objection: bool = False
    item: str | None = None
    lifted_at: datetime | None = None


@dataclass
class Money:
    """One attempt to pay: a token and what became of it."""

    token: str
    claim: str
    item: str
    payee: Payee
    beneficiary: int | None
    fen: int
    account: str | None
    word: str | None
    expires_at: datetime
    person: str | None = None
    supplement: bool = False
    verified_fen: int = 0
    state: str = "RESERVED"
    notice: str | None = None
    credited_on: str | None = None
    continues: str | None = None

    @property
    def part(self) -> tuple[str, Payee, int | str | None]:
        """The part of the claim that it pays; a person is the same wherever the record has him."""
        return self.item, self.payee, self.person or self.beneficiary

    def spent(self) -> Spent:
        """Give it as the pure answer takes it."""
        return Spent(self.item, self.payee, self.fen, self.beneficiary, self.person, self.supplement)


@dataclass
class Duty:
    """What a firm must pass on of money that it was credited with."""

    claim: str
    item: str
    uscc: str | None
    due_fen: int
    received_on: date
    state: str
    paid_on: date | None = None
    token: str | None = None  # of the payment that opened it
    proof: str | None = None
    sent_back: set[str] = field(default_factory=set)  # who sent a proof back does not accept one

    def today(self, day: date) -> str:
        """Give its state once the day has been looked at."""
        event = overdue_event(self.state, deadlines(self.received_on, self.paid_on, TABLE), day)
        return self.state if event is None else advance(OBLIGATION, self.state, event, "system")

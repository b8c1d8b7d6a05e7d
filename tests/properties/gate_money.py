"""What the payout system and the agency's finance do in the gate's state machine: tokens and what becomes of them.

Here: each event of DOMAIN §6.3 with the answer that is expected of it. Not here: decisions (gate_people).
"""

from dataclasses import replace
from datetime import date, timedelta
from itertools import count

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from tests.properties.gate_model import Differs, picks
from tests.properties.gate_people import PeopleRules
from tests.properties.gate_stage import CLAIMS
from tests.properties.gate_state import Duty, Money
from tests.properties.gate_world import THIRD
from validators.lifecycle import OBLIGATION
from validators.model.codes import LegStatus, Payee
from validators.model.findings import Leg
from validators.model.standing import PayQuestion
from validators.standing import NOBODY, ask_payment

WORDS = {LegStatus.OPEN: "ALLOW", LegStatus.HOLD: "HOLD", LegStatus.DENY: "DENY"}
EVENTS = ("consume", "release", "settled", "returned", "retry", "cancel", "give_up", "reconciled", "recovered")
CREDITED = date(2021, 9, 5)
MORE: dict[str, dict[str, str]] = {"settled": {"credit_date": CREDITED.isoformat()}, "returned": {"reason": "户名不符"}}
OTHER_ACCOUNT = "4499000099000000999|别家公司"
_rows = count()


class MoneyRules(PeopleRules):
    """Rules of payments."""

    def payable(self) -> list[tuple[str, Leg]]:
        """Give the parts that somebody might be paid, open ones first."""
        legs = [(claim, leg) for claim in CLAIMS for leg in self.world.legs(claim) if leg.payee is not Payee.UNDECIDED]
        return sorted(legs, key=lambda one: (one[1].status is not LegStatus.OPEN, one[1].payee is Payee.PERSON))

    def question(self, claim: str, leg: Leg, fen: int) -> PayQuestion:
        """Give the right question about a part."""
        account = None if leg.payee is Payee.PERSON else self._decided_account(claim, leg)
        return PayQuestion(leg.item, leg.payee, max(1, fen), account, leg.beneficiary)

    def _decided_account(self, claim: str, leg: Leg) -> str | None:
        return self.world.account(claim, leg.payee) if leg.payee in THIRD else None

    @initialize(start=st.sampled_from(("", "", "decided", "paid", "joint", "owing")))
    def start(self, start: str) -> None:
        """Some histories begin where two people have decided, a firm has been paid, or it owes what it got long ago."""
        if start == "owing":
            self.put_record(CLAIMS[0], 4)
        elif start:
            self.decide_part(1 if start == "joint" else 0)
        if start == "paid":
            self.pay_part(1, 0)

    @rule(
        pick=picks,
        off=st.sampled_from((0, 0, 0, 1, -1, -100_000)),
        wrong=st.sampled_from((*[""] * 7, "account", "account", "none", "payee", "beneficiary")),
    )
    def reserve(self, pick: int, off: int, wrong: str) -> None:
        """A row of a batch: the right amount or a fen more, to the right account, payee and person or to another."""
        self.begin()
        payable = self.payable()
        claim, leg = payable[pick % len(payable)]
        question = self.question(claim, leg, leg.fen + off)
        if wrong == "account":
            question = replace(question, account_digest=OTHER_ACCOUNT)
        elif wrong == "none":
            question = replace(question, account_digest=None)
        elif wrong == "payee":
            question = replace(question, payee=Payee.PERSON if leg.payee in THIRD else Payee.EMPLOYER)
        elif wrong == "beneficiary":
            question = replace(question, beneficiary=None if leg.beneficiary is not None else 2)
        self._reserve(claim, question)

    @rule(pick=picks, off=st.sampled_from((0, 0, 0, 0, 1, -100_000)))
    def pay(self, pick: int, off: int) -> None:
        """An open part is reserved, whole or but for a little, and consumed; a fen more never is."""
        self.pay_part(pick, off)

    def pay_part(self, pick: int, off: int) -> None:
        """Reserve and consume."""
        self.begin()
        opened = [one for one in self.payable() if one[1].status is LegStatus.OPEN]
        if opened:
            thirds = [one for one in opened if one[1].payee in THIRD]
            opened = thirds if thirds and pick else opened
            claim, leg = opened[pick % len(opened)]
            money = self._reserve(claim, self.question(claim, leg, leg.fen + off))
            if money is not None:
                self.begin()
                self._send("consume", money)

    @rule(pick=picks, event=st.sampled_from((*["consume"] * 5, *EVENTS)))
    def token_event(self, pick: int, event: str) -> None:
        """Whatever the payout system or finance may say of a token."""
        if self.world.moneys:
            self.begin()
            self._send(event, self.world.moneys[-1 - pick % len(self.world.moneys)])

    @rule(pick=picks, back=st.sampled_from(("returned", "cancel", "recovered")))
    def money_back(self, pick: int, back: str) -> None:
        """Money that was paid comes back."""
        out = [one for one in self.world.moneys if one.state == "CONSUMED"]
        if out:
            self.begin()
            money = out[-1 - pick % len(out)]
            if back == "recovered":
                self._send("settled", money)
            self._send(back, money)

    # -- the expected side --------------------------------------------------------------------------

    def _reserve(self, claim: str, question: PayQuestion) -> Money | None:
        asked, standing = question, self.world.standings[claim]
        if question.payee is not Payee.PERSON:
            question = replace(question, beneficiary=None)  # only a person's part is somebody's
        answer = ask_payment(standing, self.world.circumstances(claim), question)
        shown = self.desk.reserve(
            claim,
            question.amount_fen,
            f"row-{next(_rows)}",
            item=question.item,
            payee=question.payee.value,
            beneficiary=asked.beneficiary,
            account_digest=self.digest_of(question.account_digest) or ("0" * 64 if question.payee in THIRD else None),
        )
        if (shown["answer"], tuple(shown["codes"])) != (WORDS[answer.status], answer.codes):
            raise Differs(f"reserve {question}: expected {answer}, got {shown}")
        if answer.status is not LegStatus.OPEN:
            assert shown["token"] is None
            return None
        until = self.world.now + timedelta(hours=24)
        whose = answer.beneficiary if question.payee is Payee.PERSON else None
        part = (question.item, question.payee, whose, question.amount_fen, question.account_digest)
        person = None if whose is None else standing.people[whose]
        supplement = any(one.id == answer.decision and one.supplement for one in self.world.words)
        money = Money(shown["token"], claim, *part, answer.decision, until, person, supplement)
        self.world.moneys.append(money)
        return money

    def _send(self, event: str, money: Money) -> None:
        expected = getattr(self, f"_{event}")(money)
        shown = self.desk.gate(event, money.token, **MORE.get(event, {}))
        if shown != {"answer": "OK" if expected is None else "REFUSED", "code": expected}:
            raise Differs(f"{event}: expected {expected}, got {shown}")
        self.world.settle(money.claim)

    def _consume(self, money: Money) -> str | None:
        if money.state != "RESERVED":
            return "G-006"
        if money.expires_at <= self.world.now:
            money.state = "EXPIRED"
            return "G-006"
        standing, whose = self.world.standings[money.claim], money.beneficiary
        if money.person is not None:
            whose = standing.people.index(money.person) if money.person in standing.people else NOBODY
        question = PayQuestion(money.item, money.payee, money.fen, money.account, whose)
        now = self.world.circumstances(money.claim, leaving_out=money)
        answer = ask_payment(standing, now, question)
        if answer.status is not LegStatus.OPEN:
            return answer.codes[0]
        if answer.decision != money.word:
            return "G-002"
        returned = self.world.returned_before(money)
        money.state, money.notice = "CONSUMED", "ANNOUNCED"
        ground = standing.ground(money.item, money.payee)
        money.verified_fen = (ground.verified_fen or 0) if ground is not None else 0
        money.continues = None if returned is None else returned.token
        self._within_limits(money)
        return None

    def _within_limits(self, money: Money) -> None:
        """INV-08: nobody is paid above the decided cap, and no item above what was approved at that moment."""
        word = next((one for one in self.world.words if one.id == money.word), None)
        assert word is None or money.fen <= word.decision.cap_fen
        assert money.payee is Payee.PERSON or word is not None
        item = next(one for one in self.world.records[money.claim].items if one.code == money.item)
        assert self.world.paid(money.claim, money.item) <= item.approved_fen

    def _release(self, money: Money) -> str | None:
        if money.state not in ("RESERVED", "RELEASED", "EXPIRED"):
            return "G-006"
        if money.state == "RESERVED":
            money.state = "RELEASED"
        return None

    def _settled(self, money: Money) -> str | None:
        if money.notice == "SETTLED":
            return None  # the same day once more
        code = self._notice(money, "ANNOUNCED", "SETTLED")
        if code is None and money.payee is Payee.EMPLOYER:
            self._open_duty(money)
        return code

    def _open_duty(self, money: Money) -> None:
        """R3-03: what a firm got above its proven advance is to be passed on."""
        due = money.fen - money.verified_fen
        uscc = self.world.records[money.claim].employer.uscc
        state = "PASS_ON_DUE" if due > 0 else "NOT_REQUIRED"
        self.world.duties.append(Duty(money.claim, money.item, uscc, max(0, due), CREDITED, state, token=money.token))

    def _returned(self, money: Money) -> str | None:
        return self._notice(money, "ANNOUNCED", "RETURNED", back=True)

    def _cancel(self, money: Money) -> str | None:
        return self._notice(money, "ANNOUNCED", "CANCELLED", back=True)

    def _reconciled(self, money: Money) -> str | None:
        return self._notice(money, "SETTLED", "RECONCILED")

    def _recovered(self, money: Money) -> str | None:
        """What the fund has back is owed to nobody; a duty in recovery was paid back with it."""
        code = self._notice(money, "SETTLED", "REVERSED", back=True)
        for duty in self.world.duties:
            if code is None and duty.token == money.token and duty.state not in OBLIGATION.final:
                duty.state = "CLOSED" if duty.state == "RECOVERY" else "NOT_REQUIRED"
        return code

    def _give_up(self, money: Money) -> str | None:
        if any(one.continues == money.token for one in self.world.moneys):
            return "G-006"
        return self._notice(money, "RETURNED", "CANCELLED")

    def _notice(self, money: Money, source: str, target: str, *, back: bool = False) -> str | None:
        if money.notice != source:
            return "G-006"
        money.notice = target
        money.state = "BACK" if back else money.state
        return None

    def _retry(self, money: Money) -> str | None:
        if money.state == "RESERVED":
            return self._consume(money) if self.world.returned_before(money) else "G-006"
        if money.notice != "RETURNED":
            return "G-006"
        live = [one for one in self.world.moneys if (one.claim, one.part) == (money.claim, money.part)]
        live = [one for one in live if one.state == "RESERVED" and one.expires_at > self.world.now]
        if len(live) != 1:
            return "NO_DECISION" if not live else "G-006"
        return self._consume(live[0])

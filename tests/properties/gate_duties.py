"""What becomes of duties in the gate's state machine; a firm's arrears reach every claim of it (K-008).

Here: report, denial, recovery and the passing of final days. Not here: proofs (gate_proofs).
"""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from intake.access.who import Who
from intake.duties.clock import tick_duties
from tests.builders import FIRM_USCC
from tests.desk import CLERK, FINANCE, RISK
from tests.properties.gate_cases import CaseRules
from tests.properties.gate_model import Differs, picks
from tests.properties.gate_stage import CLAIMS, PERSONS, seconds
from tests.properties.gate_state import Duty, Paper
from validators.lifecycle import OBLIGATION, WrongState, advance
from validators.model.codes import DocumentKind

DUTY_EVENTS = {
    "report": ("reported", "employer"),
    "deny": ("beneficiary_denies", "beneficiary"),
    "settle": ("settled", "second_reviewer"),
    "recover": ("recover", "risk_officer"),
    "paid_back": ("paid_back", "agency_finance"),
}


class DutyRules(CaseRules):
    """Rules of duties but for their proofs."""

    @rule()
    def days_are_looked_at(self) -> None:
        """The sweeper lets duties become overdue."""
        self.begin()
        tick_duties(self.desk.service, self.desk.now[0])
        for duty in self.world.duties:
            duty.state = duty.today(self.world.today)
        self.world.settle(CLAIMS[0])
        self._listed()

    @rule(pick=picks, event=st.sampled_from(sorted(DUTY_EVENTS)))
    def duty_event(self, pick: int, event: str) -> None:
        """The firm reports, the beneficiary denies, the agency settles or recovers."""
        if not self.world.duties:
            return
        self.tell(len(self.world.duties) - 1 - pick % len(self.world.duties), event)

    def tell(self, place: int, event: str) -> None:
        """Say one event of the duty at a place."""
        self.begin()
        duty, duty_id = self.world.duties[place], self._listed()[place]
        slip = self._slip(duty.claim)
        if event == "report" and slip is None:
            return
        who = self._actor(event, duty)
        code, state = None, ""
        if who == CLERK and duty.uscc != FIRM_USCC:
            code = "NOT_FOUND"
        else:
            try:
                state = advance(OBLIGATION, duty.today(self.world.today), *DUTY_EVENTS[event])
            except WrongState:
                code = "WRONG_STATE"
        if code is None and event == "report" and self.world.today < duty.received_on:
            code = "BAD_VALUE"  # nobody passes on what has not come
        body: dict[str, object] = {"reason": "核对"}
        if event == "report" and slip is not None:
            body = {
                "paid_on": self.world.today.isoformat(),
                "amount_fen": max(1, duty.due_fen),
                "slip_document": slip.id,
            }
        self.expect(self.desk.post(who, f"/v1/obligations/{duty_id}/{event}", body), code)
        if code is None:
            duty.state = state
            duty.paid_on = self.world.today if event == "report" else duty.paid_on
            self.world.settle(duty.claim)

    def _actor(self, event: str, duty: Duty) -> Who:
        fixed = {"report": CLERK, "deny": PERSONS[duty.claim], "recover": RISK, "paid_back": FINANCE}
        return fixed.get(event) or seconds(self.office(duty.claim))[0]

    def _slip(self, claim: str) -> Paper | None:
        mine = [one for one in self.world.live(claim) if one.uploader == CLERK.subject]
        return next((one for one in mine if one.reading.kind is DocumentKind.BANK_SLIP), None)

    def _listed(self) -> list[str]:
        """Give the ids of all duties; the list that the API shows is the model's."""
        shown = self.desk.get(RISK, "/v1/obligations").json()["obligations"]
        expected = [(one.claim, one.item, one.due_fen, one.state) for one in self.world.duties]
        listed = [(one["claim_no"], one["item"], one["due_fen"], one["state"]) for one in shown]
        if listed != expected:
            raise Differs(f"duties: expected {expected}, shown {listed}")
        return [one["id"] for one in shown]

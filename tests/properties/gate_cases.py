"""What becomes of cases in the gate's state machine: handed in, told of gaps, suspended, taken up again, closed.

Here: each person's event with the answer that the case table gives, and what it does to third parties' money; what a
case does by itself is seen, and must be a way that the table has. Not here: duties (gate_duties).
"""

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlalchemy import select

from intake.access.who import Role, Who
from storage.records.tables import claims
from tests.desk import RISK
from tests.properties.gate_model import CALLERS, Differs
from tests.properties.gate_money import MoneyRules
from tests.properties.gate_stage import BARE, CLAIMS, DEATH, LIVING, UPLOADERS, handlers, seconds
from validators.lifecycle import CASE, WrongState, advance, transitions_from

CASE_EVENTS = ("reopen", "suspend", "resume", "suspend as risk", "submit", "gap", "reopen", "resume")
TAKEN_UP = {"resume": "resume", "reopen": "reopened"}
ITSELF = frozenset({"gaps", "complete", "decided", "all_legs_done", "obligations_done"})


class CaseRules(MoneyRules):
    """Rules of cases."""

    @initialize(handed_in=st.sampled_from((False, True, True)))
    def hand_in(self, handed_in: bool) -> None:
        """Most histories begin with a case that its side has handed in."""
        if handed_in:
            self._say(LIVING, "submit", 0)

    @rule(claim=st.sampled_from((LIVING, LIVING, DEATH, BARE)), event=st.sampled_from(CASE_EVENTS), caller=CALLERS)
    def case_event(self, claim: str, event: str, caller: int) -> None:
        """A side hands in, a handler or the risk officer stops, a second reviewer takes up again, each fit or not."""
        self._say(claim, event, caller)

    def _say(self, claim: str, event: str, caller: int) -> None:
        self.begin()
        who = self._who(claim, event, caller)
        route = event.split()[0]
        before = self.world.cases[claim]
        named = {"gap": "gap_found", **TAKEN_UP}.get(route, route)
        if route == "submit" and before == "NOTICE_SENT":
            named = "resubmit"
        code, state = self._not_theirs(who, claim), before
        if code is None:
            try:
                state = advance(CASE, before, named, who.role)
            except WrongState:
                code = "WRONG_STATE"
        answer = self.desk.post(who, f"/v1/claims/{claim}/{route}", {"reason": "核对"})
        self.expect(answer, code)
        if code is None:
            self.world.cases[claim] = state
            if route in TAKEN_UP:
                self.world.taken_up[claim] = self.world.now
            if route == "reopen":
                self._end_refusals(claim)
            self.world.settle(claim)

    def _who(self, claim: str, event: str, caller: int) -> Who:
        if event == "submit":
            return UPLOADERS[claim]
        if event == "suspend as risk":
            return RISK
        return (handlers if event in ("gap", "suspend") else seconds)(self.office(claim))[caller]

    def _not_theirs(self, who: Who, claim: str) -> str | None:
        if who.role is Role.SUBMITTER:
            return self._hidden_from(who, claim)
        return None if who.role is Role.RISK_OFFICER else self._elsewhere(who, claim)

    def _end_refusals(self, claim: str) -> None:
        """Two people decide anew about what was refused for good."""
        for word in self.world.words:
            if word.claim == claim and word.state == "CONFIRMED" and word.decision.cap_fen == 0:
                word.state = "STALE"
        self.refused = {part for part in self.refused if part[0] != claim}

    @invariant()
    def cases_move_by_their_table(self) -> None:
        """Between two events a case goes only where the table lets it go by itself, never out of a stop."""
        with self.desk.service.database.read() as session:
            rows = session.execute(select(claims.c.claim_no, claims.c.state)).all()
        seen = {row.claim_no: row.state for row in rows}
        for claim in CLAIMS:
            if seen[claim] not in reachable(self.world.cases[claim]):
                raise Differs(f"case {claim}: from {self.world.cases[claim]} to {seen[claim]}")
            self.world.cases[claim] = seen[claim]


def reachable(state: str) -> frozenset[str]:
    """Give the states into which a case may come without anybody's word about it."""
    found, edge = {state}, [state]
    while edge:
        for row in transitions_from(CASE, edge.pop()):
            if row.event in ITSELF and row.target not in found:
                found.add(row.target)
                edge.append(row.target)
    return frozenset(found)

"""How a firm proves in the gate's state machine that it passed money on, and who finds the proof right.

Here: filing, sending back and accepting, each with the answer that the papers, the findings and the hands on them give.
Not here: what else becomes of duties (gate_duties).
"""

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests import builders as b
from tests.desk import CLERK
from tests.properties.gate_duties import DutyRules
from tests.properties.gate_model import CALLERS, Differs, picks
from tests.properties.gate_stage import LIVING, handlers, seconds
from tests.properties.gate_state import Duty, Paper
from validators.lifecycle import OBLIGATION, WrongState, advance
from validators.model.codes import Severity
from validators.model.evidence import DocumentReading

WORKERS_CARD = "6299990000000002075"
ASKED_OF_PROOFS = ("O-", "SIG-", "FLD-", "AMT-", "K-001", "K-005")
REPORTABLE = ("PASS_ON_DUE", "PASS_ON_OVERDUE")
JUDGED = {"accept": ("accepted", "second_reviewer"), "return": ("returned", "handler")}
ONLY_LATE = ("O-001", "O-002", "O-005")


class GateMachine(DutyRules):
    """The whole machine."""

    @rule(
        pick=picks,
        off=st.sampled_from((0, 0, 0, 1)),
        signed=st.sampled_from((True, True, False)),
        then=st.sampled_from(("", "accept", "accept", "return")),
    )
    def pass_on(self, pick: int, off: int, signed: bool, then: str) -> None:
        """The firm reports where it has not yet, brings a proof, right or wrong, and files it; it may be judged."""
        place = self._some_duty(pick)
        if place is None or self._hidden_from(CLERK, LIVING):
            return
        if self.world.duties[place].state in REPORTABLE:
            self.tell(place, "report")
        self.begin()
        self._file(place, off, signed=signed)
        if then:
            self.begin()
            self._judge_duty(place, then, 0)

    @rule(pick=picks, caller=CALLERS, event=st.sampled_from(("accept", "accept", "return")))
    def judge_proof(self, pick: int, caller: int, event: str) -> None:
        """Somebody accepts a proof or sends it back, fit or not; it counts only where nothing is open about it."""
        place = self._some_duty(pick)
        if place is not None:
            self.begin()
            self._judge_duty(place, event, caller)

    def _file(self, place: int, off: int, *, signed: bool) -> None:
        duty, duty_id = self.world.duties[place], self._listed()[place]
        name, reading = proof_of(duty, off, signed=signed)
        [paper] = self.desk.bring(CLERK, LIVING, reading)
        self.world.papers.append(Paper(paper, LIVING, name, reading, CLERK.subject))
        self.world.settle(LIVING)
        code, state = self._next(duty, "filed", "employer")
        self.expect(self.desk.post(CLERK, f"/v1/obligations/{duty_id}/proof", {"document": paper}), code)
        if code is None:
            duty.state, duty.proof = state, paper
            self.world.settle(LIVING)

    def _judge_duty(self, place: int, event: str, caller: int) -> None:
        duty, duty_id = self.world.duties[place], self._listed()[place]
        who = (seconds if event == "accept" else handlers)(self.office(LIVING))[caller]
        code, state = self._elsewhere(who, LIVING), ""
        if code is None:
            code, state = self._next(duty, *JUDGED[event])
        if code is None and event == "accept":
            code = self._stands_in_the_way(duty, who.subject)
        self.expect(self.desk.post(who, f"/v1/obligations/{duty_id}/{event}", {"reason": "核对"}), code)
        if code is None:
            duty.state = state
            duty.sent_back |= {who.subject} if event == "return" else set()
            self.world.settle(LIVING)

    def _some_duty(self, pick: int) -> int | None:
        places = [at for at, one in enumerate(self.world.duties) if one.claim == LIVING and one.uscc == b.FIRM_USCC]
        return places[-1 - pick % len(places)] if places else None

    def _next(self, duty: Duty, event: str, actor: str) -> tuple[str | None, str]:
        try:
            return None, advance(OBLIGATION, duty.today(self.world.today), event, actor)
        except WrongState:
            return "WRONG_STATE", ""

    def _stands_in_the_way(self, duty: Duty, by: str) -> str | None:
        """Say why a proof does not count: gone, not independent, something open, another sum or person."""
        live = self.world.live(LIVING)
        at = next((at for at, one in enumerate(live) if one.id == duty.proof), None)
        if by in duty.sent_back:
            return "G-008"
        if at is None:
            return "G-001"
        hands = live[at].hands()
        if by == hands.uploader or by in hands.keyers:
            return "G-008"
        return self._open_about(at) or self._another_sum(self.world.readings_of(LIVING)[0][at], duty)

    def _open_about(self, at: int) -> str | None:
        judgement = self.world.still_open[LIVING]
        found = [one.code for one in judgement.findings if at in one.documents and one.severity is not Severity.I]
        gaps = [one.code for one in judgement.not_run if one.holds and at in (one.documents or (at,))]
        asked = [code for code in (*found, *gaps) if code.startswith(ASKED_OF_PROOFS) and code not in ONLY_LATE]
        return next((code for code in asked if code in found or code != "O-004"), None)

    def _another_sum(self, reading: DocumentReading, duty: Duty) -> str | None:
        rows = [row for row in reading.rows["beneficiaries"] if row["item"].value == duty.item]
        mine = [row for row in rows if row["name"].value == self.world.records[LIVING].worker.name]
        if not mine:
            return "O-003"
        amounts = [row["amount"].value for row in mine]
        if not all(isinstance(one, int) for one in amounts):
            raise Differs(f"a proof's amounts are {amounts}")
        return None if sum(one for one in amounts if isinstance(one, int)) == duty.due_fen else "O-004"


def proof_of(duty: Duty, off: int, *, signed: bool) -> tuple[str, DocumentReading]:
    """Give a proof about a duty, with a name that tells all in which it differs from others."""
    due, day = duty.due_fen + off, (duty.paid_on or duty.received_on).isoformat()
    name = f"proof-{duty.item}-{due}-{duty.received_on}-{day}-{signed}"
    made = b.make_proof(file=f"{name}.jpg", sha256=f"sha-{name}")
    money = b.fields(received_total=due + 300_000, retained_advance=300_000, passed_total=due, pay_date=day)
    upper = b.leaf(due, raw="人民币柒仟元整")
    row = b.row(
        name=b.WORKER,
        id_no=b.WORKER_ID,
        item=duty.item,
        amount=due,
        pay_method="TRANSFER",
        payee_account=WORKERS_CARD,
        pay_date=day,
        slip_no=f"TEST-{name}",
    )
    made = replace(made, fields={**made.fields, **money, "passed_total_upper": upper}, rows={"beneficiaries": (row,)})
    made = b.with_list(made, "sign_dates", day)
    marks = (b.signature(b.WORKER, b.MarkRole.BENEFICIARY),) if signed else ()
    return name, b.with_marks(made, *marks, b.seal())

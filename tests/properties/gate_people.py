"""What handlers and second reviewers do in the gate's state machine: decisions, flags, keying.

Here: each word of theirs with the answer that the pure validators expect. Not here: papers and freezes (gate_model),
payments (gate_money).
"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from intake.access.who import Role, Who
from tests.builders import FIRM_ACCOUNT, MOTHER_CARD, SPOUSE_CARD
from tests.properties.gate_model import CALLERS, Differs, GateBase, claims_, picks
from tests.properties.gate_stage import CLAIMS, handlers, seconds
from tests.properties.gate_state import Flag, Paper, Word
from tests.properties.gate_world import OPEN_FLAGS, THIRD
from validators.deciding import Proposed, ground_of, judge_confirmation, judge_proposal, most_fen
from validators.evidence_digest import bind
from validators.keyed import Keying, KeyingState, agreed, fold_value, type_of
from validators.model.codes import DocumentKind, Payee, Severity
from validators.model.evidence import Scalar
from validators.model.gate import Decision, Override
from validators.rules.gate import overridable

FLAG_EVENTS = ("take", "take as second", "OK", "UPHELD", "escalate", "second OK", "second UPHELD")
Part = tuple[str, str, Payee]
KEYED: dict[DocumentKind, tuple[tuple[str, Scalar], ...]] = {
    DocumentKind.ADV_VOUCHER: (
        ("lines[0].amount", 860_000),
        ("lines[0].amount", 500_000),
        ("total_figures", 990_000),
        ("payee_account", FIRM_ACCOUNT),
        ("worker_phone", "13800138009"),
    ),
    DocumentKind.MED_RECEIPT: (("total_figures", 50_000), ("paid_cash", 100_000), ("receipt_number", "0000000009")),
    DocumentKind.JOINT_ACCT: (("account", SPOUSE_CARD), ("account", MOTHER_CARD), ("completeness", True)),
}


class PeopleRules(GateBase):
    """Rules of those who decide."""

    # -- decisions --------------------------------------------------------------------------------

    def parts(self) -> list[Part]:
        """Give the third parties' parts that are asked for now, and one that is not."""
        found = [(claim, leg.item, leg.payee) for claim in CLAIMS for leg in self.world.standings[claim].legs]
        return [*(one for one in found if one[2] in THIRD), (CLAIMS[0], "MEDICAL", Payee.JOINT)]

    @rule(
        pick=picks,
        off=st.sampled_from((0, 0, 0, 1, -1, -250_000, None)),
        caller=CALLERS,
        override=st.sampled_from(("", "", "all", "K-001")),
    )
    def propose(self, pick: int, off: int | None, caller: int, override: str) -> None:
        """A handler proposes to pay a part, to the fen or one fen off, or to refuse it for good."""
        self.begin()
        claim, item, payee = self._part(pick)
        self._propose((claim, item, payee), False, off, caller, override)

    @rule(pick=picks, to=st.sampled_from((Payee.PERSON, Payee.PERSON, Payee.EMPLOYER)), off=st.sampled_from((0, 0, 1)))
    def supplement(self, pick: int, to: Payee, off: int) -> None:
        """Two people decide about UNDECIDED money, towards the person or the firm."""
        self.begin()
        undecided = [(c, leg.item) for c in CLAIMS for leg in self.world.legs(c) if leg.payee is Payee.UNDECIDED]
        claim, item = undecided[pick % len(undecided)] if undecided else (CLAIMS[0], "MEDICAL")
        word = self._propose((claim, item, to), True, off, 0, "")
        if word is not None:
            self.begin()
            self._confirm(word, 0, wrong=False)

    @rule(pick=picks)
    def decide(self, pick: int) -> None:
        """Two fit people decide about a part, all overridable findings overridden."""
        self.decide_part(pick)

    def decide_part(self, pick: int) -> None:
        """Propose and confirm."""
        self.begin()
        word = self._propose(self._part(pick), False, 0, 0, "all")
        if word is not None:
            self.begin()
            self._confirm(word, 0, wrong=False)

    @rule(pick=picks, caller=CALLERS, wrong=st.sampled_from((False, False, False, True)))
    def confirm(self, pick: int, caller: int, wrong: bool) -> None:
        """A second reviewer gives his word, fit or not, on the digest that was proposed or on another."""
        if self.world.words:
            self.begin()
            waiting = [one for one in self.world.words if one.state == "PROPOSED"] or self.world.words
            self._confirm(waiting[-1 - pick % len(waiting)], caller, wrong=wrong)

    @rule(pick=picks, event=st.sampled_from(("return", "retract")), caller=CALLERS)
    def take_back(self, pick: int, event: str, caller: int) -> None:
        """A reviewer returns a proposal, or a handler retracts it: only the one who made it."""
        if not self.world.words:
            return
        self.begin()
        word = self.world.words[-1 - pick % len(self.world.words)]
        who = (seconds if event == "return" else handlers)(self.office(word.claim))[caller]
        code = self._elsewhere(who, word.claim)
        if code is None and event == "retract" and who.subject != word.decision.proposed_by:
            code = "G-008"
        if code is None and word.state != "PROPOSED":
            code = "WRONG_STATE"
        answer = self.desk.post(who, f"/v1/decisions/{word.id}/{event}", {"reason": "再核"})
        if word.state == "STALE" and answer.status_code == 200:
            code = None  # nobody looked since it went stale: it may still be put away by name
        self.expect(answer, code)
        if code is None:
            word.state = "RETURNED" if event == "return" else "WITHDRAWN"
            self.world.settle(word.claim)

    def _part(self, pick: int) -> Part:
        parts = self.parts()
        return parts[pick % len(parts)]

    def _elsewhere(self, who: Who, claim: str) -> str | None:
        return None if who.bound.office == self.office(claim) else "NOT_FOUND"

    def _propose(self, part: Part, supplement: bool, off: int | None, caller: int, override: str) -> Word | None:
        claim, item, payee = part
        who = handlers(self.office(claim))[caller]
        standing, now = self.world.standings[claim], self.world.circumstances(claim)
        ground = ground_of(standing, item, payee, supplement=supplement)
        codes = {"": (), "K-001": ("K-001",), "all": ground.blocks if ground is not None else ()}[override]
        codes = codes if override == "K-001" else tuple(one for one in codes if overridable(one))
        bare = Decision(
            1,
            "",
            None,
            who.subject,
            None,
            self.world.today + timedelta(days=30),
            tuple(Override(c, "核") for c in codes),
        )
        most = 0 if ground is None else most_fen(standing, now, Proposed(item, payee, supplement, bare), ground)
        bare = replace(bare, cap_fen=0 if off is None else max(1, most + off))
        judged = judge_proposal(standing, now, Proposed(item, payee, supplement, bare))
        code = self._elsewhere(who, claim) or ("NOT_OVERRIDABLE" if "K-001" in codes else judged.code)
        mine = (claim, item, payee, supplement)
        same = [one for one in self.world.words if (one.claim, one.item, one.payee, one.supplement) == mine]
        if code is None and any(one.state == "PROPOSED" for one in same):
            code = "WRONG_STATE"
        body = {
            "item": item,
            "payee": payee.value,
            "cap_fen": bare.cap_fen,
            "from": "UNDECIDED" if supplement else None,
        }
        body["overrides"] = [{"code": one, "reason": "核"} for one in codes]
        made = self.expect(self.desk.post(who, f"/v1/claims/{claim}/decisions", body), code)
        if code is not None:
            return None
        assert judged.ground is not None
        decision = replace(bare, account_digest=judged.account_digest)
        cited = bind(judged.ground.evidence_digest, item, payee, decision, supplement=supplement)
        decision = replace(decision, evidence_digest=cited)
        word = Word(made["id"], *mine, decision, made["evidence_digest"], self.world.now, judged.ground.evidence_digest)
        self.world.words.append(word)
        self.world.settle(claim)
        return word

    def _confirm(self, word: Word, caller: int, *, wrong: bool) -> None:
        who = seconds(self.office(word.claim))[caller]
        code = self._elsewhere(who, word.claim)
        decision = replace(word.decision, confirmed_by=who.subject)
        if code is None and word.state not in ("PROPOSED", "STALE"):
            code = "WRONG_STATE"
        if code is None and (word.state == "STALE" or wrong):
            code = "G-002"
        if code is None:
            decided = replace(word.decided(used=False), decision=decision)
            standing, now = self.world.standings[word.claim], self.world.circumstances(word.claim)
            code = judge_confirmation(standing, now, decided)
        body = {"reason": "核对无误", "evidence_digest": "0" * 64 if wrong else word.api_digest}
        self.expect(self.desk.post(who, f"/v1/decisions/{word.id}/confirm", body), code)
        if code is None:
            word.state, word.decision, word.moved_at = "CONFIRMED", decision, self.world.now
            self._end_older(word)
            self.world.settle(word.claim)

    def _end_older(self, newest: Word) -> None:
        """The newest word about a third party's part is the only one."""
        for word in self.world.words:
            same = (word.claim, word.item, word.payee, word.supplement)
            mine = (newest.claim, newest.item, newest.payee, newest.supplement)
            alive = word.state == "CONFIRMED" and not self.world.used(word)
            if same == mine and word is not newest and word.payee in THIRD and alive:
                word.state = "STALE"

    # -- flags ------------------------------------------------------------------------------------

    def queue(self, claim: str) -> list[tuple[str, Flag]]:
        """Give the queue of a claim's office as the model has it, by id; it is the one that the API shows."""
        who = handlers(self.office(claim))[0]
        shown = self.desk.get(who, "/v1/flags?state=OPEN,TAKEN,ESCALATED").json()["flags"]
        mine = [
            one
            for one in self.world.flags.values()
            if self.office(one.claim) == self.office(claim) and one.state in OPEN_FLAGS and (one.stands or one.lost)
        ]
        ids = {(one["claim_no"], one["document"], one["code"], one["field"]): one["id"] for one in shown}
        expected = Counter((one.claim, one.document, one.code, one.field) for one in mine)
        if expected != Counter((one["claim_no"], one["document"], one["code"], one["field"]) for one in shown):
            raise Differs(f"queue: expected {expected}, shown {ids.keys()}")
        sure = [(ids[key], one) for one in mine if expected[key := (one.claim, one.document, one.code, one.field)] == 1]
        return [(flag_id, one) for flag_id, one in sure if one.claim == claim]

    @rule(claim=claims_, pick=picks, caller=CALLERS, event=st.sampled_from(FLAG_EVENTS))
    def flag_event(self, claim: str, pick: int, caller: int, event: str) -> None:
        """A handler or a second reviewer takes a flag, ends it or hands it on, fit or not."""
        self.begin()
        queue = self.queue(claim)
        if not queue:
            return
        flag_id, flag = queue[pick % len(queue)]
        handler, second = handlers(self.office(claim))[caller], seconds(self.office(claim))[caller]
        if event.startswith("take"):
            self._take(flag_id, flag, second if event == "take as second" else handler)
        elif event.startswith("second"):
            self._judge(flag_id, flag, second, event.removeprefix("second "))
        else:
            self._close(flag_id, flag, handler, event)

    @rule(claim=claims_, pick=picks)
    def clear(self, claim: str, pick: int) -> None:
        """Fit people look at a flag and find nothing wrong."""
        self.begin()
        queue = [one for one in self.queue(claim) if one[1].state != "ESCALATED"]
        if not queue:
            return
        flag_id, flag = queue[pick % len(queue)]
        handler, second = handlers(self.office(claim))[0], seconds(self.office(claim))[0]
        self._take(flag_id, flag, handler)
        if flag.severity is Severity.B:
            self._close(flag_id, flag, handler, "escalate")
            self._judge(flag_id, flag, second, "OK")
        else:
            self._close(flag_id, flag, handler, "OK")

    def _take(self, flag_id: str, flag: Flag, who: Who) -> None:
        code = self._elsewhere(who, flag.claim)
        if code is None and who.role is not Role.HANDLER:
            code = "WRONG_STATE"
        lapsed = flag.lease_until is None or flag.lease_until <= self.world.now
        if code is None and flag.state == "TAKEN" and lapsed:
            flag.state, flag.taken_by, flag.lease_until = "OPEN", None, None
        if code is None and flag.state == "TAKEN" and flag.taken_by != who.subject:
            code = "LEASED"
        code = code or self._brought(flag, who)
        if code is None and flag.state not in ("OPEN", "TAKEN"):
            code = "WRONG_STATE"
        self.expect(self.desk.post(who, f"/v1/flags/{flag_id}/take"), code)
        if code is None:
            flag.state, flag.taken_by = "TAKEN", who.subject
            flag.lease_until = self.world.now + timedelta(minutes=30)

    def _brought(self, flag: Flag, who: Who) -> str | None:
        own = any(one.id == flag.document and one.uploader == who.subject for one in self.world.papers)
        return "G-008" if own else None

    def _close(self, flag_id: str, flag: Flag, who: Who, outcome: str) -> None:
        code = self._elsewhere(who, flag.claim)
        lapsed = flag.lease_until is None or flag.lease_until <= self.world.now
        if code is None and flag.state == "TAKEN" and (flag.taken_by != who.subject or lapsed):
            code = "LEASED"
        if code is None and outcome == "OK" and flag.severity is Severity.B:
            code = "ESCALATE_FIRST"
        if code is None and flag.state != "TAKEN":
            code = "WRONG_STATE"
        route, body = ("escalate", {}) if outcome == "escalate" else ("close", {"outcome": outcome})
        self.expect(self.desk.post(who, f"/v1/flags/{flag_id}/{route}", {**body, "reason": "已看原件"}), code)
        if code is None:
            flag.state = {"OK": "CLOSED_OK", "UPHELD": "CLOSED_UPHELD", "escalate": "ESCALATED"}[outcome]
            flag.lease_until = None
            self.world.settle(flag.claim)

    def _judge(self, flag_id: str, flag: Flag, who: Who, outcome: str) -> None:
        code = self._elsewhere(who, flag.claim)
        if code is None and who.subject == flag.taken_by:
            code = "G-008"
        code = code or self._brought(flag, who)
        if code is None and flag.state != "ESCALATED":
            code = "WRONG_STATE"
        body = {"outcome": outcome, "reason": "复核"}
        self.expect(self.desk.post(who, f"/v1/flags/{flag_id}/close", body), code)
        if code is None:
            flag.state = "CLOSED_OK" if outcome == "OK" else "CLOSED_UPHELD"
            self.world.settle(flag.claim)

    # -- keying -----------------------------------------------------------------------------------

    @rule(claim=claims_, pick=picks, value=picks, caller=CALLERS, both=st.booleans())
    def key(self, claim: str, pick: int, value: int, caller: int, both: bool) -> None:
        """One person keys a value, or two the same; a critical one counts only then."""
        papers = [one for one in self.world.papers if one.claim == claim and one.reading.kind in KEYED]
        if not papers:
            return
        paper = papers[-1 - pick % len(papers)]
        words = KEYED[paper.reading.kind]
        self.begin()
        self._key(paper, *words[value % len(words)], handlers(self.office(claim))[caller])
        if both:
            self.begin()
            self._key(paper, *words[value % len(words)], handlers(self.office(claim))[0 if caller == 1 else 1])

    def _key(self, paper: Paper, name: str, value: Scalar, who: Who) -> None:
        code = self._elsewhere(who, paper.claim)
        if code is None and who.subject == paper.uploader:
            code = "G-008"
        if code is None and not paper.live:
            code = "WRONG_STATE"
        answer = self.desk.call(
            who, "PUT", f"/v1/documents/{paper.id}/fields/{name}", {"value": value, "reason": "照原件"}
        )
        body = self.expect(answer, code)
        if code is not None:
            return
        kind = type_of(paper.reading, name)
        paper.words[name] = (*paper.words.get(name, ()), Keying(who.subject, fold_value(kind, value)))
        self.world.settle(paper.claim)
        state, _ = agreed(kind, paper.words[name])
        if body["state"] != state.value:
            raise Differs(f"keyed {name}: expected {state}, got {body['state']}")
        if state is KeyingState.SET:
            for flag in self.world.flags.values():
                mine = (flag.document, flag.field, flag.state) == (paper.id, name, "TAKEN")
                if mine and not flag.stands:
                    flag.state = "CLOSED_CORRECTED"

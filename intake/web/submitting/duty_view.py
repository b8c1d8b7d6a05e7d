"""What the page of deadlines shows: each duty with its days, what is left of them, what can be done about it now.

Here: the answer of /v1 put into words, the papers that may be named. Not here: which duties are whose (duties.showing).
"""

from dataclasses import dataclass
from datetime import date

from intake.access.who import Who
from intake.claims.answers import ClaimShown
from intake.claims.service import show_claim
from intake.duties.answers import DutyPage, DutyShown
from intake.duties.service import PROOFS, SLIPS
from intake.duties.showing import is_person, list_duties
from intake.legal_day import legal_day
from intake.problems import Refusal
from intake.web.pages import yuan
from intake.web.submitting import wording
from intake.web.submitting.case_view import GONE
from intake.wiring import Service
from validators.lifecycle import OBLIGATION, WrongState, find_transition
from validators.model.codes import DocumentKind

SOON_DAYS = 7  # the first reminder's day: from here on a duty is marked

_STATES: dict[str, tuple[str, str]] = {
    "PASS_ON_DUE": ("等单位把钱转给本人", "to be passed on"),
    "PASS_ON_OVERDUE": ("已超过一个月，请马上转付", "overdue: pass it on at once"),
    "PROOF_DUE": ("等单位交签名的佐证材料", "proof to be filed"),
    "PROOF_OVERDUE": ("佐证材料已超过十天，请马上补交", "proof overdue: file it at once"),
    "PROOF_IN_REVIEW": ("佐证材料正在审核", "proof being checked"),
    "DISPUTED": ("收款人说没有收到，工作人员正在核实", "the person says it did not come; staff look into it"),
    "RECOVERY": ("正在追回", "being claimed back"),
    "CLOSED": ("已办结", "done"),
    "NOT_REQUIRED": ("不用转付", "nothing to pass on"),
    "WRITTEN_OFF": ("已终结", "ended"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One paper that may be named in a form."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty in words."""

    id: str
    claim_no: str
    item: str
    whom: str
    fen: int
    amount: str
    received: str
    received_on: str
    paid: str
    nominal: str
    final: str
    until: str  # what the days count: passing on, the proof, or nothing any more
    left: int | None
    state: str
    look: str  # late, soon, calm
    late: bool
    may_report: bool
    may_prove: bool
    may_deny: bool
    over: bool
    slips: tuple[Choice, ...]
    proofs: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Duties:
    """One page of duties, the most pressing first."""

    open: tuple[Duty, ...]
    done: tuple[Duty, ...]
    next: str | None
    today: str


def view_duties(service: Service, who: Who, after: str | None, *, english: bool) -> Duties:
    """Gather the caller's duties as of today."""
    with service.database.read() as session:
        page = DutyPage.model_validate(list_duties(service, session, who, None, after))
    today = legal_day(service.clock())
    papers = {} if is_person(who) else _papers(service, who, {one.claim_no for one in page.obligations}, english)
    shown = [_duty(one, papers.get(one.claim_no, ()), today, is_person(who), english) for one in page.obligations]
    pressing = sorted((one for one in shown if not one.over), key=lambda one: (one.left is None, one.left or 0))
    return Duties(tuple(pressing), tuple(one for one in shown if one.over), page.next, today.isoformat())


def _papers(
    service: Service, who: Who, claim_nos: set[str], english: bool
) -> dict[str, tuple[tuple[DocumentKind | None, Choice], ...]]:
    """The caller's own live papers of each claim; a claim whose firm is another by now shows none."""
    found = {}
    for claim_no in claim_nos:
        try:
            claim = ClaimShown.model_validate(show_claim(service, who, claim_no))
        except Refusal:
            continue
        live = [one for one in claim.documents if one.state not in GONE]
        found[claim_no] = tuple(
            (one.kind, Choice(one.id, f"{at}. {wording.kind(one.kind, english=english)}"))
            for at, one in enumerate(live, 1)
        )
    return found


def _duty(
    one: DutyShown,
    papers: tuple[tuple[DocumentKind | None, Choice], ...],
    today: date,
    person: bool,
    english: bool,
) -> Duty:
    proving = one.paid_on is not None
    nominal, final = (one.proof_nominal, one.proof_final) if proving else (one.pass_on_nominal, one.pass_on_final)
    running = one.state in {"PASS_ON_DUE", "PASS_ON_OVERDUE", "PROOF_DUE", "PROOF_OVERDUE"}
    last = final or nominal
    left = (date.fromisoformat(last) - today).days if running and last is not None else None
    over = one.state in OBLIGATION.final
    return Duty(
        id=one.id,
        claim_no=one.claim_no,
        item=wording.item(one.item, english=english),
        whom=one.beneficiary_name or ("the person entitled" if english else "应得的本人"),
        fen=one.due_fen,
        amount=yuan(one.due_fen).replace(",", ""),
        received=wording.day(one.received_on, english=english),
        received_on=one.received_on,
        paid=wording.day(one.paid_on, english=english),
        nominal=wording.day(nominal, english=english),
        final=wording.day(final, english=english) if final else _unknown(english),
        until="" if not running else ("proof" if proving else "pass_on"),
        left=left,
        state=_STATES[one.state][english] if one.state in _STATES else one.state,
        look=_look(one.state, left),
        late=one.late,
        may_report=not person and _may(one.state, "reported", "employer"),
        may_prove=not person and _may(one.state, "filed", "employer"),
        may_deny=person and _may(one.state, "beneficiary_denies", "beneficiary"),
        over=over,
        slips=tuple(choice for kind, choice in papers if kind in SLIPS),
        proofs=tuple(choice for kind, choice in papers if kind in PROOFS),
    )


def _look(state: str, left: int | None) -> str:
    if state in {"PASS_ON_OVERDUE", "PROOF_OVERDUE", "RECOVERY", "DISPUTED"}:
        return "late"
    return "soon" if left is not None and left <= SOON_DAYS else "calm"


def _may(state: str, event: str, actor: str) -> bool:
    try:
        find_transition(OBLIGATION, state, event, actor)
    except WrongState:
        return False
    return True


def _unknown(english: bool) -> str:
    return "not known: that year's holidays are not published" if english else "当年放假安排还没有公布，暂时不能确定"

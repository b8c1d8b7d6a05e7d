"""What a form of these pages says about a flag or a field, handed to the services that /v1 calls too.

Here: from a form's text to a service's body, and where to go on. Not here: whether it may be said (intake.review).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from intake.access.opening import open_document, open_head
from intake.access.who import Role, Who
from intake.problems import Refusal
from intake.review import flags as flag_words
from intake.review.keying import key_value
from intake.review.reasons import written_reason
from intake.review.schemas import CloseBody, KeyBody
from intake.standings import refresh
from intake.web.reviewing.queue import place_of_flag
from intake.web.reviewing.values import typed
from intake.wiring import Service
from storage.records import documents, flags
from storage.records.flags import WAITS_FOR
from validators.keyed import BadValue, KeyingState, type_of
from validators.model.evidence import Scalar
from validators.texts.reviewer import REVIEWER

OUTCOMES = frozenset({"OK", "CORRECTED", "UPHELD"})


@dataclass(frozen=True, slots=True)
class Said:
    """A word about a flag as a form sends it."""

    word: str
    reason: str
    note: str = ""
    value: str = ""


def explained(refusal: Refusal) -> Refusal:
    """Give a refusal of the gate with the sentence of its own code, where a page shows it."""
    code = str(refusal.more.get("code", ""))
    if refusal.code == "GATE_REFUSES" and code in REVIEWER:
        return Refusal(refusal.code, f"{REVIEWER[code]}（{code}）", refusal.more)
    if refusal.code == "BAD_VALUE" and refusal.detail is None:
        return Refusal(refusal.code, "这个值不能填在这一栏，请对照原件检查。", refusal.more)
    return refusal


def say(service: Service, session: Session, who: Who, flag_id: str, said: Said) -> str:
    """Say a word about a flag; gives the address at which to go on."""
    flag = flags.find(session, flag_id)
    if flag is None:
        raise Refusal("NOT_FOUND")
    open_head(service, session, who, flag.claim_no)  # before a word is looked at: another's flag is as if missing
    if said.word == "ESCALATE":
        if who.role is not Role.HANDLER:
            raise Refusal("FORBIDDEN")
        flag_words.escalate(service, session, who, flag_id, written_reason(said.word, said.reason, said.note))
        return _onward(session, who, flag_id, "escalated")
    if said.word not in OUTCOMES:
        raise Refusal("BAD_REQUEST")
    reason = written_reason(said.word, said.reason, said.note)
    value = _value(service, session, who, flag.document_id, flag.field, said) if said.word == "CORRECTED" else None
    body = CloseBody.model_validate({"outcome": said.word, "reason": reason, "value": value})
    answer = flag_words.close(service, session, who, flag_id, body)
    keying = answer.get("keying")
    if answer["state"] == "TAKEN" and keying is not None:
        return _back(session, flag_id, {"NEEDS_SECOND": "second", "CONFLICT": "conflict"}.get(str(keying), "stands"))
    return _onward(session, who, flag_id, "closed")


def key(service: Service, session: Session, who: Who, document_id: str, field: str, said: Said) -> str:
    """Key a field of a paper without a flag; gives what became of it."""
    reason = written_reason("CORRECTED", said.reason, said.note)
    value = _value(service, session, who, document_id, field, said)
    state = key_value(service, session, who, document_id, field, KeyBody(value=value, reason=reason))
    document = documents.find(session, document_id)
    assert document is not None
    now = service.clock()
    refresh(service, session, document.claim_no, now)
    if state is KeyingState.SET:
        flag_words.close_corrected(service, session, who, document_id, field, now)
    return {KeyingState.SET: "keyed", KeyingState.NEEDS_SECOND: "second", KeyingState.CONFLICT: "conflict"}[state]


def _value(
    service: Service, session: Session, who: Who, document_id: str | None, field: str | None, said: Said
) -> Scalar:
    if document_id is None or field is None:
        raise Refusal("BAD_VALUE")
    open_document(service, session, who, document_id)
    reading = documents.load_reading(session, service.vault, document_id)
    if reading is None:
        raise Refusal("WRONG_STATE")
    try:
        return typed(type_of(reading, field), said.value)
    except BadValue:
        raise Refusal("BAD_VALUE") from None


def _onward(session: Session, who: Who, flag_id: str, done: str) -> str:
    """Go on with the next open flag of the same paper or case, else back to the queue."""
    flag = flags.find(session, flag_id)
    assert flag is not None
    for one in flags.of_claim(session, flag.claim_no):
        same = one.document_id == flag.document_id and one.id != flag.id
        if same and one.holds and WAITS_FOR.get(one.state) == who.role.value:
            return _with_done(place_of_flag(one), done)
    return f"/queue?done={done}"


def _back(session: Session, flag_id: str, done: str) -> str:
    flag = flags.find(session, flag_id)
    assert flag is not None
    return _with_done(place_of_flag(flag), done)


def _with_done(address: str, done: str) -> str:
    path, mark, anchor = address.partition("#")
    return f"{path}&done={done}{mark}{anchor}"

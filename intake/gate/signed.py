"""Signed verdicts: what another system can keep as evidence, and check without asking us again.

Here: the claims of the token, the compact JWS, the published keys. Not here: how legs come about (service.py), keys
and their file (storage.signing_keys), checking a token (docs/verify_verdict.py, which consumers take with them).
"""

import base64
import json
import secrets
from datetime import datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from intake.access.gatekeeper import GuardedRoute
from intake.access.opening import open_head
from intake.access.who import Who
from intake.gate.service import verdict_of
from intake.presenting.audience import Audience
from intake.presenting.shapes import Json
from intake.problems import Refusal
from intake.runtime import runtime_of
from intake.standings import standing_now
from intake.wiring import Service
from storage.records import standings
from storage.records.claims import ClaimHead
from storage.signing_keys import Signer, SigningRing, open_signing_keys, signing_file_of
from validators.grounds import THIRD_PARTIES
from validators.model.standing import Standing

router = APIRouter(tags=["gate"], route_class=GuardedRoute)

ISSUER = "claimgate"
AUDIENCE = "payout"
TYPE = "verdict+jws"
LIFETIME = timedelta(minutes=15)  # a batch asks again; an older verdict says what was, not what is
PUBLISHED = {"Cache-Control": "public, max-age=300"}
LEG_MEMBERS = ("leg_id", "item", "payee", "beneficiary", "fen", "status", "code", "reasons", "account_digest")
TRIES = 3  # a claim that changes while it is read is read again
_THIRD_PARTIES = frozenset(payee.value for payee in THIRD_PARTIES)

Evidence = dict[tuple[object, object], str]  # item and payee → the digest of what a third party's part rests on


@router.get("/.well-known/jwks.json")
def get_keys(request: Request) -> JSONResponse:
    """The public keys that verify signed verdicts now."""
    service = runtime_of(request).service
    return JSONResponse({"keys": signing_keys(service).published(service.clock())}, headers=PUBLISHED)


def signing_keys(service: Service) -> SigningRing:
    """The signing keys as they are at this moment: a rotation counts from the next answer on."""
    return open_signing_keys(signing_file_of(service.settings.home))


def show_signed_verdict(service: Service, who: Who, claim_no: str) -> Json:
    """The verdict as a compact JWS, for callers who may see digests."""
    if Audience.of(who).submitter:
        raise Refusal("FORBIDDEN")
    verdict, evidence = _verdict_with_evidence(service, who, claim_no)
    payload = json.dumps(claims_of(verdict, evidence), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return {"claim_no": claim_no, "verdict": compact_jws(signing_keys(service).active, payload.encode())}


def claims_of(verdict: Json, evidence: Evidence) -> Json:
    """What the token says: the verdict of one moment, for whom it is and how long it may be believed."""
    as_of = str(verdict["as_of"])
    issued = datetime.fromisoformat(as_of)
    return {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": verdict["claim_no"],
        "iat": int(issued.timestamp()),
        "exp": int((issued + LIFETIME).timestamp()),
        "jti": secrets.token_urlsafe(16),
        "as_of": as_of,
        "rule_version": verdict["rule_version"],
        "revision": verdict["revision"],
        "legs": [
            {name: leg[name] for name in LEG_MEMBERS} | {"evidence_digest": evidence.get((leg["item"], leg["payee"]))}
            for leg in _legs(verdict)
        ],
    }


def compact_jws(signer: Signer, payload: bytes) -> str:
    """Sign a payload (RFC 7515, compact); the header has these three members and never another."""
    header = {"alg": signer.algorithm, "kid": signer.kid, "typ": TYPE}
    signed = f"{_encode(json.dumps(header, separators=(',', ':')).encode())}.{_encode(payload)}"
    return f"{signed}.{_encode(signer.sign(signed.encode()))}"


def _verdict_with_evidence(service: Service, who: Who, claim_no: str) -> tuple[Json, Evidence]:
    """The verdict and the digests of the very judgement that it rests on: read before and after, both alike."""
    for _ in range(TRIES):
        before = _look(service, who, claim_no)
        verdict = verdict_of(service, who, before[0])
        after = _look(service, who, claim_no)
        standing = after[2]
        third_party = any(leg["payee"] in _THIRD_PARTIES for leg in _legs(verdict))
        if before == after and (standing is not None or not third_party):
            return verdict, _evidence_of(standing)
    raise Refusal("BUSY")


def _look(service: Service, who: Who, claim_no: str) -> tuple[ClaimHead, int, Standing | None]:
    """The claim's row, its count of changes, and its judgement where that is not old."""
    with service.database.read() as session:
        head = open_head(service, session, who, claim_no)
        version = standings.version_of(session, claim_no)
        return head, version, standing_now(service, session, claim_no, service.clock())


def _evidence_of(standing: Standing | None) -> Evidence:
    grounds = () if standing is None else standing.grounds
    return {(one.item, one.payee.value): one.evidence_digest for one in grounds}


def _legs(verdict: Json) -> list[dict[str, Any]]:
    legs = verdict["legs"]
    assert isinstance(legs, list)
    return legs


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

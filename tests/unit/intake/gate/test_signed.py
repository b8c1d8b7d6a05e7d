"""Signed verdicts: what the gate signs, who gets it, and that a consumer's verifier refuses everything else."""

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from intake.gate import signed
from intake.gate.signed import LIFETIME, compact_jws, signing_keys
from storage.records import standings
from storage.signing_keys import OVERLAP, Ed25519Signer, rotate, signing_file_of
from tests.builders import make_record
from tests.desk import CLERK, CORE, FINANCE, HANDLER, PAYOUT, RISK, SECOND, Desk, worker_of

ROOT = Path(__file__).resolve().parents[4]
SCRIPT = ROOT / "docs/verify_verdict.py"
PAGE = (ROOT / "docs/signed-verdicts.md").read_text(encoding="utf-8")
VECTORS = json.loads((ROOT / "docs/signed-verdicts-vectors.json").read_text(encoding="utf-8"))
pytestmark = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")  # the script silences it, pytest does not let it
STAGES = {"form", "header", "key", "signature", "claims", "time", "duplicate"}
Verify = Callable[[object, object, str, float], Mapping[str, Any]]


def load(source: str) -> Any:
    """The verifier of a source text, as a consumer would import it."""
    spec = importlib.util.spec_from_loader("verify_verdict", None)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    exec(compile(source, str(SCRIPT), "exec"), module.__dict__)
    return module


SOURCE = SCRIPT.read_text(encoding="utf-8")
VERIFIER = load(SOURCE)
verify: Verify = VERIFIER.verify


def token_of(vector: Mapping[str, Any]) -> object:
    """A vector's token, joined where it is given in parts."""
    if "token_parts" in vector:
        return "".join(text * times for text, times in vector["token_parts"])
    return vector["token"]


def stage_of(check: Verify, vector: Mapping[str, Any]) -> str:
    """Where a verifier stops at a vector; `accepted` when it does not."""
    try:
        check(token_of(vector), VECTORS["jwks"], vector["claim_no"], vector["now"])
    except ValueError as error:
        return str(error) if str(error) in STAGES else "json"
    return "accepted"


def signed_verdict(desk: Desk, case: str) -> str:
    """The signed verdict of a claim, as the payout system gets it."""
    answer = desk.get(PAYOUT, f"/v1/claims/{case}/verdict?signed=1")
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["verdict"]
    return token


def published(desk: Desk) -> Any:
    """The published keys, asked for without any token."""
    return desk.client.get("/.well-known/jwks.json").json()


@pytest.mark.parametrize("vector", VECTORS["refused"], ids=lambda vector: str(vector["name"]))
def test_a_hostile_token_is_refused(vector: Mapping[str, Any]) -> None:
    """Every hostile token is refused, and for the reason for which it was made."""
    assert stage_of(verify, vector) == vector["stage"]


def test_there_are_enough_hostile_tokens() -> None:
    """No fewer than the published number of hostile tokens, all with names of their own."""
    names = {vector["name"] for vector in VECTORS["refused"]}
    assert len(names) == len(VECTORS["refused"]) >= 130
    assert f"{len(names)} tokens that must be refused" in PAGE


@pytest.mark.parametrize("vector", VECTORS["accepted"], ids=lambda vector: str(vector["name"]))
def test_a_valid_token_is_accepted(vector: Mapping[str, Any]) -> None:
    """Every valid token gives its claims."""
    claims = verify(vector["token"], VECTORS["jwks"], vector["claim_no"], vector["now"])
    assert (claims["sub"], claims["iss"]) == (vector["claim_no"], "claimgate")


CHECKS = [line for line in SOURCE.splitlines() if line.startswith("    need(")]


@pytest.mark.parametrize("line", CHECKS, ids=lambda line: line.strip()[5:40])
def test_every_check_of_the_verifier_is_needed(line: str) -> None:
    """Without any one of its checks the verifier would treat some published token otherwise."""
    weaker = load(SOURCE.replace(line, "    pass")).verify
    assert len(CHECKS) == SOURCE.count("need(") - 2  # all but the definition and the one within a lambda
    assert any(_differs(weaker, vector) for vector in VECTORS["refused"])


def _differs(weaker: Verify, vector: Mapping[str, Any]) -> bool:
    try:
        return stage_of(weaker, vector) != vector["stage"]
    except Exception:
        return True


def test_the_vectors_come_out_the_same() -> None:
    """The script that makes the vectors makes these very bytes."""
    done = subprocess.run([sys.executable, "scripts/make_verdict_vectors.py", "--check"], cwd=ROOT, timeout=120)
    assert done.returncode == 0


def test_the_verifier_is_short_and_stands_alone() -> None:
    """At most 40 lines of at most 120 characters, the standard library and joserfc, nothing of this product."""
    lines = SOURCE.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 120
    named = re.findall(r"^(?:from (\w+)|import ([\w, ]+)$)", SOURCE, re.MULTILINE)
    imported = {one for pair in named for one in re.split(r", ", pair[0] or pair[1])}
    assert imported - set(sys.stdlib_module_names) == {"joserfc"}


def test_the_script_runs_as_the_page_says(tmp_path: Path) -> None:
    """With a file of keys, a claim number and a token it prints the claims; a wrong claim number fails."""
    signer, now = Ed25519Signer.fresh(), int(datetime.now(UTC).timestamp())
    claims = {"iss": "claimgate", "aud": "payout", "sub": "C-1", "iat": now, "exp": now + 900, "jti": "j"}
    keys = tmp_path / "jwks.json"
    keys.write_text(json.dumps({"keys": [signer.public_jwk()]}))

    def ask(claim_no: str) -> subprocess.CompletedProcess[str]:
        token = compact_jws(signer, json.dumps(claims).encode())
        command = [sys.executable, "-W", "error", str(SCRIPT), str(keys), claim_no]
        return subprocess.run(command, input=token + "\n", capture_output=True, text=True, timeout=60)

    assert "python verify_verdict.py jwks.json CLAIM_NO < token" in PAGE
    assert json.loads(ask("C-1").stdout) == claims
    refused = ask("C-2")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith("ValueError: claims\n")


def test_the_signed_verdict_says_what_the_plain_one_says(desk: Desk, case: str) -> None:
    """The token verifies with the published keys and carries the same legs, with what a third party's part rests on."""
    desk.decide(case, 1_000_000)
    plain = desk.get(PAYOUT, f"/v1/claims/{case}/verdict").json()
    answer = desk.get(PAYOUT, f"/v1/claims/{case}/verdict?signed=1")
    assert answer.json().keys() == {"claim_no", "verdict"}
    assert (answer.headers["content-type"], answer.headers["cache-control"]) == ("application/json", "no-store")
    claims = verify(answer.json()["verdict"], published(desk), case, desk.now[0].timestamp())
    assert set(claims) == {"iss", "aud", "sub", "iat", "exp", "jti", "as_of", "rule_version", "revision", "legs"}
    assert {name: claims[name] for name in ("as_of", "rule_version", "revision")} == {
        name: plain[name] for name in ("as_of", "rule_version", "revision")
    }
    assert (claims["iat"], claims["exp"]) == (int(desk.now[0].timestamp()), int((desk.now[0] + LIFETIME).timestamp()))
    bare = [{name: value for name, value in leg.items() if name != "evidence_digest"} for leg in claims["legs"]]
    assert bare == [{name: leg[name] for name in signed.LEG_MEMBERS} for leg in plain["legs"]]
    digests = {leg["payee"]: leg["evidence_digest"] for leg in claims["legs"]}
    assert digests["PERSON"] is None
    assert re.fullmatch(r"[0-9a-f]{64}", digests["EMPLOYER"])
    assert {leg["payee"]: leg["account_digest"] for leg in claims["legs"]}["EMPLOYER"] == desk.account_digest()


def test_the_evidence_digest_is_the_grounds(desk: Desk, case: str) -> None:
    """The digest in the token is the one of the kept judgement, and changes with the evidence."""
    before = verify(signed_verdict(desk, case), published(desk), case, desk.now[0].timestamp())
    with desk.service.database.read() as session:
        kept = standings.load(session, case)
    assert kept is not None
    expected = {(one.item, one.payee.value): one.evidence_digest for one in kept[1].grounds}
    third = [leg for leg in before["legs"] if leg["payee"] == "EMPLOYER"]
    assert third
    assert all(leg["evidence_digest"] == expected[leg["item"], leg["payee"]] for leg in third)
    record = replace(make_record(), claim_no=case, office="O1")
    desk.put(replace(record, items=tuple(replace(item, approved_fen=item.approved_fen + 1) for item in record.items)))
    after = verify(signed_verdict(desk, case), published(desk), case, desk.now[0].timestamp())
    assert after["revision"] == before["revision"] + 1
    assert {leg["evidence_digest"] for leg in after["legs"]} & set(expected.values()) == set()


def test_every_token_has_its_own_id(desk: Desk, case: str) -> None:
    """Two answers about the same claim at the same moment are two tokens."""
    now = desk.now[0].timestamp()
    ids = {verify(signed_verdict(desk, case), published(desk), case, now)["jti"] for _ in range(5)}
    assert len(ids) == 5


@pytest.mark.parametrize("who", [CORE, HANDLER, SECOND, RISK, PAYOUT], ids=lambda who: who.subject)
def test_whoever_sees_digests_may_have_it_signed(desk: Desk, case: str, who: Any) -> None:
    """Every role that sees the verdict with its digests gets it signed too."""
    assert desk.get(who, f"/v1/claims/{case}/verdict?signed=1").status_code == 200


def test_a_submitter_gets_no_signed_verdict(desk: Desk, case: str) -> None:
    """A firm, a worker and a role that may not ask at all are refused, whether the claim exists or not."""
    for who in (CLERK, worker_of(case), FINANCE):
        for claim_no in (case, "nobody"):
            answer = desk.get(who, f"/v1/claims/{claim_no}/verdict?signed=1")
            assert (answer.status_code, answer.json()["code"]) == (403, "FORBIDDEN")
    assert desk.get(CLERK, f"/v1/claims/{case}/verdict?signed=0").status_code == 200


def test_an_unknown_claim_is_not_found(desk: Desk) -> None:
    """Nothing is signed about a claim that we do not know."""
    answer = desk.get(PAYOUT, "/v1/claims/nobody/verdict?signed=1")
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_a_case_that_cannot_be_judged_is_signed_as_held(desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """When judging fails, what is signed holds every item whole."""
    monkeypatch.setattr("intake.gate.service.legs_now", lambda *_: 1 / 0)
    claims = verify(signed_verdict(desk, case), published(desk), case, desk.now[0].timestamp())
    assert {(leg["status"], leg["code"], leg["evidence_digest"]) for leg in claims["legs"]} == {("HOLD", "G-001", None)}


def test_a_claim_that_never_stands_still_is_not_signed(desk: Desk, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the evidence changes between every two looks, the answer is busy, never a mixture."""
    plain = signed.verdict_of

    def disturbed(*args: Any) -> Any:
        shown = plain(*args)
        with desk.service.database.write() as session:
            standings.touch(session, case)
        return shown

    monkeypatch.setattr(signed, "verdict_of", disturbed)
    answer = desk.get(PAYOUT, f"/v1/claims/{case}/verdict?signed=1")
    assert (answer.status_code, answer.json()["code"]) == (503, "BUSY")


def test_the_published_keys_are_public_and_cacheable(desk: Desk) -> None:
    """Anybody may read them; they carry nothing private and may be kept for five minutes."""
    answer = desk.client.get("/.well-known/jwks.json")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=300")
    [key] = answer.json()["keys"]
    assert set(key) == {"kty", "crv", "x", "kid", "use", "alg"}


def test_old_tokens_verify_during_the_overlap_and_not_after_it(desk: Desk, case: str) -> None:
    """After a rotation the running service signs with the new key; the old one counts until its overlap ends."""
    old, begun = signed_verdict(desk, case), desk.now[0]
    retired = signing_keys(desk.service).active
    rotate(signing_file_of(desk.settings.home), begun)
    fresh = signed_verdict(desk, case)
    keys = published(desk)
    assert [one["kid"] for one in keys["keys"]] == [signing_keys(desk.service).active.kid, retired.kid]
    assert verify(old, keys, case, begun.timestamp()) and verify(fresh, keys, case, begun.timestamp())

    def late(moment: datetime) -> str:
        body = old.split(".")[1]
        claims = json.loads(VERIFIER.decode(body))
        claims |= {"iat": int(moment.timestamp()), "exp": int((moment + LIFETIME).timestamp())}
        return compact_jws(retired, json.dumps(claims).encode())

    desk.now[0] = begun + OVERLAP - timedelta(seconds=1)
    assert verify(late(desk.now[0]), published(desk), case, desk.now[0].timestamp())
    desk.now[0] = begun + OVERLAP
    assert retired.kid not in {one["kid"] for one in published(desk)["keys"]}
    for stale in (keys, published(desk)):
        with pytest.raises(ValueError, match="key"):
            verify(late(desk.now[0]), stale, case, desk.now[0].timestamp())


def test_the_page_quotes_what_the_code_does() -> None:
    """Every figure and word of the page's table stands in the product and in the verifier alike."""
    rows = dict(re.findall(r"^\| ([a-z ]+) \| `([^`]+)` \|", PAGE, re.MULTILINE))
    assert rows == {
        "algorithm": Ed25519Signer.algorithm,
        "type": signed.TYPE,
        "issuer": signed.ISSUER,
        "audience": signed.AUDIENCE,
        "seconds from iat to exp": str(int(LIFETIME.total_seconds())),
        "seconds of skew": str(VERIFIER.SKEW),
        "longest token in characters": str(VERIFIER.LIMIT),
        "days of overlap": str(OVERLAP.days),
        "seconds that keys may be kept": signed.PUBLISHED["Cache-Control"].rpartition("=")[2],
    }
    assert LIFETIME.total_seconds() == VERIFIER.LIFETIME
    for name in ("leg_id", *signed.LEG_MEMBERS, "evidence_digest"):
        assert f"`{name}`" in PAGE

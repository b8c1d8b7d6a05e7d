"""Write docs/signed-verdicts-vectors.json, byte for byte the same each time; with --check exit 1 if it is stale.

Here: fictional keys (for tests only), tokens that a consumer must accept and tokens that it must refuse, each with the
stage that refuses it in docs/verify_verdict.py. Not here: the verifier, real keys.
"""

import base64
import hashlib
import hmac
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # run from a checkout, installed or not

from intake.gate.signed import TYPE, compact_jws  # noqa: E402
from storage.signing_keys import Ed25519Signer  # noqa: E402

PAGE = ROOT / "docs" / "signed-verdicts-vectors.json"
ABOUT = (
    "Fictional keys and tokens, for tests only: anybody may sign with these keys, so no service may ever trust them. "
    "Each token is one string; where it is long, token_parts gives [text, how often] to be joined. A verifier is asked "
    "about claim_no at the Unix time now. Made by scripts/make_verdict_vectors.py."
)
CLAIM = "V-1"
NOW = 1_798_700_400
END = NOW + 86_400  # the earlier key verifies until then
ORDER = 2**252 + 27742317777372353535851937790883648493  # of Ed25519's group
RSA_P = int(
    "e8ee512985eaf70894571cabb1b95805a0fb569ab7db5512820f7e6f1f9f33c9b42af9bb279d23bfbfe1fc79a1487768c0802149ef2ebf1b"
    "fef769e4d6878af6886a3b25d18d613dc83660bdb4ebbc823df2158673d1a35e3c20824906bc52d65518b5f18664dc6257eb25ab2f465c9b"
    "a06bf9139c6300ba0f11b47ebbdc66a5",
    16,
)
RSA_Q = int(
    "b81492dbf6c86a9cb0c90cf754d3250af44c8e83e9fa7ce185e08d4008d5091d766130dc9931b4a12da37ef31b99e1aed66c65aa85f360a1"
    "5981c835eff12cdc3d5843281dd4ba4b8fc7a15eb77d260340f8336c6b7be6cd335d5c6f3771ea1ba15e5e5cf7a8f3e8ab594bfa977c9ef3"
    "a8e5343c464e489795485979dad32e3d",
    16,
)
Refused = tuple[str, object, str]  # name, token, the stage that refuses it


def seed(name: str) -> bytes:
    """Give 32 bytes that everybody can compute: a fictional key."""
    return hashlib.sha256(f"claimgate, fictional key for tests only: {name}".encode()).digest()


ACTIVE, EARLIER, FOREIGN = (Ed25519Signer.from_seed(seed(name)) for name in ("active", "earlier", "foreign"))
HEADER = {"alg": "EdDSA", "kid": ACTIVE.kid, "typ": TYPE}
CLAIMS: dict[str, object] = {
    "iss": "claimgate",
    "aud": "payout",
    "sub": CLAIM,
    "iat": NOW - 60,
    "exp": NOW + 840,
    "jti": "fictional-1",
    "as_of": "2026-12-31T06:59:00Z",
    "rule_version": "gd-2021-228/1",
    "revision": 1,
    "legs": [
        {
            "leg_id": "l-000000000000000000000001",
            "item": "MEDICAL",
            "payee": "EMPLOYER",
            "beneficiary": None,
            "fen": 1_000_000,
            "status": "OPEN",
            "code": "ADVANCE_PROVEN",
            "reasons": [],
            "account_digest": "ab" * 32,
            "evidence_digest": "cd" * 32,
        }
    ],
}


def b64(raw: bytes) -> str:
    """Encode as base64url without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def text(value: object) -> str:
    """Write JSON as the product does; a string is taken as it is."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def token(header: object = HEADER, claims: object = CLAIMS, signer: Ed25519Signer = ACTIVE) -> str:
    """Sign any header and any payload; bytes and strings are taken as they are."""
    parts = [one if isinstance(one, bytes) else text(one).encode() for one in (header, claims)]
    signed = ".".join(b64(one) for one in parts)
    return f"{signed}.{b64(signer.sign(signed.encode()))}"


def raw_token(header: Mapping[str, object], signature: bytes, claims: object = CLAIMS) -> str:
    """Put any signature behind a header and the claims."""
    return f"{b64(text(header).encode())}.{b64(text(claims).encode())}.{b64(signature)}"


def with_header(**more: object) -> str:
    """Sign the claims under a header with other members."""
    return token({**HEADER, **more})


def with_claims(**more: object) -> str:
    """Sign other claims under the right header."""
    return token(claims={**CLAIMS, **more})


def without(members: Mapping[str, object], name: str) -> dict[str, object]:
    """Leave one member out."""
    return {key: value for key, value in members.items() if key != name}


def signed_part(header: Mapping[str, object]) -> bytes:
    """Give what a signature covers."""
    return raw_token(header, b"").rpartition(".")[0].encode()


def wrong_algorithms() -> Iterator[Refused]:
    """Headers that ask for another algorithm than EdDSA."""
    good = b"\x01" * 64
    yield "alg none, empty signature", raw_token({**HEADER, "alg": "none"}, b""), "form"
    for spelled in ("none", "None", "NONE", "nOnE", ""):
        yield f"alg {spelled or 'empty'}, some signature", raw_token({**HEADER, "alg": spelled}, good), "header"
    yield "alg a list", with_header(alg=["EdDSA"]), "header"
    yield "alg eddsa in small letters", with_header(alg="eddsa"), "header"
    yield "alg missing", token(without(HEADER, "alg")), "header"
    public = Ed25519PrivateKey.from_private_bytes(ACTIVE.seed()).public_key()
    kinds = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    secrets = {
        "raw bytes": public.public_bytes_raw(),
        "PEM": public.public_bytes(*kinds),
        "JWK text": text(ACTIVE.public_jwk()).encode(),
    }
    for name, secret in secrets.items():
        for size, reason in (("256", "form"), ("384", "form"), ("512", "header")):
            header = {**HEADER, "alg": f"HS{size}"}
            mac = hmac.digest(secret, signed_part(header), f"sha{size}")
            yield f"HS{size} keyed with the public key's {name}", raw_token(header, mac), reason
        mac = hmac.digest(secret, signed_part(HEADER), "sha512")
        yield f"a MAC keyed with the public key's {name}, called EdDSA", raw_token(HEADER, mac), "signature"
    for alg, called, reason in (
        ("RS256", "RS256", "form"),
        ("ES256", "ES256", "header"),
        ("ES256", "EdDSA", "signature"),
    ):
        header = {**HEADER, "alg": called}
        yield f"{alg} by a foreign key, called {called}", raw_token(header, foreign(alg, signed_part(header))), reason


def foreign(alg: str, message: bytes) -> bytes:
    """Sign with a foreign RSA or elliptic key, the same way every time."""
    if alg == "RS256":
        d = rsa.rsa_recover_private_exponent(65537, RSA_P, RSA_Q)
        more = (rsa.rsa_crt_dmp1(d, RSA_P), rsa.rsa_crt_dmq1(d, RSA_Q), rsa.rsa_crt_iqmp(RSA_P, RSA_Q))
        public = rsa.RSAPublicNumbers(65537, RSA_P * RSA_Q)
        key = rsa.RSAPrivateNumbers(RSA_P, RSA_Q, d, *more, public).private_key()
        return key.sign(message, padding.PKCS1v15(), hashes.SHA256())
    curve = ec.derive_private_key(int.from_bytes(seed("foreign curve")), ec.SECP256R1())
    der = curve.sign(message, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    return b"".join(number.to_bytes(32) for number in decode_dss_signature(der))


def wrong_keys() -> Iterator[Refused]:
    """Keys that are not ours, keys that the token brings along, keys that are over."""
    yield "foreign key under our kid", token(signer=FOREIGN), "signature"
    yield "earlier key under the active kid", token(signer=EARLIER), "signature"
    yield "unknown kid", token({**HEADER, "kid": FOREIGN.kid}, signer=FOREIGN), "key"
    yield "kid missing", token(without(HEADER, "kid")), "header"
    yield "kid null", with_header(kid=None), "key"
    yield "kid a list", with_header(kid=[ACTIVE.kid]), "key"
    brought = {
        "jku": "https://keys.example/jwks.json",
        "jwk": without(FOREIGN.public_jwk(), "kid"),
        "x5u": "https://keys.example/chain.pem",
        "x5c": [base64.b64encode(b"fictional").decode()],
    }
    for name, value in brought.items():
        for kid in (ACTIVE.kid, FOREIGN.kid):
            whose = "our" if kid == ACTIVE.kid else "its own"
            yield f"foreign {name}, {whose} kid", token({**HEADER, "kid": kid, name: value}, signer=FOREIGN), "header"
        yield f"{name} in a token that we signed", with_header(**{name: value}), "header"
    late = {**CLAIMS, "iat": END - 10, "exp": END + 890}
    yield "key past its overlap", token({**HEADER, "kid": EARLIER.kid}, late, EARLIER), "key"


def wrong_headers() -> Iterator[Refused]:
    """Headers with a member too few, too many or twice."""
    yield "typ missing", token(without(HEADER, "typ")), "header"
    for typ in ("JWT", "application/verdict+jws", "VERDICT+JWS", "at+jwt"):
        yield f"typ {typ}", with_header(typ=typ), "header"
    yield "crit b64 false", with_header(crit=["b64"], b64=False), "header"
    yield "crit of an unknown member", with_header(crit=["exp"]), "header"
    yield "crit empty", with_header(crit=[]), "header"
    yield "b64 false", with_header(b64=False), "header"
    yield "zip", with_header(zip="DEF"), "header"
    yield "alg twice in the header", token('{"alg":"none",' + text(HEADER)[1:]), "duplicate"
    yield "kid twice in the header", token(text(HEADER)[:-1] + f',"kid":"{FOREIGN.kid}"}}'), "duplicate"
    yield "header a list", token([HEADER]), "header"
    yield "header nested deep", token("[" * 140 + "]" * 140), "header"
    yield "header not UTF-8", token(b'{"alg":"EdDSA","kid":"\xff","typ":"verdict+jws"}'), "json"
    yield "header too long", with_header(note="x" * 400), "form"


def wrong_claims() -> Iterator[Refused]:
    """Rightly signed, but not for this consumer, this claim or this moment."""
    for name in ("iss", "aud", "sub", "iat", "exp", "jti"):
        yield f"{name} missing", token(claims=without(CLAIMS, name)), "claims"
    others: dict[str, tuple[object, ...]] = {
        "iss": ("claimgate-local", "Claimgate", ["claimgate"]),
        "aud": ("core", ["core", "audit"], ["core", "payout"], "payout "),
        "sub": ("V-2", "v-1", [CLAIM], 1),
        "jti": ("", 7, None),
        "iat": (str(NOW - 60), NOW - 60.5, True, None),
        "exp": (str(NOW + 840), NOW + 840.0, True, None),
    }
    for name, values in others.items():
        for value in values:
            yield f"{name} {json.dumps(value)}", with_claims(**{name: value}), "claims"
    for word in ("NaN", "Infinity", "-Infinity"):
        yield f"exp {word}", token(claims=text(CLAIMS).replace(str(NOW + 840), word)), "claims"
    yield "fen NaN", token(claims=text(CLAIMS).replace('"fen":1000000', '"fen":NaN')), "claims"
    yield "expired", with_claims(iat=NOW - 4500, exp=NOW - 3600), "time"
    yield "expired, just past the skew", with_claims(iat=NOW - 960, exp=NOW - 60), "time"
    yield "iat in the far future", with_claims(iat=NOW + 86_400, exp=NOW + 87_300), "time"
    yield "iat in the future, just past the skew", with_claims(iat=NOW + 61, exp=NOW + 961), "time"
    yield "valid for longer than 15 minutes", with_claims(exp=NOW + 841), "time"
    yield "valid for ever", with_claims(exp=10**30), "time"


def wrong_payloads() -> Iterator[Refused]:
    """Payloads that are not one JSON object, or not the one that was signed."""
    yield "sub twice in the payload", token(claims=text(CLAIMS)[:-1] + f',"sub":"{CLAIM}"}}'), "duplicate"
    yield "fen twice in a leg", token(claims=text(CLAIMS).replace('"fen":', '"fen":9000000,"fen":')), "duplicate"
    yield "payload a list", token(claims=[CLAIMS]), "claims"
    yield "payload a string", token(claims='"V-1"'), "claims"
    yield "payload an empty object", token(claims={}), "claims"
    yield "payload not JSON", token(claims="V-1"), "json"
    yield "payload not UTF-8", token(claims=text(CLAIMS).encode("utf-16")), "json"
    yield "payload with two objects", token(claims=text(CLAIMS) * 2), "json"
    head, body, signature = token().split(".")
    more = b64(text(CLAIMS).replace("1000000", "9000000").encode())
    yield "changed amount", f"{head}.{more}.{signature}", "signature"
    yield "signature of another payload", f"{head}.{body}.{with_claims(jti='fictional-2').split('.')[2]}", "signature"
    yield "giant payload", parts_of(with_claims(padding="A" * 150_000)), "form"


def wrong_forms() -> Iterator[Refused]:
    """Not a compact JWS in its one canonical spelling, or a signature that is not the one we made."""
    good = token()
    head, body, signature = good.split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    high = (int.from_bytes(raw[32:], "little") + ORDER).to_bytes(32, "little")
    flat = {"protected": head, "payload": body, "signature": signature}
    general = {"payload": body, "signatures": [{"protected": head, "signature": signature}]}
    forms: dict[str, object] = {
        "flattened JSON": json.dumps(flat),
        "general JSON": json.dumps(general),
        "flattened JSON as an object": flat,
        "null": None,
        "empty": "",
        "one segment": head,
        "two segments": f"{head}.{body}",
        "four segments": f"{good}.{signature}",
        "five segments, as encrypted ones have": f"{head}.{body}.{body}.{body}.{signature}",
        "empty header": f".{body}.{signature}",
        "empty payload": f"{head}..{signature}",
        "empty signature": f"{head}.{body}.",
        "truncated signature": f"{head}.{body}.{b64(raw[:63])}",
        "signature with a byte more": f"{head}.{body}.{b64(raw + b'0')}",
        "padded signature": f"{good}==",
        "padded payload": f"{head}.{body}{'=' * (-len(body) % 4 or 4)}.{signature}",
        "signature not canonical": good[:-1] + loose(good[-1]),
        "payload not canonical": f"{head}.{_loose_payload()}",
        "plain base64 alphabet": good.replace("_", "/").replace("-", "+"),
        "blank before": f" {good}",
        "line end after": f"{good}\n",
        "line end inside": f"{head}.{body[:40]}\n{body[40:]}.{signature}",
        "blanks around a dot": f"{head} . {body}.{signature}",
        "NUL after": f"{good}\0",
        "full-width digit": f"{head}.{body}.{'０' + signature[1:]}",
        "Bearer in front": f"Bearer {good}",
    }
    for name, form in forms.items():
        yield name, form, "form"
    yield "signature with a higher second half", f"{head}.{body}.{b64(raw[:32] + high)}", "signature"
    yield "signature of zeros", f"{head}.{body}.{b64(bytes(64))}", "signature"
    yield "signature with one changed bit", f"{head}.{body}.{b64(bytes([raw[0] ^ 1]) + raw[1:])}", "signature"


ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def loose(letter: str) -> str:
    """Give another last letter that many decoders take for the same bytes."""
    return ALPHABET[ALPHABET.index(letter) + 1]


def _loose_payload() -> str:
    """Give payload and signature where the payload's spelling is loose and the signature covers just that spelling."""
    body = b64((text(CLAIMS) + " " * ((1 - len(text(CLAIMS))) % 3)).encode())
    body = body[:-1] + loose(body[-1])
    head = b64(text(HEADER).encode())
    return f"{body}.{b64(ACTIVE.sign(f'{head}.{body}'.encode()))}"


def parts_of(long: str) -> dict[str, object]:
    """Write a long token shorter: its one repeated piece with a count."""
    piece = "QUFB"
    first, last = long.index(piece * 9), long.rindex(piece * 9) + 36
    return {"token_parts": [[long[:first], 1], [piece, (last - first) // 4], [long[last:], 1]]}


def accepted() -> list[dict[str, object]]:
    """Tokens that every consumer must accept, made by the product's own code."""
    chinese: dict[str, object] = {**CLAIMS, "sub": "粤工伤〔2026〕1号", "jti": "fictional-3", "legs": []}
    later = {**CLAIMS, "iat": NOW - 959, "exp": NOW - 59, "jti": "fictional-2"}
    rows = (
        ("by the active key", CLAIM, compact_jws(ACTIVE, text(CLAIMS).encode())),
        (
            "by the earlier key within its overlap, and within the skew",
            CLAIM,
            compact_jws(EARLIER, text(later).encode()),
        ),
        ("a claim number in Chinese, no legs", "粤工伤〔2026〕1号", compact_jws(ACTIVE, text(chinese).encode())),
    )
    return [{"name": name, "claim_no": claim, "now": NOW, "token": signed} for name, claim, signed in rows]


def refused() -> Iterator[dict[str, object]]:
    """Tokens that every consumer must refuse."""
    for group in (wrong_algorithms, wrong_keys, wrong_headers, wrong_claims, wrong_payloads, wrong_forms):
        for name, made, stage in group():
            now = END if name == "key past its overlap" else NOW
            shown = made if isinstance(made, dict) and "token_parts" in made else {"token": made}
            yield {"name": name, "claim_no": CLAIM, "now": now, "stage": stage, **shown}


def page() -> str:
    """Give the whole file."""
    vectors = {
        "about": ABOUT,
        "fictional_private_keys": [
            {**signer.public_jwk(), "d": b64(signer.seed())} for signer in (ACTIVE, EARLIER, FOREIGN)
        ],
        "jwks": {"keys": [ACTIVE.public_jwk(), {**EARLIER.public_jwk(), "exp": END}]},
        "accepted": accepted(),
        "refused": list(refused()),
    }
    return json.dumps(vectors, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the file, or compare it."""
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text(encoding="utf-8") == page() else 1
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

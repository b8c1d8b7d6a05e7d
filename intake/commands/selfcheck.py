"""`claimgate selfcheck`: proves the set-up, one line a check.

Here: weights, OpenCV, the store's promise, package names, holiday table, sandbox, database. Not here: repairing.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from intake.cli import Exit
from intake.commands.roles import settings_or_usage
from intake.legal_day import legal_today
from intake.settings import Settings

OUR_PACKAGES = ("intake", "ocr", "storage", "validators")
OPENCV_NAMES = ("opencv-python", "opencv-contrib-python", "opencv-python-headless", "opencv-contrib-python-headless")
SAFE_OPENCV = (4, 12)  # older ones fill a truncated JPEG with rows of the picture decoded before
PROBE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what was proven, and the sentence about it."""

    name: str
    passed: bool
    detail: str


def run(args: argparse.Namespace) -> int:
    """Run every check; the exit code says whether all passed."""
    settings = settings_or_usage()
    checks = tuple(_run_all(settings))
    if args.json:
        rows = [{"name": one.name, "passed": one.passed, "detail": one.detail} for one in checks]
        print(json.dumps({"passed": all(one.passed for one in checks), "checks": rows}, ensure_ascii=False))
    else:
        for one in checks:
            print(f"{'通过' if one.passed else '不通过'}  {one.name}: {one.detail}")
    return Exit.DONE if all(one.passed for one in checks) else Exit.FAILED


def _run_all(settings: Settings) -> Iterator[Check]:
    for name, check in _CHECKS:
        try:
            yield Check(name, True, check(settings))
        except Exception as error:  # noqa: BLE001 - a check that crashes did not pass, and the others still run
            yield Check(name, False, str(error) or type(error).__name__)


class _Failed(Exception):
    pass


def _weights(settings: Settings) -> str:
    from intake.readers import prepare_models

    if settings.reader != "paddle":
        return "不读取权重（CLAIMGATE_READER）"
    prepare_models(settings)
    return f"摘要相符，{settings.models}"


def _opencv(settings: Settings) -> str:
    del settings
    # In a process of its own: only reader processes ever load OpenCV.
    probe = subprocess.run(
        [sys.executable, "-c", "import cv2; print(cv2.__version__)"],
        capture_output=True,
        text=True,
        timeout=PROBE_SECONDS,
        check=False,
    )
    version = probe.stdout.strip()
    if probe.returncode or tuple(int(part) for part in version.split(".")[:2]) < SAFE_OPENCV:
        raise _Failed(f"cv2 {version or '不能导入'}，需要 4.12 以上")
    installed = {name: metadata.version(name) for name in OPENCV_NAMES if _is_installed(name)}
    if len({tuple(found.split(".")[:3]) for found in installed.values()}) > 1:
        raise _Failed(f"OpenCV 的几个发行包版本不一致：{installed}")
    return f"cv2 {version}"


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _store(settings: Settings) -> str:
    from storage.objects.choice import open_store

    store = open_store(settings.objects_url)
    probe = b"claimgate selfcheck"
    kept = store.put([probe], 100)
    again = store.put([probe], 100)
    if kept != again or store.fetch(kept.sha256) != probe:
        raise _Failed("写入的内容读回不一致")
    promise = getattr(store, "promise", None)
    if callable(promise):
        return str(promise())
    return "按内容摘要命名，只写一次；文件夹不能阻止管理员删除"


def _database(settings: Settings) -> str:
    from storage.records.session import Database

    database = Database(settings.database_url)
    try:
        database.migrate()
        database.ping()
    finally:
        database.close()
    return "可以读写，表结构为最新"


def _packages(settings: Settings) -> str:
    del settings
    providers = metadata.packages_distributions()
    taken = {name: set(providers.get(name, ())) - {"claimgate"} for name in OUR_PACKAGES}
    clashes = {name: sorted(found) for name, found in taken.items() if found}
    if clashes:
        raise _Failed(f"我们的包名被其他发行包占用：{clashes}")
    return "、".join(OUR_PACKAGES)


def _holidays(settings: Settings) -> str:
    del settings
    from validators.holidays import HOLIDAYS

    years = sorted(HOLIDAYS.years)
    today = legal_today()
    if today.year not in HOLIDAYS.years:
        raise _Failed(f"没有 {today.year} 年的节假日表（已有 {years[0]}–{years[-1]}）")
    return f"{years[0]}–{years[-1]}"


def _sandbox(settings: Settings) -> str:
    del settings
    from ocr.sandbox.client import Sandbox

    sandbox = Sandbox()
    try:
        state = sandbox.confinement()
    finally:
        sandbox.close()
    network = "网络已断开" if state.network_cut else "网络未能断开"
    calls = "系统调用已过滤" if state.calls_filtered else "系统调用未过滤"
    return f"{network}，{calls}"


_CHECKS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("OCR 权重", _weights),
    ("OpenCV", _opencv),
    ("文件存储", _store),
    ("数据库", _database),
    ("包名", _packages),
    ("节假日表", _holidays),
    ("沙箱", _sandbox),
)

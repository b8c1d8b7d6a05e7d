"""`claimgate verify --cases DIR`: every sub-folder a case, one JSON line each as it is done.

Every case stands alone: one that fails gives a line with `error`, and the others go on. Threads here only wait: the
reading happens in `--jobs` reader processes.
"""

import argparse
import json
import os
import queue
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from intake.claims.schemas import MAX_RECORD_BYTES, RecordFault, load_record
from intake.cli import Exit, UsageFault
from intake.commands.reading import judge, parse_day, read_all, rules_of, show_case
from intake.judging import Rules
from intake.papers import PathFault, find_papers
from intake.presenting.shapes import Json
from intake.progress import show_progress
from intake.readers import PaperReader, names_of, open_reader
from intake.settings import Settings, SettingsFault, read_settings


def run(args: argparse.Namespace) -> int:
    """Judge all cases of a folder; the exit code is the worst that happened to any of them."""
    if args.claim is not None or args.files:
        raise UsageFault("--cases 不能与 --claim 或单个文件同时使用。")
    today = parse_day(args.today)
    try:
        settings = read_settings()
    except SettingsFault as fault:
        raise UsageFault(str(fault)) from None
    try:
        folders = _folders(Path(args.cases))
    except PathFault as fault:
        print(f"claimgate: {fault}", file=sys.stderr)
        return Exit.PATH
    jobs = min(args.jobs or len(os.sched_getaffinity(0)), max(1, len(folders)))
    return _Run(folders, rules_of(settings), today).with_readers(_share_cores(settings, jobs), jobs)


def _folders(root: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(path for path in root.iterdir() if path.is_dir() and not path.name.startswith(".")))
    except OSError as error:
        raise PathFault(f"打不开案件文件夹 {root}（{error.strerror}）。") from None


def _share_cores(settings: Settings, jobs: int) -> Settings:
    return replace(settings, threads=max(1, len(os.sched_getaffinity(0)) // jobs))


class _Run:
    """One run over many folders: a queue of folders, a line printed for each, the worst exit code kept."""

    def __init__(self, folders: Sequence[Path], rules: Rules, today: date) -> None:
        self._rules, self._today, self._total = rules, today, len(folders)
        self._waiting: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for folder in folders:
            self._waiting.put(folder)
        self._lock = threading.Lock()
        self._done = 0
        self._seen: set[Exit] = set()
        self._bar = show_progress("核对", len(folders))

    def with_readers(self, settings: Settings, jobs: int) -> int:
        """Let `jobs` threads, each with a reader process, work the queue empty."""
        with ExitStack() as stack:
            readers = [stack.enter_context(open_reader(settings)) for _ in range(jobs)]
            threads = [threading.Thread(target=self._work, args=(reader,), daemon=True) for reader in readers]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self._bar.close()
        return next((code for code in (Exit.FAILED, Exit.USAGE, Exit.PATH) if code in self._seen), Exit.DONE)

    def _work(self, reader: PaperReader) -> None:
        while True:
            try:
                folder = self._waiting.get_nowait()
            except queue.Empty:
                return
            line, code = self._judge(folder, reader)
            with self._lock:
                self._done += 1
                self._seen.add(code)
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
                sys.stdout.flush()
                self._bar.step(self._done)

    def _judge(self, folder: Path, reader: PaperReader) -> tuple[Json, Exit]:
        case: Json = {"case": folder.name}
        try:
            with (folder / "claim.json").open("rb") as stream:
                parsed = load_record(stream.read(MAX_RECORD_BYTES + 1))
            papers = tuple(find_papers(folder, parsed.files))
            read = read_all(papers, reader, expected=names_of(parsed.record), within=folder)
            read, judgement = judge(parsed.record, read, self._rules, self._today)
            return case | show_case(read, judgement, parsed.warnings), Exit.PATH if read.unopened else Exit.DONE
        except RecordFault as fault:
            return case | {"error": str(fault)}, Exit.USAGE
        except OSError as error:
            return case | {"error": f"打不开案件记录（{error.strerror}）。"}, Exit.USAGE
        except Exception as error:  # noqa: BLE001 - the edge: one case must not end the run
            return case | {"error": f"这个案件处理失败（{type(error).__name__}）。"}, Exit.FAILED

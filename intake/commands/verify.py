"""`claimgate verify`: the whole main job in process for one case; stores nothing."""

import argparse
import json
from pathlib import Path

from intake.claims.schemas import MAX_RECORD_BYTES, ParsedRecord, RecordFault, load_record
from intake.cli import Exit, UsageFault
from intake.commands.reading import judge, parse_day, read_all, rules_of, show_case
from intake.papers import name_papers
from intake.presenting.terminal import print_case, print_unopened
from intake.progress import show_progress
from intake.readers import names_of, open_reader
from intake.settings import SettingsFault, read_settings


def run(args: argparse.Namespace) -> int:
    """Judge one case and say what stands in the way of each leg."""
    if args.claim is None:
        raise UsageFault("verify 需要 --claim CLAIM.json（或 --cases DIR）。")
    today = parse_day(args.today)
    try:
        settings = read_settings()
    except SettingsFault as fault:
        raise UsageFault(str(fault)) from None
    rules = rules_of(settings)
    parsed = open_record(Path(args.claim))
    papers = name_papers(args.files)
    bar = show_progress("读取", len(papers))
    with open_reader(settings) as reader:
        read = read_all(papers, reader, expected=names_of(parsed.record), on_done=bar.step)
    bar.close()
    read, judgement = judge(parsed.record, read, rules, today)
    if args.json:
        print(json.dumps(show_case(read, judgement, parsed.warnings), ensure_ascii=False))
    else:
        print_case(parsed.record, read.readings, judgement, parsed.warnings)
    print_unopened(read.unopened)
    return Exit.PATH if read.unopened else Exit.DONE


def open_record(path: Path) -> ParsedRecord:
    """Read the claim record, or say in one sentence why it cannot be read (exit 2)."""
    try:
        with path.open("rb") as stream:
            return load_record(stream.read(MAX_RECORD_BYTES + 1))
    except OSError as error:
        raise UsageFault(f"打不开案件记录 {path}（{error.strerror}）。") from None
    except RecordFault as fault:
        raise UsageFault(f"{path}：{fault}") from None

"""`claimgate read`: fields, marks and findings of single papers; stores nothing."""

import argparse
import json

from intake.cli import Exit, UsageFault
from intake.commands.reading import parse_kind, read_all, rules_of, show_read
from intake.legal_day import legal_today
from intake.papers import name_papers
from intake.presenting.terminal import print_documents, print_unopened
from intake.progress import show_progress
from intake.readers import open_reader
from intake.settings import SettingsFault, read_settings


def run(args: argparse.Namespace) -> int:
    """Read every paper that can be opened and report the rest."""
    declared = parse_kind(args.kind)
    try:
        settings = read_settings()
    except SettingsFault as fault:
        raise UsageFault(str(fault)) from None
    rules = rules_of(settings)
    papers = name_papers(args.files)
    bar = show_progress("读取", len(papers))
    with open_reader(settings) as reader:
        read = read_all(papers, reader, declared=declared, on_done=bar.step)
    bar.close()
    if args.json:
        print(json.dumps(show_read(read, rules, legal_today()), ensure_ascii=False))
    else:
        print_documents(read.readings, rules, legal_today())
    print_unopened(read.unopened)
    return Exit.PATH if read.unopened else Exit.DONE

"""`python -m tests.bench.marks`: what the product says of signatures, seals and names, with 95 % intervals.

Places are drawn by the paper factory, some forty on a page, degraded and laid flat as uploads are; the product is told
where each label stands and finds, cleans, scores and judges all the rest itself. --hands DIR adds names in real hands
(DIR/<writer>/<n>.png, name n of DIR/names.txt): writers of odd folders are reported, those of even ones serve choosing
bounds (--tuning reports them instead). Whole papers are measured by `python -m tests.bench`.
"""

import argparse
import datetime as dt
import os
import platform
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random

import cv2

from ocr.engines.paddle import PaddleEngine
from tests.bench.interval import share_of
from tests.bench.marks import hands, names, places, rooms, seal_firms, stamps
from tests.factory import people
from tests.factory.fonts import RESERVED_FACES, RESERVED_HANDS, TUNING_FACES, TUNING_HANDS
from validators.model.codes import NameMatch

PROFILES = ("scan", "photo")


def main() -> None:
    """Measure what is asked for and print the tables."""
    options = _options()
    cv2.setNumThreads(1)
    engine = PaddleEngine(Path(os.environ.get("CLAIMGATE_MODELS", "var/models")), threads=1)
    tuning = options.set == "tuning"
    faces, pens = (TUNING_FACES, TUNING_HANDS) if tuning else (RESERVED_FACES, RESERVED_HANDS)
    print(f"## Marks and names · {dt.datetime.now(dt.UTC):%Y-%m-%d} · {platform.machine()}, {os.cpu_count()} cores")
    print(f"\nset {options.set}, seed {options.seed}, profiles {', '.join(PROFILES)}")
    if options.places:
        signed = places.Tally()
        places.measure(options.places, str(options.seed), PROFILES, faces, pens, engine, signed)
        _print_codes("Places for signatures", signed.codes, places.RIGHT, signed.notes, options.detail)
    if options.seals:
        sealed = stamps.measure(options.seals, str(options.seed), PROFILES, faces, pens, engine)
        _print_codes("Places for seals", sealed.codes, stamps.RIGHT, sealed.notes, options.detail)
    if options.firms:
        told = seal_firms.measure(options.firms, str(options.seed), PROFILES, faces, pens, engine)
        _print_firms(told)
    if options.drawn:
        for hand in pens:
            pieces = list(_pieces(_written_by(hand, options.drawn, options.seed), options.seed, faces, pens, engine))
            _print_names(f"Names in the drawn hand {hand}", names.measure(pieces, engine), options.detail)
    if options.hands:
        written = [one for one in hands.hands_in(options.hands) if one.held_out != options.tuning]
        wanted = [hands.wanted_of(one) for one in written]
        pieces = list(_pieces(wanted, options.seed, faces, pens, engine))
        of = "for choosing bounds" if options.tuning else "held out"
        _print_names(f"Names in real hands, writers {of}", names.measure(pieces, engine), options.detail)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.marks", description=__doc__)
    parser.add_argument("--places", type=int, default=600, help="places for signatures a profile; 0 for none")
    parser.add_argument("--seals", type=int, default=300, help="places for seals a profile; 0 for none")
    parser.add_argument("--firms", type=int, default=0, help="stamps a profile that are asked whose they are")
    parser.add_argument("--drawn", type=int, default=76, help="names in each drawn hand; 0 for none")
    parser.add_argument("--hands", type=Path, help="a folder of pictures of names in real hands")
    parser.add_argument("--tuning", action="store_true", help="the real hands of even folders instead of odd ones")
    parser.add_argument("--set", choices=("tuning", "reserved"), default="tuning", help="faces and pens of the factory")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--detail", action="store_true", help="name every trial that went wrong")
    options: argparse.Namespace = parser.parse_args()
    return options


def _written_by(hand: str, count: int, seed: int) -> list[rooms.Wanted]:
    rng = Random(f"{seed}/{hand}")
    return [
        rooms.Wanted(rooms.HAND, hand, people.surname(rng) + people.given_name(rng.choice("男女"), rng))
        for _ in range(count)
    ]


def _pieces(
    wanted: Sequence[rooms.Wanted], seed: int, faces: Sequence[str], pens: Sequence[str], engine: PaddleEngine
) -> Iterator[names.Piece]:
    """Lay everything written on pages, once scanned and once photographed, and yield what is found."""
    shuffled = Random(seed).sample(list(wanted), len(wanted))
    for profile in PROFILES:
        for first in range(0, len(shuffled), rooms.PLACES):
            rng = Random(f"{seed}/{profile}/{first}")
            page, laid = rooms.draw(shuffled[first : first + rooms.PLACES], rng, profile, faces, pens)
            for place, found in rooms.found_on(page, laid, profile, rng, engine):
                yield names.Piece(place.wanted.who, place.wanted.name, profile, found)


def _print_codes(
    title: str,
    codes: Mapping[tuple[str, str], Counter[str]],
    right: Mapping[str, str],
    notes: Sequence[str],
    detail: bool,
) -> None:
    print(f"\n### {title}\n\n| what stands there | profile | wanted | the right code | others |\n|---|---|---|---|---|")
    whole: dict[str, Counter[str]] = {}
    for (what, profile), counter in sorted(codes.items()):
        print(_code_row(what, profile, right[what], counter))
        whole.setdefault(what, Counter()).update(counter)
    for what, counter in sorted(whole.items()):
        print(_code_row(f"**{what}**", "all", right[what], counter))
    if detail:
        print("\n" + "\n".join(notes))


def _code_row(what: str, profile: str, right: str, counter: Counter[str]) -> str:
    others = ", ".join(f"{code} {count}" for code, count in counter.most_common() if code != right)
    return f"| {what} | {profile} | {right} | {share_of(counter[right], counter.total())} | {others or '–'} |"


def _print_firms(counted: seal_firms.Tally) -> None:
    print(f"\n### Whose a stamp is\n\nRead exactly: {share_of(counted.exact[True], counted.exact.total())}\n")
    verdicts = [one.value for one in (NameMatch.MATCH, NameMatch.CLOSE, NameMatch.NO_MATCH, NameMatch.NOT_POSSIBLE)]
    print("| asked whether it is that of |", " | ".join(verdicts), "| codes |\n|---|" + "---|" * (len(verdicts) + 1))
    for sort, counter in counted.verdicts.items():
        codes = ", ".join(f"{code} {count}" for code, count in counted.codes[sort].most_common())
        print(f"| {sort} |", " | ".join(share_of(counter[one], counter.total()) for one in verdicts), f"| {codes} |")


def _print_names(title: str, counted: names.Tally, detail: bool) -> None:
    verdicts = [one.value for one in (NameMatch.MATCH, NameMatch.CLOSE, NameMatch.NO_MATCH, NameMatch.NOT_POSSIBLE)]
    print(f"\n### {title}\n")
    print(f"{len(counted.writers)} writers, {len(counted.legible_writers)} of them legible (told nothing, the", end=" ")
    print(f"recogniser reads {100 * names.LEGIBLE:.0f} % of their names); no hand found: {len(counted.lost)}.")
    print(f"The right name first of {names.CROWD}: {share_of(counted.first[True], counted.first.total())}\n")
    print("| expected there | hands |", " | ".join(verdicts), "|\n|---|---|" + "---|" * len(verdicts))
    for sort, counter in counted.verdicts.items():
        for hand, one in (("all", counter), ("legible", counted.legible[sort])):
            cells = [share_of(one[verdict], one.total()) for verdict in verdicts]
            print(f"| {sort} | {hand} |", " | ".join(cells), "|")
    if detail:
        print("\n" + "\n".join(counted.notes + [f"no hand found: {one}" for one in counted.lost]))


if __name__ == "__main__":
    main()

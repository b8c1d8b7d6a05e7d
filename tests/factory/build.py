"""From a seed to a drawn case, and from a run's wish to its list of cases."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.factory import draw, faults, kin, lone
from tests.factory import story as living_story
from tests.factory.case import Doc, DrawnCase

STORIES = {
    "living": living_story.living,
    "death_voucher": kin.death_voucher,
    "joint_account": kin.joint_account,
    "joint_employer": kin.joint_employer,
    "pass_on": kin.pass_on,
    "lone": lone.lone,
}


def draw_case(
    seed: int,
    *,
    story: str = "living",
    fault: str | None = None,
    profile: str = "mix",
    reserved: bool = False,
    name: str | None = None,
    style: draw.Style | None = None,
) -> DrawnCase:
    """Draw one case and its truth; the same arguments give the same bytes."""
    for again in range(40):
        rng = Random(f"{seed}/{story}/{fault}/{again}")
        plan = STORIES[story](rng)
        if not fault:
            break
        try:
            faults.plant(fault, plan, rng)
            break
        except faults.UnfitError:
            continue
    else:
        raise faults.UnfitError(f"{fault} does not fit {story}")
    style = style or draw.Style(reserved, profile)
    if profile == "mix" and style.profile == "mix":
        style = draw.Style(reserved, rng.choice(["scan", "scan", "photo", "photo", "hurried"]))
    files: dict[str, bytes] = {}
    papers: dict[str, Any] = {}
    for n, doc in enumerate(plan.docs):
        planted = _SHOWN.get(fault or "") if plan.fault and plan.fault.get("stem") == doc.stem else None
        drawn = _drawn(doc, f"{seed}/{story}/{fault}/{n}/{reserved}/{style.profile}", style, planted)
        files[drawn.name], papers[drawn.name] = drawn.data, drawn.truth
        if doc.flags.get("twice"):
            again_name = drawn.name.replace(doc.stem, doc.stem + "-again")
            files[again_name], papers[again_name] = drawn.data, drawn.truth
        if plan.fault and plan.fault.get("stem") == doc.stem:
            plan.fault["file"] = drawn.name
    case = name or f"{seed:05d}-{story}" + (f"-{fault}" if fault else "")
    truth = {
        "case": case,
        "story": plan.story,
        "clean": plan.fault is None,
        "fault": plan.fault,
        "expected_visible": plan.expected,
        "allowed": plan.allowed,
        "today": plan.today.isoformat(),
        "profile": style.profile,
        "reserved": reserved,
        "files": papers,
    }
    return DrawnCase(case, plan.claim, files, truth)


_SHOWN = {"PHN-001": "worker_phone"}  # fields that not every form prints: a fault in them must be there to be seen
_TRIES = 40


def _drawn(doc: Doc, seed: str, style: draw.Style, planted: str | None) -> draw.Drawn:
    """Draw a paper, on another form where the planted field is not printed on the first."""
    for again in range(_TRIES):
        drawn = draw.draw(doc, seed + f"/{again}" * bool(again), style)
        if planted is None or planted in drawn.truth["printed"]:
            return drawn
    raise faults.UnfitError(f"no form prints {planted}")


def plan_run(
    seed: int, count: int, *, profile: str, reserved: bool, clean_share: float, story: str | None, fault: str | None
) -> list[dict[str, Any]]:
    """List the cases of a run: clean ones and one planted fault each for the rest, in turn over all faults."""
    rng = Random(f"run/{seed}/{reserved}")
    pairs = faults.pairs(story, fault)
    rng.shuffle(pairs)
    stories = [story] if story else list(STORIES)
    clean = round(count * clean_share) if pairs else count
    jobs: list[dict[str, Any]] = []
    for n in range(count):
        mine = seed * 100000 + n
        level = profile if profile != "mix" else rng.choice(["scan", "scan", "photo", "photo", "hurried"])
        if n < clean:
            jobs.append(
                {
                    "seed": mine,
                    "story": stories[n % len(stories)],
                    "fault": None,
                    "profile": level,
                    "reserved": reserved,
                }
            )
        else:
            code, tale = pairs[(n - clean) % len(pairs)]
            jobs.append({"seed": mine, "story": tale, "fault": code, "profile": level, "reserved": reserved})
    for i, job in enumerate(jobs):
        job["name"] = f"{i:04d}-{job['story']}" + (f"-{job['fault']}" if job["fault"] else "")
    return jobs

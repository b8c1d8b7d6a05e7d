"""`claimgate route`: the pure routing of single items, one JSON object a line in, its legs a line out, in order."""

import argparse
from collections.abc import Mapping
from dataclasses import fields
from typing import TypeVar

from intake.cli import Exit
from intake.commands.lines import LineFault, answer_lines
from validators.routing import RoutedLeg, RouteError, RouteFacts, RouteLine, RoutePolicy, route

Part = TypeVar("Part", RouteLine, RouteFacts, RoutePolicy)


def run(args: argparse.Namespace) -> int:
    """Answer every line of stdin."""
    del args
    answer_lines(route_line)
    return Exit.DONE


def route_line(body: Mapping[str, object]) -> Mapping[str, object]:
    """Route one `{line, facts, policy}`; a missing policy is the default one."""
    try:
        legs = route(
            _part(RouteLine, "line", body.get("line")),
            _part(RouteFacts, "facts", body.get("facts")),
            _part(RoutePolicy, "policy", body.get("policy") or {}),
        )
    except RouteError as fault:
        raise LineFault(str(fault)) from None
    return {"legs": [_show(leg) for leg in legs]}


def _part(kind: type[Part], name: str, value: object) -> Part:
    if not isinstance(value, dict):
        raise LineFault(f"缺少 {name}。")
    known = {field.name for field in fields(kind)}
    try:
        return kind(**{key: member for key, member in value.items() if key in known})
    except TypeError:
        missing = ", ".join(sorted(known - value.keys()))
        raise LineFault(f"{name} 缺少：{missing}。") from None


def _show(leg: RoutedLeg) -> Mapping[str, object]:
    shown: dict[str, object] = {
        "item": leg.item,
        "payee": leg.payee.value,
        "fen": leg.fen,
        "status": leg.status.value,
        "code": leg.code,
    }
    if leg.obligation_fen is not None:
        shown["obligation_fen"] = leg.obligation_fen
    return shown

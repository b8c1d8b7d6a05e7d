"""Names of the layouts and which half of the material they belong to."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.factory.case import Doc
from tests.factory.layouts import common, plain
from tests.factory.layouts.common import Content
from tests.factory.paper import Sheet

ENGINES: dict[str, Callable[[Sheet, Doc, Content, Random], None]] = {
    "form_left": common.form_left,
    "form_above": common.form_above,
    "form_side": common.form_side,
    "list_num": common.list_num,
    "list_table": common.list_table,
    "list_blank": common.list_blank,
    "letter_a": common.letter,
    "letter_b": common.letter_spelled,
    "plain": plain.plain,
    "dense": plain.dense,
}
TUNING_LAYOUTS = ("form_left", "form_above", "list_num", "list_blank", "letter_a", "plain", "dense")
RESERVED_LAYOUTS = ("form_side", "list_table", "letter_b")

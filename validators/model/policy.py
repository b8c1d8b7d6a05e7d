"""The readings taken of the notice where it is open: one frozen field a question, the default the conservative one.

Here: switches and their defaults. Not here: what they change (rules, routing).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    """Keys of the notice's ambiguities; names as in a policy file."""

    employer_may_hold_unadvanced: bool = False  # AMB-08
    joint_needs_recorded_dispute: bool = True  # AMB-03
    fingerprint_required: bool = False  # AMB-15
    seal_required: bool = True  # AMB-16
    cash_is_flagged: bool = True  # AMB-21
    allow_fictional: bool = True  # region 449900 is for demonstrations

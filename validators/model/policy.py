"""The readings taken of the notice where it is open: one frozen field a question, the default the conservative one.

Here: switches, fixed readings and the keys under which a policy file names them. A fixed reading is built in: a file
may state it, and nothing else. Not here: what they change (rules, routing).
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType


class PolicyError(ValueError):
    """The policy asks for a reading that is not built."""


@dataclass(frozen=True, slots=True)
class Policy:
    """Keys of the notice's ambiguities; the first six may be changed, the others are the reading that is built in."""

    employer_may_hold_unadvanced: bool = False  # AMB-08
    joint_needs_recorded_dispute: bool = True  # AMB-03
    fingerprint_required: bool = False  # AMB-15
    seal_required: bool = True  # AMB-16
    cash_is_flagged: bool = True  # AMB-21
    allow_fictional: bool = True  # region 449900 is for demonstrations
    voucher_signers: str = "supported_relatives"  # AMB-01
    designation_signers: str = "first_order_and_supported"  # AMB-01
    designation_unanimous: bool = True  # AMB-02
    designation_holder: str = "signing_relative"  # AMB-04
    designation_items: tuple[str, ...] = ("FUNERAL", "DEATH_LUMP")  # AMB-05
    medical_items: tuple[str, ...] = ("MEDICAL", "REHAB", "MEAL", "TRAVEL", "ASSISTIVE")  # AMB-09
    one_time_items: tuple[str, ...] = ("DISABILITY_LUMP", "MEDICAL_LUMP", "FUNERAL", "DEATH_LUMP")  # AMB-09
    duty_start: str = "bank_credit"  # AMB-10
    proof_days: int = 10  # AMB-11, calendar days
    substitute_signer: str = "guardian_or_witnesses"  # AMB-13
    electronic_signature: bool = False  # AMB-14
    passbook_group: str = "core_record"  # AMB-17: the core system says whose passbook stays
    only_insured_employer: bool = True  # AMB-19
    duty_beneficiaries: str = "allocation"  # AMB-26

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name in CHANGEABLE:
                if not isinstance(value, bool):
                    raise PolicyError(f"{field.name} must be true or false")
            elif value != field.default or type(value) is not type(field.default):
                raise PolicyError(f"{field.name} is built in as {field.default!r}")


CHANGEABLE = frozenset(
    {
        "employer_may_hold_unadvanced",
        "joint_needs_recorded_dispute",
        "fingerprint_required",
        "seal_required",
        "cash_is_flagged",
        "allow_fictional",
    }
)

KEYS: Mapping[str, str] = MappingProxyType(
    {
        "employer_may_hold_unadvanced": "employer_may_hold_unadvanced",
        "designation.needs_dispute": "joint_needs_recorded_dispute",
        "sign.fingerprint": "fingerprint_required",
        "seal.required": "seal_required",
        "duty.cash": "cash_is_flagged",
        "signers.death_voucher": "voucher_signers",
        "signers.designation": "designation_signers",
        "designation.unanimity": "designation_unanimous",
        "designation.holder": "designation_holder",
        "designation.items": "designation_items",
        "items.medical": "medical_items",
        "items.one_time": "one_time_items",
        "duty.start": "duty_start",
        "duty.proof_days": "proof_days",
        "sign.substitute": "substitute_signer",
        "sign.electronic": "electronic_signature",
        "passbook.group": "passbook_group",
        "employer.only_insured": "only_insured_employer",
        "duty.beneficiaries": "duty_beneficiaries",
    }
)
"""Names in a policy file, and the field that each of them sets; a field's own name is understood as well."""

"""The policy: every open question is a field, and what it says is what the rules do."""

from dataclasses import FrozenInstanceError, fields

import pytest

from validators.calendar import PROOF_DAYS
from validators.items import ITEMS, JOINT_OK, ItemClass, Payer
from validators.model.policy import CHANGEABLE, KEYS, Policy, PolicyError


def test_every_key_sets_a_field() -> None:
    """Each key of a policy file sets one field; all but the demonstration switch have a key."""
    names = {field.name for field in fields(Policy)}
    assert set(KEYS.values()) == names - {"allow_fictional"}
    assert len(set(KEYS.values())) == len(KEYS)
    assert names > CHANGEABLE


@pytest.mark.parametrize("name", sorted({field.name for field in fields(Policy)} - CHANGEABLE))
def test_built_in_reading_cannot_be_changed(name: str) -> None:
    """A reading that is built in may be stated and nothing else."""
    default = getattr(Policy(), name)
    assert Policy(**{name: default}) == Policy()
    other = not default if isinstance(default, bool) else default * 2
    for wrong in (other, None):
        with pytest.raises(PolicyError, match=name):
            Policy(**{name: wrong})


@pytest.mark.parametrize("name", sorted(CHANGEABLE))
def test_switch_is_true_or_false(name: str) -> None:
    """A switch takes both values and no other type; the policy itself never changes."""
    assert getattr(Policy(**{name: True}), name) is True
    assert getattr(Policy(**{name: False}), name) is False
    with pytest.raises(PolicyError, match=name):
        Policy(**{name: 1})
    with pytest.raises(FrozenInstanceError):
        setattr(Policy(), name, True)


def test_built_in_readings_are_what_the_rules_do() -> None:
    """Item classes, joint items and the days for the proof stand in the policy as they stand in the rules."""
    policy = Policy()
    fund = [item for item in ITEMS if item.payer is Payer.FUND]
    assert policy.medical_items == tuple(one.code for one in fund if one.item_class is ItemClass.MEDICAL)
    assert policy.one_time_items == tuple(one.code for one in fund if one.item_class is ItemClass.ONE_TIME)
    assert set(policy.designation_items) == JOINT_OK
    assert policy.proof_days == PROOF_DAYS

"""What can go wrong while keeping things, told apart by what the caller has to do.

Here: the one family of errors of this package. Not here: HTTP answers (intake.problems). No text of any error
carries personal data: ids, digests and codes only.
"""


class StorageFault(Exception):
    """Anything this package refuses or cannot do."""


class TransientFault(StorageFault):
    """The same call may succeed later: nothing was acknowledged (503)."""


class StorageFull(TransientFault):
    """There is no room left: nothing was acknowledged (507)."""


class DatabaseBusy(TransientFault):
    """Another writer held the database or the row for longer than the time limit."""


class IdempotencyInFlight(TransientFault):
    """The first request with this key has not ended yet (409)."""


class PermanentFault(StorageFault):
    """The same call will fail again."""


class DurabilityLost(PermanentFault):
    """An fsync failed: what is on the disk is unknown, the process must end and never retry the fsync."""


class ObjectTooLarge(PermanentFault):
    """The stream passed its limit (413)."""


class ObjectMissing(PermanentFault):
    """No object of that digest is kept."""


class ObjectDamaged(PermanentFault):
    """The kept bytes do not have the digest they are filed under."""


class SealBroken(PermanentFault):
    """A sealed field cannot be opened: wrong key, wrong purpose or changed bytes."""


class CodecMismatch(PermanentFault):
    """Stored JSON does not have the shape of the type it should become."""


class UnknownClaim(PermanentFault):
    """No claim of that number is kept."""


class ClaimExists(PermanentFault):
    """A claim of that number is kept already."""


class UnknownDocument(PermanentFault):
    """No document of that id is kept."""


class UnknownDecision(PermanentFault):
    """No decision of that id is kept."""


class WrongState(PermanentFault):
    """The row is no longer in the state that the caller saw."""


class IdempotencyMismatch(PermanentFault):
    """The key was used with another body before (422)."""


class LeaseLost(PermanentFault):
    """Another worker has the job now: a late writer must drop its result."""

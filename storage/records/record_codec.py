"""A claim record as versioned JSON, the form in which it is sealed and kept.

Here: the version around the codec. Not here: the JSON that the core system sends (intake.claims.schemas).
"""

from typing import Any

from storage.faults import CodecMismatch
from storage.records.codec import from_json, to_json
from validators.model.claim import ClaimRecord

VERSION = 1


def record_to_json(record: ClaimRecord) -> dict[str, Any]:
    """Return the record as JSON values, with the version of their shape."""
    return {"v": VERSION, "record": to_json(record)}


def record_from_json(stored: Any) -> ClaimRecord:
    """Return the record that `record_to_json` wrote; CodecMismatch for anything else."""
    if not isinstance(stored, dict) or stored.keys() != {"v", "record"} or stored["v"] != VERSION:
        raise CodecMismatch("not a claim record of a known version")
    return from_json(ClaimRecord, stored["record"])

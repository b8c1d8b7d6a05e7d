"""A document's reading as versioned JSON, the form in which it is sealed and kept.

Here: the version around the codec. Not here: the JSON that callers of the API see (intake).
"""

from typing import Any

from storage.faults import CodecMismatch
from storage.records.codec import from_json, to_json
from validators.model.evidence import DocumentReading

VERSION = 1


def reading_to_json(reading: DocumentReading) -> dict[str, Any]:
    """Return the reading as JSON values, with the version of their shape."""
    return {"v": VERSION, "reading": to_json(reading)}


def reading_from_json(stored: Any) -> DocumentReading:
    """Return the reading that `reading_to_json` wrote; CodecMismatch for anything else."""
    if not isinstance(stored, dict) or stored.keys() != {"v", "reading"} or stored["v"] != VERSION:
        raise CodecMismatch("not a reading of a known version")
    return from_json(DocumentReading, stored["reading"])

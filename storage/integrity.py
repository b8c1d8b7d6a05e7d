"""Whether rows and objects still belong together.

Here: the two questions that a restart, a restore and a self-check ask. Not here: removing anything: an orphan may be
the first half of an upload that is just coming in (storage.retention decides, by age).
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.faults import ObjectDamaged, ObjectMissing
from storage.objects.base import Area, ObjectStore
from storage.records import tables


def find_broken(session: Session, store: ObjectStore, *, read_content: bool = False) -> tuple[str, ...]:
    """Return the ids of documents with a part or raster that is missing; with `read_content` also a damaged one."""
    parts, pages = tables.document_parts, tables.pages
    named = [
        *((row.document_id, row.sha256, Area.ORIGINALS) for row in session.execute(select(parts))),
        *((row.document_id, row.raster, Area.DERIVED) for row in session.execute(select(pages))),
    ]
    broken = {document for document, sha256, area in named if not _is_there(store, sha256, area, read_content)}
    return tuple(sorted(broken))


def find_orphans(session: Session, store: ObjectStore, area: Area = Area.ORIGINALS) -> frozenset[str]:
    """Return the digests of objects that no row names at this moment."""
    column = tables.document_parts.c.sha256 if area is Area.ORIGINALS else tables.pages.c.raster
    kept = frozenset(store.digests(area))
    return kept - frozenset(session.execute(select(column).distinct()).scalars())


def _is_there(store: ObjectStore, sha256: str, area: Area, read_content: bool) -> bool:
    if not read_content:
        return store.exists(sha256, area)
    try:
        store.fetch(sha256, area)
    except (ObjectMissing, ObjectDamaged):
        return False
    return True

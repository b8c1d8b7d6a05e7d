"""Our rasters of a document's pages: what the engine read and a reviewer sees.

Here: which derived object shows which page. Not here: the bytes (storage.objects), drawing (ocr).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from storage.records import tables


@dataclass(frozen=True, slots=True)
class PageRaster:
    """One page: its place in the file as uploaded, its derived object, its size in pixels."""

    position: int
    raster: str
    width: int
    height: int


def save_pages(session: Session, document_id: str, rasters: Sequence[PageRaster]) -> None:
    """Set the document's pages; a second reading replaces those of the first. Put the objects before."""
    session.execute(delete(tables.pages).where(tables.pages.c.document_id == document_id))
    for page in rasters:
        session.execute(
            insert(tables.pages).values(
                document_id=document_id,
                position=page.position,
                raster=page.raster,
                width=page.width,
                height=page.height,
            )
        )


def pages_of(session: Session, document_id: str) -> tuple[PageRaster, ...]:
    """Return the document's pages in order."""
    table = tables.pages
    rows = session.execute(select(table).where(table.c.document_id == document_id).order_by(table.c.position))
    return tuple(PageRaster(row.position, row.raster, row.width, row.height) for row in rows)


def page_of(session: Session, document_id: str, position: int) -> PageRaster | None:
    """Return one page, or None."""
    return next((page for page in pages_of(session, document_id) if page.position == position), None)

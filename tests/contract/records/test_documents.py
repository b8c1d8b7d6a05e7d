"""Documents: states, stages, readings, pages, further papers of one file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.faults import SealBroken, UnknownDocument, WrongState
from storage.records import documents, events, pages, uploads
from storage.records.documents import Part
from storage.records.events import Stage
from storage.records.pages import PageRaster
from storage.records.session import Database
from storage.vault import Keyring, Vault
from tests.contract.examples import CLAIM_NO, FILE_NAME, NOW, make_reading, make_upload, put_claim, put_upload
from validators.model.codes import DocumentKind


@pytest.fixture
def document_id(database: Database, vault: Vault) -> str:
    with database.write() as session:
        put_claim(session, vault)
        return put_upload(session, vault).document_id


def test_move(database: Database, document_id: str) -> None:
    """A change of state keeps its kind, stage and time, and leaves one event."""
    later = NOW + timedelta(seconds=3)
    with database.write() as session:
        documents.move(
            session, document_id, "RECEIVED", "STORED", later, kind=DocumentKind.OTHER, stage=Stage(2, 5, "scan")
        )
        documents.move(session, document_id, "STORED", "MANUAL", later)

    with database.read() as session:
        document = documents.find(session, document_id)
        found = events.after(session, document_id)
    assert document is not None
    assert (document.state, document.kind, document.stage) == ("MANUAL", DocumentKind.OTHER, Stage(2, 5, "scan"))
    assert document.updated_at == later
    assert [(event.state, event.stage.n) for event in found] == [("RECEIVED", 1), ("STORED", 2), ("MANUAL", 2)]


def test_move_from_another_state(database: Database, document_id: str) -> None:
    """An event that comes too late is refused and leaves no event."""
    with pytest.raises(WrongState), database.write() as session:
        documents.move(session, document_id, "STORED", "CLASSIFIED", NOW)
    with pytest.raises(UnknownDocument), database.write() as session:
        documents.move(session, "d-none", "STORED", "CLASSIFIED", NOW)

    with database.read() as session:
        assert len(events.after(session, document_id)) == 1


def test_progress(database: Database, document_id: str) -> None:
    """Progress within a state is a stage event; a stream goes on after the last event it saw."""
    with database.write() as session:
        documents.advance(session, document_id, Stage(1, 3, "open"), NOW)
        documents.advance(session, document_id, Stage(2, 3, "read"), NOW)

    with database.read() as session:
        first, second, third = events.after(session, document_id)
        assert events.after(session, document_id, second.id) == (third,)
        assert events.after(session, document_id, third.id) == ()
    assert (first.type, third.type, third.stage, third.state) == ("state", "stage", Stage(2, 3, "read"), "RECEIVED")
    with pytest.raises(UnknownDocument), database.write() as session:
        documents.advance(session, "d-none", Stage(1, 3, "open"), NOW)


def test_reading(database: Database, vault: Vault, document_id: str) -> None:
    """The newest reading comes back exactly; earlier ones stay in the database."""
    with database.read() as session:
        assert documents.load_reading(session, vault, document_id) is None
    newer = replace(make_reading(), kind_confidence=0.5)
    with database.write() as session:
        assert documents.save_reading(session, vault, document_id, make_reading(), NOW) == 1
        assert documents.save_reading(session, vault, document_id, newer, NOW) == 2

    with database.read() as session:
        assert documents.load_reading(session, vault, document_id) == newer
        with pytest.raises(SealBroken):
            documents.load_reading(session, Vault(Keyring.fresh()), document_id)


def test_further_papers_of_one_file(database: Database, vault: Vault, document_id: str) -> None:
    """Each paper of a file has its own id and state; all name the file's objects, in the order found."""
    with database.write() as session:
        children = tuple(
            documents.add_child(session, document_id, kind, "CLASSIFIED", NOW)
            for kind in (DocumentKind.BANK_SLIP, DocumentKind.MED_RECEIPT, None)
        )

    with database.read() as session:
        assert documents.children_of(session, document_id) == children
        parent, child = documents.find(session, document_id), documents.find(session, children[0])
        assert documents.load_file_name(session, vault, children[2]) == FILE_NAME
        assert len(documents.of_claim(session, CLAIM_NO)) == 4
        [event] = events.after(session, children[0])
    assert parent is not None
    assert child is not None
    assert (child.parent, child.kind, child.state) == (document_id, DocumentKind.BANK_SLIP, "CLASSIFIED")
    assert (child.sha256, child.parts, child.side) == (parent.sha256, parent.parts, parent.side)
    assert event.state == "CLASSIFIED"
    with pytest.raises(UnknownDocument), database.write() as session:
        documents.add_child(session, "d-none", None, "STORED", NOW)


def test_pages(database: Database, document_id: str) -> None:
    """A document's rasters come back in order, and a second reading replaces them."""
    first = [PageRaster(1, "c" * 64, 10, 20), PageRaster(0, "b" * 64, 30, 40)]
    with database.write() as session:
        pages.save_pages(session, document_id, first)
    with database.read() as session:
        assert pages.pages_of(session, document_id) == (first[1], first[0])
        assert pages.page_of(session, document_id, 1) == first[0]
        assert pages.page_of(session, document_id, 2) is None
    with database.write() as session:
        pages.save_pages(session, document_id, first[:1])
    with database.read() as session:
        assert pages.pages_of(session, document_id) == (first[0],)


def test_one_document_never_touches_another(database: Database, vault: Vault, document_id: str) -> None:
    """Whatever is done with one of two documents that stand alike, the other stays as it was."""
    raster = PageRaster(0, "b" * 64, 30, 40)
    other_reading = replace(make_reading(), kind_confidence=0.25)
    with database.write() as session:
        other = put_upload(session, vault, "b").document_id
        pages.save_pages(session, other, [raster])
        documents.save_reading(session, vault, other, other_reading, NOW)
        child = documents.add_child(session, other, None, "MANUAL", NOW)
        before = documents.find(session, other)
        seen = events.after(session, other)
    later = NOW + timedelta(seconds=9)
    with database.write() as session:
        assert documents.load_reading(session, vault, document_id) is None
        documents.move(session, document_id, "RECEIVED", "STORED", later, stage=Stage(2, 5, "scan"))
        documents.advance(session, document_id, Stage(3, 5, "read"), later)
        documents.save_reading(session, vault, document_id, make_reading(), later)
        pages.save_pages(session, document_id, [])
        own = documents.add_child(session, document_id, None, "MANUAL", later)

    with database.read() as session:
        assert documents.find(session, other) == before
        assert events.after(session, other) == seen
        assert pages.pages_of(session, other) == (raster,)
        assert documents.load_reading(session, vault, other) == other_reading
        assert (documents.children_of(session, other), documents.children_of(session, document_id)) == (
            (child,),
            (own,),
        )
        assert documents.stage_of(session, document_id) == Stage(3, 5, "read")


def test_papers_of_a_claim_in_order(database: Database, vault: Vault, document_id: str) -> None:
    """A claim's papers come oldest first, with all parts of each in order, and none of another claim."""
    parts = tuple(Part(digit * 64, 3, "image/png") for digit in "fed")
    with database.write() as session:
        put_claim(session, vault, "TEST-0002")
        uploads.add(session, vault, make_upload("c", claim_no="TEST-0002"), NOW)
        second = uploads.add(session, vault, replace(make_upload(), parts=parts), NOW + timedelta(seconds=1))
        first = uploads.add(session, vault, make_upload("c"), NOW - timedelta(seconds=1))

    with database.read() as session:
        papers = documents.of_claim(session, CLAIM_NO)
        assert [paper.id for paper in papers] == [first.document_id, document_id, second.document_id]
        assert papers[2].parts == parts
        assert papers[2] == documents.find(session, second.document_id)
        assert documents.of_claim(session, "TEST-0003") == ()


def test_progress_is_read_in_pieces(database: Database, document_id: str) -> None:
    """A reader of many events gets no more than it asked for and goes on from there."""
    with database.write() as session:
        for number in range(5):
            documents.advance(session, document_id, Stage(number, 5, "read"), NOW)
    with database.read() as session:
        some = events.after(session, document_id, limit=4)
        rest = events.after(session, document_id, some[-1].id)
    assert [event.stage.n for event in (*some, *rest)] == [1, 0, 1, 2, 3, 4]


def test_unknown_document(database: Database, vault: Vault) -> None:
    """What was never uploaded is not found."""
    with database.read() as session:
        assert documents.find(session, "d-none") is None
        assert documents.load_reading(session, vault, "d-none") is None
        assert documents.children_of(session, "d-none") == ()
        with pytest.raises(UnknownDocument):
            documents.load_file_name(session, vault, "d-none")

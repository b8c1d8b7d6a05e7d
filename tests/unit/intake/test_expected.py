"""What the claim's record tells a reader beforehand: who may stand on a paper, and which numbers."""

from intake.readers import names_of
from ocr.expected import NOBODY
from tests.builders import make_death_record, make_record


def test_the_record_s_numbers_are_a_prior_like_its_names() -> None:
    """The worker's number, the employer's code and account, each relative's number; nothing that is not known."""
    record = make_death_record()
    told = names_of(record)
    known = {record.worker.id_no, record.employer.uscc, record.employer.account}
    known |= {one.id_no for one in record.relatives or ()}
    assert set(told.numbers) == known - {None}
    assert told.employer == record.employer.name
    assert None not in names_of(make_record()).numbers


def test_the_record_tells_whose_a_number_is_and_when_it_happened() -> None:
    """Each citizen's number with its holder's name, the day of the injury and that of the claim."""
    record = make_death_record()
    told = names_of(record)
    people = (record.worker, *(record.relatives or ()))
    assert dict(told.holders) == {one.id_no: one.name for one in people if one.id_no}
    assert (told.since, told.filed_on) == (record.injury_date, record.filed_on)


def test_without_a_record_nobody_is_expected() -> None:
    """A paper read for itself knows no names and no numbers."""
    assert names_of(None) == NOBODY
    assert names_of(None).numbers == ()

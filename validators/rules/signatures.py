"""Signatures, seals and fingerprints on one paper (SIG-001…SIG-008).

Here: whether ink of the right sort stands where the paper promises it. Not here: whether the signer was the
right person (parties, designation, proof), whether a signature is genuine (nobody can tell).
"""

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from validators.formats.names import NameComparison as Names
from validators.formats.names import compare_names, normal_name, same_name
from validators.formats.org_name import normal_org_name
from validators.model.codes import DocumentKind, MarkRole, MarkType, NameMatch
from validators.model.evidence import DocumentReading, Mark
from validators.model.findings import Finding
from validators.requirements import requirement
from validators.rules.view import (
    Paper,
    any_text,
    can_lack,
    doubted_names,
    effective_kind,
    found,
    hides_its_signature,
    is_blank_form,
    places,
    rows_of,
    signatures,
    sure_text,
    was_read,
)

SEAL_TEXT_SURE = 0.9
"""Confidence from which the words of a seal may be held against it; curved letters read worse than lines."""

SEAL_TEXT_ALIKE = 0.75
"""Share of the firm's characters in a weakly read seal below which a person looks: about three wrong of eleven."""

SEAL_TEXT_EXCHANGED = 2
"""Characters with others in their place from which a person looks: a long name with 永例 for 样本 is 85 % alike.
Characters that are only lost do not count."""

SEAL_TEXT_CLEAR = 0.95
"""Confidence from which such characters count: an own ring read with less had 安例物流 as 安病鹤流."""

_LISTS = {
    DocumentKind.JOINT_ACCT: "relatives",
    DocumentKind.JOINT_EMPLOYER: "relatives",
    DocumentKind.PASS_ON_PROOF: "beneficiaries",
    DocumentKind.ADV_VOUCHER: "relatives",
}
PROOF_KINDS = (DocumentKind.POA, DocumentKind.GUARDIAN, DocumentKind.KINSHIP)


def listed_names(reading: DocumentReading) -> tuple[str, ...]:
    """Give the names of the table of signers, each once, as read."""
    table = _LISTS.get(reading.kind, "")
    names = [any_text(row.get("name")) for row in rows_of(reading, table)]
    return tuple(dict.fromkeys(name for name in names if name))


def _is_list(paper: Paper) -> bool:
    return len(signatures(paper.reading)) > 1 or len(listed_names(paper.reading)) > 1


def _applies(paper: Paper) -> bool:
    return requirement(paper.kind).signed and can_lack(paper.reading)


def check_signed(paper: Paper) -> Iterator[Finding]:
    """SIG-001: the one person who must sign did not, or the paper has no signature at all (notice 三).

    Of a page past reading that shows no place to sign nothing is known: a person looks (FLD-002).
    """
    if not _applies(paper):
        return
    marks = signatures(paper.reading)
    if not marks:
        code = "FLD-002" if hides_its_signature(paper.reading) else "SIG-001"
        yield found(code, paper.index, path="signatures[0]", role=_expected_role(paper))
    elif not _is_list(paper):
        number, mark = marks[0]
        if not mark.present and mark.sure:
            yield _absent("SIG-001", paper, number, mark, mark.name)


def _expected_role(paper: Paper) -> str:
    """Say whose signature a paper without any is waiting for."""
    if paper.kind is DocumentKind.PASS_ON_PROOF:
        return MarkRole.BENEFICIARY.value
    living = paper.record is None or not paper.record.death
    return MarkRole.WORKER.value if living and paper.kind is DocumentKind.ADV_VOUCHER else MarkRole.RELATIVE.value


def check_all_signed(paper: Paper) -> Iterator[Finding]:
    """SIG-007: somebody on the list did not sign; a company seal is no personal signature (notice 三)."""
    if not _applies(paper) or not _is_list(paper):
        return
    marks = signatures(paper.reading)
    for number, mark in marks:
        if not mark.present and mark.sure:
            who = mark.name or f"第{number + 1}处签名"  # a place without a name is told by its order on the paper
            yield _absent("SIG-007", paper, number, mark, who)
    if not marks:
        return  # SIG-001 says it
    listed = listed_names(paper.reading)
    unnamed = sum(not mark.name or mark.role is MarkRole.GUARDIAN for _, mark in marks)
    doubted = doubted_names(paper.reading)
    without = [
        name
        for name in listed
        if name not in doubted and not any(stands_for(mark.name, name, listed) for _, mark in marks)
    ]
    if len(without) > unnamed:
        for name in without:
            yield found("SIG-007", paper.index, path=f"signatures[{len(marks)}]", names=name)


def resembles(read: str, known: str) -> bool:
    """True for an equal or near name, and for one that was cut out of its line with a word too much."""
    if compare_names(read, known) is not Names.DIFFERENT:
        return True
    return len(normal_name(known)) > 1 and normal_name(known) in normal_name(read)


def stands_for(written: str, person: str, everyone: Iterable[str]) -> bool:
    """True when a signature's place names the person, be it with a character or a word read amiss.

    The name beside a place is read without a doubt of its own; it is never lent to a brother's who has it in full.
    """
    if same_name(written, person):
        return True
    alike = resembles(person, written) or resembles(written, person)
    return alike and not any(same_name(written, other) for other in everyone)


def _absent(code: str, paper: Paper, number: int, mark: Mark, names: str) -> Finding:
    role = mark.role.value if mark.role else ""
    return found(code, paper.index, path=f"signatures[{number}]", at=mark, names=names, role=role)


def check_handwritten(paper: Paper) -> Iterator[Finding]:
    """SIG-002: what stands there is a print font or a pasted picture."""
    if not was_read(paper.reading) or not requirement(paper.kind).signed:
        return
    for number, mark in signatures(paper.reading):
        if mark.present and (mark.pasted or mark.handwritten is False):
            yield found("SIG-002", paper.index, path=f"signatures[{number}]", at=mark, names=mark.name)


def check_name_written(paper: Paper) -> Iterator[Finding]:
    """SIG-003: the handwriting legibly reads another name."""
    if not requirement(paper.kind).signed:
        return
    doubted = doubted_names(paper.reading)
    for number, mark in signatures(paper.reading):
        other = mark.present and mark.name_match is NameMatch.NO_MATCH and mark.proxy is None
        if other and mark.name not in doubted:  # a doubted name is no measure of a hand
            yield found("SIG-003", paper.index, path=f"signatures[{number}]", at=mark, names=mark.name)


def check_fingerprints(paper: Paper) -> Iterator[Finding]:
    """SIG-004: the policy asks for fingerprints and one is absent (AMB-15)."""
    if not paper.policy.fingerprint_required or not _applies(paper):
        return
    prints = paper.reading.marks_of(MarkType.FINGERPRINT)
    for number, mark in enumerate(prints):
        if not mark.present:
            yield found("SIG-004", paper.index, path=f"fingerprints[{number}]", at=mark)
    if len(prints) < len(signatures(paper.reading)):
        yield found("SIG-004", paper.index, path=f"fingerprints[{len(prints)}]")


def _firm_seals(paper: Paper) -> tuple[tuple[int, Mark], ...]:
    """Give the seals at the employer's place; without such a place those that no place promised."""
    seals = tuple(enumerate(paper.reading.marks_of(MarkType.SEAL)))
    promised = tuple((number, mark) for number, mark in seals if mark.role is MarkRole.EMPLOYER)
    return promised or tuple((number, mark) for number, mark in seals if mark.role is None)


def check_sealed(paper: Paper) -> Iterator[Finding]:
    """SIG-005: no official seal of the employer; a finance seal belongs on receipts only (AMB-16)."""
    need = requirement(paper.kind).seal and paper.policy.seal_required
    if not need or not can_lack(paper.reading):
        return
    seals = _firm_seals(paper)
    if not seals:
        yield found("SIG-005", paper.index, path="seals[0]")
        return
    if any(not mark.sure or (mark.present and mark.seal_kind != "finance") for _, mark in seals):
        return
    number, mark = seals[0]
    yield found("SIG-005", paper.index, path=f"seals[{number}]", at=mark, seal=mark.seal_kind or "")


def check_seal_names_employer(paper: Paper) -> Iterator[Finding]:
    """SIG-006: the seal reads another body than the employer on the same paper or in the claim."""
    if not requirement(paper.kind).seal or is_blank_form(paper.reading):
        return
    names = _employer_names(paper)
    seals = [(number, mark) for number, mark in _firm_seals(paper) if mark.present and mark.sure]
    if not names or not seals or any(_seal_fits(mark, names) for _, mark in seals):
        return
    number, mark = seals[0]
    yield found("SIG-006" if _surely_another(mark, names) else "FLD-002", paper.index, path=f"seals[{number}]", at=mark)


def _surely_another(mark: Mark, names: tuple[str, ...]) -> bool:
    if mark.name_match is not None:
        return mark.name_match is NameMatch.NO_MATCH
    text = seal_text(mark)
    return mark.confidence >= SEAL_TEXT_SURE and bool(text) and not any(name in text for name in names)


def seal_text(mark: Mark) -> str:
    """Give the words read from a seal."""
    return normal_org_name(mark.text or mark.name)


def _employer_names(paper: Paper) -> tuple[str, ...]:
    own = (sure_text(paper.reading.leaf(name)) for name in ("employer_name", "payee_name"))
    core = (paper.record.employer.name,) if paper.record else ()
    return tuple(normal_org_name(name) for name in (*core, *own) if name)


def _seal_fits(mark: Mark, names: tuple[str, ...]) -> bool:
    """A seal of another purpose (合同专用章) fits no name: a person looks."""
    if mark.seal_kind == "other" or mark.name_match is NameMatch.NO_MATCH:
        return False
    text = seal_text(mark)
    if mark.name_match is NameMatch.MATCH or any(name in text for name in names):
        return True
    if _surely_another(mark, names):
        return False
    clear = mark.confidence >= SEAL_TEXT_CLEAR
    return any(
        _alike(text, name) >= SEAL_TEXT_ALIKE and not (clear and _exchanged(text, name) >= SEAL_TEXT_EXCHANGED)
        for name in names
    )


def _alike(text: str, name: str) -> float:
    """Share of the firm's characters that the seal shows in the firm's order."""
    blocks = SequenceMatcher(None, name, text, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(name)


def _exchanged(text: str, name: str) -> int:
    """How many of the firm's characters have others in their place on the seal."""
    codes = SequenceMatcher(None, name, text, autojunk=False).get_opcodes()
    return sum(max(i1 - i0, j1 - j0) for kind, i0, i1, j0, j1 in codes if kind == "replace")


def check_proxies(paper: Paper) -> Iterator[Finding]:
    """SIG-008: somebody signs for another, and no power of attorney or guardianship paper names the two."""
    if not requirement(paper.kind).signed:
        return
    marks = signatures(paper.reading)
    for number, mark in marks:
        if mark.present and mark.proxy is not None and not _entitled(paper, mark):
            yield found("SIG-008", paper.index, path=f"signatures[{number}]", at=mark, names=mark.name)
    if any(mark.proxy is not None for _, mark in marks):
        return
    for remark in paper.reading.remarks:  # a note of 代签 that stands at no signature's place
        if remark.code == "PROXY" and not any(_names_agent(other, remark.detail) for other in paper.beside):
            yield found("SIG-008", paper.index, path=remark.field, at=remark)


def _names_agent(reading: DocumentReading, agent: str) -> bool:
    authority = effective_kind(reading) in (DocumentKind.POA, DocumentKind.GUARDIAN)
    return bool(agent) and authority and names_person(reading, agent)


def _entitled(paper: Paper, mark: Mark) -> bool:
    if not mark.proxy:
        return False  # somebody unnamed
    if paper.record is not None:
        for relative in paper.record.relatives or ():
            if relative.guardian and same_name(relative.name, mark.name) and same_name(relative.guardian, mark.proxy):
                return True
    return any(names_both(other, mark.name, mark.proxy) for other in paper.beside)


def names_both(reading: DocumentReading, one: str, other: str) -> bool:
    """True for a paper of authority or guardianship that names both persons."""
    if effective_kind(reading) not in PROOF_KINDS:
        return False
    return names_person(reading, one) and names_person(reading, other)


def names_person(reading: DocumentReading, name: str) -> bool:
    """True when a paper names the person in a field, or, on papers that are only classed, in a line of text."""
    if any(same_name(any_text(place.leaf), name) for place in places(reading)):
        return True
    folded = name.replace(" ", "")
    return len(folded) > 1 and any(folded in line.text.replace(" ", "") for line in reading.text)

"""The demonstration: registers the sample claims over HTTP, uploads their papers, waits, prints table and links.

Here: a client of our own service, as any other. Not here: serving. Everything goes the real way: HTTP upload → queue →
sandbox → reading → checks → verdict.
"""

import http.client
import json
import time
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from intake.access.tokens import issue_token
from intake.access.who import Bound, Role, Who
from intake.claims.schemas import ParsedRecord, RecordFault, load_record
from intake.demo_table import CaseShown, PaperShown, print_cases
from intake.papers import Paper, find_papers
from intake.presenting.records import show_record
from intake.progress import show_progress
from intake.settings import Settings
from validators.model.codes import DocumentKind

READY_SECONDS = 90.0
PAPER_SECONDS = 120.0  # for each paper, on a slow machine
POLL_SECONDS = 0.7  # every look has the whole case judged; the cores are for reading
RESTING = frozenset({"ACCEPTABLE", "IN_REVIEW", "RETURNED", "MANUAL", "REJECTED", "WITHDRAWN", "SUPERSEDED"})
EMPLOYERS_PAPERS = ("voucher", "receipt", "slip", "proof")
KINDS = {
    "voucher": DocumentKind.ADV_VOUCHER,
    "receipt": DocumentKind.MED_RECEIPT,
    "slip": DocumentKind.BANK_SLIP,
    "proof": DocumentKind.PASS_ON_PROOF,
}
CONTENT_TYPES = {".pdf": "application/pdf", ".png": "image/png"}


class DemoFault(Exception):
    """The demonstration cannot go on; the text is one sentence."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample case: its folder, its record as bytes and parsed, its papers."""

    folder: Path
    raw: bytes
    parsed: ParsedRecord
    papers: tuple[Paper, ...]

    @property
    def claim_no(self) -> str:
        """The number of its claim."""
        return self.parsed.record.claim_no or self.folder.name

    @property
    def by_family(self) -> bool:
        """Whether the relatives bring these papers: nothing of the firm's is among them."""
        return not any(paper.label.startswith(EMPLOYERS_PAPERS) for paper in self.papers)


def demonstrate(settings: Settings, samples: Path, *, once: bool) -> None:
    """Send all samples through the service and print what came out."""
    cases = tuple(_load(samples))
    if not cases:
        raise DemoFault(f"样例文件夹里没有案件：{samples}")
    address = _wait_ready(settings)
    begun = time.monotonic()
    sent = [(case, _send(settings, address, case)) for case in cases]
    _wait_all(settings, address, sent)
    seconds = time.monotonic() - begun
    shown = [_show(settings, address, case, ids) for case, ids in sent]
    papers = sum(len(ids) for _, ids in sent)
    print(f"\n{len(shown)} 个案件，{papers} 份材料，用时 {seconds:.0f} 秒（{seconds / max(1, papers):.1f} 秒/份）。\n")
    print_cases(shown)
    if not once:
        print("\n".join(_links(settings, address, cases)), flush=True)
        print("\n继续提供服务。按 Ctrl-C 结束。", flush=True)


def _load(samples: Path) -> Iterator[Sample]:
    for folder in sorted(path for path in samples.iterdir() if (path / "claim.json").is_file()):
        raw = (folder / "claim.json").read_bytes()
        try:
            parsed = load_record(raw)
        except RecordFault as fault:
            raise DemoFault(f"{folder.name}：{fault}") from None
        yield Sample(folder, raw, parsed, tuple(find_papers(folder, parsed.files)))


def _wait_ready(settings: Settings) -> str:
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        address = _address(settings)
        try:
            if _call(address, "GET", "/readyz", "")[0] == http.client.OK:
                return address
        except OSError:
            pass
        time.sleep(0.1)
    raise DemoFault("服务没有按时启动")


def _address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    if settings.port:
        return f"{host}:{settings.port}"
    file = settings.home / "address"
    return file.read_text(encoding="ascii") if file.exists() else f"{host}:9"


def _call(
    address: str, method: str, path: str, token: str, body: bytes = b"", headers: Mapping[str, str] | None = None
) -> tuple[int, dict[str, object]]:
    connection = http.client.HTTPConnection(address, timeout=120)
    try:
        connection.request(method, path, body, {"Authorization": f"Bearer {token}", **(headers or {})})
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    try:
        decoded = json.loads(content)
    except ValueError:
        decoded = {}
    return answer.status, decoded if isinstance(decoded, dict) else {}


def _token(settings: Settings, role: Role, subject: str, bound: Bound) -> str:
    return issue_token(settings, Who(subject, role, bound), now=datetime.now(UTC))


def _submitter(settings: Settings, case: Sample) -> str:
    if case.by_family:
        return _token(settings, Role.SUBMITTER, "demo-relative", Bound(claim=case.claim_no))
    return _token(settings, Role.SUBMITTER, "demo-clerk", Bound(uscc=case.parsed.record.employer.uscc))


def _send(settings: Settings, address: str, case: Sample) -> tuple[str, ...]:
    """Register the claim and upload its papers; gives the documents' ids."""
    _register(settings, address, case)
    submitter, ids = _submitter(settings, case), []
    for paper in case.papers:
        body, content_type = _form(paper)
        path = f"/v1/claims/{quote(case.claim_no)}/documents"
        status, answer = _call(address, "POST", path, submitter, body, {"Content-Type": content_type})
        if status not in {200, 201}:
            raise DemoFault(f"{case.folder.name}/{paper.label} 不能上传：{answer.get('detail', status)}")
        ids.append(str(answer["id"]))
    return tuple(ids)


def _register(settings: Settings, address: str, case: Sample) -> None:
    """Register the claim, or bring one that an earlier run registered up to date."""
    core = _token(settings, Role.CORE_SYSTEM, "demo-core", Bound())
    path = f"/v1/claims/{quote(case.claim_no)}"
    status, answer = _call(address, "POST", "/v1/claims", core, case.raw)
    if status == http.client.CONFLICT:
        _, kept = _call(address, "GET", path, core)
        if kept.get("record") == show_record(case.parsed.record):
            return
        status, answer = _call(address, "PUT", path, core, case.raw)
    if status not in {200, 201}:
        raise DemoFault(f"{case.folder.name} 不能登记：{answer.get('detail', status)}")


def _form(paper: Paper) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    parts = []
    for path in paper.paths:
        kind = CONTENT_TYPES.get(path.suffix.lower(), "image/jpeg")
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
        parts.append(head.encode() + f"Content-Type: {kind}\r\n\r\n".encode() + path.read_bytes() + b"\r\n")
    declared = next((kind for word, kind in KINDS.items() if paper.label.startswith(word)), None)
    if declared is not None:
        parts.append(f'--{boundary}\r\nContent-Disposition: form-data; name="kind"\r\n\r\n{declared}\r\n'.encode())
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


def _wait_all(settings: Settings, address: str, sent: Sequence[tuple[Sample, tuple[str, ...]]]) -> None:
    waiting = [(case, one) for case, ids in sent for one in ids]
    total = len(waiting)
    until = time.monotonic() + PAPER_SECONDS * total
    bar = show_progress("读取", total)
    tokens = {case.claim_no: _submitter(settings, case) for case, _ in sent}
    while waiting:
        case, document = waiting[0]
        _, state = _call(address, "GET", f"/v1/documents/{document}", tokens[case.claim_no])
        if state.get("state") in RESTING:
            waiting.pop(0)
            bar.step(total - len(waiting))
            continue
        if time.monotonic() > until:
            raise DemoFault("有材料没有按时读完")
        time.sleep(POLL_SECONDS)
    bar.close()


def _show(settings: Settings, address: str, case: Sample, ids: Sequence[str]) -> CaseShown:
    auditor = _token(settings, Role.AUDITOR, "demo-auditor", Bound())
    papers = []
    for paper, document in zip(case.papers, ids, strict=True):
        _, body = _call(address, "GET", f"/v1/documents/{document}", auditor)
        papers.append(PaperShown.of(paper.label, body))
    _, verdict = _call(address, "GET", f"/v1/claims/{quote(case.claim_no)}/verdict", auditor)
    return CaseShown.of(case.claim_no, case.folder.name, papers, verdict)


def _links(settings: Settings, address: str, cases: Sequence[Sample]) -> Iterator[str]:
    """Links that open the page as each demo role; the token stands in the fragment, which no server logs."""
    firm = next((case for case in cases if not case.by_family), None)
    family = next((case for case in cases if case.by_family), None)
    yield f"打开页面，选择演示身份：http://{address}/enter"
    yield "或直接打开（24 小时内有效）："
    if firm is not None:
        record = firm.parsed.record
        clerk = _token(settings, Role.SUBMITTER, "demo-clerk", Bound(uscc=record.employer.uscc))
        handler = _token(settings, Role.HANDLER, "demo-handler", Bound(office=record.office))
        yield _link(address, f"用人单位经办人 clerk（{firm.claim_no}）", clerk, firm)
        yield _link(address, f"经办 handler（{firm.claim_no}）", handler, firm)
    if family is not None:
        relative = _token(settings, Role.SUBMITTER, "demo-relative", Bound(claim=family.claim_no))
        yield _link(address, f"近亲属 relative（{family.claim_no}）", relative, family)
    payout = _token(settings, Role.PAYOUT_SYSTEM, "demo-payout", Bound())
    asked = (firm or family or cases[0]).claim_no
    yield f"  发放系统 payout system（{asked}）"
    yield f"    curl -s -H 'Authorization: Bearer {payout}' http://{address}/v1/claims/{quote(asked)}/verdict"


def _link(address: str, title: str, token: str, case: Sample) -> str:
    to = quote(f"/cases/{quote(case.claim_no)}", safe="")
    return f"  {title}\n    http://{address}/enter#token={token}&to={to}"

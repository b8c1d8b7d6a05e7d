"""The whole path with the real engine: a sample case, bad files that are taken in, and the memory of the processes."""

import io
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from intake.access.who import Role
from intake.claims.schemas import load_record
from tests.faults.bad_files import pdf
from tests.services.running import RESTING, ROOT, Running, serve, wait_at_rest

pytestmark = [pytest.mark.service, pytest.mark.engine]

SAMPLE = ROOT / "samples" / "04-unsigned"
API_MB = 200  # most that the API process may take
READER_MB = 900  # most that a reader process may take
SLOW = 240.0  # seconds for one paper on a machine that does other things as well


@pytest.fixture(scope="module")
def service(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One service with the real engine for this file."""
    home = tmp_path_factory.mktemp("real") / "home"
    with serve(home, CLAIMGATE_READER="paddle", CLAIMGATE_MODELS=str(models)) as running:
        yield running


@pytest.fixture(scope="module")
def clerk(service: Running) -> Iterator[httpx.Client]:
    """The clerk of the sample's employer, after its claim was registered."""
    record = load_record((SAMPLE / "claim.json").read_bytes()).record
    assert service.register(record).status_code == 201
    with service.client(Role.SUBMITTER, "clerk", uscc=record.employer.uscc or "") as client:
        yield client


def send(clerk: httpx.Client, name: str, content: bytes, **fields: str) -> httpx.Response:
    """Upload one file to the sample's claim."""
    claim_no = load_record((SAMPLE / "claim.json").read_bytes()).record.claim_no
    return clerk.post(f"/v1/claims/{claim_no}/documents", files={"file": (name, content)}, data=fields)


def rss_mb(pid: int) -> float:
    """The resident memory that a process reached at most, in MiB; 0 of one that has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:  # it ended meanwhile
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0.0)


@pytest.mark.timeout(900)
def test_an_unsigned_voucher_shuts_the_firms_gate(service: Running, clerk: httpx.Client) -> None:
    """The photographed voucher without a signature is read, and the missing signature is found with its place."""
    answer = send(clerk, "voucher.jpg", (SAMPLE / "voucher.jpg").read_bytes(), kind="ADV_VOUCHER")
    state = wait_at_rest(clerk, answer.json()["id"], SLOW)
    reading = state["reading"]
    assert isinstance(reading, dict)
    assert reading["kind"] == "ADV_VOUCHER"
    assert "SIG-001" in {one["code"] for one in reading["findings"]}
    png = clerk.get(f"/v1/documents/{state['id']}/pages/0.png")
    assert Image.open(io.BytesIO(png.content)).format == "PNG"
    legs = clerk.get(f"/v1/claims/{state['claim_no']}/verdict").json()["legs"]
    assert {leg["status"] for leg in legs if leg["payee"] == "EMPLOYER"} == {"HOLD"}


@pytest.mark.timeout(900)
def test_bad_content_comes_back_or_goes_to_a_person(service: Running, clerk: httpx.Client) -> None:
    """Encrypted, cut, endless and empty papers end with a finding; the service lives on."""
    photo = (SAMPLE / "voucher.jpg").read_bytes()
    blank = io.BytesIO()
    Image.new("RGB", (1200, 1700), "white").save(blank, "JPEG")
    sent = {
        "locked.pdf": (pdf(1, password="secret"), "RETURNED", "DOC-001"),
        "cut.jpg": (photo[: len(photo) // 2], "RETURNED", "DOC-001"),
        "long.pdf": (pdf(300), "RETURNED", "DOC-001"),
        "blank.jpg": (blank.getvalue(), "MANUAL", "DOC-002"),
    }
    ids = {name: send(clerk, name, content).json()["id"] for name, (content, _, _) in sent.items()}
    for name, (_, state, code) in sent.items():
        body = wait_at_rest(clerk, ids[name], SLOW)
        reading = body["reading"]
        assert isinstance(reading, dict)
        assert body["state"] == state, name
        assert code in {one["code"] for one in reading["findings"]}, name
    assert service.process.poll() is None


@pytest.mark.timeout(900)
def test_processes_stay_small(service: Running, clerk: httpx.Client) -> None:
    """While a real paper is read, and after those above, the API holds at most 200 MB and a reader at most 900."""
    again = (SAMPLE / "voucher.jpg").read_bytes() + b" "  # the same paper as another file
    document = send(clerk, "again.jpg", again, kind="ADV_VOUCHER").json()["id"]
    most, until = 0.0, time.monotonic() + SLOW
    while True:  # looked at while it reads: an idle reader may be ended and is started with the next paper
        most = max(most, *map(rss_mb, readers_of(service)), 0.0)
        if clerk.get(f"/v1/documents/{document}").json()["state"] in RESTING:
            break
        assert time.monotonic() < until, service.log.read_text()
        time.sleep(0.1)
    assert rss_mb(service.children()["api"]) <= API_MB
    assert 0 < most <= READER_MB, service.log.read_text()


def readers_of(service: Running) -> list[int]:
    """The process ids of the worker's readers."""
    worker = service.children().get("worker", 0)
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and _is_reader(entry, worker)]


def _is_reader(entry: Path, worker: int) -> bool:
    try:
        command = entry.joinpath("cmdline").read_text().split("\0")
        parent = int(entry.joinpath("stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return False
    return "ocr.child" in command and parent == worker

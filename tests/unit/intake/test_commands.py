"""The commands as a person or a script calls them: output, exit codes, one bad thing never spoils the rest."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from intake.access.sessions import open_session, prove_session
from intake.access.tokens import prove_token
from intake.cli import Exit, main
from intake.people import digest_person
from intake.settings import read_settings
from intake.wiring import wire
from storage.vault import key_file_of, open_vault
from tests.builders import (
    FATHER_ID,
    living_case,
    make_death_record,
    make_record,
    make_settled_record,
    make_voucher,
)
from tests.unit.intake.conftest import Record, write_record

Captured = pytest.CaptureFixture[str]


def run(capsys: Captured, *argv: str) -> tuple[int, str, str]:
    """Run a command in process; gives exit code, stdout, stderr."""
    try:
        code = main(argv)
    except SystemExit as ended:
        code = int(ended.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def as_json(text: str) -> Any:
    """Decode output that must be one JSON object and nothing else."""
    assert text.count("\n") == 1
    return json.loads(text)


def test_read_gives_the_published_shape(capsys: Captured, tmp_path: Path, paper: Record) -> None:
    """`read --json` prints one object: documents with every published member, and what was not run."""
    path = paper(tmp_path / "a.png", [make_voucher()])
    code, out, _ = run(capsys, "read", str(path), "--json")
    shown = as_json(out)
    [document] = shown["documents"]
    assert code == Exit.DONE
    assert {
        "file",
        "sha256",
        "kind",
        "kind_confidence",
        "pages",
        "fields",
        "marks",
        "findings",
        "engine",
        "rule_version",
        "timings_ms",
    } <= document.keys()
    assert document["fields"]["total_figures"].keys() >= {"value", "raw", "confidence", "page", "box", "sure"}
    assert document["marks"][0].keys() >= {
        "type",
        "role",
        "name",
        "present",
        "handwritten",
        "name_match",
        "confidence",
        "page",
        "box",
    }
    assert {entry["code"] for entry in shown["not_run"]} >= {"K-001", "G-001"}


def test_read_reports_what_cannot_be_opened_and_reads_the_rest(capsys: Captured, tmp_path: Path, paper: Record) -> None:
    """A missing path is exit 3; the others are still there."""
    path = paper(tmp_path / "a.png", [make_voucher()])
    code, out, err = run(capsys, "read", str(tmp_path / "none.jpg"), str(path), "--json")
    assert code == Exit.PATH
    assert len(as_json(out)["documents"]) == 1
    assert "none.jpg" in err


def test_read_for_people_is_text(capsys: Captured, tmp_path: Path, paper: Record) -> None:
    """Without --json a person reads kind, values in yuan, and marks."""
    path = paper(tmp_path / "a.png", [make_voucher()])
    code, out, _ = run(capsys, "read", str(path))
    assert code == Exit.DONE
    assert "垫付费用凭证" in out
    assert "10,000.00 元" in out


@pytest.mark.parametrize("argv", [["read"], ["read", "--kind", "NOTHING", "x"], ["verify"], ["nothing"], []])
def test_bad_usage_is_exit_2(capsys: Captured, replay: Path, argv: list[str]) -> None:
    """A call that cannot be carried out ends with 2 and prints nothing on stdout."""
    del replay
    code, out, err = run(capsys, *argv)
    assert (code, out) == (Exit.USAGE, "")
    assert err


def test_verify_judges_the_case(capsys: Captured, tmp_path: Path, paper: Record) -> None:
    """A clean case waits for two people; the worker's part is open."""
    claim = write_record(tmp_path, make_record())
    paths = [str(paper(tmp_path / f"{number}.png", [one])) for number, one in enumerate(living_case())]
    code, out, _ = run(capsys, "verify", "--claim", str(claim), *paths, "--today", "2021-09-01", "--json")
    shown = as_json(out)
    legs = {leg["payee"]: (leg["status"], leg["code"], leg["fen"]) for leg in shown["legs"]}
    assert code == Exit.DONE
    assert legs["EMPLOYER"] == ("HOLD", "NO_DECISION", 1000000)
    assert legs["PERSON"] == ("OPEN", "SSC", 234567)
    assert {"documents", "findings", "not_run", "warnings", "legs"} <= shown.keys()


def test_verify_text_names_every_leg_in_yuan(capsys: Captured, tmp_path: Path, paper: Record) -> None:
    """People see what may be paid, in yuan."""
    claim = write_record(tmp_path, make_record())
    code, out, _ = run(capsys, "verify", "--claim", str(claim), str(paper(tmp_path / "a.png", [make_voucher()])))
    assert code == Exit.DONE
    assert "2,345.67 元" in out


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"kind": "living"}'])
def test_an_unreadable_claim_record_is_exit_2(capsys: Captured, tmp_path: Path, replay: Path, content: str) -> None:
    """The sentence goes to stderr, nothing to stdout."""
    del replay
    path = tmp_path / "claim.json"
    path.write_text(content)
    code, out, err = run(capsys, "verify", "--claim", str(path))
    assert (code, out) == (Exit.USAGE, "")
    assert "claim.json" in err


def test_cases_stand_alone(capsys: Captured, tmp_path: Path, paper: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    """A record that cannot be read, a path that may not be opened and a crash each spoil their own case only."""
    root = tmp_path / "cases"
    write_record(root / "good", make_record())
    paper(root / "good" / "voucher.png", [make_voucher()])
    (root / "broken").mkdir()
    (root / "broken" / "claim.json").write_text("{}")
    write_record(root / "outside", make_record())
    (root / "outside" / "claim.json").write_text(
        (root / "good" / "claim.json").read_text().replace('"settled"', '"files": ["../good/voucher.png"], "settled"')
    )
    write_record(root / "crash", make_death_record())
    monkeypatch.setattr("intake.commands.cases.judge", _crash_on_death)

    code, out, err = run(capsys, "verify", "--cases", str(root), "--jobs", "2", "--today", "2021-09-01")

    lines = {line["case"]: line for line in map(json.loads, out.splitlines())}
    assert code == Exit.FAILED
    assert set(lines) == {"good", "broken", "outside", "crash"}
    assert len(lines["good"]["documents"]) == 1
    assert "legs" in lines["good"]
    assert "error" in lines["broken"]
    assert len(lines["outside"]["unopened"]) == 1
    assert "RuntimeError" in lines["crash"]["error"]
    assert "陈" not in err


def _crash_on_death(record: Any, *rest: Any) -> Any:
    from intake.commands.reading import judge

    if record.death:
        raise RuntimeError("boom")
    return judge(record, *rest)


def test_a_dead_reader_is_a_finding_for_a_person(capsys: Captured, tmp_path: Path, paper: Record) -> None:
    """A paper on which the reader dies twice is FLD-002, and the command did its work."""
    path = paper(tmp_path / "a.png", dies=True)
    code, out, _ = run(capsys, "read", str(path), "--json")
    assert code == Exit.DONE
    assert [one["code"] for one in as_json(out)["documents"][0]["findings"]] == ["FLD-002"]


def test_a_file_beyond_the_limit_is_doc_001(capsys: Captured, tmp_path: Path, replay: Path) -> None:
    """A paper of more than 20 MB is a finding, not an error."""
    del replay
    path = tmp_path / "big.pdf"
    with path.open("wb") as stream:
        stream.truncate(21 * 1024 * 1024)
    code, out, _ = run(capsys, "read", str(path), "--json")
    assert code == Exit.DONE
    assert [one["code"] for one in as_json(out)["documents"][0]["findings"]] == ["DOC-001"]


def feed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    """Put bytes on stdin."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))


def test_format_answers_line_by_line(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """One verdict a line in order; a bad line gives an error and the run goes on."""
    feed(
        monkeypatch,
        b'{"kind":"citizen_id","value":"449900199003071016","on":"2021-06-20"}\nnonsense\n\xff\n'
        b'{"kind":"bank_account","value":"6299990000000001010"}\n{"kind":"money_write","value":140950}\n'
        b'{"kind":"date","value":7}\n{"kind":"phone","value":"x","on":"tomorrow"}',
    )
    code, out, _ = run(capsys, "format", "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == Exit.DONE
    assert answers[0] == {"verdict": "OK", "normal": "449900199003071016", "flags": []}
    assert [set(answer) for answer in answers[1:3]] == [{"error"}, {"error"}]
    assert answers[3]["verdict"] == "AS_MISSING"
    assert answers[4]["normal"] == "人民币壹仟肆佰零玖元伍角整"
    assert ["error" in answer for answer in answers[5:]] == [True, True]


def test_route_answers_line_by_line(capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    """Legs of one item a line; a line without facts is an error of its own."""
    line = {
        "item": "MEDICAL",
        "approved": 1234567,
        "claimed_advance": 1000000,
        "verified_advance": 1000000,
        "remainder_to": "PERSON",
    }
    facts = {
        "death": False,
        "card": "ACTIVE",
        "passbook_exception": False,
        "allocation_known": True,
        "dispute_recorded": False,
        "employer_blocks": [],
        "joint_blocks": [],
        "two_person_decision": True,
        "objection": False,
        "frozen": False,
    }
    feed(monkeypatch, f"{json.dumps({'line': line, 'facts': facts})}\n{json.dumps({'line': line})}\n".encode())
    code, out, _ = run(capsys, "route")
    good, bad = (json.loads(one) for one in out.splitlines())
    assert code == Exit.DONE
    assert [(leg["payee"], leg["fen"], leg["code"]) for leg in good["legs"]] == [
        ("EMPLOYER", 1000000, "ADVANCE_PROVEN"),
        ("PERSON", 234567, "SSC"),
    ]
    assert set(bad) == {"error"}


def test_token_is_refused_beside_a_real_identity_provider(
    capsys: Captured, replay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A local token is for trying only."""
    del replay
    code, out, _ = run(capsys, "token", "handler", "--office", "O1")
    assert code == Exit.DONE
    assert out.count(".") == 2
    monkeypatch.setenv("OIDC_ISSUER", "https://id.example")
    code, out, err = run(capsys, "token", "handler")
    assert (code, out) == (Exit.USAGE, "")
    assert "OIDC_ISSUER" in err


def test_a_token_names_a_relative_by_digest(capsys: Captured, replay: Path) -> None:
    """`--person` takes the ID number; the token carries the service's digest of that relative and no number."""
    del replay
    _, out, _ = run(capsys, "token", "submitter", "--claim", "C-1", "--person", FATHER_ID)
    settings = read_settings()
    who = prove_token(settings, out.strip())
    father = next(one for one in make_settled_record().relatives or () if one.id_no == FATHER_ID)
    assert who.bound.person == digest_person(open_vault(key_file_of(settings.home)), father)
    service = wire(settings)
    assert prove_session(service, open_session(service, who)) == who
    service.close()

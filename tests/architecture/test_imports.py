"""Who may import whom, and what must never be loaded where."""

import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = ("intake", "ocr", "storage", "validators")
NEVER_IN_API = ("cv2", "paddleocr", "paddlex", "onnxruntime", "pdfplumber", "pypdfium2", "PIL", "numpy")
NEVER_IN_WORKER = ("cv2", "paddleocr", "paddlex", "onnxruntime", "pdfplumber", "pypdfium2", "PIL")


def loaded_after(statement: str, names: tuple[str, ...]) -> str:
    """Run a statement in a fresh interpreter and tell which of the modules it loaded."""
    probe = f"{statement}\nimport sys\nprint(','.join(n for n in {names!r} if n in sys.modules))"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_layers_hold() -> None:
    """intake → (ocr | storage) → validators, inside functions too."""
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_api_process_never_loads_engine_or_parsers() -> None:
    """A stranger's file is not opened where the keys and the database are."""
    assert loaded_after("import intake.api_server, intake.ringing, intake.web.endpoints", NEVER_IN_API) == ""


def test_the_worker_process_never_loads_the_engine() -> None:
    """Only reader processes load OpenCV and the engine."""
    assert loaded_after("import intake.worker, intake.sweeper, ocr.child", NEVER_IN_WORKER) == ""


@pytest.mark.parametrize("command", ["route", "format"])
def test_line_commands_load_next_to_nothing(command: str) -> None:
    """`route` and `format` start at once: no web, no database, no pydantic."""
    heavy = ("fastapi", "pydantic", "sqlalchemy", "celery", "numpy", "jwt")
    assert loaded_after(f"import intake.cli, intake.commands.{command}", heavy) == ""


def test_no_distribution_takes_our_names() -> None:
    """Our four names exist on package indexes too: no dependency may bring them in."""
    providers = metadata.packages_distributions()
    for name in OURS:
        assert set(providers.get(name, ())) <= {"claimgate"}, providers.get(name)


def test_files_stay_short() -> None:
    """A file of more than 400 lines is split by subject."""
    long = {
        str(path.relative_to(ROOT)): lines
        for path in (ROOT / "intake").rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long


def test_every_module_says_what_belongs_in_it() -> None:
    """Each module begins with a docstring."""
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "intake").rglob("*.py")
        if not path.read_text(encoding="utf-8").startswith('"""')
    ]
    assert not silent

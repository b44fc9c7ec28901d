"""`advisor wizard`: how it starts, and what it says where it cannot."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from advisor.cli import main
from advisor.cli.wizard import address

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "advisor" / "wizard" / ".streamlit" / "config.toml"


@pytest.mark.parametrize("missing", ["streamlit", "altair"])
def test_without_the_extra_it_says_what_to_install(
    missing: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == missing else found(name))
    assert main(["wizard"]) == 2
    assert 'pip install "sagemaker-advisor[wizard]"' in capsys.readouterr().err


def test_a_port_that_is_taken_is_exit_code_2() -> None:
    with socket.socket() as taken:
        taken.bind(("localhost", 0))
        taken.listen()
        done = subprocess.run(
            [sys.executable, "-m", "advisor", "wizard", "--headless", "--port", str(taken.getsockname()[1])],
            cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        port = taken.getsockname()[1]
    assert done.returncode == 2
    assert done.stdout == f"Starting the wizard at http://localhost:{port} (Ctrl-C stops it)\n"
    assert "not available" in done.stderr


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("localhost", "http://localhost:8501"),
        ("10.0.0.7", "http://10.0.0.7:8501"),
        ("0.0.0.0", "http://localhost:8501"),
        ("::", "http://localhost:8501"),
        ("::1", "http://[::1]:8501"),
    ],
)
def test_it_says_where_a_browser_finds_it(host: str, shown: str) -> None:
    assert address(host, 8501) == shown


def test_a_port_that_is_none_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["wizard", "--port", "http"]) == 2
    assert "--port" in capsys.readouterr().err


def test_other_commands_never_load_streamlit() -> None:
    code = (
        "import sys, advisor.cli; advisor.cli.main(['algorithms', 'kmeans']); "
        "sys.exit('streamlit' in sys.modules or 'altair' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode == 0


def test_both_ways_of_starting_share_one_set_of_settings() -> None:
    assert (ROOT / ".streamlit" / "config.toml").samefile(SETTINGS)
    settings = tomllib.loads(SETTINGS.read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "localhost"
    assert settings["theme"].keys() >= {"light", "dark"}

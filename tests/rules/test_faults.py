"""That what readers and resolvers note is what rules report."""

from __future__ import annotations

from pathlib import Path

import pytest

import advisor
from advisor.case import links
from advisor.engine.unjudged import UNREAD
from advisor.profile import faults
from advisor.rules.base import fault_rule

ROOT = Path(advisor.__file__).parent


def _uses(module: str, name: str, folder: str) -> bool:
    return any(f"{module}.{name}" in file.read_text("utf-8") for file in (ROOT / folder).rglob("*.py"))


def _constants(module: object) -> dict[str, str]:
    return {name: value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize(("name", "fault"), _constants(faults).items())
def test_each_fault_is_noted_and_reported(name: str, fault: str) -> None:
    assert _uses("faults", name, "formats") or _uses("faults", name, "profile")
    if fault in UNREAD:
        return
    texts = [file.read_text("utf-8") for file in (ROOT / "rules").rglob("*.py")]
    assert any(f'"{fault}"' in text or f"faults.{name}" in text for text in texts)


@pytest.mark.parametrize("name", _constants(links))
def test_each_link_is_noted_and_read(name: str) -> None:
    noted = [folder for folder in ("resolve", "engine") if _uses("links", name, folder) or _imports(name, folder)]
    read = [folder for folder in ("rules", "case") if _uses("links", name, folder) or _imports(name, folder)]
    assert noted
    assert read


def _imports(name: str, folder: str) -> bool:
    texts = (file.read_text("utf-8") for file in (ROOT / folder).rglob("*.py") if file.name != "links.py")
    return any("advisor.case.links import" in text and name in text for text in texts)


def test_a_rule_cannot_report_a_fault_that_no_reader_knows() -> None:
    with pytest.raises(ValueError, match="TST101: no reader notes 'not-a-fault'"):
        fault_rule("TST101", "not-a-fault", "error", "", summary="", why="", fix="", sources=())

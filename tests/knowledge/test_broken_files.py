"""One value of each kind broken in a copy of a file: the error names file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.knowledge.load import ALGORITHMS, KnowledgeError, content, read_algorithm

BROKEN = content(Path(__file__).parent / "broken.yaml")


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_value_is_named(tmp_path: Path, case: dict[str, str]) -> None:
    text = (ALGORITHMS / f"{case['file']}.yaml").read_text("utf-8")
    assert case["old"] in text
    copy = tmp_path / f"{case['file']}.yaml"
    copy.write_text(text.replace(case["old"], case["new"], 1), "utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_algorithm(copy)
    file, line, rest = str(caught.value).split(":", 2)
    assert file == str(copy)
    assert case["key"] in rest
    assert case["says"] in rest
    assert _is_near(copy.read_text("utf-8").splitlines(), int(line), case["key"])


def _is_near(lines: list[str], line: int, key: str) -> bool:
    """Whether the line, one beside it, is that of the key's last name or of the block above it."""
    names = [step for step in key.split(".") if not step.isdecimal()][-2:]
    return not names or any(name in text for text in lines[max(line - 2, 0) : line + 1] for name in names) or line == 1

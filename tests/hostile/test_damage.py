"""A few changes of every byte of a small sound file of each format; `python -m tests.hostile.damage` makes them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.damage import few, held
from tests.hostile.sound import SOUND


@pytest.mark.parametrize("name", SOUND)
def test_a_change_is_reported_or_harmless_by_the_definition_of_the_format(name: str, tmp_path: Path) -> None:
    assert held(name, few, tmp_path) == []

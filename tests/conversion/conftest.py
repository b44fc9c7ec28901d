from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.folders import write

ROW = "1.5,2.5,3.5\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write(tmp_path / "bad", {"train/a.csv": ROW * 9 + "1.5,abc,3.5\n" + ROW * 9})

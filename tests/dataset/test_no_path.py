"""Values in memory where a path is to stand: the message says what to call first, and that does it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import advisor

CALLS: dict[str, Any] = {
    "convert": lambda given: advisor.convert(given, to="csv", output="o"),
    "check": advisor.check,
    "fix": lambda given: advisor.fix(given, algorithm="kmeans", output="o"),
}


@pytest.mark.parametrize("given", [np.zeros((4, 2)), [[1, 2]], {"a": [1]}, object()])
@pytest.mark.parametrize("call", [
    advisor.check, lambda given: advisor.fix(given, algorithm="kmeans", output="o"),
    lambda given: advisor.recommend(data=given),
], ids=["check", "fix", "recommend"])  # fmt: skip
def test_what_to_call_first_is_said(call: Any, given: Any) -> None:
    with pytest.raises(advisor.AdvisorError, match=rf"a {type(given).__name__} is no path: .* advisor.convert\(DATA"):
        call(given)


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
def test_a_link_to_itself_is_no_source(tmp_path: Path, call: Any) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    with pytest.raises(advisor.AdvisorError, match=r"loop: cannot be read: "):
        call(loop)


def test_a_frame_is_checked_once_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    frame = pandas.DataFrame({"a": np.arange(20) / 4, "b": np.arange(20) % 3})
    with pytest.raises(advisor.AdvisorError, match="a DataFrame is no path"):
        advisor.check(frame, algorithm="kmeans")
    advisor.convert(frame, to="csv", output="data/train/data.csv")
    assert advisor.check("data", algorithm="kmeans").verdict == "pass"

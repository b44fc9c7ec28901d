"""Compiled loops give what the functions give that they are made of, and so does what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from advisor.formats.kernels import loops
from advisor.formats.kernels.loops import Loop, jit


class Pair(NamedTuple):
    table: np.ndarray[Any, Any]
    flags: np.ndarray[Any, Any]


def several(number: Any, pair: Any, row: Any) -> Any:
    table, flags = pair
    flags[1] = table[1, 2] > number
    row[-1] += len(row)
    return number + np.int64(row[-1]), table[1, 2] / 2, flags[1]


def one(byte: Any) -> Any:
    return np.float32(byte / 4)


def none(row: Any) -> None:
    row[:] = 7


def allocating(number: Any) -> Any:
    return np.arange(number).sum()


def _of_several(function: Callable[..., Any]) -> tuple[Any, ...]:
    pair, row = Pair(np.arange(6.0).reshape(2, 3), np.zeros(2, np.bool_)), np.ones(3, np.uint8)
    return function(-4, pair, row), pair.flags.tolist(), row.tolist()


def _of_none(function: Callable[..., Any]) -> tuple[Any, ...]:
    row = np.zeros(3, np.int16)
    return function(row), row.tolist()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(loops, "code_folder", lambda: tmp_path / "code")
    return tmp_path / "code"


@pytest.mark.parametrize(
    ("function", "use"),
    [
        (several, _of_several),
        (one, lambda function: function(np.uint8(253))),
        (none, _of_none),
        (allocating, lambda function: function(5)),
    ],
)
def test_a_loop_gives_what_its_function_gives(
    function: Callable[..., Any], use: Callable[[Callable[..., Any]], Any], folder: Path
) -> None:
    compiled, loaded = jit(function), jit(function)
    assert use(compiled) == use(compiled) == use(loaded) == use(function)
    if not loops.DISABLED:
        # What needs numba's memory is not kept: it would not run without numba.
        assert _made_here(compiled, loaded) == ([True, True] if function is allocating else [True, False])
        assert [path.name for path in folder.glob("*")] == (
            [] if function is allocating else [f"test_loops.{function.__name__}.o"]
        )


def test_the_last_arguments_may_be_given_once() -> None:
    row = np.ones(3, np.uint8)
    bound = jit(several).on(Pair(np.arange(6.0).reshape(2, 3), np.zeros(2, np.bool_)), row)
    assert [bound(-4), bound(9)] == [(0, 2.5, True), (16, 2.5, False)]
    assert row.tolist() == [1, 1, 7]


def test_a_loop_runs_where_nothing_can_be_kept(folder: Path) -> None:
    folder.touch()
    assert jit(one)(np.uint8(3)) == 0.75


def _made_here(*used: Loop) -> list[bool]:
    return ["dispatcher" in vars(loop) for loop in used]

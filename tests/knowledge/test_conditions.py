"""Conditions on hyperparameters: what holds, and what no longer can."""

from __future__ import annotations

import pytest

from advisor.knowledge.models.base import AnyOf, Scalar, condition_text, holds, is_one_of, is_ruled_out

BOTH: AnyOf = {"mode": ("skipgram", "cbow"), "subwords": (True,)}
EITHER: AnyOf = ({"mode": ("supervised",)}, {"mode": ("skipgram", "cbow"), "subwords": (True,)})


@pytest.mark.parametrize(
    ("condition", "values", "held", "ruled_out"),
    [
        (BOTH, {"mode": "cbow", "subwords": "true"}, True, False),
        (BOTH, {"mode": "cbow", "subwords": "false"}, False, True),
        (BOTH, {"mode": "cbow"}, False, False),
        (BOTH, {"subwords": False}, False, True),
        (EITHER, {"mode": "supervised"}, True, False),
        (EITHER, {"mode": "cbow", "subwords": "True"}, True, False),
        (EITHER, {"mode": "cbow"}, False, False),
        (EITHER, {"mode": "batch_skipgram"}, False, True),
        (EITHER, {"subwords": "false"}, False, False),
        ({}, {}, True, False),
        (None, {"mode": "cbow"}, True, False),
    ],
)
def test_what_holds(condition: AnyOf | None, values: dict[str, Scalar], held: bool, ruled_out: bool) -> None:
    assert (holds(condition, values.get), is_ruled_out(condition, values.get)) == (held, ruled_out)


@pytest.mark.parametrize(
    ("value", "values", "is_one"),
    [
        ("TRUE", (True,), True),
        (True, ("True", "Auto"), True),
        ("CBOW", ("cbow",), False),
        ("1.0", (1, 2), True),
        (3, (1, 2), False),
        ("1", (True,), False),
        (None, ("None",), False),
    ],
)
def test_what_a_value_means(value: Scalar | None, values: tuple[Scalar, ...], is_one: bool) -> None:
    assert is_one_of(value, values) == is_one


def test_a_condition_in_words() -> None:
    assert condition_text(EITHER) == "mode = supervised, or mode = skipgram or cbow and subwords = True"
    assert condition_text(None) == ""

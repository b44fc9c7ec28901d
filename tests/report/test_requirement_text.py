"""Requirements on data in words."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.knowledge.load import algorithm_named, algorithms
from advisor.knowledge.models.requirements import DataRequirement
from advisor.report.algorithms.requirements import requirement_text


def test_every_kind_is_demanded_by_some_algorithm_and_has_words() -> None:
    demanded = [requirement for algorithm in algorithms().values() for requirement in algorithm.data]
    assert {type(requirement) for requirement in demanded} == set(get_args(DataRequirement))
    assert all(map(requirement_text, demanded))


@pytest.mark.parametrize(
    ("algorithm", "text"),
    [
        ("kmeans", "cells are numbers"),
        ("deepar", "values are numbers, at least 0, at most 1, when likelihood = beta [warning]"),
        ("seq2seq", "train, validation: target holds at most max_seq_len_target ids [info]"),
    ],
)
def test_channels_condition_and_severity_stand_around_it(algorithm: str, text: str) -> None:
    assert text in map(requirement_text, algorithm_named(algorithm).data)

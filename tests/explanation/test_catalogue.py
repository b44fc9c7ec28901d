"""What is on record of failures names rules that there are."""

from __future__ import annotations

import json

import pytest

from advisor.explanation.catalogue import elsewhere, messages, tales
from advisor.explanation.concerned import speaks_of
from advisor.explanation.stories.reader import NETWORK, reader
from advisor.explanation.stories.record import fingerprint
from advisor.knowledge.load import algorithm, algorithm_ids
from advisor.rules import all_rules

CODES = {rule.code for rule in all_rules()}


def test_every_subject_is_a_rule_or_a_fault_elsewhere() -> None:
    known = CODES | elsewhere().keys()
    assert {s for message in messages() for s in message.subjects} <= known
    assert {subject for tale in tales() for subject in tale.subjects} <= known


def test_reader_is_learnt_from_what_is_on_record() -> None:
    learn = "the record has changed: python -m scripts.learning.stories"
    assert json.loads(NETWORK.read_bytes())["made_from"] == fingerprint(), learn
    assert set(reader().network.classes) >= CODES, learn


def test_messages_are_of_known_algorithms() -> None:
    assert {name for message in messages() for name in message.algorithms} <= set(algorithm_ids())


def test_every_message_is_found_by_its_own_pattern() -> None:
    for message in messages():
        filled = message.says.replace("{}", "x")
        assert message.pattern.search(filled.replace('"', "'").replace("`", "'")), message.says


@pytest.mark.parametrize(
    ("code", "name", "speaks"),
    [("SVM111", "xgboost", True), ("SVM111", "kmeans", False), ("REQ101", "kmeans", True), ("SER101", "deepar", True)],
)
def test_rules_speak_of_algorithms_that_read_their_format(code: str, name: str, speaks: bool) -> None:
    assert speaks_of(code, algorithm(name)) is speaks

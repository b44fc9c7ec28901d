"""What the facts of an algorithm say can go wrong, in the words in which people tell of it.

Nothing here is written for one algorithm: each passage is made of a fact in the knowledge, of the names that people
give its hyperparameters and counts, and of a sentence from facts.toml for its kind.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path

from advisor.advise.reading.settings.mentions import spoken
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.requirements import Columns, Labels

MOST_NAMES = 4
"""Names of a hyperparameter that are used."""
_PHRASES = tomllib.loads(Path(__file__).with_name("facts.toml").read_text("utf-8"))
SENTENCES: dict[str, list[str]] = _PHRASES["sentences"]
COUNTED: dict[str, list[str]] = _PHRASES["counted"]
_OF_LABELS = {"csv": "CSV151", "libsvm": "SVM151", "recordio-protobuf": "REC151", "parquet": "PAR151"}
_BROUGHT = {"csv": "csv", "parquet": "parquet", "libsvm": "libsvm", "time-series": "json"}
"""Formats that people bring."""


def told_by_facts(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    """Codes, each with a passage that the facts of the algorithm say of it."""
    yield from _hyperparameters(algorithm)
    yield from _pairs(algorithm)
    yield from _channels(algorithm)
    yield from _machines(algorithm)
    yield from _formats(algorithm)
    yield from _labels(algorithm)
    yield from _columns(algorithm)


def _said(kind: str, names: Iterable[str] = ("",), others: Iterable[str] = ("",)) -> Iterator[tuple[str, str]]:
    code = kind.partition(" ")[0]
    others = tuple(others)
    for name in names:
        for other in others:
            for sentence in SENTENCES[kind]:
                yield code, sentence.format(name=name, other=other)


def _names(name: str, algorithm: Algorithm) -> list[str]:
    """What a hyperparameter is called: its own name first."""
    phrases = [
        phrase
        for whose, called, value, said in spoken()
        if called == name and value is None and whose in ("", algorithm.id)
        for phrase in said
    ]
    return [name, *phrases][:MOST_NAMES]


def _hyperparameters(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    for name, fact in algorithm.hyperparameters.values.items():
        names = _names(name, algorithm)
        if fact.from_data:
            yield from _said(f"HYP107 {fact.from_data.relation}", names, COUNTED.get(fact.from_data.measure, ()))
        if fact.required or fact.required_when:
            yield from _said("HYP102", names)
        if fact.choices and not fact.items:
            yield from _said("HYP105", names[:1])


def _pairs(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    facts = algorithm.hyperparameters
    for small, great in (*facts.at_most, *facts.less_than, *(pair.pair for pair in facts.better_at_most)):
        yield from _said("HYP106", _names(small, algorithm)[:2], _names(great, algorithm)[:2])


def _channels(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    for name, channel in algorithm.channels.items():
        if channel.required or channel.required_for or channel.required_when:
            yield from _said("LAY101", [name.replace("_", " ")])
        if channel.file_name:
            yield from _said("LAY108", [channel.file_name])


def _machines(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    training = algorithm.training
    if not training.multi_machine:
        yield from _said("RES104")
    if not training.gpu:
        yield from _said("RES102 cpu")
    if not training.cpu:
        yield from _said("RES102 gpu")


def _formats(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    taken = _taken(algorithm)
    for form, called in _BROUGHT.items():
        if form not in taken:
            yield from _said("REQ101", [called], sorted(taken))


def _taken(algorithm: Algorithm) -> set[str]:
    return {content_type.format for content_type in algorithm.content_types.values()}


def _labels(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    labels = [requirement for requirement in algorithm.data if isinstance(requirement, Labels)]
    kinds = {requirement.values for requirement in labels if requirement.presence == "required"}
    below = [requirement.below or "" for requirement in labels if requirement.below or requirement.consecutive]
    for form in _taken(algorithm) & _OF_LABELS.keys():
        code = _OF_LABELS[form]
        if below:
            yield from ((code, words) for _, words in _said("labels below", set(below)))
        if "zero-or-one" in kinds:
            yield from ((code, words) for _, words in _said("labels zero-or-one"))


def _columns(algorithm: Algorithm) -> Iterator[tuple[str, str]]:
    for requirement in algorithm.data:
        if isinstance(requirement, Columns):
            if requirement.exactly:
                yield from _said("CSV122", [f"{requirement.exactly}"])
            for kind in set(requirement.kinds) & {"ipv4", "integer"}:
                yield from _said(f"CSV140 {kind}")

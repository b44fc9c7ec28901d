"""What the names and numbers of a story break by the facts of its algorithm: 50 components of 40 features."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from advisor.advise.problem import Number
from advisor.advise.reading.counts.numbers import numbers
from advisor.advise.reading.phrases import tokens
from advisor.advise.reading.settings.following import Said
from advisor.advise.reading.settings.stated import mentioned, stated
from advisor.explanation.concerned import speaks_of
from advisor.explanation.stories.words import terms
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.hyperparameters import FromData, Measure
from advisor.knowledge.models.requirements import Columns

Counted = Mapping[Number, float]
LEAST_WIDTH = 2
"""Columns below which one less says nothing."""
LISTED = 3
"""Hyperparameters that are named as given, so that one that is required is seen to be none of them."""

_COUNTED: dict[Measure, tuple[Number, ...]] = {
    "features": ("columns", "vocabulary"),
    "classes": ("classes",),
    "records": ("rows",),
    "distinct_entities": ("entities",),
    "enc0_tokens": ("vocabulary",),
    "enc1_tokens": ("vocabulary",),
}
"""What of a text counts as the measure of a scan."""
_FROM_ONE = re.compile(r"(?<![\d.,])1 ?(?:to|until|through|-|\u2013|\.{2,3}|, ?2[\d ,.\u2026]*,) ?(\d+)(?!\d)")
"""Numbers that count from 1, and their last."""
_BEHIND_NAME = re.compile(r"[^\d.;]{1,24}?(\d+(?:\.\d+)?)(?![\d.,]*\d)")
_LABEL_RULES = ("CSV151", "SVM151", "REC151", "PAR151", "LST208", "IRC110", "DET107", "MAN303", "MSK105", "SEQ131")
"""Rules on labels that are no class below the number of classes."""


def contradicted(text: str, algorithm: Algorithm) -> set[str]:
    """Codes of the rules that the numbers of the text break, and of those on what it says is missing."""
    said = stated(text, algorithm.id)
    values = _beside_names(text, algorithm)
    values |= {
        name: float(statement.value) for name, statement in said.items() if isinstance(statement.value, (int, float))
    }
    counted = {name: number.value for name, number in numbers(text, tokens(text), None).items()}
    speaks = terms(text).keys()
    codes = {
        *_settings(said, values, counted, algorithm),
        *_widths(text, "c:width" in speaks, values, counted, algorithm),
        *_labels(text, values, algorithm),
        *(_missing(text, said, algorithm) if "c:required" in speaks else ()),
    }
    return {code for code in codes if speaks_of(code, algorithm)}


def _beside_names(text: str, algorithm: Algorithm) -> dict[str, float]:
    """The number behind each name that is written as it is sent: `num_components we left at 50`."""
    named = ((name, _BEHIND_NAME.match(text, text.find(name) + len(name))) for name in algorithm.hyperparameters.values)
    return {name: float(found[1]) for name, found in named if "_" in name and name in text and found}


def _settings(
    said: Mapping[str, Said], values: Mapping[str, float], counted: Counted, algorithm: Algorithm
) -> Iterator[str]:
    """Hyperparameters beyond their ranges, beyond others, and beyond what is counted."""
    facts = algorithm.hyperparameters
    if any(statement.beyond is not None for statement in said.values()):
        yield "HYP104"
    whole = {**dict(_followed(algorithm, counted)), **values}
    if any(a in whole and b in whole and whole[a] > whole[b] for a, b in (*facts.at_most, *facts.less_than)):
        yield "HYP106"
    for name, value in values.items():
        relation = facts.values[name].from_data
        counts = _COUNTED.get(relation.measure, ()) if relation else ()
        if relation and any(_contradicts(value, relation, counted[count]) for count in counts if count in counted):
            yield "HYP107"


def _widths(
    text: str, of_width: bool, values: Mapping[str, float], counted: Counted, algorithm: Algorithm
) -> Iterator[str]:
    """Another number of columns than is read, and one column less than there are: the first was taken for a label.

    `of_width`: whether the text speaks of a width, so that any number in it may be one.
    """
    exactly = {
        requirement.exactly
        for requirement in algorithm.data
        if isinstance(requirement, Columns) and requirement.exactly
    }
    if exactly and "columns" in counted and counted["columns"] not in exactly:
        yield "CSV122"
    of_text = {token.value for token in tokens(text) if token.value}
    widths = of_text if of_width else {values.get("feature_dim"), counted.get("columns")}
    if any(width and width > LEAST_WIDTH and width - 1 in of_text for width in widths):
        yield "CSV150"


def _labels(text: str, values: Mapping[str, float], algorithm: Algorithm) -> Iterator[str]:
    """Classes that count from 1 up to the number of classes that is set, where they are read from 0."""
    facts = algorithm.hyperparameters.values
    classes = {value for name, value in values.items() if (of := facts[name].from_data) and of.measure == "classes"}
    if any(float(last) in classes for last in _FROM_ONE.findall(text)):
        yield from _LABEL_RULES


def _missing(text: str, said: Mapping[str, Said], algorithm: Algorithm) -> Iterator[str]:
    """The rules on what must be there: required settings that are mentioned without a value, and named channels."""
    facts = algorithm.hyperparameters.values
    named = mentioned(text, algorithm.id)
    wanted = {name for name in named if facts[name].required or facts[name].required_when}
    listed = len(named) >= LISTED and any(fact.required for name, fact in facts.items() if name not in named)
    if wanted - said.keys() or listed:
        yield "HYP102"
    if any("_" in name and name in text for name in algorithm.channels):
        yield "LAY101"


def _followed(algorithm: Algorithm, counted: Counted) -> Iterator[tuple[str, float]]:
    """What hyperparameters must be by the counts of the text."""
    for name, fact in algorithm.hyperparameters.values.items():
        if fact.from_data and fact.from_data.relation == "equals":
            for count in _COUNTED.get(fact.from_data.measure, ()):
                if count in counted:
                    yield name, fact.from_data.times * counted[count]


def _contradicts(value: float, relation: FromData, count: float) -> bool:
    bound = relation.times * count
    if relation.relation == "equals":
        return value != bound
    return value > bound if relation.relation == "at-most" else value < bound

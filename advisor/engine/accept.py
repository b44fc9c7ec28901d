"""Whether an algorithm would take data as it is, and what would make it do so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from advisor.case.conversions import RENAMED
from advisor.case.model import Case
from advisor.engine.judge import Verdict, verdicts
from advisor.engine.reading.choose import settle_media_types
from advisor.findings import Acceptance
from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm

MOST_REASONS = 3

MISREAD = ("CSV110", "CSV112", "MAN217")
"""Warnings under which training goes through on what is no sample: a row of names, an index, lines of any JSON."""


NO_SETTINGS: Mapping[str, str] = {}


def acceptance(case: Case, algorithm: Algorithm, settings: Mapping[str, str] = NO_SETTINGS) -> Acceptance:
    """The verdict of one algorithm, with hyperparameters that are known, on data that was scanned without any.

    "after-conversion" where everything that is wrong could be mended by a change of form alone.
    """
    errors = _errors(case, algorithm, settings)
    convertible = bool(errors) and all(verdict.conversion for verdict in errors)
    return Acceptance(
        algorithm=algorithm.id,
        accepts="as-is" if not errors else "after-conversion" if convertible else "no",
        errors=sum(verdict.severity == "error" for verdict in errors),
        because=tuple(dict.fromkeys(verdict.message for verdict in errors))[:MOST_REASONS],
        conversions=tuple(dict.fromkeys(v.conversion for v in errors if v.conversion)) if convertible else (),
        fixable=convertible and all(verdict.repair for verdict in errors),
    )


def fits(accepted: Acceptance) -> bool:
    """Whether the files are taken as they are, whatever their folder is called."""
    return accepted.accepts != "no" and set(accepted.conversions) <= {RENAMED}


def takers(case: Case) -> tuple[str, ...]:
    """The algorithms that take data that was scanned without any as it is, whatever its folders are called."""
    return tuple(name for name, facts in algorithms().items() if fits(acceptance(case, facts)))


def remedies(case: Case, algorithm: Algorithm, settings: Mapping[str, str] = NO_SETTINGS) -> tuple[str, ...]:
    """What is wrong for the algorithm but the name of a folder, each with what mends it."""
    errors = (verdict for verdict in _errors(case, algorithm, settings) if verdict.conversion != RENAMED)
    texts = (f"{verdict.message} {verdict.hits[0].fix or verdict.rule.fix}" for verdict in errors)
    return tuple(dict.fromkeys(texts))[:MOST_REASONS]


def unreadable(case: Case) -> str | None:
    """What is said of the first file, where no file of the data can be looked at."""
    files = [file for channel in case.channels.values() for file in channel.files]
    if not files or any(file.format for file in files):
        return None
    found, _ = verdicts(case)
    hit, rule = next(((v.hits[0], v.rule) for v in found if v.severity == "error"), (None, None))
    return f"{hit.file}: {hit.message} {hit.fix or rule.fix}" if hit and rule else None


def _errors(case: Case, algorithm: Algorithm, settings: Mapping[str, str]) -> list[Verdict]:
    """The errors of the data as it is, first those that cannot be mended, which say the most."""
    judged = replace(case.with_algorithm(algorithm), hyperparameters=dict(settings))
    settle_media_types(judged)
    found, _ = verdicts(judged)
    errors = [v for v in found if v.severity == "error" or (v.severity == "warning" and v.rule.code in MISREAD)]
    return sorted(errors, key=lambda verdict: verdict.conversion is not None)

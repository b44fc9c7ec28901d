"""Writes `docs/journeys.md`: each journey from raw data and a sentence to a job. `python -m scripts.pages journeys`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from advisor.advise import Advice
from advisor.recommendation import recommend
from scripts.pages.markdown import DOCS
from tests.builders.folders import Files, write
from tests.journeys.journeys import JOURNEYS, Journey

_HEAD = """# Journeys

From raw data and a sentence to a training job. The data is small and made up in the shape of well-known sets; the
tests in `tests/journeys` walk each way to the end: what the plan says is done to the files, and the emitted request
passes `advisor check` with them. Written by `python -m scripts.pages journeys`.
"""


def pages() -> dict[Path, str]:
    return {DOCS / "journeys.md": _page()}


def _page() -> str:
    return "\n".join([_HEAD, *(line for journey in JOURNEYS for line in _journey(journey))]) + "\n"


def _journey(journey: Journey) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        raw = journey.raw()
        data = write(Path(folder), raw)
        advice = recommend(journey.words, data=data, target=journey.target)
    yield f"## {journey.name.capitalize()} (like {journey.like})\n"
    yield f'    advisor recommend "{journey.words}" --data {_shown(raw)}\n'
    yield from _advice(advice, f"{data}/")


def _shown(raw: Files) -> str:
    return next(iter(raw)) if len(raw) == 1 else "folder"


def _advice(advice: Advice, folder: str) -> Iterator[str]:
    one = advice.recommendations[0]
    machine = f"{one.training.instance_count} x {one.training.instance_type}"
    yield f"**{one.algorithm}**, {one.input.content_type}, {one.input.mode} mode, {machine}. {one.reasons[0].text}\n"
    if advice.problem.predicts:
        yield f"Target: {advice.problem.predicts.seen}.\n"
    yield "First, to the files:\n" if one.steps else "The files fit as they are.\n"
    yield from (f"{number}. {step.text}" for number, step in enumerate(one.steps, 1))
    settings = ", ".join(f"`{name}={setting.value}`" for name, setting in one.hyperparameters.items())
    if one.command:
        yield f"\n    {one.command.replace(folder, '')}"
    yield ("\n" if one.steps else "") + f"Begin with {settings}.\n"

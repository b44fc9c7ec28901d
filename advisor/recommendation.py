"""`recommend` for everybody: words, a problem file and a folder of data, brought together."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from advisor.advise.advice import recommend as advise
from advisor.advise.data.elbow import has_k, with_elbow
from advisor.advise.models import Advice, Step
from advisor.advise.problem import Problem
from advisor.errors import AdvisorError, read_errors_as
from advisor.small_files import bounded, small_text

if TYPE_CHECKING:
    from advisor.case.model import Case
    from advisor.dataset.storage import Storage

SAMPLE = 300
"""Rows that are clustered to see into how many groups they fall."""
SAMPLE_FROM = 1 << 17
"""Bytes at the beginning of each file that the rows are drawn from."""
FEWEST = 30
"""Rows that must be there for that."""
FILES = 10
WIDEST = 1000


class ProblemError(AdvisorError):
    """The file holds no problem; the message says where and what to do."""


def recommend(
    text_or_problem: str | Problem = "",
    *,
    data: str | Path | None = None,
    algorithm: str | None = None,
    answers: Iterable[str] = (),
    target: str | None = None,
) -> Advice:
    """Which built-in algorithm answers the problem, why, and what it needs.

    `data`: a folder or a file that is looked at, here or at s3://bucket/prefix. `algorithm`: the choice is made, the
    rest is asked for.
    `answers`: QUESTION=CHOICE, to the questions of earlier advice. `target`: the column to be predicted, by its name in
    the header or its number.
    Raises `AnswerError`, `TargetError`, `UnknownAlgorithmError`, and what a check raises where the data cannot be read.
    """
    if data is None:
        return advise(text_or_problem, algorithm=algorithm, answers=answers, target=target)
    from advisor.advise.data.columns import raw_table
    from advisor.advise.data.disguised import as_table
    from advisor.dataset.opening import open_storage
    from advisor.engine.accept import takers, unreadable
    from advisor.engine.scan import CheckError, scan_case
    from advisor.knowledge.load import algorithm_named

    facts = algorithm_named(algorithm) if algorithm else None
    answers, storage = tuple(answers), open_storage(data)
    case = scan_case(storage, facts)
    if text_or_problem == "" and not (algorithm or answers) and not as_table(case) and (fault := unreadable(case)):
        raise CheckError(fault)
    table = raw_table(case, str(data))
    if table is None and facts is not None:  # the algorithm does not read what may still be a table
        table = raw_table(scan_case(storage), str(data))
    taken_by = () if facts else takers(case)
    advice = advise(
        text_or_problem, data=case, table=table, taken_by=taken_by, algorithm=algorithm, answers=answers, target=target
    )
    return with_data(advice, storage, case)


def with_data(advice: Advice, storage: Storage, case: Case) -> Advice:
    """The advice with what a check says of the data, and with what a sample of its rows shows."""
    return sampled(held_against(advice, case), storage, case)


def held_against(advice: Advice, case: Case) -> Advice:
    """The advice with what a check says of the data for each recommendation, and what must be done to it."""
    from advisor.advise.data.disguised import as_table
    from advisor.advise.plan.emit import hyperparameters
    from advisor.engine.accept import acceptance, fits, remedies
    from advisor.knowledge.load import algorithm as facts_of

    found = []
    for recommendation in advice.recommendations:
        facts = facts_of(recommendation.algorithm)
        steps = as_table(case) or recommendation.steps
        settings = (
            {} if steps else hyperparameters(recommendation)
        )  # those of a table that is prepared are for what it becomes
        accepted = acceptance(case, facts, settings)
        if fits(accepted):
            steps = tuple(step for step in steps if step.kind != "header")
        steps = steps or tuple(Step(kind="fault", text=text) for text in remedies(case, facts, settings))
        steps = (*_renamed(case.with_algorithm(facts)), *steps)
        found.append(recommendation.model_copy(update={"accepts": accepted.accepts, "steps": steps}))
    return advice.model_copy(update={"recommendations": tuple(found)})


def _renamed(case: Case) -> Iterator[Step]:
    """The folder of training data under the name by which the algorithm knows it."""
    for channel, folder in case.renamed.items():
        yield Step(kind="name", text=f"Call the folder and the channel '{channel}' instead of '{folder}'.")


def sampled(advice: Advice, storage: Storage, case: Case) -> Advice:
    """The advice with the number of groups that a sample of the data falls into, where that is asked for."""
    if advice.problem.number("groups") is None and any(map(has_k, advice.recommendations)):
        return with_elbow(advice, _sample(storage, case))
    return advice


def _sample(storage: Storage, case: Case) -> list[list[float]]:
    """Some rows of a table of numbers, always the same ones; none where the data is no such table."""
    from advisor.advise.data.columns import raw_table
    from advisor.advise.data.raw import features
    from advisor.case.measures import channel_width, training_channel
    from advisor.profile.tables.csv import CsvProfile

    channel = training_channel(case) or next(iter(case.channels.values()))
    width = channel_width(channel) or 0
    table = raw_table(case)
    named = features(table, None) if table and table.has_header else None
    places = range(width) if named is None else [column.number - 1 for column in named if column.cells.numbers]
    rows: list[list[float]] = []
    for file in channel.files[:FILES] if width <= WIDEST else ():
        if isinstance(file.profile, CsvProfile):
            with storage.open(file.path) as stream:
                start = stream.read(SAMPLE_FROM)
            whole = start if file.size <= SAMPLE_FROM else start[: start.rfind(b"\n") + 1]
            text = io.StringIO(whole.decode("utf-8", "replace"))
            rows += _numeric(csv.reader(text, delimiter=file.profile.delimiter), places)
    return random.Random(SAMPLE).sample(rows, min(SAMPLE, len(rows))) if len(rows) >= FEWEST else []


def _numeric(rows: Iterator[list[str]], places: Sequence[int]) -> Iterator[list[float]]:
    """The cells at some places of the rows that hold finite numbers there."""
    while True:
        try:
            row = next(rows)
            numbers = [float(row[place]) for place in places]
        except StopIteration:
            return
        except (ValueError, IndexError, csv.Error):
            continue
        if numbers and all(map(isfinite, numbers)):
            yield numbers


def read_problem(path: Path, text: str = "") -> Problem:
    """A problem from a YAML or JSON file; `text` stands in where the file has none. Raises `ProblemError`."""
    content = _content(path)
    if not isinstance(content, dict):
        raise ProblemError(f"{path}: is no problem: a mapping is expected, such as `data: images`")
    try:
        problem = Problem.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ProblemError(f"{path}: {place}: {first['msg']} (see schemas/problem.schema.json)") from None
    return problem.model_copy(update={"text": " ".join(filter(None, (text, problem.text)))})


def _content(path: Path) -> Any:
    try:
        with read_errors_as(ProblemError, path):
            text = small_text(path)
    except UnicodeDecodeError as error:
        raise ProblemError(f"{path}: cannot be read: it is no text in UTF-8 ({error.reason})") from None
    if path.suffix == ".json":
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ProblemError(f"{path}: is no JSON: {error}") from None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return bounded(YAML(typ="safe", pure=True).load(text))
    except (YAMLError, ValueError, RecursionError) as error:
        raise ProblemError(f"{path}: is no YAML: {error}") from None

"""`recommend` for everybody: words, a problem file and a folder of data, brought together."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from advisor.advise.models import Advice
from advisor.advise.problem import Problem
from advisor.advise.recommend import recommend as advise


class ProblemError(Exception):
    """The file holds no problem; the message says where and what to do."""


def recommend(
    text_or_problem: str | Problem = "",
    *,
    data: str | Path | None = None,
    algorithm: str | None = None,
    answers: Iterable[str] = (),
) -> Advice:
    """Which built-in algorithm answers the problem, why, and what it needs.

    `data`: a folder or a file that is looked at. `algorithm`: the choice is made, the rest is asked for.
    `answers`: QUESTION=CHOICE, to the questions of earlier advice.
    Raises `AnswerError`, `UnknownAlgorithmError`, and what a check raises where the data cannot be read.
    """
    if data is None:
        return advise(text_or_problem, algorithm=algorithm, answers=answers)
    from advisor.dataset.storage import LocalStorage
    from advisor.engine.scan import scan_case
    from advisor.knowledge.load import algorithm_named

    facts = algorithm_named(algorithm) if algorithm else None
    case = scan_case(LocalStorage(Path(data)), facts)
    return advise(text_or_problem, data=case, algorithm=algorithm, answers=answers)


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
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemError(f"{path}: cannot be read: {error}") from None
    if path.suffix == ".json":
        try:
            return json.loads(text)
        except ValueError as error:
            raise ProblemError(f"{path}: is no JSON: {error}") from None
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return YAML(typ="safe", pure=True).load(text)
    except YAMLError as error:
        raise ProblemError(f"{path}: is no YAML: {error}") from None

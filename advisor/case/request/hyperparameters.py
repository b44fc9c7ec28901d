"""Hyperparameters as given: which are known, and whether a value is of its type and among what is allowed."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.knowledge.models.algorithm import AnyBounds, Condition, Hyperparameter, Items, Scalar
from advisor.knowledge.versions import includes, is_numbered
from advisor.request import PLACEHOLDER


def hit(case: Case, name: str, message: str, **more: Any) -> Hit:
    """A finding about one hyperparameter: in the job file where it is there, else about the option."""
    key = f"HyperParameters.{name}"
    in_request = case.request is not None and (name in case.request.hyper_parameters or "value" not in more)
    return case.request_hit(key, message, **more) if in_request else Hit(message, key=key, **more)


def known(case: Case) -> Iterator[tuple[str, str, Hyperparameter]]:
    """The hyperparameters given that the algorithm knows; a value that is still to be filled in is none yet."""
    facts = case.algorithm.hyperparameters.values if case.algorithm else {}
    for name, value in case.hyperparameters.items():
        if name in facts and PLACEHOLDER not in value:
            yield name, value, facts[name]


def is_known_name(case: Case, name: str) -> bool:
    """Whether the container or the script knows a hyperparameter by this name."""
    block = case.facts.hyperparameters
    return name in block.values or name in block.tolerated or _is_earlier_name(case, name)


def _is_earlier_name(case: Case, name: str) -> bool:
    """Whether the request asks for an early version of the script, and that has the name."""
    earlier = case.facts.script.earlier_names if case.facts.script else None
    version = case.request.script_version if case.request else None
    if earlier is None or version is None or not includes(earlier.versions, version):
        return False
    return name in earlier.names or ("-" in name and name.replace("-", "_") in case.facts.hyperparameters.values)


def is_beside(value: str, fact: Hyperparameter) -> bool:
    """Whether a value is taken beside those of its type, range and choices."""
    return value in fact.also or value in fact.tolerated


def is_of_version(case: Case, fact: Hyperparameter) -> bool:
    """Whether a fact speaks of the version of the image, or of all, or the version is not known."""
    version = case.image_version
    return not fact.versions or version is None or not is_numbered(version) or includes(fact.versions, version)


def sources_of(case: Case, fact: Hyperparameter) -> tuple[str, ...]:
    assert case.algorithm is not None
    return (*case.algorithm.hyperparameters.sources, *fact.sources)


def as_set(case: Case, condition: Condition) -> str:
    """The hyperparameters that a condition names, as they are set: `booster = gblinear and seed = 0 (the default)`."""
    default = {name: "" if name in case.hyperparameters else " (the default)" for name in condition}
    return " and ".join(f"{name} = {case.value(name)}{default[name]}" for name in condition)


def has_type(value: str, fact: Hyperparameter) -> bool:
    if is_beside(value, fact):
        return True
    if _is_quoted(value, fact):
        return False
    if fact.type in ("int", "float") and ("_" in value or not value.isascii()):
        return False  # Python reads such numbers, the container does not
    try:
        _parser(fact)(value)
    except (ValueError, SyntaxError, RecursionError, MemoryError, re.error):
        return False
    if fact.form and not re.fullmatch(fact.form, value):
        return False
    return fact.type != "bool" or value.lower() in ("true", "false", "0", "1")


def _literal(text: str) -> Any:
    """A list or a tuple as Python writes it; raises `ValueError` for any other."""
    content = ast.literal_eval(text)
    if not isinstance(content, (list, tuple)):
        raise ValueError
    return content


def _parser(fact: Hyperparameter) -> Callable[[str], Any]:
    """What reads a value of the type, and raises where it is of another."""
    if fact.items and fact.items.python:
        return _literal
    return _PARSERS.get(fact.type, str)


_PARSERS: dict[str, Callable[[str], Any]] = {"int": int, "float": float, "json": json.loads, "regex": re.compile}


def list_items(value: str, fact: Hyperparameter) -> list[str]:
    """The items of a list of commas or of a JSON list; empty where the value is neither."""
    if fact.type == "json" or (fact.items and fact.items.python):
        content = _parser(fact)(value)
        return [str(item) for item in content] if isinstance(content, (list, tuple)) else []
    if fact.items and fact.items.bare:
        return value.split(",")
    bare = value.strip()
    if fact.items and fact.items.bracketed and bare.startswith("[") and bare.endswith("]"):
        value = bare[1:-1]
    return [item.strip() for item in value.split(",")] if value.strip() else []


def list_fault(value: str, fact: Hyperparameter, wanted: Items) -> str | None:
    """What the list ought to be and is not."""
    items = list_items(value, fact)
    if wanted.python:
        return _literal_fault(_literal(value), wanted)
    if fact.type == "json" and not value.lstrip().startswith("["):
        return "in brackets"
    if wanted.length is not None and len(items) != wanted.length:
        return f"of {wanted.length} items"
    if wanted.choices and not all(_item_is_among(item, wanted) for item in items):
        spaces = ", without spaces" if any(item != item.strip() for item in items) else ""
        return f"of {', '.join(map(str, wanted.choices))}{spaces}"
    if wanted.type != "str" and not all(_number_within(item, wanted) for item in items):
        kind = "whole numbers" if wanted.type == "int" else "numbers"
        return f"of {kind} {range_text(wanted)}".rstrip()
    if wanted.first and items[0] not in map(str, wanted.first):
        return f"whose first item is {', '.join(map(str, wanted.first))}"
    return None


def _item_is_among(item: str, wanted: Items) -> bool:
    if "@" not in item or not wanted.cut:
        return item in {str(choice) for choice in wanted.choices}
    name, number, *_ = item.split("@")
    return name.strip() in wanted.cut and _is_number(number)


def _literal_fault(items: Sequence[Any], wanted: Items) -> str | None:
    every = [item for inner in items for item in inner] if wanted.nested and _all_lists(items) else list(items)
    if wanted.nested and not _all_lists(items):
        return "of lists"
    if not all(isinstance(item, (int, float)) for item in every):
        return "of numbers"
    if wanted.choices and not {*every} <= {*wanted.choices}:
        return f"of {', '.join(map(str, wanted.choices))}"
    return None if all(wanted.contains(item) for item in every) else f"of numbers {range_text(wanted)}"


def _all_lists(items: Sequence[Any]) -> bool:
    return all(isinstance(item, (list, tuple)) for item in items)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def plain(number: float) -> str:
    """A number as one would send it: 1000000 and not 1e+06."""
    return str(int(number)) if float(number).is_integer() else f"{number:g}"


def is_among(value: str, choices: Sequence[Scalar], fact: Hyperparameter) -> bool:
    """Whether a value is one of the choices: 1.0 is 1, and a list in another order or with other spaces is the same."""
    if value in {str(choice) for choice in choices}:
        return True
    if fact.type in ("int", "float") and has_type(value, fact) and not is_beside(value, fact):
        return float(value) in {float(choice) for choice in choices}
    if fact.type == "json" or fact.items:
        return _as_list(value, fact) in [_as_list(str(choice), fact) for choice in choices]
    return False


def _is_quoted(value: str, fact: Hyperparameter) -> bool:
    return fact.type != "json" and len(value) > 1 and value[0] == value[-1] == '"'


def _number_within(item: str, wanted: Items) -> bool:
    try:
        return wanted.contains(int(item) if wanted.type == "int" else float(item))
    except ValueError:
        return False


def range_text(bounds: AnyBounds) -> str:
    low = (
        None if bounds.min is None else f"{'greater than' if bounds.min_exclusive else 'at least'} {plain(bounds.min)}"
    )
    high = None if bounds.max is None else f"{'less than' if bounds.max_exclusive else 'at most'} {plain(bounds.max)}"
    return " and ".join(part for part in (low, high) if part)


def _as_list(text: str, fact: Hyperparameter) -> list[str]:
    items = list_items(text, fact)
    return sorted(items) if fact.type == "json" else items

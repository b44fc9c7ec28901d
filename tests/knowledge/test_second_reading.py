"""The facts against a second, independent reading of the guide's pages.

`second_reading/<id>.json` was read from the pages without a look at the knowledge base. Both are put into
one form and compared; every difference is settled by a page in `settled.yaml`, or it fails.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from advisor.knowledge.load import algorithm, algorithm_ids, read_yaml
from advisor.knowledge.models.algorithm import Algorithm, Hyperparameter

HERE = Path(__file__).parent
Facts = dict[str, Any]
NOT_READ = "not read"


def _number(value: Any) -> Any:
    """A number or a truth value as one form: 3, "3" and 3.0 are equal, and so are True and "true"."""
    if isinstance(value, (bool, str)):
        text = str(value).strip()
        if text.lower() in ("true", "false"):
            return text.lower()
        try:
            return float(text)
        except ValueError:
            return text
    return float(value) if isinstance(value, int) else value


def _words(values: Any) -> tuple[list[float], list[str]]:
    """Choices as sorted numbers and sorted words."""
    forms = [_number(value) for value in values or ()]
    return sorted(v for v in forms if isinstance(v, float)), sorted({str(v) for v in forms if not isinstance(v, float)})


def _json(value: Any) -> str:
    """JSON as text, whether it was noted as text or as what it means."""
    with contextlib.suppress(ValueError):
        value = json.loads(value) if isinstance(value, str) else value
    return json.dumps(value)


def _bounds(facts: Facts) -> Facts:
    """One form for what says the same: runs of whole numbers and ranges, "true" or "false" and truth values."""
    numbers, words = _words(facts["choices"])
    if facts["type"] == "text" and {"true", "false"} <= {*words}:
        facts["type"] = "bool"
    if facts["type"] == "bool":
        numbers, words = [], [word for word in words if word not in ("true", "false")]
    if facts["type"] == "int" and numbers and numbers == [numbers[0] + n for n in range(len(numbers))]:
        facts["min"], facts["max"], numbers = numbers[0], numbers[-1], []
    for bound, step in (("min", 1), ("max", -1)):
        facts[bound] = _number(facts[bound])
        exclusive = bool(facts[f"{bound}_exclusive"]) and facts[bound] is not None
        if exclusive and facts["type"] == "int":
            facts[bound] += step
        facts[f"{bound}_exclusive"] = exclusive and facts["type"] != "int"
    return facts | {"choices": [*numbers, *words]}


def _ours(fact: Hyperparameter) -> Facts:
    names = ("type", "required", "min", "max", "min_exclusive", "max_exclusive", "default")
    facts = {name: getattr(fact, name) for name in names}
    of_items = fact.items.choices if fact.items else ()
    return _common(facts | {"choices": [*fact.choices, *fact.also, *of_items]})


def _common(facts: Facts) -> Facts:
    as_json = facts["type"] == "json"
    return _bounds(
        {
            "type": "text" if facts["type"] in ("str", "enum", "regex") else facts["type"],
            "required": bool(facts.get("required")),
            "min": facts.get("min"),
            "max": facts.get("max"),
            "min_exclusive": facts.get("min_exclusive"),
            "max_exclusive": facts.get("max_exclusive"),
            "choices": [_json(c) for c in facts["choices"] or ()] if as_json else facts.get("choices"),
            "default": _json(facts["default"]) if as_json else _number(facts.get("default")),
        }
    )


def _flat(prefix: str, facts: Facts) -> Iterator[tuple[str, Any]]:
    for name, fact in facts.items():
        if isinstance(fact, dict):
            yield f"{prefix}{name}", "there"
            yield from ((f"{prefix}{name}.{key}", value) for key, value in fact.items())
        else:
            yield f"{prefix}{name}", fact


def _tunable(fact: Facts) -> Facts:
    return {
        "min": _number(fact.get("min")),
        "max": _number(fact.get("max")),
        "choices": sorted(map(str, map(_number, fact.get("choices") or ()))),
    }


def first_reading(facts: Algorithm) -> Facts:
    """What the knowledge base says, flat: `hyperparameters.k.min` -> 1.0."""
    return dict(
        (
            *_flat("hyperparameters.", {n: _ours(h) for n, h in facts.hyperparameters.values.items()}),
            *_flat("metrics.", {n: m.direction for n, m in facts.tuning.metrics.items()}),
            *_flat("tunable.", {n: _tunable(asdict(t)) for n, t in facts.tuning.tunable.items()}),
            *_flat("channels.", {n: {"required": c.required} for n, c in facts.channels.items()}),
            *_flat("modes.", {n: sorted({*c.modes} - {"FastFile"}) for n, c in facts.content_types.items()}),
            *_flat("training.", {n: getattr(facts.training, n) for n in ("cpu", "gpu", "multi_gpu", "multi_machine")}),
            ("inference.content_types", sorted(facts.inference.content_types)),
            ("inference.accepts", sorted(facts.inference.accepts)),
        )
    )


def second_reading(name: str) -> Facts:
    """The independent table in the same form. FastFile is left out of both: the guide has no word on it per type."""
    table = json.loads((HERE / "second_reading" / f"{name}.json").read_text("utf-8"))
    return dict(
        (
            *_flat("hyperparameters.", {n: _common(h) for n, h in table["hyperparameters"].items()}),
            *_flat("metrics.", table["metrics"]),
            *_flat("tunable.", {n: _tunable(t) for n, t in table["tunable"].items()}),
            *_flat("channels.", table["channels"]),
            *_flat("modes.", {n: sorted({*m} - {"FastFile"}) for n, m in table["modes"].items()}),
            *_flat("training.", {use: taken for use, taken in table["training"].items() if taken is not None}),
            ("inference.content_types", sorted(table["inference"]["content_types"])),
            ("inference.accepts", sorted(table["inference"]["accepts"])),
        )
    )


def differences(name: str) -> dict[str, tuple[Any, Any]]:
    """Place -> (what the knowledge base says, what the second reading says)."""
    ours, second = first_reading(algorithm(name)), second_reading(name)
    places = sorted(ours.keys() | second.keys())
    found = {p: (ours.get(p, NOT_READ), second.get(p, NOT_READ)) for p in places}
    return {place: both for place, both in found.items() if both[0] != both[1] and _comparable(place, both)}


def _comparable(place: str, both: tuple[Any, Any]) -> bool:
    """A block that one reading lacks is one difference, not one for each fact; what a page leaves open is none."""
    return NOT_READ not in both or place.startswith(("metrics.", "modes.")) or "there" in both


@cache
def settled() -> dict[str, dict[str, Any]]:
    """Algorithm -> place -> the page and the reason by which the difference was settled."""
    found: dict[str, dict[str, Any]] = {}
    for name, decisions in read_yaml(HERE / "settled.yaml").items():
        for decision in decisions:
            assert {*decision} == {"at", "page", "because"}, f"{name}: {decision}"
            for place in decision["at"]:
                assert place not in found.setdefault(name, {}), f"{name}: {place} is settled twice"
                found[name][place] = decision
    return found


@pytest.mark.parametrize("name", algorithm_ids())
def test_every_difference_is_settled(name: str) -> None:
    open_ = {place: both for place, both in differences(name).items() if place not in settled().get(name, {})}
    assert open_ == {}


@pytest.mark.parametrize("name", algorithm_ids())
def test_nothing_is_settled_that_does_not_differ(name: str) -> None:
    assert sorted(settled().get(name, {}).keys() - differences(name).keys()) == []


def test_both_readings_hold_the_same_algorithms() -> None:
    assert sorted(p.stem for p in (HERE / "second_reading").glob("*.json")) == list(algorithm_ids())
    assert settled().keys() <= {*algorithm_ids()}

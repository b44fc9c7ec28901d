"""Every data file loads, and every block, instance type and family that it names is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
import pytest

from advisor.knowledge.load import ALGORITHMS, HERE, algorithm_ids, instances, read_algorithm
from advisor.knowledge.models.base import Model, Sourced

IDS = algorithm_ids()


@cache
def enum(shape: str) -> frozenset[str]:
    return frozenset(botocore.session.get_session().get_service_model("sagemaker").shape_for(shape).enum)


def shape(name: str) -> dict[str, Any]:
    """A shape as it was generated of botocore."""
    plain: dict[str, Any] = json.loads((HERE / "generated" / "shapes.json").read_bytes())["shapes"][name]
    return plain


def blocks(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every model in a model, with where it stands."""
    if isinstance(value, Model):
        yield path, value
        for name in value.__struct_fields__:
            yield from blocks(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from blocks(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from blocks(item, f"{path}.{number}")


def test_there_are_24_algorithms() -> None:
    assert len(IDS) == 24


@pytest.mark.parametrize("name", IDS)
def test_every_name_in_a_file_leads_somewhere(name: str) -> None:
    assert read_algorithm(ALGORITHMS / f"{name}.yaml").id == name


@pytest.mark.parametrize("name", IDS)
def test_no_block_is_without_source(name: str) -> None:
    facts = read_algorithm(ALGORITHMS / f"{name}.yaml")
    assert [path for path, block in blocks(facts) if isinstance(block, Sourced) and not block.sources] == []


def test_instance_types_are_those_of_the_api() -> None:
    known = {name for family in instances().families.values() for name in family.sizes}
    assert known == {*shape("TrainingInstanceType")["enum"]}
    assert enum("TrainingInstanceType") <= known  # what is generated is of a newer botocore than the one here


@pytest.mark.parametrize("name", IDS)
def test_recommended_instances_are_those_of_the_api(name: str) -> None:
    facts = read_algorithm(ALGORITHMS / f"{name}.yaml")
    assert {*facts.training.recommended} - enum("TrainingInstanceType") == set()
    assert {*facts.inference.recommended} - enum("ProductionVariantInstanceType") == set()


@pytest.mark.parametrize("name", IDS)
def test_families_have_types_that_the_api_names(name: str) -> None:
    facts = read_algorithm(ALGORITHMS / f"{name}.yaml")
    for families, shape in ((facts.training.families, "TrainingInstanceType"),
                            (facts.inference.families, "ProductionVariantInstanceType")):  # fmt: skip
        assert {*families} - {name.split(".")[1] for name in enum(shape)} == set()

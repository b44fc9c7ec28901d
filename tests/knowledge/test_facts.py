"""Every data file loads, and every source, page and instance type that it names is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest

from advisor.knowledge.load import ALGORITHMS, HERE, INSTANCES, algorithm_ids, content, instances, read_algorithm
from advisor.knowledge.models import Sourced

PAGES = (Path(__file__).parent / "pages.txt").read_text("utf-8").split()
NOTES = (HERE / "notes.txt").read_text("utf-8").splitlines()
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
    if hasattr(value, "model_fields_set"):
        yield path, value
        for name in type(value).model_fields:
            yield from blocks(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from blocks(item, f"{path}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from blocks(item, f"{path}.{number}")


def sources(value: Any) -> Iterator[str]:
    """Every source that a plain file names, in a block or in a dispute."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == "sources":
                yield from item
            elif key in ("says", "tolerated") and isinstance(item, dict):
                yield from item.values() if key == "tolerated" else item
            elif key == "rules":
                yield item
            else:
                yield from sources(item)
    elif isinstance(value, list):
        for item in value:
            yield from sources(item)


def test_there_are_24_algorithms() -> None:
    assert len(IDS) == 24


@pytest.mark.parametrize("name", IDS)
def test_every_name_in_a_file_leads_somewhere(name: str) -> None:
    assert read_algorithm(ALGORITHMS / f"{name}.yaml").id == name


@pytest.mark.parametrize("name", IDS)
def test_no_block_is_without_source(name: str) -> None:
    facts = read_algorithm(ALGORITHMS / f"{name}.yaml")
    assert [path for path, block in blocks(facts) if isinstance(block, Sourced) and not block.sources] == []


@pytest.mark.parametrize("path", [INSTANCES, *sorted(ALGORITHMS.glob("*.yaml"))], ids=lambda path: path.stem)
def test_every_page_and_every_line_that_is_named_exists(path: Path) -> None:
    named = {*sources(content(path))}
    pages = {source.partition("#")[0] for source in named if re.fullmatch(r"[\w.-]+\.md(#.*)?", source)}
    lines = {int(n) for source in named if source.startswith("notes:") for n in re.findall(r"\d+", source)}
    assert pages - {*PAGES} == set()
    assert {line for line in lines if not 1 <= line <= len(NOTES)} == set()


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

"""The compiled form of the knowledge base: up to date, and used only then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec import convert

from advisor.knowledge import compile as compiling
from advisor.knowledge import load
from advisor.knowledge.models.algorithm import Algorithm


def test_compiled_files_are_fresh() -> None:
    stale = compiling.stale_files(compiling.compiled_files())
    assert stale == [], "run python -m advisor.knowledge.compile"


def test_compiled_form_says_what_the_yaml_says() -> None:
    path = load.ALGORITHMS / "kmeans.yaml"
    assert convert(load.content(path), Algorithm) == load.algorithm("kmeans")


@pytest.fixture
def kmeans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data file of one algorithm, in a knowledge base with nothing compiled."""
    source = tmp_path / "kmeans.yaml"
    source.write_bytes((load.ALGORITHMS / "kmeans.yaml").read_bytes())
    monkeypatch.setattr(load, "COMPILED", tmp_path)
    return source


def test_stale_form_is_not_used(kmeans: Path) -> None:
    form = {"sha256": load.fingerprint(kmeans), "content": {**load.content(kmeans), "name": "Compiled"}}
    kmeans.with_suffix(".json").write_text(json.dumps(form))
    assert load.validated(kmeans, Algorithm).name == "Compiled"
    kmeans.write_text(kmeans.read_text("utf-8").replace("name: K-Means", "name: Changed"), "utf-8")
    assert load.validated(kmeans, Algorithm).name == "Changed"


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"sha256": 1}', "\x00"])
def test_broken_form_is_not_used(broken: str, kmeans: Path) -> None:
    kmeans.with_suffix(".json").write_text(broken)
    assert load.validated(kmeans, Algorithm).name == "K-Means"


def test_fault_names_file_line_and_key(kmeans: Path) -> None:
    kmeans.write_text(kmeans.read_text("utf-8").replace("learning: unsupervised", "learning: by heart"), "utf-8")
    line = kmeans.read_text("utf-8").splitlines().index("learning: by heart") + 1
    with pytest.raises(load.KnowledgeError, match=f"kmeans.yaml:{line}: learning: 'by heart' is none of"):
        load.validated(kmeans, Algorithm)

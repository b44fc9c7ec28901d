"""Every format has one record, one reader, and a name by which the knowledge base speaks of it."""

from __future__ import annotations

from importlib import import_module
from typing import get_args

from advisor.formats.registry import READERS
from advisor.knowledge.models import algorithm as models
from advisor.profile.base import FileProfile
from advisor.profile.formats import FORMATS


def test_every_format_has_a_reader_and_is_known_to_the_knowledge_base() -> None:
    assert READERS.keys() == FORMATS.keys()
    assert set(get_args(models.Format)) - {"json"} <= FORMATS.keys(), "json: what endpoints take, and no channel"


def test_profiles_bear_the_names_of_formats() -> None:
    for module in READERS.values():
        import_module(f"advisor.formats.{module}")
    kinds = [kind for kind in FileProfile.__subclasses__() if "format" in vars(kind)]
    assert kinds
    assert {kind.format for kind in kinds} <= FORMATS.keys()

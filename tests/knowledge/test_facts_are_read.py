"""No fact is on record that nothing asks for: each field of the models is read by what judges or advises.

A field counts as read where an attribute of its name is, or a text in the rules on requests: names, not types.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import advisor
from advisor.knowledge.load import algorithms
from advisor.knowledge.models import algorithm, hyperparameters, machines, requirements
from advisor.knowledge.models.base import Model
from advisor.rules import all_rules

ROOMS = ("advise", "case", "engine", "resolve", "rules")
SHOWN = {
    "checked": "the day of looking",
    "default_note": "how a default comes about",
    "how": "how an algorithm works",
    "judged_by": "the rules of a statement",
    "learning": "supervised or not",
    "meaning": "what a parameter of a content type says",
    "not_judged": "why no rule judges a statement",
    "note": "what else there is to say",
    "problems": "typical problems",
    "quirks": "good to know",
    "rules": "which side of a dispute rules",
    "scale": "the scale of a range to tune over",
    "subject": "what a dispute is about",
    "supported": "of incremental training",
    "tasks": "what an algorithm does",
    "vcpu": "the processors of an instance",
}
"""Fields that people read on the pages and in `advisor algorithms`, and no rule or advice."""


def fields() -> dict[str, set[str]]:
    """Field -> the models that have it."""
    found: dict[str, set[str]] = {}
    for module in (algorithm, hyperparameters, machines, requirements):
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, Model) and model.__module__ == module.__name__:
                for name in model.__struct_fields__:
                    found.setdefault(name, set()).add(model.__name__)
    return found


def read() -> set[str]:
    """Every attribute that is asked for in the rooms that judge and advise."""
    package = Path(advisor.__file__).parent
    paths = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    paths += [package / "knowledge" / f"{name}.py" for name in ("models/algorithm", "load", "images", "models/base")]
    return {node.attr for path in paths for node in nodes(path) if isinstance(node, ast.Attribute)}


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text("utf-8")))


def test_every_typed_fact_is_read() -> None:
    known, asked = fields(), read()
    unread = {name: sorted(of) for name, of in known.items() if name not in asked}
    assert unread.keys() == SHOWN.keys(), unread


def test_every_kind_of_demand_has_a_rule() -> None:
    kinds = {kind.__name__ for kind in get_args(requirements.DataRequirement)}
    package = Path(advisor.__file__).parent
    paths = [path for room in ("case", "engine", "rules") for path in (package / room).rglob("*.py")]
    named = {node.id for path in paths for node in nodes(path) if isinstance(node, ast.Name)}
    assert kinds - named == {"Statement"}


def test_the_rules_of_statements_are_there() -> None:
    codes = {rule.code for rule in all_rules()}
    named = {
        code
        for facts in algorithms().values()
        for one in facts.data
        if isinstance(one, requirements.Statement)
        for code in one.judged_by
    }
    assert named
    assert named <= codes

"""No fact is on record that nothing asks for: each field of the models is read where data, requests or advice are judged.

A field counts as read where an attribute of its name is: a test of names, not of types.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import get_args

import advisor
from advisor.knowledge import hyperparameters, machines, models, requirements
from advisor.knowledge.base import Frozen
from advisor.rules import all_rules

ROOMS = ("advise", "case", "engine", "resolve", "rules")
SHOWN = {
    "checked": "the day of looking, for the pages",
    "does": "what a hyperparameter does, for the pages",
    "judged_by": "the rules of a statement, for the page of statements",
}
"""Fields that are there to be read by people alone."""


def fields() -> dict[str, set[str]]:
    """Field -> the models that have it."""
    found: dict[str, set[str]] = {}
    for module in (models, hyperparameters, machines, requirements):
        for model in vars(module).values():
            if isinstance(model, type) and issubclass(model, Frozen) and model.__module__ == module.__name__:
                for name in model.model_fields:
                    found.setdefault(name, set()).add(model.__name__)
    return found


def read() -> set[str]:
    """Every attribute that is asked for in the rooms that judge and advise."""
    package = Path(advisor.__file__).parent
    paths = [path for room in ROOMS for path in (package / room).rglob("*.py")]
    paths += [path for path in (package / "knowledge").glob("*.py") if path.stem not in ("references", "compile")]
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def test_every_typed_fact_is_read() -> None:
    unread = {name: sorted(of) for name, of in fields().items() if name not in read()}
    assert unread.keys() == SHOWN.keys(), unread


def test_every_kind_of_demand_has_a_rule() -> None:
    kinds = {kind.__name__ for kind in get_args(get_args(requirements.DataRequirement)[0])}
    package = Path(advisor.__file__).parent
    paths = [path for room in ("case", "engine", "rules") for path in (package / room).rglob("*.py")]
    named = {
        node.id for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Name)
    }
    assert kinds - named == {"Statement"}


def test_the_rules_of_statements_are_there() -> None:
    from advisor.knowledge.load import algorithms

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

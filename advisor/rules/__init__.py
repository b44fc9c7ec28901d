"""Every rule: one folder a family of formats, one module a subject. `all_rules` loads them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from advisor.rules.base import RULES, Rule
from advisor.rules.families import SUBJECTS, Need


def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by code."""
    return tuple(by_code().values())


@cache
def by_code() -> Mapping[str, Rule]:
    """Every rule by its code, sorted."""
    for module in walk_packages(__path__, f"{__name__}."):
        import_module(module.name)
    return {code: RULES[code] for code in sorted(RULES)}


@cache
def in_order() -> tuple[Rule, ...]:
    """Each rule after those that it requires."""
    waiting = dict(by_code())
    ordered: list[Rule] = []

    def place(rule: Rule) -> None:
        for code in rule.requires:
            if code in waiting:
                place(waiting.pop(code))
        ordered.append(rule)

    while waiting:
        place(waiting.pop(next(iter(waiting))))
    return tuple(ordered)


@cache
def judging(given: frozenset[Need], held: frozenset[str]) -> tuple[Rule, ...]:
    """The rules with something to judge where the case has these, and files of these formats; in order."""
    rules = (rule for rule in in_order() if given.issuperset(rule.needs))
    return tuple(rule for rule in rules if not rule.held or not held.isdisjoint(rule.held))


def by_family() -> tuple[Rule, ...]:
    """Every rule, subject by subject."""
    order = list(SUBJECTS)
    return tuple(sorted(all_rules(), key=lambda rule: (order.index(rule.code[:3]), rule.code)))


def why(code: str) -> str:
    """Why a rule matters; nothing where there is no such rule."""
    rule = by_code().get(code)
    return rule.why if rule else ""


@cache
def code_of(name: str) -> str:
    """The code of the rule of a name. Raises `KeyError` where there is none."""
    return {rule.name: rule.code for rule in all_rules()}[name]

"""Every rule: one module a subject. `all_rules` loads them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from advisor.rules.base import RULES, Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, sorted by code."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return tuple(RULES[code] for code in sorted(RULES))

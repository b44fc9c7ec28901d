"""Advice on which built-in algorithm answers a problem, and what it needs."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.advise.advice import recommend
    from advisor.advise.models import Advice, Question, Recommendation, Setting
    from advisor.advise.problem import Problem

__all__ = ["Advice", "Problem", "Question", "Recommendation", "Setting", "recommend"]

_HOMES = {"Problem": "advisor.advise.problem", "recommend": "advisor.advise.advice"}


def __getattr__(name: str) -> Any:
    """Each name is imported when it is first asked for: who reads words alone needs none of them."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES.get(name, "advisor.advise.models")), name)

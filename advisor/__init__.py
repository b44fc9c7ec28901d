"""Checks data and training requests for SageMaker's built-in algorithms, and advises which of them fits.

`check`, `recommend`, `explain`, `convert` and `fix` are the ways in; `Report` and `Advice` are what they give back.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from advisor.version import VERSION

if TYPE_CHECKING:
    from advisor.advise import Advice, Recommendation
    from advisor.conversion.convert import convert
    from advisor.conversion.mend.fix import fix
    from advisor.conversion.results import Converted, Fixed
    from advisor.engine.check import check
    from advisor.errors import AdvisorError
    from advisor.explanation import Explanation, explain
    from advisor.findings import Finding, Report
    from advisor.recommendation import recommend

__version__ = VERSION

__all__ = [
    "Advice", "AdvisorError", "Converted", "Explanation", "Finding", "Fixed", "Recommendation", "Report", "__version__",
    "check", "convert", "explain", "fix", "recommend",
]  # fmt: skip

_HOMES = {
    "check": "advisor.engine.check",
    "convert": "advisor.conversion.convert",
    "fix": "advisor.conversion.mend.fix",
    "recommend": "advisor.recommendation",
    "explain": "advisor.explanation",
    "Converted": "advisor.conversion.results",
    "Fixed": "advisor.conversion.results",
    "Report": "advisor.findings",
    "Finding": "advisor.findings",
    "Advice": "advisor.advise",
    "Recommendation": "advisor.advise.models",
    "Explanation": "advisor.explanation",
    "AdvisorError": "advisor.errors",
}


def __getattr__(name: str) -> Any:
    """Each public name is imported when it is first asked for: the command line needs few of them at a time."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

"""What a rule says, and which rule, or which fault that is none of the data's, is behind a failed training job."""

from __future__ import annotations

from advisor.explanation.answer import Answer, Explanation
from advisor.explanation.explain import explain
from advisor.explanation.named import UnknownRuleError

__all__ = ["Answer", "Explanation", "UnknownRuleError", "explain"]

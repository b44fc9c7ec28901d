"""What a rule says, found by its code, by its name, or by the text of a training failure that it prevents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import get_close_matches
from math import log

from advisor.errors import AdvisorError
from advisor.findings import Model, Severity
from advisor.knowledge.load import page_address
from advisor.rules import all_rules
from advisor.rules.base import Rule

MOST = 2
"""Known error messages whose rules are given for the text of a failure. Several rules may prevent the same one."""

LEAST_MATCH = 0.5
"""The share of a known error message, by the weight of its words, that a text must hold."""

_CODE = re.compile(r"[A-Za-z]{3}\d{1,4}")
_WORD = re.compile(r"[a-z]+(?:_[a-z]+)*")


class UnknownRuleError(AdvisorError):
    """No rule bears the code; the message names the near ones."""


class Explanation(Model):
    """`match`: how much of the rule's training error the text holds, from 0 to 1; None where the rule was named."""

    rule: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str
    source: tuple[str, ...]
    training_error: str | None
    match: float | None = None


def explain(text: str) -> tuple[Explanation, ...]:
    """The rule of a code or a name, or those whose training error the text holds, the best first; empty for none.

    Raises `UnknownRuleError` for what looks like a code and is none.
    """
    asked = text.strip()
    named = [rule for rule in all_rules() if asked.upper() == rule.code or asked.lower() == rule.name]
    if named:
        return tuple(_explanation(rule) for rule in named)
    if _CODE.fullmatch(asked):
        codes = [rule.code for rule in all_rules()]
        near = [code for code in codes if code.startswith(asked.upper())] or get_close_matches(asked.upper(), codes)
        raise UnknownRuleError(f"there is no rule {asked.upper()}" + (f"; near are {', '.join(near)}" if near else ""))
    return _matches(asked)


def _matches(text: str) -> tuple[Explanation, ...]:
    errors = {rule: _words(rule.training_error) for rule in all_rules() if rule.training_error}
    weights = _weights(errors.values())
    asked = _words(text)
    scores = {rule: _share(words, asked, weights) for rule, words in errors.items()}
    found = (rule for rule in scores if scores[rule] >= LEAST_MATCH)
    best = sorted(found, key=lambda rule: (-scores[rule], -len(errors[rule]), rule.code))
    messages = list(dict.fromkeys(rule.training_error for rule in best))[:MOST]
    return tuple(_explanation(r, round(scores[r], 2)) for r in best if r.training_error in messages)


def _words(text: str | None) -> set[str]:
    return set(_WORD.findall((text or "").lower()))


def _weights(texts: Iterable[set[str]]) -> dict[str, float]:
    """The rarer a word among the error messages, the more it says."""
    known = list(texts)
    seen = Counter(word for words in known for word in words)
    return {word: log(1 + len(known) / count) for word, count in seen.items()}


def _share(words: set[str], asked: set[str], weights: dict[str, float]) -> float:
    total = sum(weights[word] for word in words)
    return sum(weights[word] for word in words & asked) / total if total else 0.0


def _explanation(rule: Rule, match: float | None = None) -> Explanation:
    return Explanation(
        rule=rule.code, name=rule.name, severity=rule.severity, summary=rule.summary, why=rule.why, fix=rule.fix,
        source=tuple(page_address(source) for source in rule.sources), training_error=rule.training_error, match=match,
    )  # fmt: skip

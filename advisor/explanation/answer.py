"""What an explanation says: the models whose JSON is the public contract."""

from __future__ import annotations

from pydantic import Field

from advisor.contract import Model
from advisor.findings import Severity
from advisor.knowledge.load import page_address
from advisor.rules.base import Rule
from advisor.rules.examples import example_of
from advisor.rules.families import subject


class Explanation(Model):
    """`match`: how surely the rule prevents what was told, from 0 to 1; None where the rule was named.

    `evidence`: the part of what was told that says so; None where its words as a whole do. `example`: the smallest
    thing that the rule finds and how to mend it, as a difference, where the rule was named.
    """

    rule: str
    name: str
    severity: Severity
    summary: str
    why: str
    fix: str
    source: tuple[str, ...]
    training_error: str | None
    match: float | None = None
    evidence: str | None = None
    family: str
    example: str | None = None


class Answer(Model):
    """`rules`: best first. `not_data`: what it is where neither data nor request is at fault."""

    rules: tuple[Explanation, ...] = ()
    not_data: str | None = None
    not_data_match: float | None = Field(None, description="how surely it is that, from 0 to 1")
    not_data_source: tuple[str, ...] = ()
    algorithm: str | None = Field(None, description="the algorithm, as told or as the text names it")
    settled_by: str | None = Field(None, description="the command that would settle which rule it is")


def explanation(rule: Rule, match: float | None = None, evidence: str | None = None) -> Explanation:
    return Explanation(
        rule=rule.code, name=rule.name, severity=rule.severity, summary=rule.summary, why=rule.why, fix=rule.fix,
        source=tuple(page_address(source) for source in rule.sources), training_error=rule.training_error, match=match,
        evidence=evidence, family=subject(rule.code).family,
    )  # fmt: skip


def with_example(rule: Rule) -> Explanation:
    example = example_of(rule.code)
    return explanation(rule).model_copy(update={"example": example.difference() if example else None})

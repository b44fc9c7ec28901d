"""Recommendations side by side, attribute by attribute."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.advise.models import Recommendation
from advisor.knowledge.load import algorithm
from advisor.media_type import MediaType
from advisor.report.algorithms.text import formats, machines, modes

ACCEPTS = {"as-is": "taken as it is", "after-conversion": "after a conversion", "no": "not taken"}


def compared(recommendations: Sequence[Recommendation]) -> dict[str, list[str]]:
    """Attribute -> its value for each recommendation; without what none of them has."""
    rows: dict[str, list[str]] = {}
    for recommendation in recommendations:
        for name, value in _attributes(recommendation).items():
            rows.setdefault(name, []).append(value)
    return {name: values for name, values in rows.items() if any(values)}


def _attributes(recommendation: Recommendation) -> dict[str, str]:
    facts = algorithm(recommendation.algorithm)
    required = [name for name, fact in facts.hyperparameters.values.items() if fact.required]
    return {
        "Score": f"{recommendation.score:.2f}",
        "For it": recommendation.reasons[0].text if recommendation.reasons else "",
        "Against it": next((caution.text for caution in recommendation.cautions if not caution.general), ""),
        "Your data": ACCEPTS[recommendation.accepts] if recommendation.accepts else "",
        "Learns": facts.learning,
        "Reads": ", ".join(formats(facts)),
        "Best as": MediaType.parse(recommendation.input.content_type).type,
        "Input modes": ", ".join(modes(facts)),
        "Trains on": machines(facts),
        "Machine": f"{recommendation.training.instance_count} x {recommendation.training.instance_type}",
        "You must set": ", ".join(required) or "nothing",
    }

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
    for one in recommendations:
        for name, value in _attributes(one).items():
            rows.setdefault(name, []).append(value)
    return {name: values for name, values in rows.items() if any(values)}


def _attributes(one: Recommendation) -> dict[str, str]:
    facts = algorithm(one.algorithm)
    required = [name for name, fact in facts.hyperparameters.values.items() if fact.required]
    return {
        "Score": f"{one.score:.2f}",
        "For it": one.reasons[0].text if one.reasons else "",
        "Against it": next((caution.text for caution in one.cautions if not caution.general), ""),
        "Your data": ACCEPTS[one.accepts] if one.accepts else "",
        "Learns": facts.learning,
        "Reads": ", ".join(formats(facts)),
        "Best as": MediaType.parse(one.input.content_type).type,
        "Input modes": ", ".join(modes(facts)),
        "Trains on": machines(facts),
        "Machine": f"{one.training.instance_count} x {one.training.instance_type}",
        "You must set": ", ".join(required) or "nothing",
    }

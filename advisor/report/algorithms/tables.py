"""What is known of one algorithm as tables: column -> value, a row each."""

from __future__ import annotations

from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.base import condition_text
from advisor.report.algorithms.text import bounds, need

Rows = list[dict[str, str]]


def channels(algorithm: Algorithm) -> Rows:
    return [
        {"Channel": name, "Needed": need(one), "Content types": ", ".join(one.content_types), "Holds": one.purpose}
        for name, one in algorithm.channels.items()
    ]


def content_types(algorithm: Algorithm) -> Rows:
    return [
        {"Content type": name, "Read as": one.format, "Input modes": ", ".join(one.modes), "Note": one.note}
        for name, one in algorithm.content_types.items()
    ]


def hyperparameters(algorithm: Algorithm) -> Rows:
    """Those that are required first."""
    values = algorithm.hyperparameters.values
    return [
        {
            "Setting": name,
            "Needed": "required" if one.required else condition_text(one.required_when),
            "Value": f"{one.type}{bounds(one)}",
            "Default": "" if one.default is None else str(one.default),
            "Does": one.does,
        }
        for name, one in sorted(values.items(), key=lambda item: not item[1].required)
    ]

"""What is known of one algorithm as tables: column -> value, a row each."""

from __future__ import annotations

from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.base import condition_text
from advisor.report.algorithms.text import bounds, need

Rows = list[dict[str, str]]


def channels(algorithm: Algorithm) -> Rows:
    return [
        {
            "Channel": name,
            "Needed": need(channel),
            "Content types": ", ".join(channel.content_types),
            "Holds": channel.purpose,
        }
        for name, channel in algorithm.channels.items()
    ]


def content_types(algorithm: Algorithm) -> Rows:
    return [
        {
            "Content type": name,
            "Read as": content_type.format,
            "Input modes": ", ".join(content_type.modes),
            "Note": content_type.note,
        }
        for name, content_type in algorithm.content_types.items()
    ]


def hyperparameters(algorithm: Algorithm) -> Rows:
    """Those that are required first."""
    values = algorithm.hyperparameters.values
    return [
        {
            "Setting": name,
            "Needed": "required" if hyperparameter.required else condition_text(hyperparameter.required_when),
            "Value": f"{hyperparameter.type}{bounds(hyperparameter)}",
            "Default": "" if hyperparameter.default is None else str(hyperparameter.default),
            "Does": hyperparameter.does,
        }
        for name, hyperparameter in sorted(values.items(), key=lambda item: not item[1].required)
    ]

"""Rules on labels, whatever the format that bears them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.measures import label_values, samples
from advisor.case.model import Case
from advisor.knowledge.requirements import LabelVariety
from advisor.rules.base import rule


@rule(
    "TAB101",
    "labels-all-alike",
    "warning",
    summary="All labels of a channel are the same, and a metric is asked for that compares classes.",
    why="The area under a curve is that between the classes: with one of them alone there is none, and training stops "
    "or reports no number.",
    fix="Split the data so that each channel has rows of both classes (a stratified split), or ask for another metric.",
    sources=("xgboost_hyperparameters.md",),
    training_error="Check failed: !auc_error AUC: the dataset only contains pos or neg samples",
)
def labels_all_alike(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        for variety in case.requirements(LabelVariety, channel.name):
            asked = [name.partition("@")[0].strip() for name in (case.value(variety.asked_in) or "").split(",")]
            metric = next((name for name in asked if name in variety.metrics), None)
            values = label_values(case, channel)
            if metric and len(values) == 1 and samples(channel) > 1:
                message = f"All labels of {channel.name!r} are {values.pop():g}; {variety.asked_in} asks for {metric}."
                yield channel.hit(message, severity=variety.severity, sources=variety.sources)

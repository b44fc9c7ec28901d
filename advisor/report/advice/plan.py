"""One recommendation as a plan: what to train, what to do to the files first, how to begin; and the rest of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from advisor.advise.models import ChannelAdvice, InputAdvice, Reason, Recommendation, Setting
from advisor.knowledge.load import algorithm
from advisor.knowledge.models.algorithm import Algorithm
from advisor.media_type import MediaType
from advisor.report.algorithms.requirements import requirement_text
from advisor.report.terminal import Look

PLOT = 30
RULES = 4
"""Rules on data that are shown at once."""
_TABLES = ("csv", "parquet")
_FORMATS = {
    "cells": (*_TABLES, "recordio-protobuf"), "columns": _TABLES, "one-delimiter": ("csv",), "weights": ("csv",),
    "indexed-pairs": ("libsvm",), "tensor": ("recordio-protobuf",), "plain-numbers": ("csv",),
}  # fmt: skip
"""Rules that say nothing of other formats."""
MARGIN, COLUMN = "    ", 14
INSIDE = " " * (len(MARGIN) + COLUMN)


def plan(recommendation: Recommendation, confidence: float, look: Look, fix: str | None) -> Iterator[str]:
    """Two lines first, then what is to be done."""
    facts = algorithm(recommendation.algorithm)
    sure = f"{confidence:.0%} sure"
    yield f"{look.paint(recommendation.algorithm, 'bold')}: {facts.name}, {look.paint(sure, 'bold')}"
    yield from look.wrap(
        f"{recommendation.input.content_type}, {recommendation.input.mode} mode, {_machine(recommendation)}", "  "
    )
    for reason in recommendation.reasons[:1]:
        yield from look.wrap(reason.text, "  + ")
    for caution in [caution for caution in recommendation.cautions if not caution.general][:1]:
        yield from look.wrap(caution.text, "  - ")
    yield from _to_do(recommendation, look, fix)
    yield from _data_rules(recommendation, facts, look)
    yield from _settings(recommendation, look)


def _machine(recommendation: Recommendation) -> str:
    count = recommendation.training.instance_count
    return f"{count} x {recommendation.training.instance_type}" if count > 1 else recommendation.training.instance_type


def _to_do(recommendation: Recommendation, look: Look, fix: str | None) -> Iterator[str]:
    if recommendation.accepts is None:
        return
    yield ""
    if not recommendation.steps:
        yield from look.wrap("Your files fit as they are.", "  ")
        return
    yield f"  {look.paint('First, to your files', 'bold')}"
    for number, step in enumerate(recommendation.steps, 1):
        yield from look.wrap(step.text, f"{MARGIN}{number} ")
    if recommendation.command:
        yield from look.wrap(f"All in one command: {recommendation.command}", MARGIN, MARGIN + "  ")
    elif (
        fix
        and recommendation.accepts == "after-conversion"
        and all(step.kind in ("fault", "name") for step in recommendation.steps)
    ):
        yield from look.wrap(f"What can be done automatically: {fix.format(recommendation.algorithm)}", MARGIN)


def _data_rules(recommendation: Recommendation, facts: Algorithm, look: Look) -> Iterator[str]:
    """What holds of the data in this format."""
    format_ = facts.content_types[MediaType.parse(recommendation.input.content_type).type].format
    held = [rule for rule in facts.data if not rule.when and format_ in _FORMATS.get(rule.kind, (format_,))]
    held.sort(key=lambda rule: (rule.severity != "error", rule.kind != "statement"))
    rules = [requirement_text(rule) for rule in held]
    if not rules:
        return
    yield ""
    yield f"  {look.paint('The data', 'bold')}"
    shown = rules if look.is_full else rules[:RULES]
    for text in shown:
        yield from look.wrap(text, f"{MARGIN}. ")
    if len(rules) > len(shown):
        rest = f"{len(rules) - len(shown)} more: advisor algorithms {recommendation.algorithm}"
        yield from look.wrap(rest, f"{MARGIN}. ")


def runner_up(recommendation: Recommendation, look: Look) -> Iterator[str]:
    """A line of another recommendation: what speaks for it, what against, and what would make it better."""
    against = next((c.text for c in recommendation.cautions if not c.general), "")
    better = f"Better with: {', '.join(recommendation.better_with)}." if recommendation.better_with else ""
    text = " ".join(filter(None, (recommendation.reasons[0].text if recommendation.reasons else "", against, better)))
    yield from look.wrap(f"{recommendation.algorithm} ({recommendation.score:.2f}): {text}", "  ", MARGIN)


# --- the rest -------------------------------------------------------------------------------------


def more(recommendation: Recommendation, look: Look) -> Iterator[str]:
    """Every reason with its source, channels, machines."""
    yield ""
    for reason in recommendation.reasons:
        yield from _reason(reason, look, "  + ")
    for caution in recommendation.cautions:
        yield from _reason(caution, look, "  - ")
    yield from _input(recommendation, look)
    yield from _machines(recommendation, look)
    yield from _pages((setting.source for setting in recommendation.hyperparameters.values()), look)
    if recommendation.tuning:
        ranges = ", ".join(recommendation.tuning.ranges)
        yield from look.wrap(
            f"to tune: {recommendation.tuning.direction} {recommendation.tuning.metric} over {ranges}", MARGIN
        )


def _reason(reason: Reason, look: Look, first: str) -> Iterator[str]:
    yield from look.wrap(reason.text, first)
    notes = [ref for ref in reason.source if ref.startswith("notes:")]
    pages = [ref for ref in reason.source if not ref.startswith("notes:")]
    shown = ", ".join([*pages[:1], *notes[:1]])
    if shown:
        yield from (look.paint(line, "dim") for line in look.wrap(shown, " " * len(first)))


def _input(recommendation: Recommendation, look: Look) -> Iterator[str]:
    data = recommendation.input
    yield ""
    yield f"  {look.paint('Data', 'bold')}"
    yield from _row("content type", data.content_type, look)
    if names := by_format(recommendation):
        yield from _row("or", ", ".join(names), look)
    others = [mode for mode in data.modes if mode != data.mode]
    yield from _row("input mode", f"{data.mode} (or {', '.join(others)})" if others else data.mode, look)
    for number, channel in enumerate(data.channels):
        yield from _row("channels" if number == 0 else "", _channel(channel, data), look)
    yield from _why(data.reasons, look)


def by_format(recommendation: Recommendation) -> list[str]:
    """The alternatives, one for each format: further names of a content type say nothing new."""
    known = algorithm(recommendation.algorithm).content_types
    names = {known[MediaType.parse(name).type].format: name for name in reversed(recommendation.input.alternatives)}
    names.pop(known[MediaType.parse(recommendation.input.content_type).type].format, None)
    return list(reversed(names.values()))


def _channel(channel: ChannelAdvice, data: InputAdvice) -> str:
    """What a channel is for; its content type where it is another one than that of the training data."""
    must = "" if channel.required else " (optional, in your data)" if channel.found else " (optional)"
    kind = f" [{channel.content_type}]" if channel.content_type != data.content_type else ""
    return f"{channel.name}{must}: {channel.purpose}{kind}"


def _machines(recommendation: Recommendation, look: Look) -> Iterator[str]:
    training, inference = recommendation.training, recommendation.inference
    yield ""
    yield f"  {look.paint('Machines', 'bold')}"
    yield from _row("training", f"{_machine(recommendation)}, with a volume of {training.volume_gb} GB", look)
    yield from _why(training.reasons, look)
    if training.alternatives:
        yield from _row("or", ", ".join(training.alternatives), look)
    yield from _row("inference", inference.instance_type, look)
    yield from _why(inference.reasons, look)


def _row(name: str, text: str, look: Look) -> Iterable[str]:
    return look.wrap(f"{name:<{COLUMN}}{text}", MARGIN, INSIDE)


def _why(reasons: Iterable[Reason], look: Look) -> Iterator[str]:
    """Reasons, and below them who says so."""
    listed = tuple(reasons)
    for reason in listed:
        yield from look.wrap(reason.text, INSIDE)
    yield from _pages((reason.source for reason in listed), look)


def _pages(sources: Iterable[Sequence[str]], look: Look) -> Iterator[str]:
    """The first page of each of several sources."""
    pages = ([ref for ref in source if not ref.startswith("notes:")] for source in sources)
    return (look.paint(MARGIN + page, "dim") for page in dict.fromkeys(found[0] for found in pages if found))


def _settings(recommendation: Recommendation, look: Look) -> Iterator[str]:
    if not recommendation.hyperparameters:
        return
    yield ""
    yield f"  {look.paint('Hyperparameters to begin with', 'bold')}"
    for name, setting in recommendation.hyperparameters.items():
        yield from _setting(name, setting, look)


def _setting(name: str, setting: Setting, look: Look) -> Iterator[str]:
    value = "?" if setting.value is None else setting.value
    yield from (
        line.replace(name, look.paint(name, "cyan"), 1)
        for line in look.wrap(f"{name} = {value}: {setting.reason}", MARGIN, "      ")
    )
    for number, height in enumerate(setting.curve, 1):
        chosen = " <-" if number == setting.value else ""
        yield f"      {number:>3} {'#' * round(height * PLOT):<{PLOT}} {height:.2f}{chosen}"

"""Advice as text for a terminal, and as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from advisor.advise.models import Advice, ChannelAdvice, InputAdvice, Question, Reason, Recommendation, Setting
from advisor.advise.problem import Fact
from advisor.knowledge.load import algorithm
from advisor.report.terminal import Look, size
from advisor.request import MediaType

BAR = 10
PLOT = 30
MARGIN, COLUMN = "    ", 14
INSIDE = " " * (len(MARGIN) + COLUMN)


def as_json(advice: Advice) -> str:
    return advice.model_dump_json(indent=2) + "\n"


def as_text(advice: Advice, look: Look) -> str:
    return "\n".join(_lines(advice, look)) + "\n"


def _lines(advice: Advice, look: Look) -> Iterator[str]:
    if advice.none_fits:
        yield from look.wrap("No built-in algorithm fits this problem.")
        yield from look.wrap(advice.instead or "", "  ")
    for place, one in enumerate(advice.recommendations):
        if place:
            yield ""
        yield from _recommendation(one, look, full=place == 0)
    yield from _understood(advice, look)
    for question in advice.questions:
        yield ""
        yield from _question(question, look)


def _recommendation(one: Recommendation, look: Look, *, full: bool) -> Iterator[str]:
    """The first in full, the others in short."""
    filled = round(one.score * BAR)
    bar = "#" * filled + "." * (BAR - filled)
    yield f"{look.paint(one.algorithm, 'bold')}  {look.paint(bar, 'dim')} {one.score:.2f}"
    for reason in one.reasons if full else one.reasons[:1]:
        yield from _reason(reason, look, "  + ")
    for caution in one.cautions if full else one.cautions[:1]:
        yield from _reason(caution, look, "  - ")
    if not full:
        return
    yield from _data(one, look)
    yield from _machines(one, look)
    yield from _settings(one, look)


def _reason(reason: Reason, look: Look, first: str) -> Iterator[str]:
    yield from look.wrap(reason.text, first)
    notes = [ref for ref in reason.source if ref.startswith("notes:")]
    pages = [ref for ref in reason.source if not ref.startswith("notes:")]
    shown = ", ".join([*pages[:1], *notes[:1]])
    if shown:
        yield from (look.paint(line, "dim") for line in look.wrap(shown, " " * len(first)))


def _data(one: Recommendation, look: Look) -> Iterator[str]:
    data = one.input
    yield ""
    yield f"  {look.paint('Data', 'bold')}"
    yield from _row("content type", data.content_type, look)
    if names := by_format(one):
        yield from _row("or", ", ".join(names), look)
    others = [mode for mode in data.modes if mode != data.mode]
    yield from _row("input mode", f"{data.mode} (or {', '.join(others)})" if others else data.mode, look)
    for number, channel in enumerate(data.channels):
        yield from _row("channels" if number == 0 else "", _channel(channel, data), look)
    yield from _why(data.reasons, look)


def by_format(one: Recommendation) -> list[str]:
    """The alternatives, one for each format: further names of a content type say nothing new."""
    known = algorithm(one.algorithm).content_types
    names = {known[MediaType.parse(name).type].format: name for name in reversed(one.input.alternatives)}
    names.pop(known[MediaType.parse(one.input.content_type).type].format, None)
    return list(reversed(names.values()))


def _channel(channel: ChannelAdvice, data: InputAdvice) -> str:
    """What a channel is for; its content type where it is another one than that of the training data."""
    must = "" if channel.required else " (optional, in your data)" if channel.found else " (optional)"
    kind = f" [{channel.content_type}]" if channel.content_type != data.content_type else ""
    return f"{channel.name}{must}: {channel.purpose}{kind}"


def _machines(one: Recommendation, look: Look) -> Iterator[str]:
    training, inference = one.training, one.inference
    yield ""
    yield f"  {look.paint('Machines', 'bold')}"
    each = "each with" if training.instance_count > 1 else "with"
    count = f"{training.instance_count} x {training.instance_type}, {each} a volume of {training.volume_gb} GB"
    yield from _row("training", count, look)
    yield from _why(training.reasons, look)
    if training.alternatives:
        yield from _row("or", ", ".join(training.alternatives), look)
    yield from _row("inference", inference.instance_type, look)
    yield from _why(inference.reasons, look)


def _row(name: str, text: str, look: Look) -> Iterable[str]:
    return look.wrap(f"{name:<{COLUMN}}{text}", MARGIN, INSIDE)


def _why(reasons: Iterable[Reason], look: Look) -> Iterator[str]:
    """Reasons, and below them who says so."""
    told = tuple(reasons)
    for reason in told:
        yield from look.wrap(reason.text, INSIDE)
    yield from _pages((reason.source for reason in told), look)


def _pages(sources: Iterable[Sequence[str]], look: Look) -> Iterator[str]:
    """The first page of each of several sources."""
    pages = ([ref for ref in source if not ref.startswith("notes:")] for source in sources)
    return (look.paint(MARGIN + page, "dim") for page in dict.fromkeys(found[0] for found in pages if found))


def _settings(one: Recommendation, look: Look) -> Iterator[str]:
    if not one.hyperparameters:
        return
    yield ""
    yield f"  {look.paint('Hyperparameters to begin with', 'bold')}"
    for name, setting in one.hyperparameters.items():
        yield from _setting(name, setting, look)
    yield from _pages((setting.source for setting in one.hyperparameters.values()), look)
    if one.tuning:
        yield from look.wrap(
            f"to tune: {one.tuning.direction} {one.tuning.metric} over {', '.join(one.tuning.ranges)}", "    "
        )


def _setting(name: str, setting: Setting, look: Look) -> Iterator[str]:
    value = "?" if setting.value is None else setting.value
    yield from (
        line.replace(name, look.paint(name, "cyan"), 1)
        for line in look.wrap(f"{name} = {value}: {setting.reason}", "    ", "      ")
    )
    for number, height in enumerate(setting.curve, 1):
        chosen = " <-" if number == setting.value else ""
        yield f"      {number:>3} {'#' * round(height * PLOT):<{PLOT}} {height:.2f}{chosen}"


def _understood(advice: Advice, look: Look) -> Iterator[str]:
    facts = [_fact(name, fact) for name, fact in advice.problem.facts()]
    sure = f"This advice is {advice.confidence:.0%} sure."
    yield ""
    if facts:
        yield from (look.paint(line, "dim") for line in look.wrap(f"Understood: {', '.join(facts)}."))
    yield from (look.paint(line, "dim") for line in look.wrap(sure))


def _fact(name: str, fact: Fact[Any]) -> str:
    kind, _, rest = name.partition(".")
    if kind == "traits":
        return rest
    if kind == "labelled":
        return "labelled" if fact.value else "not labelled"
    if rest == "gigabytes":
        return size(round(fact.value * 2**30))
    if kind != "numbers":
        return f"{kind} {fact.value}"
    about = "about " if fact.confidence < 1 else ""
    shown = f"{fact.value:,.0f}" if fact.value.is_integer() else f"{fact.value:,.4g}"
    return f"{rest.replace('_', ' ')} {about}{shown}"


def _question(question: Question, look: Look) -> Iterator[str]:
    yield from look.wrap(f"{look.paint(question.text, 'bold')}  --answer {question.id}=...")
    for choice in question.choices:
        yield from look.wrap(choice, "  ", "    ")

"""Advice as text for a terminal, and as the JSON of the contract."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advise.models import Advice, Question, Reason, Recommendation, Setting
from advisor.report.terminal import Look

BAR = 10
PLOT = 30


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
    yield ""
    yield f"  {look.paint('Data', 'bold')}"
    yield from look.wrap(f"content type  {one.input.content_type}", "    ", " " * 18)
    if one.input.alternatives:
        yield from look.wrap(f"or            {', '.join(one.input.alternatives)}", "    ", " " * 18)
    yield from look.wrap(f"input mode    {one.input.mode} ({', '.join(one.input.modes)} can be)", "    ", " " * 18)
    names = [channel.name if channel.required else f"[{channel.name}]" for channel in one.input.channels]
    yield from look.wrap(f"channels      {', '.join(names)}", "    ", " " * 18)
    for reason in one.input.reasons:
        yield from look.wrap(reason.text, " " * 18)


def _machines(one: Recommendation, look: Look) -> Iterator[str]:
    training, inference = one.training, one.inference
    spot = "; spot instances cost less" if training.spot else ""
    yield ""
    yield f"  {look.paint('Machines', 'bold')}"
    count = f"{training.instance_count} x {training.instance_type}"
    yield f"    training      {count}, {training.volume_gb} GB volume{spot}"
    for reason in training.reasons:
        yield from look.wrap(reason.text, " " * 18)
    yield f"    inference     {inference.instance_type}"
    for reason in inference.reasons:
        yield from look.wrap(reason.text, " " * 18)


def _settings(one: Recommendation, look: Look) -> Iterator[str]:
    if not one.hyperparameters:
        return
    yield ""
    yield f"  {look.paint('Hyperparameters to begin with', 'bold')}"
    for name, setting in one.hyperparameters.items():
        yield from _setting(name, setting, look)
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
    facts = [_fact(name, fact.value) for name, fact in advice.problem.facts()]
    yield ""
    yield from (look.paint(line, "dim") for line in look.wrap(f"Understood: {', '.join(facts)}."))
    yield from (look.paint(line, "dim") for line in look.wrap(f"Sure to {advice.confidence:.0%}."))


def _fact(name: str, value: object) -> str:
    kind, _, rest = name.partition(".")
    if kind == "traits":
        return rest
    shown = f"{value:g}" if isinstance(value, float) else f"{value}"
    return f"{rest or kind} {shown}"


def _question(question: Question, look: Look) -> Iterator[str]:
    yield from look.wrap(f"{look.paint(question.text, 'bold')}  --answer {question.id}=...")
    for choice in question.choices:
        yield from look.wrap(choice, "  ", "    ")

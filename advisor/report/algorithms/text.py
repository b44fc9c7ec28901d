"""What is known of algorithms, for a terminal: all of them in a table, or one on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.knowledge.load import page_address
from advisor.knowledge.models.algorithm import Algorithm, Channel, ContentType, Hyperparameter, TunableRange
from advisor.knowledge.models.base import condition_text
from advisor.report.algorithms.json import whole
from advisor.report.algorithms.requirements import requirement_text
from advisor.report.terminal import Look


def table(algorithms: Iterable[Algorithm], look: Look) -> str:
    """Two lines an algorithm: what it is for; what it reads, how, and on which machines it trains."""
    lines: list[str] = []
    for algorithm in algorithms:
        head, *rest = look.wrap(", ".join(algorithm.tasks), f"{algorithm.id:<34}")
        lines += [head.replace(algorithm.id, look.paint(algorithm.id, "bold"), 1), *rest]
        cells = (", ".join(formats(algorithm)), ", ".join(modes(algorithm)), machines(algorithm))
        lines += look.wrap("; ".join(cells), "    ")
    return "\n".join(lines) + "\n"


def formats(algorithm: Algorithm) -> list[str]:
    """The formats of samples that it reads."""
    types = algorithm.content_types.items()
    return list(dict.fromkeys(kind.format for name, kind in types if name != "application/x-sagemaker-model"))


def modes(algorithm: Algorithm) -> list[str]:
    """The input modes that some content type of it can be read in."""
    return list(dict.fromkeys(mode for kind in algorithm.content_types.values() for mode in kind.modes))


def machines(algorithm: Algorithm) -> str:
    """`CPU or GPU, several machines`."""
    training = algorithm.training
    kinds = [word for word, possible in (("CPU", training.cpu), ("GPU", training.gpu)) if possible]
    several = [("several GPUs", training.multi_gpu), ("several machines", training.multi_machine)]
    return ", ".join([" or ".join(kinds), *(word for word, possible in several if possible)])


def page(algorithm: Algorithm, look: Look) -> str:
    """All that is known of one algorithm, in sections."""
    sections = {
        "Purpose": _purpose(algorithm, look),
        "Rather another": _avoid(algorithm, look),
        "Channels": _channels(algorithm, look),
        "Content types": _content_types(algorithm, look),
        "Data": (line for requirement in algorithm.data for line in look.wrap(requirement_text(requirement), "  - ")),
        "Machines": _machines(algorithm, look),
        "Support": _support(algorithm, look),
        "Inference": _inference(algorithm, look),
        "Hyperparameters": _hyperparameters(algorithm, look),
        "Tuning": _tuning(algorithm, look),
        "Good to know": (line for quirk in algorithm.quirks for line in look.wrap(quirk.text, "  - ")),
        "Sources differ": _disputes(algorithm, look),
        "Sources": _sources(algorithm),
    }
    kind = f"{algorithm.learning}; {', '.join(algorithm.tasks)}"
    head = [look.paint(f"{algorithm.name} ({algorithm.id})", "bold"), *look.wrap(kind)]
    shown = [[look.paint(title, "bold"), *lines] for title, found in sections.items() if (lines := list(found))]
    return "\n\n".join("\n".join(block) for block in [head, *shown]) + "\n"


def _purpose(algorithm: Algorithm, look: Look) -> Iterator[str]:
    for text in (algorithm.purpose.summary, algorithm.purpose.how):
        yield from look.wrap(text, "  ")
    for problem in algorithm.purpose.problems:
        yield from look.wrap(problem, "  - ")


def _avoid(algorithm: Algorithm, look: Look) -> Iterator[str]:
    for avoid in algorithm.avoid:
        instead = f": {', '.join(avoid.instead)}" if avoid.instead else ""
        yield from look.wrap(avoid.when + instead, "  - ")


def _channels(algorithm: Algorithm, look: Look) -> Iterator[str]:
    for name, channel in algorithm.channels.items():
        yield from look.wrap(f"{need(channel)}; {channel.purpose}", f"  {name:<22} ", " " * 6)
        if channel.distribution:
            must = "must be" if channel.distribution.required else "best"
            yield from look.wrap(f"{must} {channel.distribution.value}. {channel.distribution.when}", " " * 6)


def need(channel: Channel) -> str:
    if channel.required:
        return "required"
    return f"required with {', '.join(channel.required_for)}" if channel.required_for else "optional"


def _content_types(algorithm: Algorithm, look: Look) -> Iterator[str]:
    for name, kind in algorithm.content_types.items():
        yield from look.wrap(_content_type(kind), f"  {name:<33} ", " " * 6)
        if kind.note:
            yield from look.wrap(kind.note, " " * 6)


def _content_type(kind: ContentType) -> str:
    sends = [f"send {name}={p.needed}" for name, p in kind.parameters.items() if p.needed is not None]
    recommended = ["recommended"] if kind.recommended else []
    return "; ".join([", ".join(kind.modes), *sends, *recommended])


def _machines(algorithm: Algorithm, look: Look) -> Iterator[str]:
    yield from look.wrap(f"{machines(algorithm)}. {algorithm.training.because}", "  ")
    if algorithm.training.recommended:
        yield from look.wrap(", ".join(algorithm.training.recommended), "  Best: ")
    incremental = "is supported" if algorithm.incremental_training.supported else "is not supported"
    yield f"  Incremental training {incremental}."


def _support(algorithm: Algorithm, look: Look) -> Iterator[str]:
    support, script = algorithm.support, algorithm.script
    if support:
        days = (f"{tag} until {last}" for tag, last in support.patched_until.items())
        yield from look.wrap(", ".join(days), "  Patched: ")
        yield from look.wrap(", ".join(support.unsupported), "  Not supported: ") if support.unsupported else ()
        yield from look.wrap(support.consider, "  Consider: ")
    if script:
        yield from look.wrap(", ".join(script.model_ids.values()), "  JumpStart model: ")


def _inference(algorithm: Algorithm, look: Look) -> Iterator[str]:
    inference = algorithm.inference
    yield from look.wrap(", ".join(inference.content_types), "  Takes:  ")
    yield from look.wrap(", ".join(inference.accepts), "  Gives:  ")
    yield from look.wrap(", ".join(inference.recommended), "  Best:   ")


def _hyperparameters(algorithm: Algorithm, look: Look) -> Iterator[str]:
    values = algorithm.hyperparameters.values
    for name in sorted(values, key=lambda name: not values[name].required):
        fact = values[name]
        shown = look.paint(name, "bold") if fact.required else name
        yield from (line.replace(name, shown, 1) for line in look.wrap(_hyperparameter(fact), f"  {name} ", " " * 6))
        yield from look.wrap(fact.does, " " * 6)


def _hyperparameter(fact: Hyperparameter) -> str:
    required_when, only_when = condition_text(fact.required_when), condition_text(fact.only_when)
    parts = [
        f"{fact.type}{bounds(fact)}",
        "required" if fact.required else "",
        f"required when {required_when}" if required_when else "",
        "" if fact.default is None else f"default {fact.default}",
        fact.default_note,
        f"of the form {fact.form}" if fact.form else "",
        f"only when {only_when}" if only_when else "",
        f"only beside {' or '.join(fact.idle_without.any_of)}" if fact.idle_without else "",
        f"only with the channel {fact.only_with}" if fact.only_with else "",
        "only where several machines train" if fact.only_on_several else "",
        "not in a tuning job, which sets it" if fact.fixed_by_tuning else "",
        f"versions {fact.versions}" if fact.versions else "",
    ]
    return "; ".join(part for part in parts if part)


def bounds(fact: Hyperparameter) -> str:
    words = [str(choice) or '""' for choice in (*fact.choices, *fact.also)]
    low = f"{'>' if fact.min_exclusive else '>='} {whole(fact.min)}" if fact.min is not None else ""
    high = f"{'<' if fact.max_exclusive else '<='} {whole(fact.max)}" if fact.max is not None else ""
    limits = " and ".join(bound for bound in (low, high) if bound)
    return "".join(f" {part}" for part in (limits, f"({', '.join(words)})" if words else "") if part)


def _tuning(algorithm: Algorithm, look: Look) -> Iterator[str]:
    for name, metric in algorithm.tuning.metrics.items():
        when = f"; only when {condition_text(metric.when)}" if metric.when else ""
        yield from look.wrap(f"{metric.direction}; {metric.means}{when}", f"  {name} ", " " * 6)
    for name, span in algorithm.tuning.tunable.items():
        yield from look.wrap(_span(span), f"  {name}: ", " " * 6)


def _span(span: TunableRange) -> str:
    if span.choices:
        return ", ".join(str(choice) for choice in span.choices)
    return f"{whole(span.min)} to {whole(span.max)}" + (f", {span.scale}" if span.scale else "")


def _disputes(algorithm: Algorithm, look: Look) -> Iterator[str]:
    for dispute in algorithm.disputes:
        rules = page_address(dispute.rules)
        yield from look.wrap(f"{dispute.subject}: {rules} rules. {dispute.because}", "  - ")


def _sources(algorithm: Algorithm) -> Iterator[str]:
    from advisor.report.algorithms.json import document

    yield from (f"  {source}" for source in document(algorithm)["sources"])

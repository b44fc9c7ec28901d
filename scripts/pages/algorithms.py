"""Writes docs/algorithms/, one page an algorithm and an index: `python -m scripts.pages algorithms`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from advisor.case.request.hyperparameters import range_text
from advisor.knowledge.images import images
from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import (
    Algorithm,
    Channel,
    ContentType,
    Hyperparameter,
    Inference,
    Training,
)
from advisor.knowledge.models.base import condition_text
from advisor.knowledge.models.hyperparameters import AnyBounds, ChoicesWhen
from advisor.knowledge.sources import register
from advisor.report.algorithms.json import whole
from advisor.report.algorithms.requirements import requirement_text
from scripts.pages.markdown import DOCS, codes, links, table

PAGES = DOCS / "algorithms"


def pages() -> dict[Path, str]:
    """Every page with the text that it should hold."""
    found = {PAGES / f"{facts.id}.md": _page(facts) for facts in algorithms().values()}
    return {PAGES / "README.md": _index(), **found}


def _index() -> str:
    rows = [
        (f"[{facts.name}]({facts.id}.md)", facts.learning, ", ".join(facts.tasks), _classes(facts.training))
        for facts in algorithms().values()
    ]
    return "\n".join(
        (
            "# The built-in algorithms",
            "",
            "What is known of each, generated from `advisor/knowledge/algorithms/` by",
            "`python -m scripts.pages algorithms`.",
            "",
            *table(("algorithm", "learning", "tasks", "trains on"), rows),
            "",
        )
    )


def _page(facts: Algorithm) -> str:
    parts = (
        (_head, ""),
        (_when_not, "When not to use it"),
        (_channels, "Channels"),
        (_content_types, "Content types"),
        (_data, "What the data must be"),
        (_machines, "Instances"),
        (_hyperparameters, "Hyperparameters"),
        (_tuning, "Tuning"),
        (_support, "Support"),
        (_containers, "Containers"),
        (_quirks, "Quirks"),
        (_disputes, "Where sources disagree"),
        (_texts, "Texts"),
    )
    text = [f"# {facts.name}", ""]
    for part, title in parts:
        lines = list(part(facts))
        if lines:
            text += [*([f"## {title}", ""] if title else []), *lines, ""]
    return "\n".join(text)


def _head(facts: Algorithm) -> Iterator[str]:
    yield f"{facts.purpose.summary} {facts.purpose.how}".strip()
    yield ""
    yield f"Id `{facts.id}`; {facts.learning}; {', '.join(facts.tasks)}. Held against its pages on {facts.checked}."
    yield ""
    yield from (f"- {problem}" for problem in facts.purpose.problems)
    yield from _sources(facts.purpose.sources)


def _when_not(facts: Algorithm) -> Iterator[str]:
    for avoid in facts.avoid:
        instead = ", ".join(f"[{name}]({name}.md)" for name in avoid.instead)
        yield f"- {avoid.when}{': ' + instead if instead else ''} ({_links(avoid.sources)})"


def _channels(facts: Algorithm) -> Iterator[str]:
    rows = [
        (f"`{name}`", _need(one), ", ".join(one.content_types), _distribution(one), one.purpose, _links(one.sources))
        for name, one in facts.channels.items()
    ]
    yield from table(("channel", "needed", "content types", "distribution", "holds", "sources"), rows)


def _need(channel: Channel) -> str:
    if channel.required:
        return "yes"
    return f"with {', '.join(channel.required_for)}" if channel.required_for else "no"


def _distribution(channel: Channel) -> str:
    if channel.distribution is None:
        return ""
    wanted = channel.distribution
    return f"{wanted.value} ({'required' if wanted.required else 'best'}{': ' + wanted.when if wanted.when else ''})"


def _content_types(facts: Algorithm) -> Iterator[str]:
    rows = [
        (f"`{name}`", kind.format, _modes(kind), _parameters(kind), kind.note, _links(kind.sources))
        for name, kind in facts.content_types.items()
    ]
    yield from table(("content type", "read as", "modes", "parameters", "note", "sources"), rows)
    yield ""
    yield f"S3DataType: {', '.join(facts.s3_data_types)}."
    augmented = facts.augmented_manifest
    if augmented:
        setting = condition_text(augmented.when)
        yield (
            f"An augmented manifest is read in {augmented.mode} mode with RecordWrapperType "
            f"{augmented.record_wrapper}; attributes: {augmented.attribute_order}"
            f"{'; only with ' + setting if setting else ''} "
            f"({_links(augmented.sources)})."
        )


def _modes(kind: ContentType) -> str:
    by_version = "".join(f"; {one.versions}: {', '.join(one.modes)}" for one in kind.modes_by_version)
    return ", ".join(kind.modes) + by_version


def _parameters(kind: ContentType) -> str:
    return "; ".join(
        f"`{name}`: {one.meaning}" + ("" if one.needed is None else f" (send {one.needed})")
        for name, one in kind.parameters.items()
    )


def _data(facts: Algorithm) -> Iterator[str]:
    for requirement in facts.data:
        text = requirement_text(requirement)
        yield f"- {text[:1].upper()}{text[1:]} ({_links(requirement.sources)})"


def _machines(facts: Algorithm) -> Iterator[str]:
    training, inference = facts.training, facts.inference
    yield f"**Training**: {_classes(training)}. {training.because} {training.note}".rstrip()
    yield ""
    yield f"Families {', '.join(training.families)}; recommended {codes(training.recommended)}."
    for one in training.narrowed:
        uses = {"cpu": "CPU", "gpu": "GPU", "multi_gpu": "several GPUs", "multi_machine": "several machines"}
        ruled_out = [text for use, text in uses.items() if getattr(one, use) is False]
        left = [*one.content_types, *one.modes, *([one.distribution] if one.distribution else [])]
        setting = condition_text(one.when) or f"an image {one.versions}"
        only = f"; of the input only {', '.join(left)}" if left else ""
        yield f"With {setting} not: {', '.join(ruled_out)}{only} ({_links(one.sources)})."
    yield from _sources(training.sources)
    yield ""
    yield f"**Inference**: {_classes(inference)}. {inference.because}"
    yield ""
    yield f"Recommended {codes(inference.recommended)}; takes {codes(inference.content_types)},"
    yield f"answers with {codes(inference.accepts)}."
    yield from _sources(inference.sources)
    yield ""
    incremental = facts.incremental_training
    supported = "supported" if incremental.supported else "not supported"
    note = f" {incremental.note}" if incremental.note else ""
    yield f"**Incremental training**: {supported}.{note} ({_links(incremental.sources)})"


def _classes(use: Training | Inference) -> str:
    classes = [name for name, taken in (("CPU", use.cpu), ("GPU", use.gpu)) if taken]
    if isinstance(use, Training):
        classes += ["several GPUs"] if use.multi_gpu else []
        classes += ["several machines"] if use.multi_machine else ["one machine"]
    return ", ".join(classes)


def _hyperparameters(facts: Algorithm) -> Iterator[str]:
    block = facts.hyperparameters
    rows = [
        (f"`{name}`", _required(fact), fact.type, _values(fact), _default(fact), fact.does, _links(fact.sources))
        for name, fact in block.values.items()
    ]
    yield from table(("name", "required", "type", "values", "default", "does", "sources"), rows)
    yield ""
    yield from (f"- `{a}` may not exceed `{b}`." for a, b in block.at_most)
    yield from (f"- `{a}` lies below `{b}`." for a, b in block.less_than)
    yield from (f"- `{a}` may not lie below `{b}`." for a, b in block.at_least)
    yield from (f"- `{a}` should exceed `{b}`." for a, b in (one.pair for one in block.better_above))
    yield from (f"- `{a}` should not exceed `{b}`." for a, b in (one.pair for one in block.better_at_most))
    yield from (f"- {codes(one.names)} add up to {one.min:g} to {one.max:g}." for one in block.sum_within)
    yield from _sources(block.sources)


def _required(fact: Hyperparameter) -> str:
    if fact.required:
        return "yes"
    conditions = [condition_text(fact.required_when), *fact.required_for]
    return f"with {' or '.join(filter(None, conditions))}" if any(conditions) else ""


def _left(one: ChoicesWhen) -> str:
    """What values are left while a condition holds."""
    parts = [", ".join(map(str, one.choices)), range_text(one)]
    parts += [f"not {', '.join(map(str, one.without))}"] if one.without else []
    span = f" ({one.versions})" if one.versions else ""
    return ", ".join(part for part in parts if part) + span


def _values(fact: Hyperparameter) -> str:
    parts = [_bounds(fact), ", ".join(map(str, [*fact.choices, *fact.also]))]
    parts += [f"also taken: {', '.join(value or 'empty' for value in fact.tolerated)}"] if fact.tolerated else []
    parts += [f"a multiple of {fact.multiple_of}"] if fact.multiple_of else []
    if fact.items:
        of = ", ".join(map(str, fact.items.choices)) or f"{fact.items.type} {_bounds(fact.items)}".rstrip()
        parts.append(f"a list{f' of {fact.items.length}' if fact.items.length else ''}: {of}")
    parts += [f"{choice} in versions {span}" for choice, span in fact.choice_versions.items()]
    parts += [f"not without {codes(fact.needs)}"] if fact.needs else []
    parts += [f"with {condition_text(one.when)}: {_left(one)}" for one in fact.choices_when]
    if fact.enforced:
        stricter = [_bounds(fact.enforced), ", ".join(map(str, fact.enforced.choices))]
        stricter += [f"with {condition_text(fact.enforced.when)}"] if fact.enforced.when else []
        parts.append(f"the container takes only {'; '.join(filter(None, stricter))}")
    parts += [f"of the form {fact.form}"] if fact.form else []
    parts += [f"read with {condition_text(fact.only_when)}"] if fact.only_when else []
    parts += [f"read with the channel {fact.only_with}"] if fact.only_with else []
    parts += ["read where several machines train"] if fact.only_on_several else []
    parts += ["set by a tuning job itself"] if fact.fixed_by_tuning else []
    parts += [f"advised: {_bounds(fact.advised)}"] if fact.advised else []
    parts += [f"versions {fact.versions}"] if fact.versions else []
    return "; ".join(filter(None, parts))


def _bounds(bounds: AnyBounds) -> str:
    low = None if bounds.min is None else f"{'>' if bounds.min_exclusive else '>='} {whole(bounds.min)}"
    high = None if bounds.max is None else f"{'<' if bounds.max_exclusive else '<='} {whole(bounds.max)}"
    return ", ".join(filter(None, (low, high)))


def _default(fact: Hyperparameter) -> str:
    default = "" if fact.default is None else str(fact.default) or "(empty)"
    return f"{default} ({fact.default_note})" if default and fact.default_note else default or fact.default_note


def _tuning(facts: Algorithm) -> Iterator[str]:
    block = facts.tuning
    if block.metrics:
        yield from table(
            ("metric", "direction", "means", "reported with", "pattern in the log"),
            [
                (f"`{name}`", one.direction, one.means, condition_text(one.when), one.pattern and f"`{one.pattern}`")
                for name, one in block.metrics.items()
            ],
        )
        yield ""
    if block.tunable:
        rows = [
            (
                f"`{name}`",
                span.type,
                ", ".join(map(str, span.choices)) or f"{whole(span.min)} to {whole(span.max)}",
                span.scale,
            )
            for name, span in block.tunable.items()
        ]
        yield from table(("hyperparameter", "range", "from where to where", "scale"), rows)
        yield ""
    if not block.metrics and not block.tunable:
        yield "The pages name neither metrics nor ranges."
    yield from _sources(block.sources)


def _support(facts: Algorithm) -> Iterator[str]:
    support, script = facts.support, facts.script
    if support:
        days = [(f"`{tag}`", str(last)) for tag, last in support.patched_until.items()]
        yield from table(
            ("image", "patched until"), [*days, *((f"`{tag}`", "not supported") for tag in support.unsupported)]
        )
        yield ""
        yield f"Where patches matter: {support.consider}."
        yield from _sources(support.sources)
    if script:
        rows = [(kind, f"`{model_id}`") for kind, model_id in script.model_ids.items()]
        yield f"A script of SageMaker JumpStart runs in a framework's image: `{script.entry_point}`, with the model in"
        yield f"the channel `{script.model_channel}`. Image, script and model are found by the id of the model."
        yield ""
        yield from table(("task", "model id"), rows)
        yield from _sources(script.sources)


def _containers(facts: Algorithm) -> Iterator[str]:
    known = images()
    held = {name: known.accounts(name) for name in facts.containers.names if known.builds(name)}
    for name in held:
        yield f"- `{name}`, tags {codes(tag for build in known.builds(name) for tag in build.tags)}"
    yield ""
    regions = sorted({region for accounts in held.values() for region in accounts})
    rows = [(region, *(accounts.get(region, "") for accounts in held.values())) for region in regions]
    yield from table(("region", *(f"account of `{name}`" for name in held)), rows)
    yield ""
    yield f"Accounts, regions and tags: {known.made_of}."
    yield from _sources(facts.containers.sources)


def _quirks(facts: Algorithm) -> Iterator[str]:
    yield from (f"- {quirk.text} ({_links(quirk.sources)})" for quirk in facts.quirks)


def _disputes(facts: Algorithm) -> Iterator[str]:
    for dispute in facts.disputes:
        yield f"- **{dispute.subject}**"
        for source, text in dispute.says.items():
            rules = " (rules)" if source == dispute.rules else ""
            yield f"  - {_links([source])}{rules}: {text}"
        yield f"  - {dispute.because}"


def _sources(sources: Iterable[str]) -> Iterator[str]:
    yield ""
    yield f"Sources: {_links(sources)}."


def _texts(facts: Algorithm) -> Iterator[str]:
    named = {source.partition("#")[0] for source in _named(to_builtins(facts))}
    rows = [(_links([source]), state) for source in sorted(named) if (state := register().state(source))]
    yield "A fact is as old as the text that it was read in."
    yield ""
    yield from table(("text", "read in the state of"), rows)


def _named(node: Any) -> Iterator[str]:
    """Every source that is named anywhere in the facts."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from value if key == "sources" else value if key == "says" else _named(value)
    elif isinstance(node, (list, tuple)):
        for value in node:
            yield from _named(value)


def _links(sources: Iterable[str]) -> str:
    return links(sources, "../")

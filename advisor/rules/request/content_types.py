"""Rules on the content types of the channels of a request."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from advisor.case.hit import Hit
from advisor.case.model import Case, Channel
from advisor.case.request.asked import asked_channels, assumed, content_type_place, taken
from advisor.knowledge.models.algorithm import ContentType
from advisor.knowledge.models.requirements import FileEndings, SameContentType
from advisor.knowledge.versions import includes, is_numbered, span_text
from advisor.rules.base import rule
from advisor.rules.raised import TABLE_READERS, XGBOOST


@rule(
    "REQ101",
    "content-type-not-taken",
    "error",
    summary="A channel declares a content type that the algorithm does not accept there.",
    why="The container finds no reader for the content type and stops. Most scripts of algorithms in script "
    "mode look at no content type: to them it makes no difference.",
    fix="Declare a content type that the channel accepts, and convert the data if necessary.",
    sources=("cdf-training.md#cdf-common-content-types",),
    training_error="No iterator has been registered for ContentType",
    raised_by=TABLE_READERS,
    needs=("algorithm",),
)
def content_type_not_taken(case: Case) -> Iterator[Hit]:
    for channel in case.channels.values():
        if channel.declared is None or channel.facts is None or taken(case, channel):
            continue
        key, file = content_type_place(case, channel)
        named, declared = ", ".join(channel.facts.content_types), channel.declared.type
        fix = _nearest_type(channel)
        more: dict[str, Any] = {}
        message = f"{case.facts.name} does not take {declared!r} in {channel.name!r}; it takes {named}."
        if not case.facts.reads_content_type:
            message = f"{channel.name!r} is declared {declared!r}, and the page says {named}; the script reads neither."
            fix, more = fix or f"Declare {named}, or no content type.", {"severity": "info", "training_error": ""}
        yield Hit(
            message, channel.name, file, key=key, value=str(channel.declared), fix=fix, sources=channel.facts.sources,
            **more,
        )  # fmt: skip


def _nearest_type(channel: Channel) -> str | None:
    """The content type that is meant by a short or a misspelt one."""
    declared = channel.declared.type if channel.declared else ""
    names = channel.facts.content_types if channel.facts else ()
    ends = [name for name in names if name.rpartition("/")[2].removeprefix("x-") == declared.removeprefix("x-")]
    near = ends or difflib.get_close_matches(declared, names, cutoff=0.7)
    return f"Declare {near[0]}." if near else None


@rule(
    "REQ115",
    "content-type-of-other-versions",
    "error",
    summary="This version of the image does not accept the content type.",
    why="Each version of a container has its own list of content types, and stops at any other.",
    fix="Declare a content type that this version accepts, or use another version of the image.",
    sources=("cdf-training.md#cdf-common-content-types",),
    needs=(),
    training_error="ContentType should be one of these options: 'text/libsvm', 'text/csv'.",
    raised_by=XGBOOST,
)
def content_type_of_other_versions(case: Case) -> Iterator[Hit]:
    version = case.image_version
    for entry, asked, channel in asked_channels(case):
        facts = case.content_type(channel)
        if facts is None or not facts.versions or not asked.content_type or not version or not is_numbered(version):
            continue
        if not includes(facts.versions, version):
            span = span_text(facts.versions)
            message = f"Version {version} of the image does not take {asked.content_type!r}; those {span} do."
            yield entry.hit("ContentType", message, value=asked.content_type, sources=facts.sources)


@rule(
    "REQ116",
    "content-type-with-parameters",
    "warning",
    summary="The content type has parameters, but the container accepts it only without them.",
    why="Before anything is read, a check of the channels holds the content type as it is written against those that "
    "it knows. A parameter makes it another one, even if the reader behind the check would know it; old images, whose "
    "code is not published, may do without the check.",
    fix="Declare the content type without parameters.",
    sources=("cdf-training.md#cdf-common-content-types",),
    needs=(),
    training_error="Channel configuration for 'train' channel is not supported",
)
def content_type_with_parameters(case: Case) -> Iterator[Hit]:
    for entry, asked, channel in asked_channels(case):
        facts, declared = case.content_type(channel), channel.declared
        if facts is None or declared is None or not facts.bare or asked.content_type in (None, declared.type):
            continue
        refused = [name for name, value in declared.parameters.items() if _is_refused(facts, name, value)]
        seen = bool(facts.bare_seen) and case.has_version(facts.bare_seen)
        stops = bool(refused) or seen or not declared.parameters
        message = (
            f"The container compares the whole content type with its list, where it stands as {declared.type} alone."
        )
        yield entry.hit(
            "ContentType", message, value=asked.content_type, severity="error" if stops else None,
            fix=f"Declare {declared.type}.", sources=facts.sources,
        )  # fmt: skip


def _is_refused(facts: ContentType, name: str, value: str) -> bool:
    """Whether the content type does not know the parameter, or takes other values of it only."""
    known = facts.parameters.get(name)
    return known is None or (bool(known.values) and value not in {str(accepted) for accepted in known.values})


@rule(
    "REQ102",
    "content-type-missing",
    "warning",
    summary="A channel of the request declares no content type.",
    why="The algorithm then assumes a content type of its own, which is rarely CSV.",
    fix="Declare the content type of each channel.",
    sources=("cdf-training.md#cdf-common-content-types",),
    needs=(),
)
def content_type_missing(case: Case) -> Iterator[Hit]:
    for entry, asked, channel in asked_channels(case):
        if asked.content_type or channel.facts is None or channel.name == "model" or channel.facts.by_name:
            continue
        types = assumed(case, channel.facts)
        held = {file.format for file in channel.files if file.format} - {"manifest", *channel.facts.beside}
        if held and held <= {*types.values()}:
            continue
        endings = next((requirement.packed for requirement in case.requirements(FileEndings, channel.name)), {})
        if not held and asked.s3 and asked.s3.s3_uri.endswith((*endings,)):
            continue  # the name says what it is
        message, severity = f"The channel {channel.name!r} declares no content type.", None
        if types:
            message += f" {' or '.join(types)} is then assumed"
            message += f", but its files hold {' and '.join(sorted(held))}." if held else "."
            severity = "error" if held else "info"
        fix = _content_type_fix(case, channel, held)
        yield entry.hit("ContentType", message, severity=severity, fix=fix)


def _content_type_fix(case: Case, channel: Channel, held: set[str]) -> str | None:
    """The content type to declare, where the files show which it is."""
    types = case.algorithm.content_types if case.algorithm else {}
    for name in channel.facts.content_types if channel.facts else ():
        if name in types and held == {types[name].format}:
            needed = {key: known.needed for key, known in types[name].parameters.items() if known.needed is not None}
            return f"Declare {';'.join([name, *(f'{key}={value}' for key, value in needed.items())])}."
    return None


@rule(
    "REQ133",
    "content-types-differ",
    "error",
    summary="Channels declare different content types, but the algorithm reads all of them as one.",
    why="The training script compares the content types, and stops if they differ.",
    fix="Declare the same content type for all channels that hold samples.",
    sources=("cdf-training.md#cdf-common-content-types",),
    needs=(),
)
def content_types_differ(case: Case) -> Iterator[Hit]:
    first: str | None = None
    for entry, asked, channel in asked_channels(case):
        wanted = next(case.requirements(SameContentType, channel.name), None)
        if wanted is None or not asked.content_type:
            continue
        first = first or asked.content_type
        if asked.content_type != first:
            message = f"{channel.name!r} declares {asked.content_type}, but the channel before it declares {first}."
            yield entry.hit("ContentType", message, value=asked.content_type, sources=wanted.sources)

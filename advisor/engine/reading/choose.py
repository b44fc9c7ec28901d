"""Chooses as what each file of a channel is read: what was declared, what the algorithm takes, what the bytes show."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache
from posixpath import basename, splitext

from advisor.case.model import Case
from advisor.formats.sniff import JSON_LINES, READABLE_AS
from advisor.knowledge.load import algorithms
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.algorithm import Channel as ChannelFacts
from advisor.media_type import MediaType
from advisor.profile.formats import FILE_NAMES, FORMATS, SUFFIXES, is_clutter

ANY_FORMATS = tuple(name for name in FORMATS if name != "model-archive")
BINARY = tuple(name for name, known in FORMATS.items() if known.binary)
NAMED = tuple(name for name, known in FORMATS.items() if known.named_only)


def formats_of_any(channel: str) -> tuple[str, ...]:
    """The formats in which a channel of this name may be read by some algorithm, where none is settled."""
    facts = [found for algorithm in algorithms().values() if (found := algorithm.channel(channel))]
    named = dict.fromkeys(fmt for found in facts if found.formats for fmt in (*found.formats.values(), *found.beside))
    return tuple(named) or ANY_FORMATS


def choose_format(kind: str, name: str, expected: tuple[str, ...]) -> str | None:
    """The format as which a file of this kind and name is read; None where none of the expected ones can be."""
    if is_clutter(name):
        return None
    by_name = FILE_NAMES.get(basename(name))
    return by_name if by_name in expected else _format_of(kind, splitext(name)[1].lower(), expected)


@lru_cache
def _format_of(kind: str, ending: str, expected: tuple[str, ...]) -> str | None:
    suffix = SUFFIXES.get(ending)
    fitting = [fmt for fmt in READABLE_AS.get(kind, ()) if fmt in expected]
    by_name = kind in ("text", "list", "wide-text") or (kind, suffix) == ("prose", "csv")
    if by_name and suffix in (*fitting, *NAMED) and suffix in expected:
        return suffix
    promised = suffix if suffix in expected and suffix in BINARY else None
    if promised and promised not in fitting and (promised == "image" or kind.startswith("json")):
        return promised  # an error page or the like in the place of what the name promises
    if kind == "wide-text" and expected[:1] == ("manifest",):
        return "manifest"
    if fitting:
        return fitting[0]
    if "sentences" in READABLE_AS.get(kind, ()) and suffix in READABLE_AS["json"]:
        # The name promises JSON, and the file is text that begins with a line that is none.
        return next((fmt for fmt in JSON_LINES if fmt in expected), promised)
    if kind == "binary":
        # Nothing tells what it should be but its name, or that the channel takes one binary format only.
        only = len(expected) == 1 and expected[0] in BINARY
        return promised or (expected[0] if only else None)
    return promised


def infer_media_type(algorithm: Algorithm, facts: ChannelFacts, formats: list[str]) -> MediaType | None:
    """The content type under which the algorithm reads the format that most of the channel's files have."""
    counts = Counter(formats)
    found = {
        name: counts[fmt]
        for name in facts.content_types
        if (fmt := facts.formats.get(name) or (known.format if (known := algorithm.content_types.get(name)) else None))
    }
    best = max(found, key=found.__getitem__, default=None)
    return MediaType(best, {}) if best and found[best] else None


def settle_media_types(case: Case) -> None:
    """Gives each channel whose content type was not declared the one that its files have."""
    for name, channel in case.channels.items():
        if channel.media_type is None and case.algorithm and channel.facts:
            formats = [file.format for file in channel.files if file.format]
            media_type = infer_media_type(case.algorithm, channel.facts, formats)
            case.channels[name] = replace(channel, media_type=media_type)

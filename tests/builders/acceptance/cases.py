"""Cases from bytes: every file is read by the reader that a test names for it, resolved and judged."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import BinaryIO, cast

from advisor.case.model import Case, Channel, File
from advisor.dataset.storage import Storage
from advisor.engine.judge import judge
from advisor.engine.scan import SecondLook
from advisor.findings import Finding
from advisor.formats import registry
from advisor.formats.registry import reader
from advisor.formats.sniff import kind_of
from advisor.knowledge.load import algorithm_named
from advisor.media_type import MediaType
from advisor.profile.base import Tally
from advisor.profile.predicates import Predicate
from advisor.resolve import Look

Files = dict[str, tuple[str | None, bytes]]
"""Path -> the format as which the file is read (None: not at all), and its bytes."""


def case_of(
    files: Files,
    algorithm: str | None = None,
    hyperparameters: Mapping[str, str] | None = None,
    declared: Mapping[str, str] | None = None,
    resolvers: tuple[str, ...] = ("pairs",),
) -> Case:
    """A case of these files; the first folder of a path is its channel. `declared`: channel -> content type."""
    facts = algorithm_named(algorithm) if algorithm else None
    channels: dict[str, Channel] = {}
    for path, (fmt, data) in sorted(files.items()):
        name, _, rest = path.partition("/")
        profile = reader(fmt).scan(io.BytesIO(data), len(data)) if fmt else None
        channel = channels.get(name, Channel(name))
        file = File(path, name, rest, len(data), kind_of(data), fmt, profile)
        channels[name] = replace(channel, files=(*channel.files, file))
    for name, content_type in (declared or {}).items():
        media_type = MediaType.parse(content_type)
        channels[name] = replace(channels[name], declared=media_type, media_type=media_type)
    for resolver in resolvers:
        import_module(f"advisor.resolve.{resolver}").resolve(channels, looking(files))
    return Case(channels, facts, None, dict(hyperparameters or {}))


def looking(files: Files) -> Look:
    """The second look at these files."""
    return SecondLook(cast(Storage, Held(files)))


@dataclass
class Held:
    files: Files

    def open(self, path: str) -> BinaryIO:
        return io.BytesIO(self.files[path][1])


def judged(
    files: Files,
    *prefixes: str,
    algorithm: str | None = None,
    hyperparameters: Mapping[str, str] | None = None,
    declared: Mapping[str, str] | None = None,
) -> list[Finding]:
    """The findings on these files of the rules whose codes begin with one of the prefixes."""

    def locate(path: str, fmt: str, predicate: Predicate) -> Tally:
        data = files[path][1]
        return registry.locate(fmt, io.BytesIO(data), len(data), predicate)

    found, _ = judge(case_of(files, algorithm, hyperparameters, declared), locate)
    return [finding for finding in found if finding.rule.startswith(prefixes)]


def brief(finding: Finding) -> tuple[str, str, str | None, str | None, str | None]:
    """Rule, severity, file, key and value of a finding."""
    return finding.rule, finding.severity, finding.location.file, finding.location.key, finding.value

"""What a rule sees: the algorithm's facts, the request, and the profiles of the files. Nothing here opens a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import isfinite
from typing import Any, Self, TypeVar, cast

from advisor.case.hit import Hit
from advisor.findings import ChannelReport
from advisor.knowledge.models.algorithm import Algorithm, AugmentedManifest, Condition, ContentType
from advisor.knowledge.models.algorithm import Channel as ChannelFacts
from advisor.knowledge.models.base import AnyOf, Requirement, holds, is_ruled_out
from advisor.knowledge.versions import includes
from advisor.media_type import MediaType
from advisor.profile.base import FileProfile, Place, Tally, tally_for
from advisor.request import InputChannel, Request, ResourceConfig

CHANGED = "changed"
"""The kind of a file that was changed while it was read: nothing is known of what it holds."""

ANNOTATIONS, LISTS = "_annotation", "_lst"
"""What a channel of images is called with, that of their annotations or masks, and that of the lists of them."""

_OTHERWISE = {"train": "training", "training": "train"}
"""How else algorithms call the channel that they train on."""

P = TypeVar("P", bound=FileProfile)
R = TypeVar("R", bound=Requirement)


@dataclass(slots=True)
class File:
    """One file of a channel. `path` is relative to the checked folder, `name` to the channel.

    `kind` is what the first bytes look like, `format` as what the file was read, None where no reader fits.
    `links` holds what other files say of this one or it of them, by name (see `advisor.resolve`).
    """

    path: str
    channel: str
    name: str
    size: int
    kind: str
    format: str | None = None
    profile: FileProfile | None = None
    links: dict[str, Tally] = field(default_factory=dict)

    def hit(self, message: str, seen: Tally | None = None, **more: Any) -> Hit:
        return Hit(message, self.channel, self.path, seen, format=self.format, **more)

    def link(self, name: str, value: str | None = None, **place: Any) -> None:
        """Counts one thing that is said of this file or by it, at a place in it."""
        tally_for(self.links, name).add(Place(**place), value)


@dataclass(frozen=True)
class Channel:
    """One channel as found and as asked for. `media_type` is what the data is read as, `declared` what was said.

    `is_absent`: there is nothing where the request says that its data lies.
    """

    name: str
    files: tuple[File, ...] = ()
    hidden: tuple[str, ...] = ()
    facts: ChannelFacts | None = None
    declared: MediaType | None = None
    media_type: MediaType | None = None
    mode: str | None = None
    is_absent: bool = False
    _holding: dict[type[FileProfile], list[File]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def holding(self, kind: type[FileProfile]) -> list[File]:
        """Its files with a profile of this kind. Every rule asks, so they are looked for once."""
        if kind not in self._holding:
            self._holding[kind] = [file for file in self.files if isinstance(file.profile, kind)]
        return self._holding[kind]

    @cached_property
    def broken(self) -> dict[str, list[File]]:
        """Fault -> its files in which it is."""
        found: dict[str, list[File]] = {}
        for file in self.files:
            for fault in file.profile.faults if file.profile else ():
                found.setdefault(fault, []).append(file)
        return found

    def hit(self, message: str, **more: Any) -> Hit:
        return Hit(message, self.name, **more)


@dataclass(slots=True)
class Case:
    """One judgement: data, request or both, against one algorithm or none."""

    channels: dict[str, Channel]
    algorithm: Algorithm | None = None
    request: Request | None = None
    hyperparameters: dict[str, str] = field(default_factory=dict)
    stray: list[str] = field(default_factory=list)
    near_misses: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    """What lies there and was not read, each with the reason."""
    nested: str | None = None
    """The folder below the one that was checked in which the channels seem to lie."""
    renamed: dict[str, str] = field(default_factory=dict)
    """Channels that lie in a folder of another name -> the name of that folder."""
    has_data: bool = True
    earlier: dict[str, ChannelReport] | None = None
    """The channels of an earlier state of the data; None where it is held against none."""
    complete: bool = True
    """Whether all of the data has been read."""
    _required: dict[tuple[object, str], list[Requirement]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _formats: dict[str, tuple[Channel, tuple[str, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def facts(self) -> Algorithm:
        """The algorithm, for rules that say that they need one."""
        if self.algorithm is None:
            raise ValueError("there is no algorithm: a rule that asks for it says needs=('algorithm',)")
        return self.algorithm

    @property
    def demands(self) -> tuple[Requirement, ...]:
        """All that the algorithm demands of data."""
        return self.algorithm.data if self.algorithm else ()

    @property
    def augmented(self) -> AugmentedManifest | None:
        """How the algorithm takes augmented manifests; None where it does not."""
        return self.algorithm.augmented_manifest if self.algorithm else None

    @property
    def raw(self) -> Mapping[str, Any]:
        """The request as it was given; empty where there is none."""
        return self.request.raw if self.request else {}

    def part(self, name: str) -> Mapping[str, Any]:
        """A member of the request that is an object; empty where there is none, or it is something else."""
        part = self.raw.get(name)
        return part if isinstance(part, dict) else {}

    @property
    def request_path(self) -> str | None:
        return self.request.path if self.request else None

    @property
    def tuning(self) -> Mapping[str, Any] | None:
        return self.request.tuning if self.request else None

    def asked(self, channel: str) -> InputChannel | None:
        """What the request says of a channel."""
        return self.request.channel(channel) if self.request else None

    @property
    def resources(self) -> ResourceConfig | None:
        """The machines asked for."""
        return self.request.resource_config if self.request else None

    def files(self, *formats: str) -> Iterator[File]:
        """Every file that was read in a format of its channel, or those read as one of the formats."""
        for _, file, _ in self.profiled(FileProfile):
            if not formats or file.format in formats:
                yield file

    def profiled(self, kind: type[P]) -> Iterator[tuple[Channel, File, P]]:
        """Every file whose profile is of this kind, with its channel and the profile.

        A file in a format that its channel is not read in is only named as such, not judged further.
        """
        for channel in self.channels.values():
            files = channel.holding(kind)
            wanted = self.formats(channel) if files else ()
            for file in files:
                if not wanted or file.format in wanted:
                    yield channel, file, cast(P, file.profile)

    def noted(self) -> set[str]:
        """What is broken in any file."""
        return {fault for channel in self.channels.values() for fault in channel.broken}

    def broken(self, fault: str) -> Iterator[tuple[File, Tally]]:
        """Every file, read in a format of its channel, in which this is broken, with the places."""
        for channel in self.channels.values():
            files = channel.broken.get(fault, ())
            wanted = self.formats(channel) if files else ()
            for file in files:
                if file.profile and (not wanted or file.format in wanted):
                    yield file, file.profile.faults[fault]

    def formats(self, channel: Channel) -> tuple[str, ...]:
        """The formats in which the channel is read: by its content type where one is settled, else all it takes.

        What was not declared is settled by the files themselves: all of them are of the kind that most are of. Every
        rule asks, so they are looked for once for a channel as it is.
        """
        known = self._formats.get(channel.name)
        if known is None or known[0] is not channel:
            known = self._formats[channel.name] = channel, self._formats_of(channel)
        return known[1]

    def _formats_of(self, channel: Channel) -> tuple[str, ...]:
        if self.algorithm is None or channel.facts is None:
            return ()
        asked = self.asked(channel.name)
        listed = asked.s3.s3_data_type if asked and asked.s3 else None
        if listed == "AugmentedManifestFile":
            return ("augmented-manifest",)
        formats = [self._format(channel, name) for name in _types(channel)]
        if not channel.declared and self._may_be_augmented(channel):
            formats.append("augmented-manifest")
        read = tuple(dict.fromkeys(fmt for fmt in formats if fmt))
        manifest = ("manifest",) if listed == "ManifestFile" else ()
        return (*manifest, *read, *channel.facts.beside) if read else ()

    def _may_be_augmented(self, channel: Channel) -> bool:
        """Whether an augmented manifest may stand in the channel: not where files beside it have its labels."""
        augmented = self.augmented
        if augmented is None or channel.name not in augmented.channels:
            return False
        if self.rules_out(augmented.when):
            return False
        return channel.media_type is None or not any(name.startswith(f"{channel.name}_") for name in self.channels)

    def _format(self, channel: Channel, content_type: str) -> str | None:
        known = self.algorithm.content_types.get(content_type) if self.algorithm else None
        own = channel.facts.formats.get(content_type) if channel.facts else None
        return own or (known.format if known else None)

    def requirements(self, kind: type[R], channel: str) -> Iterator[R]:
        """The algorithm's data requirements of one kind that hold for this channel under the hyperparameters given.

        Rules ask for each file, so they are looked for once.
        """
        if (kind, channel) not in self._required:
            self._required[kind, channel] = [
                demand
                for demand in self.demands
                if isinstance(demand, kind)
                and (not demand.channels or channel in demand.channels)
                and self.holds(demand.when)
            ]
        return cast(Iterator[R], iter(self._required[kind, channel]))

    def holds(self, condition: AnyOf) -> bool:
        """Whether each hyperparameter named, or its default, has one of the values named."""
        return holds(condition, self.value)

    def rules_out(self, condition: AnyOf) -> bool:
        """Whether a condition cannot hold, whatever the hyperparameters are that are not known."""
        return is_ruled_out(condition, self.value)

    def value(self, name: str) -> str | None:
        """A hyperparameter as given, else its default; None where neither is known."""
        if name in self.hyperparameters:
            return self.hyperparameters[name]
        fact = self.algorithm.hyperparameters.values.get(name) if self.algorithm else None
        return None if fact is None or fact.default is None else str(fact.default)

    @property
    def image_version(self) -> str | None:
        """The version of the training image asked for; None where the request does not tell."""
        tag = self.request.image_version if self.request else None
        return self.algorithm.containers.tag_versions.get(tag, tag) if tag and self.algorithm else tag

    def applies(self, when: Condition, versions: str) -> bool:
        """Whether a condition holds for the hyperparameters, and for the version of the image where it names any."""
        return self.holds(when) and (not versions or self.has_version(versions))

    def has_version(self, span: str) -> bool:
        """Whether the version of the image asked for is known, and lies within a span such as `>=1.2-1`."""
        return self.image_version is not None and includes(span, self.image_version)

    def number(self, name: str) -> float | None:
        """A hyperparameter as a finite number; None where it is not given or is none."""
        try:
            number = float(self.value(name) or "")
        except ValueError:
            return None
        return number if isfinite(number) else None

    def request_hit(self, key: str, message: str, **more: Any) -> Hit:
        """A finding about the request, at a key in it."""
        return Hit(message, file=self.request_path, key=key, **more)

    def content_type(self, channel: Channel) -> ContentType | None:
        """What the algorithm's facts say of the content type the channel is read as."""
        if self.algorithm is None or channel.media_type is None:
            return None
        return self.algorithm.content_types.get(channel.media_type.type)

    def with_algorithm(self, algorithm: Algorithm) -> Self:
        """The same data, judged against another algorithm.

        The training data goes into the channel that the algorithm trains on, be it called train or training; a folder
        of it has to be renamed.
        """
        channels, renamed = {}, {}
        for name, channel in self.channels.items():
            other = _OTHERWISE.get(name, name)
            named = other if algorithm.channel(name) is None and algorithm.channel(other) else name
            files = channel.files if named == name else tuple(replace(file, channel=named) for file in channel.files)
            facts, kind = algorithm.channel(named), channel.media_type
            kind = read_as(algorithm, facts, channel.declared) if channel.declared else kind
            channels[named] = replace(channel, name=named, facts=facts, files=files, media_type=kind)
            folder = _OTHERWISE.get(named)
            lies_there = any(file.path.startswith(f"{folder}/") for file in files)
            if folder and lies_there and algorithm.channel(folder) is None:
                renamed[named] = folder
        return replace(self, channels=channels, renamed=renamed, algorithm=algorithm)


def _types(channel: Channel) -> tuple[str, ...]:
    if channel.media_type:
        return (channel.media_type.type,)
    return channel.facts.content_types if channel.facts else ()


def read_as(algorithm: Algorithm | None, facts: ChannelFacts | None, declared: MediaType | None) -> MediaType | None:
    """The content type declared for a channel, if its data is read as that.

    Most scripts look at none: one that their page does not name says nothing of the data.
    """
    is_other = declared is not None and facts is not None and declared.type not in facts.content_types
    return None if is_other and algorithm is not None and not algorithm.reads_content_type else declared


def at(line: int | None = None, **more: Any) -> Tally:
    """A tally of one place: for findings whose place the rule itself knows."""
    tally = Tally()
    tally.add(Place(line=line, **more))
    return tally

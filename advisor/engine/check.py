"""The check: scan once, judge for one algorithm or for all of them, and report."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.case.measures import derived
from advisor.case.model import Case, Channel
from advisor.case.reported import channel_report
from advisor.dataset.channels import channel_storage
from advisor.dataset.layout import UNNAMED
from advisor.dataset.local import LocalStorage
from advisor.dataset.objects import Objects, WithObjects
from advisor.dataset.opening import open_storage, path_of
from advisor.dataset.storage import Storage, UnreadableError, is_s3
from advisor.documents import requests_from
from advisor.engine.accept import acceptance
from advisor.engine.cache import Cache
from advisor.engine.judge import judge
from advisor.engine.judge import strict as as_errors
from advisor.engine.objects import find_objects
from advisor.engine.options import Asked, Job, Reading, hyperparameters
from advisor.engine.reading.choose import settle_media_types
from advisor.engine.reading.watch import Progress
from advisor.engine.scan import CheckError, as_asked, scan_case, unnamed
from advisor.engine.several import in_document, merged, of_one
from advisor.engine.unjudged import unjudged
from advisor.errors import read_errors_as
from advisor.findings import Acceptance, ChannelReport, Finding, Report, Skipped, Summary, Tool
from advisor.formats import registry
from advisor.knowledge.load import algorithm_named, algorithms, algorithms_in
from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.shapes import is_known_later
from advisor.profile.base import Tally
from advisor.profile.predicates import Predicate
from advisor.request import Request, as_texts
from advisor.small_files import small_text
from advisor.version import VERSION

if TYPE_CHECKING:
    from concurrent.futures import Executor


class UndecidedError(CheckError):
    """The request does not tell which algorithm it is for, or it is for none of the built-in ones."""


def check(
    path: str | Path | None = ".",
    *,
    algorithm: str | None = None,
    job: Job | None = None,
    content_types: Mapping[str, str] | None = None,
    hyperparameters: Mapping[str, object] | None = None,
    input_mode: str | None = None,
    strict: bool = False,
    progress: Progress | None = None,
    workers: int | None = 1,
    executor: Executor | None = None,
    maps: Mapping[str, str | Path] | None = None,
    decode: bool = False,
    follow_links: bool = False,
    requester_pays: bool = False,
    against: str | Path | None = None,
) -> Report:
    """Would this data, with this request, train?

    `path`: a folder with one folder a channel, or one file; None judges the request alone.
    `job`: a file with a request, or the request itself. `content_types`: channel -> content type.
    `hyperparameters`: name -> value, as text or as a number or truth value, which is written as the API wants it.
    `workers`: how many read at a time, None for as many as it is worth; or any `executor` reads. Interrupted while it
    reads, it reports what it knows by then, with the status "partial".
    `maps`: s3://bucket/prefix -> the folder in which the objects are looked for that requests and manifests name.
    `decode`: every image is decoded in full, those within `.rec` files, too; else their heads and ends are read.
    `follow_links`: links that lead out of the folder are read; else they are named under `skipped`.
    `requester_pays`: for what is read from S3, where the owner of the bucket wants it so.
    `against`: data, or a report as JSON, of an earlier state that was good: what has changed since is a warning.
    Raises `CheckError`, `RequestError`, `UnknownAlgorithmError` or `UnreadableError` where it cannot be done.
    """
    asked = Asked(
        algorithm=algorithm, job=job, content_types=content_types or {}, hyperparameters=as_texts(hyperparameters),
        input_mode=input_mode, maps=maps or {}, decode=decode, strict=strict,
        follow_links=follow_links, requester_pays=requester_pays, against=against,
    )  # fmt: skip
    return check_asked(path, asked, Reading(workers=workers, executor=executor, progress=progress))


def check_asked(path: str | Path | None, asked: Asked, reading: Reading) -> Report:
    """What `check` does, of one object of what is asked and one of how it is read."""
    started = time.perf_counter()
    requests = requests_from(asked.job)
    if path is None and not requests:
        raise CheckError("there is neither data nor a request to check")
    cache = reading.cache or Cache()
    check_now = partial(_check_all, path, asked, replace(reading, cache=cache), requests)
    if path is None or is_s3(path) or asked.maps or asked.against:  # which rest on more than the files of a folder
        report = check_now()
    else:
        data = LocalStorage(path_of(path), asked.follow_links)
        report = cache.report(data, [replace(asked, job=None), *requests], check_now)
    return report.taking(time.perf_counter() - started)


def _check_all(path: str | Path | None, asked: Asked, reading: Reading, requests: Sequence[Request]) -> Report:
    """Each request is judged for itself; the data is listed and read for the first of them."""
    before = earlier(asked, reading)
    folders = {address: Path(folder) for address, folder in asked.maps.items()}
    objects = Objects(folders, is_s3(path), asked.requester_pays)
    data = None
    if path is not None:
        data = WithObjects(open_storage(path, asked.follow_links, asked.requester_pays), objects)
    reports: list[Report] = []
    foreign: list[UndecidedError] = []
    for request in requests or (None,):
        try:
            report = _check(data, objects, asked, reading, request, before)
            if request and len(requests) > 1:
                report = of_one(report, request, shares_data=data is not None)
            reports.append(report)
        except UndecidedError as error:
            foreign.append(error)
    if not reports:
        raise foreign[0]
    report = merged(reports)
    skipped = (Skipped(rule=None, because=str(error)) for error in foreign)
    return report.model_copy(update={"skipped": (*report.skipped, *skipped)})


def _check(
    data: Storage | None,
    objects: Objects,
    asked: Asked,
    reading: Reading,
    request: Request | None,
    before: dict[str, ChannelReport] | None,
) -> Report:
    facts = _algorithm(asked.algorithm, request)
    storage = data or _asked_for(request, objects)
    case = scan_case(storage, facts, request, asked, reading, objects)
    case.earlier = before
    if data is None:  # what was not found was not looked for, or is said of its address
        case.has_data = storage is not None and all(c.files or c.hidden for c in case.channels.values())
    unseen = find_objects(case, objects) if case.complete else []
    findings, skipped = _judged(case, storage, reading.cache)
    skipped += [*unseen, *unjudged(case)]
    if storage is None:
        skipped.append(Skipped(rule=None, because="no data was given: the request alone was judged"))
    accepted = None if facts or not case.complete else [acceptance(case, a) for a in algorithms().values()]
    findings = [in_document(finding, request) for finding in findings]
    findings = as_errors(findings) if asked.strict else findings
    return _report(case, findings, skipped, accepted)


def check_scanned(case: Case, storage: Storage | None, asked: Asked) -> Report:
    """What `check` says of data that was scanned without an algorithm; only places are looked up again.

    Of several requests the first is judged. Raises what `check` raises for a request.
    """
    started = time.perf_counter()
    request = next(iter(requests_from(asked.job)), None)
    facts = _algorithm(asked.algorithm, request)
    judged = replace(case, request=request, hyperparameters=hyperparameters(asked, request, facts))
    judged = judged.with_algorithm(facts) if facts else judged
    left_out = unnamed(judged.channels, request) if request else []
    channels = {name: channel for name, channel in judged.channels.items() if name not in left_out}
    judged = replace(judged, channels=channels, unread=[*judged.unread, *map(UNNAMED.format, left_out)])
    requested = [channel.channel_name for channel in request.input_data_config] if request else []
    for name in dict.fromkeys((*channels, *requested, *asked.content_types)):
        judged.channels[name] = as_asked(channels.get(name) or Channel(name), judged, asked)
    settle_media_types(judged)
    findings, skipped = _judged(judged, storage, None)
    return _report(judged, findings, [*skipped, *unjudged(judged)], None).taking(time.perf_counter() - started)


def _judged(case: Case, storage: Storage | None, cache: Cache | None) -> tuple[list[Finding], list[Skipped]]:
    """What the rules say; after an interrupt, of what had been read."""
    findings, skipped = judge(case, partial(_places, storage, cache))
    if not case.complete:
        read = {file.path for channel in case.channels.values() for file in channel.files}
        findings = [finding for finding in findings if finding.location.file in read]
        skipped.append(Skipped(rule=None, because="interrupted: not all of the data was read"))
    return findings, skipped


def earlier(asked: Asked, reading: Reading) -> dict[str, ChannelReport] | None:
    """The channels of the earlier state that this one is held against: of a report, or of data that is read for it."""
    if asked.against is None:
        return None
    if not str(asked.against).endswith(".json"):
        return check_asked(asked.against, replace(asked, against=None, job=None), reading).channels
    try:
        with read_errors_as(CheckError, asked.against):
            return Report.model_validate_json(small_text(Path(asked.against))).channels
    except ValueError:
        raise CheckError(f"{asked.against}: is no report of `advisor check --output-format json`, or is cut") from None


def _asked_for(request: Request | None, objects: Objects) -> Storage | None:
    """The data that the request itself names; None where none of it is within reach."""
    named = request.input_data_config if request else ()
    addresses = {c.channel_name: c.s3.s3_uri for c in named if c.s3 and is_s3(c.s3.s3_uri)}
    found = channel_storage(addresses, objects)
    return WithObjects(found, objects) if found else None


def _algorithm(name: str | None, request: Request | None) -> Algorithm | None:
    if name is not None:
        return algorithm_named(name)
    if request is None:
        return None
    if request.container is None:
        raise UndecidedError(f"{_named(request)}: names no training image: say which algorithm it is with --algorithm")
    sharing = algorithms_in(request.container.lower())
    if len(sharing) > 1:
        # A shared container is told what to run by the address of the code.
        sharing = tuple(known for known in sharing if known.id in request.source) or sharing
    program = request.hyper_parameters.get("sagemaker_program")
    if len(sharing) == 1 and program and sharing[0].script is None:
        why = f"the image {request.container!r} is to run a script of its own, {program}, and no built-in algorithm"
        raise UndecidedError(f"{_named(request)}: {why}: to judge it as one, say so with --algorithm")
    if len(sharing) == 1:
        return sharing[0]
    what = f"that of {', '.join(known.id for known in sharing)}" if sharing else "none of the built-in algorithms"
    what = "known only when the job runs" if is_known_later(request.container) else what
    raise UndecidedError(
        f"{_named(request)}: the training image {request.container!r} is {what}: say which one it is with --algorithm"
    )


def _named(request: Request) -> str:
    """The file of a request, and where in it the request stands."""
    return ": ".join(filter(None, (request.path, request.place(""))))


def _places(storage: Storage | None, cache: Cache | None, path: str, fmt: str, predicate: Predicate) -> Tally:
    if storage is None:
        return Tally()
    look = partial(_located, storage, path, fmt, predicate)
    return cache.places(path, fmt, predicate, look) if cache else look()


def _located(storage: Storage, path: str, fmt: str, predicate: Predicate) -> Tally:
    try:
        with storage.open(path) as stream:
            size = stream.seek(0, 2)
            stream.seek(0)
            return registry.locate(fmt, stream, size, predicate)
    except OSError as error:
        raise UnreadableError(f"{path}: {error.strerror or error}") from error


def _report(
    case: Case, findings: Sequence[Finding], skipped: list[Skipped], accepted: list[Acceptance] | None
) -> Report:
    files = [file for channel in case.channels.values() for file in channel.files]
    report = Report(
        tool=Tool(version=VERSION),
        algorithm=case.algorithm.id if case.algorithm else None,
        verdict="pass",
        status="complete" if case.complete else "partial",
        summary=Summary(
            errors=0,
            warnings=0,
            infos=0,
            files=len(files),
            bytes=sum(file.size for file in files),
            records=sum(file.profile.records for file in files if file.profile),
            seconds=0,
        ),
        findings=(),
        channels={name: channel_report(case, channel) for name, channel in sorted(case.channels.items())},
        derived=derived(case),
        skipped=tuple(skipped),
        algorithms=None if accepted is None else tuple(accepted),
    )
    return report.holding(findings)

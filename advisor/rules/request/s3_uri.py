"""Rules on the S3 addresses of a request's channels."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.case.request.asked import S3, asked_channels
from advisor.knowledge.models.requirements import FolderAddress
from advisor.knowledge.shapes import is_known_later
from advisor.rules.base import rule
from advisor.rules.sources import CHANNEL

BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
PLACEHOLDERS = re.compile(
    r"\byour(?:[-_]\w[\w-]*|bucket\w*)|\b(?:my-)?bucket[-_]?name\b|\b(?:replace|change)[-_]?me\b|\btodo\b"
    r"|\bplaceholder\b|\bx{3,}\b|\binsert[-_]\w+",
    re.IGNORECASE,
)
"""Names that stand for one's own in pages and samples."""

PREFIX_IS_TEXT = "https://github.com/aws/sagemaker-python-sdk/issues/552"


SCORED = {"train", "training", "validation", "test"}
"""Channels that hold samples, to learn from or to be scored on."""

NOTHING_THERE = "nothing-at-the-uri"


def _addresses(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Channel, key in the request, kind of data source and S3Uri of every channel that names one."""
    for entry, asked, channel in asked_channels(case):
        if asked.s3 is not None and asked.s3.s3_uri:
            key = entry.key(f"{S3}.S3Uri")
            yield channel.name, key, asked.s3.s3_data_type or "S3Prefix", asked.s3.s3_uri


def _targets(case: Case) -> Iterator[tuple[None, str, str]]:
    """Key in the request and address of what the job writes."""
    for part, member in (("OutputDataConfig", "S3OutputPath"), ("CheckpointConfig", "S3Uri")):
        uri = case.part(part).get(member)
        if isinstance(uri, str) and uri and not is_known_later(uri):
            yield None, f"{part}.{member}", uri


@rule(
    "REQ107",
    "uri-malformed",
    "error",
    summary="The address of a channel, or of the job's output, is not an S3 address.",
    why="The service finds no data there, or no bucket to write to.",
    fix="Write s3://BUCKET/PREFIX; a bucket name has 3 to 63 lowercase letters, digits, dots and hyphens.",
    sources=(CHANNEL, "https://github.com/aws/amazon-sagemaker-examples/issues/3881"),
    training_error="No S3 objects found under S3 URL",
)
def uri_malformed(case: Case) -> Iterator[Hit]:
    for channel, key, uri in (*((name, key, uri) for name, key, _, uri in _addresses(case)), *_targets(case)):
        scheme, _, rest = uri.partition("://")
        if scheme == "https" and rest:
            message = "This is a web address; the API accepts it, but jobs have failed with it."
            meant = _s3_address(rest)
            fix = f"Write {meant}." if meant else None
            yield case.request_hit(key, message, channel=channel, value=uri, severity="warning", fix=fix)
        elif scheme != "s3" or not BUCKET.fullmatch(rest.partition("/")[0]):
            message = "The address does not have the form s3://BUCKET/PREFIX with a valid bucket name."
            yield case.request_hit(key, message, channel=channel, value=uri)


def _s3_address(address: str) -> str | None:
    """The same objects by their S3 address, from one of the web without its scheme."""
    host, _, path = address.partition("/")
    named = re.fullmatch(r"(?:(?P<bucket>.+)\.)?s3[.-][a-z0-9.-]*amazonaws\.com(?:\.cn)?", host)
    if not named:
        return None
    return f"s3://{named['bucket']}/{path}" if named["bucket"] else f"s3://{path}"


@rule(
    "REQ131",
    "placeholder-name",
    "warning",
    summary="An address still contains a placeholder from the text that it was copied from.",
    why="You have no bucket of that name: training finds no data, or has no access to it.",
    fix="Replace it with the name of your own bucket, and your own prefix.",
    sources=(CHANNEL, "https://github.com/aws/amazon-sagemaker-examples/issues/2398"),
    training_error="No S3 objects found under S3 URL",
)
def placeholder_name(case: Case) -> Iterator[Hit]:
    for channel, key, uri in (*((name, key, uri) for name, key, _, uri in _addresses(case)), *_targets(case)):
        bucket = uri.partition("://")[2].partition("/")[0]
        if BUCKET.fullmatch(bucket) and (held := PLACEHOLDERS.search(uri)):
            yield case.request_hit(key, f"{held[0]!r} is a placeholder.", channel=channel, value=uri)


@rule(
    "REQ108",
    "same-data-in-two-channels",
    "warning",
    summary="Two channels read the same data.",
    why="A score on the training data says nothing about new data.",
    fix="Hold back samples for validation, in a prefix of their own.",
    sources=("https://github.com/aws/sagemaker-xgboost-container",),
    training_error="Found same path for training and validation. This is not recommended",
)
def same_data(case: Case) -> Iterator[Hit]:
    for channel, key, other, uri, shorter in _overlaps(case):
        if uri.rstrip("/") == shorter.rstrip("/"):
            message = f"The channels {other!r} and {channel!r} read the same data."
            scored = {channel, other} <= SCORED
            fix = None if scored else "Give each channel a prefix of its own: they hold different things."
            yield case.request_hit(key, message, channel=channel, value=uri, fix=fix)
        elif uri.startswith(shorter.rstrip("/") + "/"):
            message = f"The channel {other!r} also reads the data of {channel!r}: its prefix lies above it."
            yield case.request_hit(key, message, channel=channel, value=uri)


@rule(
    "REQ111",
    "prefix-also-matches",
    "warning",
    summary="A channel's prefix also matches the data of another channel.",
    why="An S3Prefix is the beginning of a name, not a folder: `s3://b/train` also matches `s3://b/train_lst/`.",
    fix="End the prefix with a slash.",
    sources=(CHANNEL, PREFIX_IS_TEXT),
)
def prefix_also_matches(case: Case) -> Iterator[Hit]:
    for channel, _, other, uri, shorter in _overlaps(case):
        if not shorter.endswith("/") and uri[len(shorter) : len(shorter) + 1] not in ("", "/"):
            key = next(key for name, key, _, _ in _addresses(case) if name == other)
            message = f"The prefix of the channel {other!r} also matches the data of {channel!r}."
            beside = channel.startswith(f"{other}_")  # named so by the guide itself, and its jobs train
            yield case.request_hit(key, message, channel=other, value=shorter, severity="info" if beside else None)


def _overlaps(case: Case) -> Iterator[tuple[str, str, str, str, str]]:
    """Channel, key, another channel, the channel's S3Uri, and the other's, with which the first begins."""
    prefixes = [address for address in _addresses(case) if address[2] == "S3Prefix" and address[3]]
    for place, (channel, key, _, uri) in enumerate(prefixes):
        for number, (other, _, _, shorter) in enumerate(prefixes):
            same = uri.rstrip("/") == shorter.rstrip("/")
            if uri.startswith(shorter.rstrip("/")) and (number < place if same else number != place):
                yield channel, key, other, uri, shorter


@rule(
    "REQ157",
    "output-among-data",
    "warning",
    summary="The job writes below the prefix that a channel reads.",
    why="An S3Prefix is read with all that lies below it: the next job reads the models and checkpoints of this one as "
    "data.",
    fix="Write to a prefix that no channel reads.",
    sources=(CHANNEL,),
)
def output_among_data(case: Case) -> Iterator[Hit]:
    for _, target, written in _targets(case):
        for channel, key, kind, uri in _addresses(case):
            below = f"{written.rstrip('/')}/".startswith(f"{uri.rstrip('/')}/")
            if kind == "S3Prefix" and channel != "model" and below and not _is_whole_bucket(uri):
                message = f"What is written lies below the prefix of the channel {channel!r} ({key})."
                yield case.request_hit(target, message, channel=channel, value=written)


@rule(
    "REQ132",
    "address-without-slash",
    "warning",
    summary="The address of a folder does not end with a slash.",
    why="The algorithm's page asks for one. An S3Prefix is the beginning of a name: without a slash it also matches "
    "its neighbours.",
    fix="End the address with a slash.",
    sources=(CHANNEL, PREFIX_IS_TEXT),
)
def address_without_slash(case: Case) -> Iterator[Hit]:
    for name, key, kind, uri in _addresses(case):
        wanted = next(case.requirements(FolderAddress, name), None)
        if wanted and kind == "S3Prefix" and not uri.endswith("/"):
            message = f"The address of {name!r} does not end in a slash."
            yield case.request_hit(
                key, message, channel=name, value=uri, severity=wanted.severity, sources=wanted.sources
            )  # fmt: skip


@rule(
    "REQ112",
    "whole-bucket",
    "warning",
    summary="A channel reads a whole bucket.",
    why="Everything in the bucket is then read as data, and some tools refuse an address without a key.",
    fix="Put the data below a prefix and name it.",
    sources=("https://github.com/aws/sagemaker-python-sdk/issues/2776",),
)
def whole_bucket(case: Case) -> Iterator[Hit]:
    for channel, key, _, uri in _addresses(case):
        if _is_whole_bucket(uri):
            yield case.request_hit(key, f"The channel {channel!r} reads a whole bucket.", channel=channel, value=uri)


def _is_whole_bucket(uri: str) -> bool:
    return uri.startswith("s3://") and not uri.removeprefix("s3://").partition("/")[2].strip("/")


@rule(
    "REQ113",
    NOTHING_THERE,
    "error",
    summary="There is no object where a channel's S3Uri points.",
    why="Training stops if it finds no object at the address of a channel.",
    fix="Upload the data, or correct the address (case counts).",
    sources=(CHANNEL, "https://github.com/boto/boto3/issues/1397"),
    training_error="No S3 objects found under S3 URL",
)
def nothing_at_the_uri(case: Case) -> Iterator[Hit]:
    for name, key, _, uri in _addresses(case):
        if case.channels[name].is_absent:
            yield case.request_hit(key, f"There is no object for the channel {name!r}.", channel=name, value=uri)

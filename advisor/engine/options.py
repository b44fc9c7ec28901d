"""What a check is asked, and how it reads. An option of `advisor check` is a field here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.engine.reading.watch import Progress
from advisor.knowledge.models.algorithm import Algorithm
from advisor.request import Request, decoded

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from advisor.engine.cache import Cache

Job = str | Path | Mapping[str, Any] | Request
"""A file with a request, the request as it is sent, or as it was read."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What data and request are judged for, and what the person says of them.

    `algorithm`: an id or a container's name. `content_types`: channel -> content type. `hyperparameters`: name -> value
    as text, which beats the request's. `maps`: s3://bucket/prefix -> the folder in which the objects are looked for
    that requests and manifests name. `decode`: every image is decoded in full. `follow_links`: links that lead
    out of the folder are read. `requester_pays`: for what is read from S3. `against`: data, or a report,
    of an earlier state. `strict`: warnings count as errors.
    """

    algorithm: str | None = None
    job: Job | None = None
    content_types: Mapping[str, str] = field(default_factory=dict)
    hyperparameters: Mapping[str, str] = field(default_factory=dict)
    input_mode: str | None = None
    maps: Mapping[str, str | Path] = field(default_factory=dict)
    decode: bool = False
    follow_links: bool = False
    requester_pays: bool = False
    against: str | Path | None = None
    strict: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Who reads: so many `workers` at a time (None: as many as it is worth), or an `executor`; and who is told.

    `cache`: what holds what was read before; without it all is read.
    """

    workers: int | None = 1
    executor: Executor | None = None
    progress: Progress | None = None
    cache: Cache | None = None


NOTHING_ASKED, ALONE = Asked(), Reading()


def hyperparameters(asked: Asked, request: Request | None, algorithm: Algorithm | None) -> dict[str, str]:
    """The hyperparameters of request and options, as the algorithm is given them."""
    given = {**(request.hyper_parameters if request else {}), **asked.hyperparameters}
    if algorithm is None or algorithm.script is None:
        return given
    return {name: decoded(value) for name, value in given.items()}

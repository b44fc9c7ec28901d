"""Training requests wherever they stand: one module a kind of document, each of which finds the requests in it.

A module here has `found(document)`: the requests, in the API's own shape, with where each of their parts stands in the
document that people edit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from advisor.documents import cloudformation, kubernetes, pipeline, state_machine, terraform, training_job, tuning_job
from advisor.documents.found import Found, written
from advisor.request import Request, RequestError, parsed, request_of

KINDS: tuple[Callable[[Mapping[str, Any]], Iterator[Found]], ...] = (
    kubernetes.found,
    pipeline.found,
    state_machine.found,
    cloudformation.found,
    tuning_job.found,
    training_job.found,
)
"""What looks for requests, those kinds first that a document shows by a mark of its own."""

MOST = 1000
"""Requests in one document that are judged."""


def requests_from(job: str | Path | Mapping[str, Any] | Request | None) -> list[Request]:
    """The requests in a file or a document; none without one. Raises `RequestError` where there is none in it."""
    if job is None or isinstance(job, Request):
        return [job] if job else []
    if isinstance(job, Mapping):
        return requests_in([dict(job)], "")
    if str(job).endswith((".py", ".ipynb")):
        raise RequestError(f"{job}: Python is not run here: write the request as JSON, for a pipeline its definition()")
    return requests_in(parsed(Path(job)), str(job))


def requests_in(documents: list[dict[str, Any]], path: str) -> list[Request]:
    """The requests in the documents of one file. `path` is the name that findings give it."""
    found = [request for document in documents for request in _found(document)]
    requests = [request_of(request.content, path, request.places, request.tuning) for request in found]
    if not requests:
        raise RequestError(
            f"{path}: is no CreateTrainingJob request, and holds none: it is no tuning job, pipeline definition, state "
            "machine, Terraform plan, Kubernetes manifest or CloudFormation template with one"
        )
    if len(requests) > MOST:
        raise RequestError(f"{path}: holds {len(requests):,} requests; at most {MOST:,} are judged at a time")
    return requests


def _found(document: Mapping[str, Any]) -> list[Found]:
    """What the first kind of document finds that finds anything; else what the documents hold that stand in it."""
    for kind in KINDS:
        if requests := list(kind(document)):
            return requests
    texts = ((str(name), inner) for name, text in document.items() for inner in written(text))
    held = ((place, _found(text)) for place, text in (*terraform.inner(document), *texts))
    return [request.below(place) for place, requests in held for request in requests]

"""What does on the command line what a page does."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from advisor.request import Request
from advisor.wizard.data.held import Held

UPLOADED = "my-data"
"""Stands for the data where it was uploaded: what the person calls it is not known."""


def check(held: Held) -> str:
    """The check that was made last."""
    path = () if held.location is None else (held.address or UPLOADED,)
    return shlex.join(["advisor", "check", *path, *_asked(held), *_content_types(held)])


def fix(held: Held) -> str:
    """Mends what that check found."""
    return shlex.join(["advisor", "fix", held.address or UPLOADED, *_asked(held), "--output", "mended"])


def explain(rule: str) -> str:
    return shlex.join(["advisor", "explain", rule])


def _asked(held: Held) -> Iterator[str]:
    asked = held.asked
    if asked.algorithm:
        yield from ("--algorithm", asked.algorithm)
    if isinstance(asked.job, Request):
        yield from ("--job", asked.job.path or "job.json")
    for name, value in asked.hyperparameters.items():
        yield from ("--hyperparameter", f"{name}={value}")


def _content_types(held: Held) -> Iterator[str]:
    for name, kind in held.asked.content_types.items():
        yield from ("--content-type", f"{name}={kind}")

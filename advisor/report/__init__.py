"""Renderers of a check's report: one module a format, imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from advisor.report.terminal import Shown

Renderer = Callable[[Sequence["Shown"]], str]


class Format(NamedTuple):
    """The name of a file that holds a report in this format, and its media type."""

    file: str
    media_type: str


RENDERERS = {
    "text": Format("report.txt", "text/plain"),
    "json": Format("report.json", "application/json"),
    "sarif": Format("report.sarif", "application/sarif+json"),
    "junit": Format("report.xml", "application/xml"),
    "github": Format("annotations.txt", "text/plain"),
    "gitlab": Format("code-quality.json", "application/json"),
    "markdown": Format("report.md", "text/markdown"),
    "html": Format("report.html", "text/html"),
}
"""The formats of a report. The module of this package that bears the name of one renders it."""


def renderer(name: str) -> Renderer:
    """The function that turns reports into one text of one of the `RENDERERS`. Only JSON holds texts as they stand."""
    render = cast(Renderer, import_module(f"{__name__}.{name}").render)
    return render if name == "json" else lambda shown: render(_printable(shown))


def _printable(shown: Sequence[Shown]) -> list[Shown]:
    from advisor.report.printable import printable

    return [entry._replace(report=printable(entry.report)) for entry in shown]

"""Renderers of a check's report: one module a format, imported when its format is asked for."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from advisor.findings import Report
    from advisor.report.terminal import Look

Renderer = Callable[["Report", "Look"], str]

RENDERERS = {
    name: f"advisor.report.{name}" for name in ("text", "json", "sarif", "junit", "github", "gitlab", "markdown")
}
"""The name of a format -> the module whose `render` writes it."""


def renderer(name: str) -> Renderer:
    """The function that turns a report into the text of a format. Raises `KeyError` for an unknown one."""
    return cast(Renderer, import_module(RENDERERS[name]).render)

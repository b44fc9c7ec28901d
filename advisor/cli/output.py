"""Where the text of a command goes, and how it looks there."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from advisor.errors import AdvisorError

if TYPE_CHECKING:
    from advisor.report.terminal import Look, SourceLine

NARROWEST, WIDEST = 40, 100
FORMAT = "ADVISOR_OUTPUT_FORMAT"


class OutputError(AdvisorError):
    """The output file cannot be written; the message says why."""


class Output(NamedTuple):
    """A format, and the file that it is written to; None where it is printed."""

    format: str
    file: str | None = None


def outputs(
    listed: Sequence[str] | None, name: str | None, file: str | None, configured: Mapping[str, str]
) -> list[Output]:
    """What is written, and where: as the command line says, else the environment, else the configuration.

    Raises `OutputError` where a format is unknown, or two outputs would be written to one place.
    """
    from difflib import get_close_matches

    from advisor.report import RENDERERS

    chosen = [Output(fmt, target or None) for fmt, _, target in (item.partition("=") for item in listed or ())]
    name = name or (None if listed else os.environ.get(FORMAT))
    if name or file:
        chosen.insert(0, Output(name or "text", file))
    if not chosen:
        chosen = [Output(fmt, None if target == "-" else target) for fmt, target in configured.items()]
    chosen = chosen or [Output("text")]
    for output in chosen:
        if output.format not in RENDERERS:
            near = get_close_matches(output.format, RENDERERS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(RENDERERS)}"
            raise OutputError(f"there is no output format {output.format!r}; {hint}")
        if output.file and not Path(output.file).parent.is_dir():
            raise OutputError(f"{output.file}: cannot be written: {os.strerror(errno.ENOENT)}")
    targets = [output.file for output in chosen]
    if twice := next((target for target in targets if targets.count(target) > 1), ""):
        raise OutputError(f"two outputs would be written to {twice}")
    if targets.count(None) > 1:
        raise OutputError("only one output can be printed; give the others a file: --output sarif=report.sarif")
    return chosen


def emit(text: str, file: str | None = None) -> None:
    """Prints `text`, or writes it to `file`, whole or not at all. Raises `OutputError`."""
    if file is None:
        _print(text)
        return
    try:
        _write(Path(file), text)
    except OSError as error:
        raise OutputError(f"{file}: cannot be written: {error.strerror or error}") from error


def _print(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding or "ascii"
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except BrokenPipeError:  # the reader has seen enough, which changes nothing about the verdict
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(f"standard output cannot be written: {error.strerror or error}") from None


def _write(path: Path, text: str) -> None:
    if path.exists() and not path.is_file():  # a pipe or a device is written to as it stands
        path.write_text(text, "utf-8", "backslashreplace")
        return
    path = path.resolve()
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        fresh.write_text(text, "utf-8", "backslashreplace")
        if path.exists():
            fresh.chmod(path.stat().st_mode & 0o777)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def look(
    file: str | None = None,
    source_line: SourceLine | None = None,
    root: str = "",
    job: str | None = None,
    stand_in: str | None = None,
    is_full: bool = False,
    told: tuple[str, ...] = (),
) -> Look:
    """How text should look where it goes: in colour on a terminal only, never in a file."""
    from advisor.report.terminal import WIDTH, Look

    width = min(max(os.get_terminal_size(1).columns or WIDTH, NARROWEST), WIDEST) if _is_terminal(sys.stdout) else WIDTH
    quoting: dict[str, Any] = {} if source_line is None else {"source_line": source_line}
    colour = file is None and wants_colour(sys.stdout)
    return Look(
        WIDTH if file else width, colour, **quoting, root=root, job=job, stand_in=stand_in or job,
        is_file=Path(root).is_file(), is_full=is_full, told=told,
    )  # fmt: skip


def wants_colour(stream: TextIO) -> bool:
    """By https://no-color.org and https://force-color.org; else whether the stream is a terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()

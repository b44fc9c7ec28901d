"""The command line: `advisor COMMAND ...`. Each command is a module with `add_parser(subparsers)` and `run(args)`."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Sequence
from types import ModuleType
from typing import NoReturn, cast

from advisor.cli import algorithms, check, compile, config, convert, explain, fix, init, recommend, wizard  # noqa: A004 - the name of a command
from advisor.cli.failure import report_failure
from advisor.cli.parsing import FAILED, Parser, UsageError
from advisor.version import VERSION

COMMANDS = (check, convert, fix, recommend, algorithms, explain, init, config, compile, wizard)

_ABOUT = """Checks data and training requests for SageMaker's built-in algorithms before anything is billed, and advises
which of them fits a problem."""
_EXIT_CODES = "exit codes: 0 no error was found, 1 at least one was, 2 the command could not be carried out"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command and gives back its exit code; whatever goes wrong becomes a message and 2."""
    words = list(sys.argv[1:] if argv is None else argv)
    args = Namespace()
    if argv is None:
        _start_lean()
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # what ends it from outside interrupts it, as Ctrl+C
    try:
        _parser().parse_args(words, args)
        return int(args.run(args))
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else FAILED
    except (KeyboardInterrupt, Exception) as error:
        report_failure(error, words, getattr(args, "output_file", None))
        return FAILED
    finally:
        if argv is None:  # the process ends: spare it a last walk through every object (20 ms)
            gc.freeze()


def _start_lean() -> None:
    """In a process of its own: spares it what other libraries would do at their start, and nothing here needs."""
    gc.set_threshold(100_000)  # looking for garbage while modules load (10 ms)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads for matrices (60 ms of the other core)
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looked for in every package installed (25 ms)
    sys.modules.setdefault("scipy.linalg", cast(ModuleType, None))  # loaded by numba where it is installed (100 ms)


def _parser() -> Parser:
    parser = Parser(prog="advisor", description=_ABOUT, epilog=_EXIT_CODES)
    parser.add_argument("--version", action="version", version=f"advisor {VERSION}")
    parser.set_defaults(run=_no_command)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND [OPTION]")
    for command in COMMANDS:
        command.add_parser(subparsers)
    return parser


def _no_command(args: Namespace) -> NoReturn:
    raise UsageError(f"say what to do: advisor {'|'.join(c.__name__.rpartition('.')[2] for c in COMMANDS)} (or --help)")

"""`advisor init`: writes a first configuration from what lies here."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from advisor.cli.output import OutputError, emit
from advisor.cli.parsing import PASSED


def add_parser(subparsers: Any) -> None:
    about = "Writes advisor.toml: each data set and each training request in this folder, with the algorithm that fits."
    parser = subparsers.add_parser(
        "init", help="write a first advisor.toml from what is in this folder", description=about
    )
    parser.add_argument("--force", action="store_true", help="overwrite an existing advisor.toml")
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from pathlib import Path

    from advisor.gate.config import NAMES
    from advisor.gate.first import written

    file = Path(NAMES[0])
    if file.exists() and not args.force:
        raise OutputError(f"{file}: exists already; --force overwrites it")
    emit(written(Path()), str(file))
    print(f"{file} is written; `advisor check` checks what it names")
    return PASSED

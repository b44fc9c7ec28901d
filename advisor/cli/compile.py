"""`advisor compile`: compiles the loops for large files now, and not when the first one is met."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from advisor.cli.parsing import PASSED


def add_parser(subparsers: Any) -> None:
    about = """Compiles the loops that read large files, which takes ten to twenty seconds, and keeps them (below
NUMBA_CACHE_DIR where it is set). Otherwise the first file of 512 MB waits for
them, and smaller ones are read without them."""
    parser = subparsers.add_parser("compile", help="compile the loops for large files ahead of time", description=about)
    parser.set_defaults(run=run)


def run(args: Namespace) -> int:
    from advisor.engine.compiling import compile_loops

    print(f"compiled loops are kept in {compile_loops()}")
    return PASSED

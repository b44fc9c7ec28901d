"""Writes what is generated from facts, rules, models and commands: `python -m scripts.pages [NAME...] [--check]`."""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

from advisor.knowledge.compile import outdated, replace_stale

NAMES = (
    "algorithms", "contradictions", "coverage", "documents", "journeys", "notes", "readme", "rules", "schemas",
    "sources", "statements",
)  # fmt: skip
"""The modules beside this one whose `pages()` say what each of their files holds."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.pages", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is out of date")
    args = parser.parse_args(argv)
    if unknown := set(args.names) - {*NAMES}:
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(NAMES)}")
    stale: list[Path] = []
    for name in args.names or NAMES:
        wanted: dict[Path, str] = import_module(f"scripts.pages.{name}").pages()
        old = outdated(wanted)
        stale += old
        if not args.check:
            replace_stale(old, wanted)
    sys.stderr.writelines(f"{'out of date' if args.check else 'written'}: {path}\n" for path in stale)
    return 1 if args.check and stale else 0


if __name__ == "__main__":
    raise SystemExit(main())

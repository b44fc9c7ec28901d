"""Writes the compiled form of the knowledge base: `python -m advisor.knowledge.compile [--check]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

from advisor.knowledge.load import ALGORITHMS, COMPILED, INSTANCES, content, fingerprint, read_algorithm


def compiled_files() -> dict[Path, str]:
    """Every compiled file with the text that it should hold. Raises `KnowledgeError` for a fault in a source."""
    sources = [INSTANCES, *sorted(ALGORITHMS.glob("*.yaml"))]
    return {COMPILED / f"{source.stem}.json": _compiled_text(source) for source in sources}


def _compiled_text(source: Path) -> str:
    if source.parent == ALGORITHMS:
        read_algorithm(source)
    form = {"sha256": fingerprint(source), "content": content(source)}
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")) + "\n"


def outdated(wanted: Mapping[Path, str]) -> list[Path]:
    """Files that are missing, or hold something else."""
    return [path for path, text in wanted.items() if not path.exists() or path.read_text("utf-8") != text]


def stale_files(wanted: dict[Path, str]) -> list[Path]:
    """Compiled files that are missing, out of date, or have no source any more."""
    return outdated(wanted) + sorted(set(COMPILED.glob("*")) - wanted.keys())


def replace_stale(stale: Iterable[Path], wanted: Mapping[Path, str]) -> None:
    """Writes the files that are out of date, and deletes those that nothing asks for any more."""
    for path in stale:
        if path in wanted:
            path.write_text(wanted[path], "utf-8")
        else:
            path.unlink()


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m advisor.knowledge.compile", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is out of date")
    args = parser.parse_args(argv)
    wanted = compiled_files()
    stale = stale_files(wanted)
    if args.check:
        sys.stderr.writelines(f"out of date: {path}\n" for path in stale)
        return 1 if stale else 0
    COMPILED.mkdir(exist_ok=True)
    replace_stale(stale, wanted)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

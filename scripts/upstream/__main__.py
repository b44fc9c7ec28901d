"""Holds what was generated of other people's packages against their newest releases: `scripts/refresh [--write]`.

Prints each line that changed, and exits 1 if one did. With `--write` the files are written anew; what is generated of
them in turn (the compiled form, the pages) is then out of date, and its tests say so.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
import tempfile
from datetime import date
from pathlib import Path

from scripts.upstream import images, instances, shapes
from scripts.upstream.packages import Wheel, download

KNOWLEDGE = Path(__file__).parents[2] / "advisor" / "knowledge"
STAMP = re.compile(r'^(#.*|checked: .*|"generated": .*)\n', re.MULTILINE)
"""The lines that say of what a file was made, and when."""


def generated(wheels: dict[str, Wheel], today: date) -> dict[Path, str]:
    """Every generated file with the text that it should hold."""
    folder = KNOWLEDGE / "generated"
    return {
        folder / "images.json": images.text(wheels, today),
        folder / "shapes.json": shapes.text(wheels, today),
        KNOWLEDGE / "instances.yaml": instances.text(wheels, today, KNOWLEDGE / "instances.yaml"),
    }


def changes(old: str, new: str, name: str) -> list[str]:
    """The lines that differ, as a unified diff; nothing where only the stamp does."""
    before, after = (STAMP.sub("", text).splitlines() for text in (old, new))
    return list(difflib.unified_diff(before, after, name, name, n=0, lineterm=""))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="scripts/refresh", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the files anew")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        wheels = download(Path(folder))
        wanted = generated(wheels, date.today())
    differs = False
    for path, text in wanted.items():
        lines = changes(path.read_text("utf-8") if path.exists() else "", text, path.name)
        differs |= bool(lines)
        sys.stdout.writelines(f"{line}\n" for line in lines)
        if args.write:
            path.write_text(text, "utf-8")
    versions = ", ".join(f"{name} {wheel.version}" for name, wheel in wheels.items())
    print(f"{'Differs from' if differs else 'No difference from'} {versions}.")
    return int(differs)


if __name__ == "__main__":
    raise SystemExit(main())

"""Whether what a person states arrives where it belongs: `python -m benchmarks.stated [FILE] [--wrong]`.

Each sentence names an algorithm and what its plan must then hold: settings, values that no setting may have, facts,
machines, content type, mode. A sentence is right where all of it is.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from advisor.advise import Advice, recommend

SENTENCES = Path(__file__).parent / "stated.toml"
PLANS = SENTENCES.with_name("plans.jsonl")
"""Sentences by people who did not know how they are read."""


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=SENTENCES)
    parser.add_argument("--wrong", action="store_true", help="name what did not arrive")
    args = parser.parse_args(argv)
    rows = sentences(args.file)
    faults = {row["text"]: list(wrong(row)) for row in rows}
    if args.wrong:
        for text, found in faults.items():
            if found:
                print(f"{text}\n    " + "\n    ".join(found))
    right = sum(not found for found in faults.values())
    print(f"{right} of {len(rows)} sentences are right in all they state")
    return 0


def sentences(file: Path = SENTENCES) -> list[dict[str, Any]]:
    text = file.read_text("utf-8")
    rows = map(json.loads, text.splitlines()) if file.suffix == ".jsonl" else tomllib.loads(text)["said"]
    return list(rows)


def wrong(row: dict[str, Any]) -> Iterator[str]:
    """What of a sentence did not arrive."""
    advice = recommend(row["text"], algorithm=row["algorithm"])
    one = advice.recommendations[0]
    values = {name: setting.value for name, setting in one.hyperparameters.items()}
    for name, value in row.get("settings", {}).items():
        if not _same(values.get(name), value):
            yield f"{name} is {values.get(name)}, not {value}"
    for name, value in row.get("not", {}).items():
        if _same(values.get(name), value):
            yield f"{name} is {value}"
    yield from _plan(row, advice)


def _plan(row: dict[str, Any], advice: Advice) -> Iterator[str]:
    one = advice.recommendations[0]
    for name, value in row.get("numbers", {}).items():
        if advice.problem.number(name) != value:
            yield f"{name} is {advice.problem.number(name)}, not {value}"
    told = {
        "type": one.training.instance_type, "machines": one.training.instance_count, "mode": one.input.mode,
        "content_type": one.input.content_type.partition(";")[0],
    }  # fmt: skip
    yield from (f"{name} is {value}, not {row[name]}" for name, value in told.items() if row.get(name, value) != value)


def _same(value: object, wanted: object) -> bool:
    if isinstance(wanted, (int, float)) and not isinstance(wanted, bool):
        try:
            return abs(float(str(value)) - wanted) <= 1e-9 * max(abs(wanted), 1)
        except ValueError:
            return False
    return str(value).lower().replace(" ", "") == str(wanted).lower().replace(" ", "")


if __name__ == "__main__":
    raise SystemExit(main())

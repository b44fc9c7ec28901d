"""How often the right rule is found for what people tell: `python -m benchmarks.explained [FILE] [--wrong]`.

FILE holds a JSON object a line: `text`, `algorithm` (may be empty), and `accepts`: codes of rules, or names of kinds of
faults that no rule prevents, each of which would be right; none where the text tells of no failure. These stories watch
over what is read right already: the reader is learnt from them, too. How well it reads what is new to it: `python -m
scripts.learning.stories --score`.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from advisor.explanation import Answer, explain
from advisor.explanation.catalogue import elsewhere
from advisor.explanation.stories.reader import NOTHING

STORIES = Path(__file__).parent / "explained.jsonl"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, nargs="?", default=STORIES)
    parser.add_argument("--wrong", action="store_true", help="name the stories whose first answer is not right")
    args = parser.parse_args(argv)
    carriers: dict[str, list[int | None]] = defaultdict(list)
    for row in told(args.file):
        given = subjects(explain(row["text"], row.get("algorithm") or None))
        wanted = row["accepts"] or [NOTHING]
        place = next((place for place, one in enumerate(given or [NOTHING]) if one in wanted), None)
        carriers[carrier(wanted[0])].append(place)
        if args.wrong and place != 0:
            print(f"{row['text']}\n    {' '.join(given[:3]) or 'nothing'}, not {' '.join(row['accepts'])}")
    for name, places in sorted(carriers.items()):
        print(_line(name, places))
    print(_line("all", [one for places in carriers.values() for one in places]))
    return 0


def _line(name: str, places: Sequence[int | None]) -> str:
    first, three = (sum(one is not None and one < most for one in places) / len(places) for most in (1, 3))
    return f"{name:<10} {len(places):>4} told, {first:>4.0%} first, {three:>4.0%} among three"


def told(file: Path = STORIES) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def subjects(answer: Answer) -> list[str]:
    """What was answered, best first: codes, or the name of the kind of fault that no rule prevents."""
    if answer.not_data:
        return [name for name, kind in elsewhere().items() if kind.what == answer.not_data]
    return [found.rule for found in answer.rules]


def carrier(subject: str) -> str:
    return "elsewhere" if subject in elsewhere() else subject[:3] or "nothing"


if __name__ == "__main__":
    raise SystemExit(main())

"""Labels of pairs that are text, numbered from 0 over all files together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from advisor.conversion.tables.learn import categories

REPAIR = "number-labels"
LABEL = "label"


def classes_of(files: Iterable[Path]) -> dict[str, float]:
    """Label -> its number: its own where all of them say one, else one in the order of the alphabet."""
    texts = {label for file in files for label in _labels(file)}
    try:
        return {text: float(text) for text in sorted(texts)}
    except ValueError:
        return dict(categories(texts))


def _labels(file: Path) -> Iterator[str]:
    with file.open("rb") as stream:
        for line in stream:
            label = _object(line.decode("utf-8", "replace")).get(LABEL)
            if isinstance(label, str):
                yield label


def numbered(lines: Iterator[str], classes: Mapping[str, float]) -> Iterator[str]:
    """Lines with the numbers in the place of the labels; others stay as they are."""
    for line in lines:
        value = _object(line)
        number = classes.get(label) if isinstance(label := value.get(LABEL), str) else None
        if number is None:
            yield line
        else:
            value[LABEL] = int(number) if float(number).is_integer() else number
            yield json.dumps(value, ensure_ascii=False)


def _object(line: str) -> dict[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}

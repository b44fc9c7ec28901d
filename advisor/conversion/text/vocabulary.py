"""The words of texts: counted, numbered, and kept in the files that algorithms read.

Memory: some 100 bytes a different word.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from advisor.conversion.errors import ConversionError
from advisor.conversion.options import Options

MOST = 5_000_000
"""Different words that are counted."""

SPECIAL = ("<pad>", "<unk>", "<s>", "</s>")
UNKNOWN = SPECIAL.index("<unk>")


def folder_beside(target: Path) -> Path:
    """Where a conversion writes the vocabulary of its result, to be put in place with it."""
    return target.with_name(f"{target.name}.vocabulary")


def kept(options: Options, names: Sequence[str]) -> list[Path] | None:
    """The files of the vocabulary, if they are there. Raises `ConversionError` where no folder for them is given."""
    if options.vocabulary is None:
        raise ConversionError("say where the words and their ids are kept: --vocabulary FOLDER")
    files = [options.vocabulary / name for name in names]
    return files if all(file.exists() for file in files) else None


def count(counts: Counter[str], tokens: Iterable[str]) -> None:
    """Adds tokens to what was counted. Raises `ConversionError` where there are too many different ones."""
    counts.update(tokens)
    if len(counts) > MOST:
        raise ConversionError(
            f"the texts hold more than {MOST:,} different words: cut them otherwise (--tokens words), or leave out "
            "what is no word, such as numbers and addresses"
        )


def chosen(counts: Counter[str], options: Options) -> list[str]:
    """The words that are kept, the commonest first; of equally common ones in the order of the alphabet."""
    if options.vocabulary_size is None and options.least_count == 1:
        kept = list(counts)
    else:
        kept = [word for word, times in counts.items() if times >= options.least_count]
    return sorted(kept, key=lambda word: (-counts[word], word))[: options.vocabulary_size]


def numbered(counts: Counter[str], options: Options) -> dict[str, int]:
    """Word -> id: first those of padding, unknown words, and the two ends of a sentence."""
    words = (word for word in chosen(counts, options) if word not in SPECIAL)
    return {word: number for number, word in enumerate((*SPECIAL, *words))}


def save_ids(ids: dict[str, int], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(ids, ensure_ascii=False, indent=0) + "\n", "utf-8")


def read_ids(path: Path) -> dict[str, int]:
    """Raises `ConversionError`."""
    try:
        ids = json.loads(path.read_text("utf-8"))
        if ids.keys() >= {*SPECIAL} and all(type(number) is int for number in ids.values()):
            return dict(ids)
    except (OSError, ValueError, AttributeError) as error:
        raise ConversionError(f"{path}: cannot be read as a vocabulary: {error}") from error
    raise ConversionError(f"{path}: is no vocabulary of ids with {', '.join(SPECIAL)}")


def save_words(words: list[str], path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{word}\n" for word in words), "utf-8")


def read_words(path: Path) -> list[str]:
    """Raises `ConversionError`."""
    try:
        return path.read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, ValueError) as error:
        raise ConversionError(f"{path}: cannot be read as words, one a line: {error}") from error

"""Texts cut into tokens."""

from __future__ import annotations

import re
from collections.abc import Callable

from advisor.conversion.options import Options

Cut = Callable[[str], list[str]]

_WORD = re.compile(r"\w+(?:['\u2019]\w+)*|[^\w\s]")


def cut_of(options: Options) -> Cut:
    """How texts are cut."""
    cuts: dict[str, Cut] = {"words": words, "blanks": str.split, "cell": _whole}
    return cuts[options.tokens]


def words(text: str) -> list[str]:
    """Words in lower case, and marks of punctuation on their own."""
    return _WORD.findall(text.lower())


def _whole(text: str) -> list[str]:
    text = text.strip()
    return [text] if text else []

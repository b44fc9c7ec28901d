"""Which of the texts that a manifest holds come more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor.profile.packed import PackedTexts, Repeats

REPEATS_KEPT = 200_000
"""Different texts that come more than once, of which the first is remembered."""


def repeated(texts: PackedTexts, part_of: Callable[[bytes], bytes] | None = None) -> Iterator[tuple[int, bytes]]:
    """The texts that came before, each with its number. Equal hashes only say where to look: the texts are compared.

    `part_of`: what of a text is compared, if not all of it.
    """
    repeats = Repeats("q")
    for _, block in texts.by_block():
        whole = filter(None, block)
        repeats.append(map(hash, map(part_of, whole) if part_of else whole))
    before: set[bytes] = set()
    positions = enumerate(texts)
    for wanted in repeats.positions():
        number, text = next(found for position, found in positions if position == wanted)
        part = part_of(text) if part_of else text
        if part in before:
            yield number, text
        elif len(before) < REPEATS_KEPT:
            before.add(part)

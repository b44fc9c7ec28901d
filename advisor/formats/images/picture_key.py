"""A key of an image by which copies of it are found: its length, and a few words that stand evenly over it."""

from __future__ import annotations

from advisor.profile.sketch import FACTOR, MASK

WORD, WORDS = 8, 8
"""Bytes of a word, and how many are looked at."""

SHIFT = 32


def picture_key(image: memoryview) -> int:
    """`kernels.image_recordio` computes the same."""
    key = len(image)
    step = (len(image) - WORD) // (WORDS - 1)
    for at in range(0, WORDS * step, step) if step > 0 else ():
        key = (key ^ int.from_bytes(image[at : at + WORD], "little")) * FACTOR & MASK
        key ^= key >> SHIFT
    return key

"""What `python -m tests.hostile.fuzz` once found (in `corpus/`, if it ever did), and the sound file of each format."""

from __future__ import annotations

import pytest

from advisor.formats.registry import READERS
from tests.hostile.fuzz import CORPUS, tried
from tests.hostile.sound import SOUND


@pytest.mark.parametrize("name", READERS)
def test_what_was_found_is_read_the_same_in_pieces(name: str) -> None:
    for data in [file.read_bytes() for file in sorted(CORPUS.glob(f"{name}/*"))] + [one.data for one in SOUND.values()]:
        tried(name, data)

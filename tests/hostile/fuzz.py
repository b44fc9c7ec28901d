"""Guides bytes through a reader by what of its code they reach: no exception, no hang, the same in pieces as in one.

python -m tests.hostile.fuzz                      # each reader for a minute
python -m tests.hostile.fuzz lst csv --minutes 60

Needs `pip install --group fuzz`. What is found is kept in `corpus/`, a folder that is made then and that
`test_corpus.py` reads ever after.
"""

from __future__ import annotations

import argparse
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from advisor.profile.base import FileProfile
from advisor.profile.formats import FORMATS
from advisor.profile.predicates import CellIsNot, ValueOutside, WidthIsNot
from tests.hostile.sound import SOUND

CORPUS = Path(__file__).with_name("corpus")
LONGEST = 1024
"""Bytes of an input."""

MEMORY = 1024
"""Megabytes of a process, of which the libraries take a third."""

PIECE = 61
INTERPRETED = {"NUMBA_DISABLE_JIT": "1"}
"""Loops run as Python, which guides the bytes through them and sees an index that is out of bounds."""

LOOKS = (ValueOutside("labels", 1, minimum=1, below=5, integral=True), WidthIsNot(2), CellIsNot(0, "number"))


def tried(name: str, data: bytes) -> None:
    """Reads bytes as a file of the format: in one piece and in many, by plain and by compiled loops, and once more."""
    from advisor.formats.registry import locate, options, reader

    whole = reader(name).scan(io.BytesIO(data), len(data))
    _same_in_pieces(name, data, whole)
    if FORMATS[name].compiled:
        with _compiled():
            _same_in_pieces(name, data, whole)
    if decoded := options(name, True):
        reader(name).scan(io.BytesIO(data), len(data), **decoded)
    for predicate in LOOKS:
        locate(name, io.BytesIO(data), len(data), predicate)


def _same_in_pieces(name: str, data: bytes, whole: FileProfile) -> None:
    from advisor.formats.registry import reader
    from tests.builders.pieces import scanned_in_pieces

    read = reader(name)
    others = [read.scan(io.BytesIO(data), len(data))]
    if hasattr(read, "scan_piece"):
        others.append(scanned_in_pieces(read, data, PIECE))
    for other in others:
        assert _said(other) == _said(whole), "in pieces, or compiled, it reads otherwise"


def _said(profile: FileProfile) -> object:
    return profile.summary(), profile.faults, profile.records


@contextmanager
def _compiled() -> Iterator[None]:
    """Compiled loops read as little as this."""
    from advisor.formats.kernels import always

    with always(), patch("advisor.formats.recordio.runs.FROM", 0), patch("advisor.formats.tables.libsvm.BLOCK", PIECE):
        yield


def main() -> int:
    from advisor.formats.registry import READERS

    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__)
    parser.add_argument("readers", nargs="*", choices=[[], *READERS])
    parser.add_argument("--minutes", type=float, default=1)
    args = parser.parse_args()
    found = 0
    for name in args.readers or READERS:
        kept = CORPUS / name
        kept.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory() as scratch:
            for at, data in enumerate(beginnings()):
                (Path(scratch) / str(at)).write_bytes(data)
            bounds = {"max_total_time": 60 * args.minutes, "max_len": LONGEST, "rss_limit_mb": MEMORY, "timeout": 20}
            words = [f"-{name}={int(value)}" for name, value in bounds.items()]
            done = subprocess.run(
                [sys.executable, "-c", f"from tests.hostile.fuzz import guided; guided({name!r})", *words,
                 f"-artifact_prefix={kept}/", scratch, str(kept)],
                stderr=subprocess.PIPE, text=True, errors="replace", check=False, env=os.environ | INTERPRETED,
            )  # fmt: skip
        last = [line for line in done.stderr.splitlines() if line.startswith(("#", "Done"))][-1:]
        print(f"{name}: {'open' if done.returncode else 'nothing open'} {' '.join(last)}", flush=True)
        if done.returncode:
            print(done.stderr[-2000:])
            found += 1
        elif not any(kept.iterdir()):
            kept.rmdir()
    return 1 if found else 0


def beginnings() -> set[bytes]:
    """What is sound, what the examples of rules hold, and the first lines of long files."""
    from tests.hostile.seeds import with_files
    from tests.hostile.ways import long_files

    examples = [data for seed in with_files() for data in seed.files.values()]
    held = [*examples, *(one.data for one in SOUND.values()), *(one.data for one in long_files())]
    return {data[:LONGEST] for data in held}


def guided(name: str) -> None:
    """The process of one reader: its arguments are those of libFuzzer."""
    import atheris

    with atheris.instrument_imports(include=["advisor"]):  # some are imported when they are first needed
        atheris.Setup(sys.argv, lambda data: tried(name, data))
        atheris.Fuzz()


if __name__ == "__main__":
    raise SystemExit(main())

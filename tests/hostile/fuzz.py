"""Guides bytes through a reader by what of its code they reach: no exception, no hang, the same in pieces as in one.

python -m tests.hostile.fuzz                      # each reader for a minute
python -m tests.hostile.fuzz lst csv --minutes 60

Needs `pip install --group fuzz`. What is found is kept in `corpus/`, which `test_corpus.py` reads ever after.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.hostile.sound import SOUND

CORPUS = Path(__file__).with_name("corpus")
LONGEST = 4096
"""Bytes of an input, and megabytes of memory."""

PIECE = 61


def tried(name: str, data: bytes) -> None:
    """Reads bytes as a file of the format, in one piece and in many."""
    from advisor.formats.registry import reader
    from tests.builders.pieces import scanned_in_pieces

    read = reader(name)
    whole = read.scan(io.BytesIO(data), len(data))
    said = whole.summary(), whole.faults, whole.records
    if hasattr(read, "scan_piece"):
        parted = scanned_in_pieces(read, data, PIECE)
        assert (parted.summary(), parted.faults, parted.records) == said, "in pieces it reads otherwise"


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
            for at, sound in enumerate(sound.data for sound in SOUND.values()):
                (Path(scratch) / str(at)).write_bytes(sound)
            bounds = {"max_total_time": 60 * args.minutes, "max_len": LONGEST, "rss_limit_mb": LONGEST, "timeout": 20}
            words = [f"-{name}={int(value)}" for name, value in bounds.items()]
            done = subprocess.run(
                [sys.executable, "-c", f"from tests.hostile.fuzz import guided; guided({name!r})", *words,
                 f"-artifact_prefix={kept}/", scratch, str(kept)], stderr=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
        last = [line for line in done.stderr.splitlines() if line.startswith(("#", "Done"))][-1:]
        print(f"{name}: {'open' if done.returncode else 'nothing open'} {' '.join(last)}", flush=True)
        if done.returncode:
            print(done.stderr[-2000:])
            found += 1
        elif not any(kept.iterdir()):
            kept.rmdir()
    return 1 if found else 0


def guided(name: str) -> None:
    """The process of one reader: its arguments are those of libFuzzer."""
    import atheris

    with atheris.instrument_imports(include=["advisor"]):
        from advisor.formats.registry import reader

        reader(name)
    atheris.Setup(sys.argv, lambda data: tried(name, data))
    atheris.Fuzz()


if __name__ == "__main__":
    raise SystemExit(main())

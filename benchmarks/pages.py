"""How soon the wizard's server has a page ready while it checks a large CSV: `python -m benchmarks.pages [--mb 200]`.

Without a browser, whose part is the same whatever the server does. The pages are asked for in turn, first while nothing
else runs, then for as long as the check does.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

from streamlit.testing.v1 import AppTest

from benchmarks.data import make
from tests.builders.wizard.pages import GROUPS, asked, button

KINDS = {"csv-50": 1.0, "csv-50-bad": 0.3}
"""What is checked, and the share of what is asked for that `make` makes of it."""
PAGES = ("rules", "algorithms", "problem", "advice", "job", "data")
WARM = 2
"""Rounds before anything is measured: pages load what they need."""
ROUNDS = 5


def turn(app: AppTest) -> list[float]:
    """Seconds of each page."""
    seconds = []
    for name in PAGES:
        started = time.perf_counter()
        app.switch_page(f"views/{name}.py").run()
        seconds.append(time.perf_counter() - started)
        assert not app.exception
    return seconds


def begin(app: AppTest, path: Path) -> None:
    app.radio(key="way").set_value("Name a path on this machine").run()
    app.text_input(key="path").set_value(str(path))
    button(app, "Check the data").click().run()


def measure(path: Path) -> tuple[list[list[float]], list[list[float]]]:
    """Rounds while nothing runs, and those while the check does."""
    app = asked(GROUPS, "data")
    app.default_timeout = 120
    for _ in range(WARM):
        turn(app)
    idle = [turn(app) for _ in range(ROUNDS)]
    begin(app, path)
    data, busy = app.session_state["session"].data, []
    while data.running and data.running.outcome is None:
        busy.append(turn(app))
    return idle, busy[:-1] or busy  # in the last the check ended


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--folder", type=Path, help="where the data goes (default: a temporary folder)")
    parser.add_argument("--mb", type=int, default=200)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary)
        print("| checked | page | ms alone | ms meanwhile | ratio | longest |\n|---|---|---|---|---|---|")
        for kind, share in KINDS.items():
            idle, busy = measure(make(folder, kind, int(arguments.mb * 1e6 / share)))
            for at, page in enumerate(PAGES):
                alone, meanwhile = (median(one[at] for one in rounds) * 1000 for rounds in (idle, busy))
                longest = max(one[at] for one in busy) * 1000
                told = f"| {alone:.0f} | {meanwhile:.0f} | {meanwhile / alone:.1f} | {longest:.0f} |"
                print(f"| {kind} | {page} {told}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

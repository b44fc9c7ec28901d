"""Tables of texts to BlazingText's lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import AdvisorError, check, convert
from tests.builders.folders import places, write

MAILS = 'kind,mail\nnot spam,"Don\'t be late, ""Bob""\nat 10"\nspam,BUY now!\n'


def test_lines_of_words(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": MAILS + ",nothing\n"})
    with pytest.raises(AdvisorError, match=r"a\.csv:5: has no label: --missing drop"):
        convert(
            tmp_path / "a.csv", held="csv", header=True, to="sentences", output=tmp_path / "o", label=1, text="mail"
        )
    done = convert(
        tmp_path / "a.csv", held="csv", header=True, to="sentences", output=tmp_path / "o", label="kind", text="mail",
        missing="drop",
    )  # fmt: skip
    assert (done.rows, done.dropped) == (2, 1)
    lines = (tmp_path / "o").read_text("utf-8").splitlines()
    assert lines == ['__label__not_spam don\'t be late , " bob " at 10', "__label__spam buy now !"]


def test_result_passes(tmp_path: Path) -> None:
    kinds = ("sports", "politics", "weather")
    rows = [f"{kinds[i % 3]},The {kinds[i % 3]} of day {i} were rather long and good to see again" for i in range(60)]
    write(tmp_path, {"a.csv": "\n".join(rows) + "\n"})
    convert(tmp_path / "a.csv", to="sentences", output=tmp_path / "o" / "train" / "a.txt", label=1, text=2)
    assert places(check(tmp_path / "o", algorithm="blazingtext", hyperparameters={"mode": "supervised"})) == []


def test_labels_that_bear_the_mark_already_bear_it_once(tmp_path: Path) -> None:
    write(tmp_path, {"a.csv": "label,text\n__label__good,so so\nbad,so so\n"})
    convert(tmp_path / "a.csv", to="sentences", label="label", text="text", header=True, output=tmp_path / "o")
    assert (tmp_path / "o").read_text() == "__label__good so so\n__label__bad so so\n"

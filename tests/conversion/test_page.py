"""Every command on the page docs/convert.md does what it says there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from advisor import convert
from advisor.case.repairs import REPAIRS
from advisor.cli import main
from advisor.conversion.mend.files.order import FOLLOW, MOVE_LABEL
from advisor.conversion.mend.repairs import QUESTIONS
from tests.builders.folders import write
from tests.builders.pictures.annotated import BOXED, class_folders, colour_mask, drifting_masks, photo, video

PAGE = (Path(__file__).parents[2] / "docs" / "convert.md").read_text("utf-8")
COMMANDS = [*re.findall(r"`(advisor convert [^`]*)`", PAGE), *re.findall(r"^    (advisor .*)$", PAGE, re.MULTILINE)]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    days = [f"2026-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 29)]
    rows = [f"{i},{d},{'Oslo' if i % 3 else 'Bergen'},{i * 7 % 11 / 4},{i % 2}" for i, d in enumerate(days)]
    gap = "1.5,2\n" * 9 + "1,\n"
    words = "1 1:2 7:1\n0 3:4.5\n" * 9
    write(folder, {"sales.csv": "id,day,city,price,sold\n" + "\n".join(rows), "words.libsvm": words, "data/a.csv": gap})
    write(folder, {"mails.csv": "kind,mail\n" + "work,See you at 10\nspam,Buy now!\n" * 9})
    pairs = [
        '{"one": "A man plays a flute", "other": "He plays", "alike": 0.8}',
        '{"one": "Rain", "other": "Sun", "alike": 0}',
    ]
    write(
        folder,
        {
            "pairs.jsonl": "\n".join(pairs),
            "parallel/a.de": "ein Haus\nein Fluss\n",
            "parallel/b.en": "a house\na river\n",
        },
    )
    write(folder, {"texts/a/1.txt": "The river runs.\nIt rains.\n", "texts/b/2.txt": "A house stands by the river.\n"})
    class_folders(folder / "photos")
    for form, made in BOXED.items():
        made(folder / form)
    breeds = "id,breed\n" + "".join(f"{i},{'pug' if i % 2 else 'collie'}\n" for i in range(12))
    wide = "shop,city,2026-01-01,2026-01-02\n" + "".join(f"{i},Oslo,{i},{i + 1}\n" for i in range(3))
    write(folder, {"wide.csv": wide, "shops.csv": "day,a,b,holiday\n2026-01-01,1,2,no\n2026-01-02,3,4,no\n"})
    tags = "id,tags\n" + "".join(f"{i},{('cat', 'dog', 'cat|dog')[i % 3]}\n" for i in range(12))
    write(folder, {"tags.csv": tags})
    write(folder, {"labels.csv": breeds, **{f"pictures/{i}.jpg": photo(i) for i in range(12)}})
    video(folder / "videos")
    drifting_masks(folder / "drifting")
    write(folder, {"masks/1.png": colour_mask()})
    convert(folder / "coco", to="image-recordio", output=folder / "packed")
    convert(folder / "coco", to="lst", output=folder / "packed-listed")
    table = np.arange(60, dtype=np.float32).reshape(20, 3)
    np.save(folder / "points.npy", table)
    np.savez(folder / "digits.npz", x_train=table, y_train=np.arange(20) % 2, x_test=table, y_test=np.arange(20) % 2)
    for form in ("parquet", "recordio-protobuf"):
        name = folder / ("points.parquet" if form == "parquet" else "points.pbr")
        convert(table[:, 1:], labels=table[:, 0] % 2, to=form, output=name)
    return folder


def test_there_are_commands() -> None:
    assert len(COMMANDS) >= 24


@pytest.mark.parametrize("command", COMMANDS)
def test_command(data: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(data)
    assert main(shlex.split(command)[1:]) == 0, capsys.readouterr().err


def test_every_question_is_on_the_page() -> None:
    table = PAGE.partition("| question | choices |")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `(\w+)` \| (.*) \|$", table, re.MULTILINE))
    shown = {
        name: f"{text} {', '.join(f'`{choice}`' for choice in choices)}" for name, (text, choices) in QUESTIONS.items()
    }
    assert {name: row.strip() for name, row in rows.items()} == {name: row.strip() for name, row in shown.items()}


def test_every_repair_is_on_the_page() -> None:
    rows = re.findall(r"^\| (`[^|]*`) \|[^|]*\|[^|]*\|$", PAGE.partition("## Fix")[2], re.MULTILINE)
    named = [name for row in rows for name in re.findall(r"`([^`]*)`", row)]
    assert sorted(named) == sorted({*REPAIRS.values(), "rename-channel", FOLLOW, MOVE_LABEL})

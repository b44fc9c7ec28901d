"""`advisor fix` of pictures: those that a finding names are written anew in their place, and the others kept."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from advisor import check, convert, fix
from advisor.cli import main
from advisor.conversion.images.sources.records import read_rec
from tests.builders.folders import write
from tests.builders.pictures.annotated import photo
from tests.builders.pictures.images import annotation, box, jpeg, saved

EXIF_TURN = 0x0112


def detection(**files: bytes) -> dict[str, bytes]:
    """Channels of object detection, with a box in each picture."""
    found: dict[str, bytes] = {}
    for name, content in {"a.jpg": jpeg(), **files}.items():
        for channel in ("train", "validation"):
            found[f"data/{channel}/{name}"] = content
            found[f"data/{channel}_annotation/{Path(name).stem}.json"] = annotation(file=name, annotations=[box()])
    return found


def shaded(mode: str, encoding: str, orientation: int = 1) -> bytes:
    """A picture that looks otherwise when it is turned."""
    exif = Image.Exif()
    exif[EXIF_TURN] = orientation
    bands = [Image.linear_gradient("L").rotate(90 * turns).resize((48, 40)) for turns in range(len(mode))]
    return saved(Image.merge(mode, bands), encoding, exif=exif, quality=95)


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("IMG108", shaded("CMYK", "JPEG", orientation=6)),
        ("IMG110", shaded("L", "JPEG", orientation=3)),
        ("IMG110", shaded("RGBA", "PNG")),
    ],
    ids=["print", "grey", "transparent"],
)
def test_only_the_picture_of_other_colours_is_written_anew(tmp_path: Path, rule: str, content: bytes) -> None:
    name = "b.png" if content.startswith(b"\x89PNG") else "b.jpg"
    write(tmp_path, detection(**{name: content}))
    before = check(tmp_path / "data", algorithm="object-detection")
    named = [f for f in before.findings if f.repair == "colours-to-rgb"]
    assert {f.location.file for f in named} == {f"train/{name}", f"validation/{name}"}
    assert rule in {f.rule for f in named}
    done = fix(tmp_path / "data", algorithm="object-detection", output=tmp_path / "fixed")
    assert {f.rule for f in before.findings if f.severity != "info"} >= {rule}
    assert not {f.rule for f in done.left} & {"IMG108", "IMG110"}
    for path in (p for p in (tmp_path / "data").rglob("*") if p.is_file()):
        kept = path.read_bytes() == (tmp_path / "fixed" / path.relative_to(tmp_path / "data")).read_bytes()
        assert kept == (path.name != name), path
    with Image.open(tmp_path / "data/train" / name) as source, Image.open(tmp_path / "fixed/train" / name) as result:
        assert (result.mode, result.size) == ("RGB", source.size)
        assert result.getexif().get(EXIF_TURN) == source.getexif().get(EXIF_TURN)
        over_white = Image.alpha_composite(Image.new("RGBA", source.size, "white"), source.convert("RGBA"))
        seen = np.asarray(over_white.convert("RGB"), int)
        assert np.abs(seen - np.asarray(result, int)).mean() < 3


def test_the_plan_shows_the_picture_before_and_after(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, detection(**{"b.jpg": jpeg(mode="CMYK")}))
    main(["fix", str(tmp_path / "data"), "--algorithm", "object-detection", "--dry-run"])
    shown = capsys.readouterr().out
    assert "jpeg, 48 x 40, CMYK" in shown
    assert "jpeg, 48 x 40, RGB" in shown
    assert not (tmp_path / "fixed").exists()


def test_pictures_in_records_become_rgb_and_others_keep_their_bytes(tmp_path: Path) -> None:
    files = {f"{name}/{i}.jpg": photo(i, mode) for i, mode in enumerate(("RGB", "L", "RGB")) for name in ("a", "b")}
    source = write(tmp_path / "s", files)
    for part in ("train", "validation"):
        convert(source, to="image-recordio", output=tmp_path / f"data_{part}")
        (tmp_path / "data" / part).mkdir(parents=True)
        (tmp_path / f"data_{part}/train/train.rec").rename(tmp_path / f"data/{part}/{part}.rec")
    done = fix(tmp_path / "data", algorithm="image-classification", output=tmp_path / "fixed")
    assert "IRC117" not in {f.rule for f in done.left}
    assert {repair for step in done.steps for repair in step.repairs} == {"records-to-rgb"}
    before, after = (read_rec([tmp_path / name / "train/train.rec"]).pictures for name in ("data", "fixed"))
    assert [picture.classes for picture in after] == [picture.classes for picture in before]
    for old, new in zip(before, after, strict=True):
        with Image.open(io.BytesIO(old.read())) as one, Image.open(io.BytesIO(new.read())) as other:
            assert (other.mode, other.size) == ("RGB", one.size)
            assert (old.read() == new.read()) == (one.mode == "RGB")

"""One trial: the same seed and number always make the same input, which is given to the program in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from advisor import AdvisorError
from advisor.advise.models import Advice
from advisor.conversion.convert import convert
from advisor.conversion.mend.fix import fix
from advisor.conversion.table import CONVERSIONS
from advisor.engine.check import check
from advisor.explanation import explain
from advisor.findings import Report
from advisor.gate import baseline, config
from advisor.knowledge.load import algorithms
from advisor.recommendation import read_problem, recommend
from advisor.report import RENDERERS, renderer
from advisor.report.advice.advice import as_json, as_text
from advisor.report.terminal import Look, Shown
from tests.builders.folders import write
from tests.hostile.damage import SilenceError, judged, said
from tests.hostile.mutations import ODD, mutated, mutated_value
from tests.hostile.readers import refused
from tests.hostile.seeds import BASELINE, CONFIG, PROBLEM, Seed, requests, sentences, with_files
from tests.hostile.seeds import as_json as json_bytes
from tests.hostile.sound import SOUND
from tests.hostile.ways import PLAIN, WAYS, compare, long_files, look

NAMES = tuple(algorithms())


def trial(seed: int, number: int, folder: Path, executor: Executor) -> str:
    """Runs one trial in an empty folder: the kind that it was. Raises whatever the program should not have raised."""
    chance = Random(f"{seed}:{number}")
    kind = chance.choices(list(KINDS), list(WEIGHTS.values()))[0]
    try:
        KINDS[kind](chance, folder, executor)
    except AdvisorError as error:
        if not str(error):
            raise AssertionError("an error without a message") from error
    return kind


def data(chance: Random, folder: Path, executor: Executor) -> None:
    seed = chance.choice(with_files())
    root = spoilt(seed, chance, folder)
    asked: dict[str, Any] = {
        "algorithm": chance.choice((seed.given.algorithm or chance.choice(NAMES), chance.choice(NAMES)))
        if chance.random() < 0.95
        else None,  # which costs as much as all of them
        "decode": chance.random() < 0.2,
        "content_types": seed.given.content_types,
        "hyperparameters": sent(seed.given.hyperparameters, chance),
        "input_mode": seed.given.input_mode,
    }
    report = look(root, asked, PLAIN)
    if chance.random() < 0.05:
        render(report)
    way = chance.choice(WAYS)
    if way != PLAIN:
        compare(report, look(root, asked, way, executor), way)


def sent(hyperparameters: Mapping[str, str], chance: Random) -> dict[str, str]:
    """The hyperparameters, one of them now and then with an odd value."""
    odd = [chance.choice(list(hyperparameters))] if hyperparameters and chance.random() < 0.2 else []
    return {**hyperparameters, **{name: str(chance.choice(ODD)) for name in odd}}


def long(chance: Random, folder: Path, executor: Executor) -> None:
    """A long file, spoilt in a few places, read in every way."""
    held = chance.choice(long_files())
    spoiled = mutated(held.data, chance, chance.choice(long_files()).data)
    root = write(folder / "data", {held.path: spoiled})
    asked = {"algorithm": held.algorithm}
    report = look(root, asked, PLAIN)
    for way in WAYS[1:]:
        compare(report, look(root, asked, way, executor), way)


def spoilt(seed: Seed, chance: Random, folder: Path) -> Path:
    """The files of a seed, one of them changed, or its name."""
    files = dict(seed.files)
    name = chance.choice(list(files))
    other = chance.choice(list(chance.choice(with_files()).files.values()))
    files[name] = mutated(files[name], chance, other)
    if chance.random() < 0.03:
        files[name[:-2] + chance.choice(("\n::error::", "\x1b[2J", "\udcff", "\u202e", "|`<b>"))] = files.pop(name)
    return write(folder / "data", files)


def render(report: Report) -> None:
    """Every format is text in UTF-8."""
    for name in RENDERERS:
        renderer(name)([Shown(report, Look(), name="a")]).encode("utf-8")


def request(chance: Random, folder: Path, _: Executor) -> None:
    content, algorithm = chance.choice(requests())
    job: Any = mutated_value(content, chance)
    if chance.random() < 0.3:
        job = folder / chance.choice(("job.json", "job.yaml"))
        job.write_bytes(mutated(json_bytes(content), chance))
    elif not isinstance(job, dict):
        return
    report = check(None, job=job, algorithm=algorithm)
    if chance.random() < 0.1:
        render(report)


def words(chance: Random, folder: Path, _: Executor) -> None:
    text = mutated(chance.choice(sentences()).encode(), chance, chance.choice(sentences()).encode())
    told(recommend(text.decode("utf-8", "surrogateescape")))


def raw(chance: Random, folder: Path, _: Executor) -> None:
    """Advice on spoilt data."""
    root = spoilt(chance.choice(with_files()), chance, folder)
    target = chance.choice((None, None, "1", "3"))
    told(recommend(chance.choice(("", *sentences())), data=root, target=target))


def told(advice: Advice) -> None:
    """Advice is JSON in UTF-8, and lines on which a terminal acts in no way."""
    as_json(advice).encode("utf-8")
    assert all(map(str.isprintable, as_text(advice, Look()).split("\n")))


def failure(chance: Random, folder: Path, _: Executor) -> None:
    given = chance.choice(with_files())
    text = mutated(b"AlgorithmError: Customer Error: " + next(iter(given.files.values()))[:2000], chance)
    explain(text.decode("utf-8", "surrogateescape"))


def problem(chance: Random, folder: Path, _: Executor) -> None:
    file = folder / chance.choice(("problem.json", "problem.yaml"))
    content = json_bytes(mutated_value(PROBLEM, chance))
    file.write_bytes(mutated(content, chance) if chance.random() < 0.5 else content)
    as_json(recommend(read_problem(file))).encode("utf-8")


def settings(chance: Random, folder: Path, _: Executor) -> None:
    file = folder / "pyproject.toml"
    file.write_bytes(mutated(CONFIG.encode(), chance, CONFIG.encode()))
    config.read(file)


def known(chance: Random, folder: Path, _: Executor) -> None:
    file = folder / "known.json"
    content = json_bytes(mutated_value(BASELINE, chance))
    file.write_bytes(mutated(content, chance) if chance.random() < 0.5 else content)
    baseline.read(file)


def conversion(chance: Random, folder: Path, _: Executor) -> None:
    held, wanted = chance.choice([pair for pair in CONVERSIONS if pair[0] not in ("frame", "array")])
    seed = chance.choice(with_files())
    root = spoilt(seed, chance, folder)
    source = chance.choice([path for path in root.rglob("*") if path.is_file()])
    before, output = source.read_bytes(), folder / "out"
    try:
        convert(source, to=wanted, held=held if chance.random() < 0.3 else None, output=output)
    except AdvisorError:
        assert not output.exists()
        raise
    finally:
        assert source.read_bytes() == before


def mending(chance: Random, folder: Path, _: Executor) -> None:
    seed = chance.choice([seed for seed in with_files() if seed.given.algorithm])
    root = spoilt(seed, chance, folder)
    fix(root, algorithm=seed.given.algorithm or "", output=folder / "out")


def harm(chance: Random, folder: Path, _: Executor) -> None:
    """Random damage to a sound file: what an independent reader refuses is said."""
    name = chance.choice(list(SOUND))
    sound = SOUND[name]
    data = mutated(sound.data, chance)
    report = judged(name, data, folder)
    if refused(sound.read, data) and said(report) <= undamaged(name):
        raise SilenceError(f"{name}: {data[:400]!r}")


@cache
def undamaged(name: str) -> set[str]:
    with TemporaryDirectory() as folder:
        return said(judged(name, SOUND[name].data, Path(folder)))


KINDS: dict[str, Callable[[Random, Path, Executor], None]] = {
    "data": data, "long": long, "damage": harm, "request": request, "words": words, "advice": raw,
    "explain": failure, "problem": problem, "configuration": settings, "baseline": known, "convert": conversion,
    "fix": mending,
}  # fmt: skip

WEIGHTS = {
    "data": 42.7, "long": 0.3, "damage": 15, "request": 16, "words": 4, "advice": 2, "explain": 3,
    "problem": 4, "configuration": 4, "baseline": 3, "convert": 4, "fix": 2,
}  # fmt: skip

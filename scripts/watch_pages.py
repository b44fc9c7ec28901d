"""Compares the pages of the AWS guide that facts rest on with a newer crawl: `python -m scripts.watch_pages FOLDER`.

Kept of each page are hashes: one of each row of its tables, and one of each sentence that holds a number or code. The
command tells what went, came or changed, with what the facts hold, and exits with 1 if anything did. Once the facts
follow, `--record STATE` keeps the pages of the folder; `STATE` says which they are, such as `guide of 2023, 0a58b94`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from advisor.knowledge.load import ALGORITHMS, algorithm, algorithm_ids, content
from advisor.knowledge.sources import register

KEPT = Path(__file__).parent / "watched_pages.json"
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Page:
    rows: dict[str, str]
    """The first cell of a table's row -> the row; rows that begin alike stand behind each other."""
    sentences: dict[str, str]
    """The hash of a sentence with a number or code -> the sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    state: str
    rows: dict[str, str]
    """The first cell of a row -> its hash."""
    sentences: list[str]


def read(text: str) -> Page:
    rows: dict[str, str] = defaultdict(str)
    sentences: dict[str, str] = {}
    above, fenced = "", False
    for raw in re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL).splitlines():
        line = raw.strip()
        fenced ^= line.startswith("```")
        if line.startswith("|"):
            if above.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
                name, _, rest = line.strip("| ").partition("|")
                rows[plain(name)] += plain(rest)
        elif not fenced and not line.startswith("#"):
            found = re.split(r"(?<=[.!?])\s+", linked(line))
            sentences |= {hash_of(plain(s)): plain(s) for s in found if re.search(r"\d|`", s)}
        above = line
    return Page(dict(rows), sentences)


def plain(text: str) -> str:
    """The words of Markdown without its marks, so that two crawlers' texts are alike."""
    text = re.sub(r"[*`]|\{\{|\}\}", "", linked(text))
    return " ".join(text.replace("SageMaker AI", "SageMaker").split())


def linked(text: str) -> str:
    """Without tags, bullets, pictures and escapes; links as their text, or as the page that an address leads to."""
    text = re.sub(r"</?[a-z][^>]*>|^([+-]|\d+\\?\.)\s|!\[.*?\]\([^)]*\)", " ", text)
    text = re.sub(r"\\(.)", r"\1", text)
    return re.sub(r"\[(?:https?://\S*/(?:API_)?([\w-]+)\.html|([^\]]*))\]\([^)]*\)", _name, text)


def _name(link: re.Match[str]) -> str:
    return link[1] or link[2].replace("`", "")


def hash_of(text: str) -> str:
    return hashlib.sha256(re.sub(r"\s", "", text).encode()).hexdigest()[:10]


def kept() -> dict[str, Kept]:
    return {name: Kept(**page) for name, page in json.loads(KEPT.read_text("utf-8")).items()}


def keep(page: Page, state: str) -> Kept:
    return Kept(state, {name: hash_of(row) for name, row in page.rows.items()}, sorted(page.sentences))


def watched(folder: Path) -> Iterator[tuple[str, Page | None]]:
    """The pages that facts rest on, as the folder has them."""
    for name in sorted(page for edition in register().editions for page in edition.pages):
        path = folder / name
        yield name, read(path.read_text("utf-8")) if path.is_file() else None


def compared(old: Mapping[str, Kept], pages: Mapping[str, Page | None]) -> Iterator[str]:
    for name, page in pages.items():
        if name in old:
            yield from (f"{name} (kept: {old[name].state}): {change}" for change in changes(name, old[name], page))
        elif page:
            yield f"{name}: not kept yet"


def changes(name: str, old: Kept, new: Page | None) -> list[str]:
    """What is otherwise than kept, a line each."""
    if new is None:
        return ["the page is gone"]
    gone = set(old.sentences) - new.sentences.keys()
    return [
        *(f"the row of {row} is gone{held(name, row)}" for row in old.rows if row not in new.rows),
        *_rows(name, old, new),
        *(f"a sentence is new: {text[:SHOWN]}" for key, text in new.sentences.items() if key not in old.sentences),
        *([f"{len(gone)} sentence{'s are' if len(gone) > 1 else ' is'} gone"] if gone else ()),
    ]


def _rows(name: str, old: Kept, new: Page) -> Iterator[str]:
    for row, text in new.rows.items():
        if old.rows.get(row) != hash_of(text):
            how = "reads otherwise" if row in old.rows else "is new"
            yield f"the row of {row} {how}: {text[-SHOWN:]}{held(name, row)}"


def held(page: str, name: str) -> str:
    """What the facts hold of the hyperparameter that a page's row is about."""
    blocks = {one: algorithm(one).hyperparameters for one in algorithm_ids()}
    about = [one for one, known in blocks.items() if page in known.sources and name in known.values]
    facts = (content(ALGORITHMS / f"{one}.yaml")["hyperparameters"]["values"][name] for one in about)
    texts = (json.dumps({key: value for key, value in one.items() if key not in ("does", "sources")}) for one in facts)
    return "".join(f"\n    the facts hold: {text}" for text in texts)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Compare the pages that facts rest on with a crawl of the guide.")
    parser.add_argument("folder", type=Path, help="the pages as Markdown, such as docs/sagemaker/latest/dg of a crawl")
    parser.add_argument("--record", metavar="STATE", help="keep the pages of the folder, and that this is their state")
    given = parser.parse_args(arguments)
    old, pages = kept(), dict(watched(given.folder))
    if not any(pages.values()):
        parser.error(f"{given.folder} has none of the pages; is it the folder with {next(iter(pages))}?")
    told = list(compared(old, pages))
    print("\n".join(told) or "nothing changed")
    if given.record:
        old |= {name: keep(page, given.record) for name, page in pages.items() if page}
        lines = (f"{json.dumps(name)}: {json.dumps(asdict(old[name]))}" for name in sorted(old) if name in pages)
        KEPT.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")
    return 0 if given.record else int(bool(told))


if __name__ == "__main__":
    sys.exit(main())

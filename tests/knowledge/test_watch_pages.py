"""The watch over the pages of the guide: what it says of a page that changed, and that it watches the right ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.knowledge.sources import register
from scripts import watch_pages
from scripts.watch_pages import compared, keep, main, read

NAME = "k-means-api-config.md"
OLD = r"""# K\-Means Hyperparameters<a name="k-means-api-config"></a>

In SageMaker you give 2 of them\. The rest is optional\.
+ For [https://docs.aws.amazon.com/x/API_CreateModel.html](https://docs.aws.amazon.com/x/API_CreateModel.html) set `k`\.
![\[Figure 1\]](http://docs.aws.amazon.com/1.png)


| Parameter Name | Description |
| --- | --- |
| local\_lloyd\_tol | Tolerance\. **Optional** Valid values: Range in \[0, 1\]\. Default value: 0\.0001  |
| mini\_batch\_size | Observations\. **Optional** Valid values: Positive integer Default value: 5000  |
"""
SAME = r"""---
source_url: k-means-api-config.html
---

# K-Means Hyperparameters
<a name="k-means-api-config"></a>

In SageMaker AI you give 2 of them. The rest is [optional](optional.md).
+ For [`CreateModel`](https://docs.aws.amazon.com/x/API_CreateModel.html) set `k`.
![Figure 1.](https://docs.aws.amazon.com/1.png)

| Parameter Name | Description |
| --- | --- |
| local\_lloyd\_tol | Tolerance.<br />**Optional**<br />Valid values: Range in [0, 1].<br />Default value: 0.0001 |
| mini\_batch\_size | Observations.<br />**Optional**<br />Valid values: Positive integer<br />Default value: 5000 |
"""


def told(text: str | None) -> list[str]:
    return list(compared({NAME: keep(read(OLD), "then")}, {NAME: read(text) if text is not None else None}))


def test_two_crawlers_texts_of_one_page_are_alike() -> None:
    assert told(SAME) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("5000", "6000", ["the row of mini_batch_size reads otherwise", '"default": 5000']),
        ("Range in [0, 1]", "Range in (0, 1]", ["the row of local_lloyd_tol reads otherwise", '"max": 1']),
        (r"mini\_batch\_size", r"batch\_size", ["mini_batch_size is gone", '"default": 5000', "batch_size is new"]),
        ("give 2 of them", "give 3 of them", ["a sentence is new: In SageMaker you give 3", "1 sentence is gone"]),
    ],
    ids=["default", "range", "name", "sentence"],
)
def test_what_changed_stands_beside_the_fact(old: str, new: str, expected: list[str]) -> None:
    assert old in SAME
    text = "\n".join(told(SAME.replace(old, new)))
    assert text.startswith(f"{NAME} (kept: then): ")
    assert [part for part in expected if part not in text] == []


def test_a_page_that_went() -> None:
    assert told(None) == [f"{NAME} (kept: then): the page is gone"]


def test_recording_settles_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(watch_pages, "KEPT", tmp_path / "kept.json")
    watch_pages.KEPT.write_text("{}", "utf-8")
    (tmp_path / NAME).write_text(SAME, "utf-8")
    assert main([str(tmp_path)]) == 1
    assert capsys.readouterr().out == f"{NAME}: not kept yet\n"
    assert main([str(tmp_path), "--record", "now"]) == 0
    capsys.readouterr()
    assert main([str(tmp_path)]) == 0
    assert capsys.readouterr().out == "nothing changed\n"


def test_what_is_kept_is_of_pages_that_facts_rest_on() -> None:
    pages = {page for edition in register().editions for page in edition.pages}
    assert watch_pages.kept().keys() - pages == set()
    hyperparameters = {page for page in pages if "hyperparameters" in page.lower()}
    assert hyperparameters - watch_pages.kept().keys() == set()

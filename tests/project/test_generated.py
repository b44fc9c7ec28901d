"""What is generated is what its sources make: the README and the pages of the rules have their own tests."""

from __future__ import annotations

from importlib import import_module

import pytest

from advisor.knowledge.compile import outdated
from scripts.pages.__main__ import NAMES, main
from scripts.pages.algorithms import PAGES


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("readme", "rules")])
def test_it_is_fresh(name: str) -> None:
    assert outdated(import_module(f"scripts.pages.{name}").pages()) == [], f"run python -m scripts.pages {name}"


def test_no_page_is_of_an_algorithm_that_is_gone() -> None:
    assert {*PAGES.glob("*")} == import_module("scripts.pages.algorithms").pages().keys()


def test_a_name_that_is_none_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["algorithm"])
    assert "there is no algorithm; there are algorithms, " in capsys.readouterr().err

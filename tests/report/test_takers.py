"""Algorithms are ranked by how little would have to be done to the data before they take it."""

from __future__ import annotations

from advisor.findings import Acceptance
from advisor.report.algorithms.takers import because, ranked


def taker(name: str, accepts: str, errors: int = 0, *conversions: str, fixable: bool = False) -> Acceptance:
    return Acceptance.model_validate(
        {"algorithm": name, "accepts": accepts, "errors": errors, "because": ("It is broken.", "It is too long."),
         "conversions": conversions, "fixable": fixable}
    )  # fmt: skip


def test_what_a_command_does_goes_before_what_a_person_must() -> None:
    takers = [
        taker("a", "no", 1),
        taker("b", "after-conversion", 1, "rename the files"),
        taker("c", "after-conversion", 9, "fill the gaps", "drop the header", fixable=True),
        taker("d", "after-conversion", 9, "fill the gaps", fixable=True),
        taker("e", "as-is"),
        taker("f", "no", 0),
        taker("g", "as-is"),
    ]
    assert "".join(one.algorithm for one in ranked(takers)) == "egdcbfa"


def test_what_first_or_why_not() -> None:
    assert because(taker("a", "after-conversion", 1, "fill the gaps.", "drop the header")) == (
        "fill the gaps; drop the header"
    )
    assert because(taker("a", "no", 1)) == "It is broken"

"""Which algorithms would take the data, by how little would have to be done to it. Every output shows them so."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.findings import Acceptance

ACCEPTS = {"as-is": "as it is", "after-conversion": "after a conversion", "no": "no"}
"""Whether it takes the data, the willing first."""


def ranked(accepted: Iterable[Acceptance]) -> list[Acceptance]:
    """What `advisor fix` does costs less than what a person must do."""
    return sorted(
        accepted,
        key=lambda one: (
            list(ACCEPTS).index(one.accepts), not one.fixable, len(one.conversions), one.errors, one.algorithm,
        ),
    )  # fmt: skip


def because(one: Acceptance) -> str:
    """What must be done first, or why it does not take it."""
    return "; ".join(text.rstrip(".") for text in one.conversions or one.because[:1])

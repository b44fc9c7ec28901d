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
        key=lambda acceptance: (
            list(ACCEPTS).index(acceptance.accepts), not acceptance.fixable, len(acceptance.conversions),
            acceptance.errors, acceptance.algorithm,
        ),
    )  # fmt: skip


def because(acceptance: Acceptance) -> str:
    """What must be done first, or why it does not take it."""
    return "; ".join(text.rstrip(".") for text in acceptance.conversions or acceptance.because[:1])

"""What a rule says, for a terminal or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from advisor.findings import SCHEMA_VERSION, escaped
from advisor.report.terminal import Look

if TYPE_CHECKING:
    from advisor.explanation import Explanation

IN_FULL = 3
"""Rules that are shown with all they say; the rest are only listed."""

_LABEL = 10


def as_json(found: Sequence[Explanation]) -> str:
    rules = [explanation.model_dump(mode="json") for explanation in found]
    return json.dumps({"schema_version": SCHEMA_VERSION, "rules": rules}, indent=2) + "\n"


def as_text(found: Sequence[Explanation], look: Look) -> str:
    if not found:
        return "\n".join(look.wrap("No rule is known to prevent a failure with these words.")) + "\n"
    pages = [_page(explanation, look) for explanation in found[:IN_FULL]]
    if others := [look.wrap(f"{other.rule} {other.name}: {other.summary}", "  ", "    ") for other in found[IN_FULL:]]:
        pages.append(["The same failure has other causes", *(line for lines in others for line in lines)])
    return "\n\n".join("\n".join(page) for page in pages) + "\n"


def _page(explanation: Explanation, look: Look) -> list[str]:
    head = f"{look.paint(explanation.rule, 'bold')} {explanation.name} ({explanation.severity})"
    if explanation.match is not None:
        head += look.paint(f"  holds {explanation.match:.0%} of the words of its error", "dim")
    error = f'"{escaped(explanation.training_error, 500)}"' if explanation.training_error else ""
    labelled = {"Why": explanation.why, "Fix": explanation.fix, "Prevents": error}
    lines = [line for label, text in labelled.items() if text for line in look.wrap(text, f"  {label:<{_LABEL}}")]
    sources = (look.paint(address, "dim") for address in explanation.source)
    return [head, *look.wrap(explanation.summary, "  "), *lines, *sources]

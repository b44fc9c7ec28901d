"""Columns by what they are: `vectors of length 512`, `15 numbers per flat`, `described by 12 monthly means`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.advise.reading.counts.shares import Reading
from advisor.advise.reading.counts.times import is_period
from advisor.advise.reading.phrases import Token

CLAUSE = 6
"""Words back to which a clause is looked at."""
FEW = 100
"""Below it readings of so many things are cells of a row, not rows."""
EACH = {"a", "an", "per", "each", "every"}
_EACH_ONE = {"each", "every"}
_CELLS = {
    "numbers", "readings", "values", "measurements", "figures", "fields", "attributes", "sensors", "floats",
    "answers", "ratings", "levels", "deviations", "marks", "scores",
}  # fmt: skip
_QUANTITIES = {
    "measures", "averages", "means", "signals", "set-points", "setpoints", "lengths", "ratios", "statistics",
    "concentrations", "percentages", "properties", "traits", "sums", "widths", "angles", "variables", "figures",
    "counts", "parameters", "quantities", "indicators", "amounts",
}  # fmt: skip
"""What describes a thing by numbers."""
_LEADS = {"by", "over", "from", "on", "have", "hold", "measure", "measures", "measured", "record", "records", "with"}
"""What stands before the number of such quantities."""
_COUNTED_OVER = {"counts", "count", "bag", "bags", "bag-of-words", "distribution", "distributions", "vectors"}
"""Of what words or articles are the columns."""
_TRIMMED = {"trimmed", "pruned", "cut", "limited", "reduced", "restricted"}
_REDUCED = {"reduced", "boiled", "condensed", "compressed", "summarised", "summarized", "turned", "squeezed"}
"""What was done to things that are now so many numbers each."""


def described(tokens: Sequence[Token], i: int) -> Iterator[Reading]:
    """How many columns or words the number at a place is, by what stands around it."""
    value, before = tokens[i].value or 0.0, [token.text for token in tokens[max(i - 3, 0) : i]]
    ahead = [token.text for token in _clause_after(tokens, i)][:3]
    if value % 1 or value < 2:
        return
    if _is_length(before, ahead) or _is_width(tokens, i) or _is_form(before):
        yield "columns", value, tokens[i], tokens[i + 1] if ahead else tokens[i]
    if before[-2:] in (["readings", "of"], ["readings", "from"], ["measurements", "of"]) and value < FEW:
        yield "columns", value, tokens[i], tokens[i]
    words = clause_before(tokens, i)
    if before[-2:-1] and before[-2] in _TRIMMED and before[-1] == "to" and "vocabulary" in words:
        yield "vocabulary", value, tokens[i], tokens[i]
    if before[-1:] == ["over"] and _COUNTED_OVER & words and any(word.endswith("s") for word in ahead):
        yield "vocabulary", value, tokens[i], tokens[i + 1]
    cells = next((n for n, word in enumerate(ahead[:2], i + 1) if word in _CELLS), None)
    if cells is not None and (_EACH_ONE & words or is_of_each(tokens, cells + 1) or is_reduced(tokens, i)):
        yield "columns", value, tokens[i], tokens[cells]
    last = next((n for n, word in enumerate(ahead, i + 1) if word in _QUANTITIES), None)
    if last is not None and before[-1:] and before[-1] in _LEADS:
        yield "columns", value, tokens[i], tokens[last]


def clause_before(tokens: Sequence[Token], i: int) -> set[str]:
    """The words shortly before a place, back to the last mark."""
    words: set[str] = set()
    for token in reversed(tokens[max(i - CLAUSE, 0) : i]):
        if token.is_mark:
            break
        words.add(token.text)
    return words


def _clause_after(tokens: Sequence[Token], i: int) -> Iterator[Token]:
    """The tokens after a place, up to the next mark or number."""
    for token in tokens[i + 1 : i + CLAUSE]:
        if token.is_mark or token.value is not None:
            return
        yield token


def is_reduced(tokens: Sequence[Token], i: int) -> bool:
    """Whether the number at a place is of columns that are there, and not of those that are wished for."""
    words = clause_before(tokens, i)
    return bool(_REDUCED & words and {"each", "already"} & words)


def is_of_each(tokens: Sequence[Token], place: int) -> bool:
    """Whether what stands up to a place is said of each thing: `per flat`, `in a reading`, `we hold on each`."""
    ahead = [token.text for token in tokens[place : place + 5]]
    if ahead[:1] == ["apiece"]:
        return True
    near = next((n for n, word in enumerate(ahead) if word in EACH), None)
    if near is None or (near and ahead[near] in ("a", "an") and ahead[near - 1] not in ("in", "for", "of", "on")):
        return False
    return not any(is_period(word) for word in ahead[near + 1 : near + 2])


def _is_length(before: Sequence[str], ahead: Sequence[str]) -> bool:
    """`vectors 1024 long`, `vectors of length 512`, `dimensionality of 20,000`."""
    long = list(before[-1:]) == ["vectors"] and list(ahead[:1]) == ["long"]
    return long or list(before) == ["vectors", "of", "length"] or "dimensionality" in before[-2:]


def _is_width(tokens: Sequence[Token], i: int) -> bool:
    """`10 million rows x 768`, `a 5,000 by 300 matrix`."""
    if i < 2 or tokens[i - 1].text not in ("x", "by"):
        return False
    ahead = [token.text for token in tokens[i + 1 : i + 2]]
    return tokens[i - 2].text == "rows" or (tokens[i - 2].value is not None and ahead == ["matrix"])


def _is_form(before: Sequence[str]) -> bool:
    """`a questionnaire of 60 items`: each of them is a column."""
    return bool({"questionnaire", "survey", "form"} & set(before) and {"of", "with"} & set(before))

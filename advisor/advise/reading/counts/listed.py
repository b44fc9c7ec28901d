"""What a text lists: classes (`into worn, misused or faulty`) and columns (`we store heat, flow and hum`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.advise.reading.counts.shares import Reading
from advisor.advise.reading.phrases import Token, lexicon

LONGEST = 4
"""Words of the name of a class, at most."""
MANY = 40
"""Classes of a list, at most."""
_LEADS = {
    "into": {"sort", "classify", "divide", "split", "separate", "put", "tell", "assign", "segment"},
    "as": {"classify", "label", "mark", "tag", "grade", "put", "flag", "predict", "recognise", "recognize", "sort",
           "colour", "color", "paint", "apart"},
    "to": {"assign", "allot"},
    "show": {"which", "whether", "tell"},
    "between": {"distinguish", "tell", "choose", "decide", "discriminate"},
    "among": {"choose", "decide", "pick"},
    "around": {"box", "rectangle", "draw", "outline"},
    "round": {"box", "rectangle", "draw", "outline"},
    "whether": {"tell", "predict", "say", "know", "decide", "guess", "learn"},
    "is": {"whether", "if"},
    "are": {"whether", "if", "pixels", "which"},
    "each": {"around", "round", "box", "rectangle", "where", "mark"},
    "every": {"around", "round", "box", "rectangle", "where", "mark"},
    "in": {"colour", "color"},
    "pixel": {"colour", "color", "mark", "label", "paint", "call"},
    "find": {"detector", "detectors", "boxes", "box"},
}  # fmt: skip
"""What comes before a list of classes, and the words of which one must stand before that."""
_MEASURING = {
    "report", "give", "gives", "store", "note", "record", "measure", "measures", "measured", "bring", "brings", "get",
    "know", "there's", "writes", "describe", "describes", "down", "log", "logs", "logged", "track", "tracks", "collect",
    "have",
}  # fmt: skip
"""What a list of columns follows at once."""
_DESCRIBING = {
    "describe", "describes", "described", "characterised", "characterized", "given", "split", "group", "groups",
    "grouped", "clusters", "clustered",
}  # fmt: skip
"""Words of which one stands before a list that follows `by`."""
_SIDES_OF_BOXES = {"x", "y", "width", "height", "left", "top", "xmin", "ymin"}
_MORE = {"more", "other", "further"}
FEWEST_COLUMNS = 3
"""So many names of columns are a list."""
_ENDINGS = ("", "s", "d", "ed", "ing", "es", "ting")
_MARKING = {"marked", "labelled", "labeled", "tagged", "graded", "rated", "flagged"}
"""Words that a list follows at once."""
_HEADS = {"classes", "labels", "categories", "kinds", "types", "pixel", "pixels", "mask", "masks", "values", "colours"}
"""Words of which a colon leads to a list."""
_CODES = {"for", "is", "means", "="}
"""What stands between the number of a class and its name."""
_OF_EACH = {"per", "each", "for", "a", "to"}
_SIDES = {"train", "training", "validation", "test", "testing"}
_GO_ON = {"is", "are", "say", "says"}
"""Words with which a clause goes on, where a list has no second name."""
_NOT_IN_NAMES = {
    "i", "we", "you", "it", "they", "there", "have", "has", "want", "which", "that", "because", "so", "but",
}  # fmt: skip
"""Words with which a clause begins, where a list has ended."""


def listed(tokens: Sequence[Token]) -> Iterator[Reading]:
    """How many classes are listed, with the first and the last word of the list."""
    for first in range(1, len(tokens)):
        if not _opens(tokens, first):
            continue
        names, past = _items(tokens, first)
        words = {token.text for name in names for token in name}
        goes_on = any(name[0].text in _GO_ON for name in names[1:])
        if 2 <= len(names) <= MANY and not words & _SIDES and not goes_on:
            yield "classes", float(len(names)), tokens[first], tokens[past - 1]
            return


def coded(tokens: Sequence[Token]) -> Iterator[Reading]:
    """How many classes are told by their numbers: `0 for straw and 1 for cow`."""
    marked = [i for i, token in enumerate(tokens[:-1]) if token.value is not None and tokens[i + 1].text in _CODES]
    for place, first in enumerate(marked):
        run = [i for n, i in enumerate(marked[place:]) if tokens[i].value == n]
        if tokens[first].value == 0 and len(run) > 1 and run == marked[place : place + len(run)]:
            yield "classes", float(len(run)), tokens[first], tokens[run[-1] + 1]
            return


def alone(tokens: Sequence[Token]) -> Iterator[Reading]:
    """A class that is the only one: `one class`, `a single class of object`; but not one class for each thing."""
    for i in range(1, len(tokens)):
        after = tokens[i + 1].text if i + 1 < len(tokens) else "."
        if tokens[i - 1].text in ("single", "only", "one") and tokens[i].text == "class" and after not in _OF_EACH:
            yield "classes", 1.0, tokens[i - 1], tokens[i]


def measured(tokens: Sequence[Token]) -> Iterator[Reading]:
    """How many columns are listed: `each minute brings heat, flow and hum`, `described by age, height and weight`."""
    for first in range(1, len(tokens)):
        before = [token.text for token in tokens[max(first - 6, 0) : first]]
        leads = before[-1] in _MEASURING or (before[-1] == "by" and _DESCRIBING & set(before))
        names, past = _items(tokens, first, is_open=True) if leads else ([], first)
        if len(names) < FEWEST_COLUMNS:
            continue
        yield "columns", len(names) - 1 + (names[-1][0].value or 1.0), tokens[first], tokens[past - 1]
        return


def after_colon(text: str, tokens: Sequence[Token]) -> tuple[float, Token, Token] | None:
    """A list that follows a colon: `group my clients: age, income, visits`."""
    for first in range(1, len(tokens)):
        if text[tokens[first - 1].start : tokens[first].start].strip() == ":" and (many := _of_commas(tokens, first)):
            return float(many[0]), tokens[first], tokens[many[1] - 1]
    return None


def bare(text: str, tokens: Sequence[Token]) -> tuple[float, Token, Token] | None:
    """A list of kinds: one that follows a colon, is a sentence (`Ripe, green, mouldy.`) or has slashes."""
    if led := after_colon(text, tokens):
        return led
    for first in range(len(tokens)):
        if (first == 0 or tokens[first - 1].text in ".;?") and (many := _of_commas(tokens, first)):
            return float(many[0]), tokens[first], tokens[many[1] - 1]
        past = first + 1
        while past < len(tokens) and text[tokens[past - 1].end : tokens[past].start] == " / ":
            past += 1
        if past - first >= FEWEST_COLUMNS:
            return float(past - first), tokens[first], tokens[past - 1]
    return None


def _of_commas(tokens: Sequence[Token], first: int) -> tuple[int, int] | None:
    """How many names between commas make up what begins at a place, and where they end."""
    names, past = _items(tokens, first, is_open=True)
    ends = past == len(tokens) or tokens[past].text in ".:;?,"
    is_told = _tells([token.text for token in tokens[first:past]], led=first > 0 and tokens[first - 1].text == ":")
    return (len(names), past) if len(names) >= FEWEST_COLUMNS and ends and not is_told else None


def _tells(words: Sequence[str], *, led: bool) -> bool:
    """Whether words say something of the problem, and so are no names: `tabular, csv, two classes`.

    `led`: a colon leads to them, so that only facts and the sides of boxes are no names.
    """
    lexicons = ("facts",) if led else ("facts", "concepts")
    return not _SIDES_OF_BOXES.isdisjoint(words) or any(True for name in lexicons for _ in lexicon(name).find(words))


def _opens(tokens: Sequence[Token], first: int) -> bool:
    """Whether a list of classes may begin at a place."""
    before = [token.text for token in tokens[max(first - 12, 0) : first]]
    if before[-1] == "," and before[-2:-1] and before[-2] in ("masks", "labels", "classes"):
        return True
    if before[-1] == ":":
        return before[-3:-1] == ["one", "of"] or bool(_HEADS & set(before))
    if before[-1] in _MARKING or before[-2:] in (["one", "of"], ["is", "it"]):
        return True
    wanted = _LEADS.get(before[-1], set())
    return any(f"{stem}{ending}" in before for stem in wanted for ending in _ENDINGS)


def _items(tokens: Sequence[Token], first: int, *, is_open: bool = False) -> tuple[list[Sequence[Token]], int]:
    """The names between commas up to the one behind `and` or `or`; none where the list has no such end.

    `is_open`: a list of commas only is one as well.
    """
    names: list[Sequence[Token]] = []
    begin = place = first
    last, counted_out = False, is_open or tokens[first - 1].text == ":"
    while place < len(tokens) and place - begin <= LONGEST:
        text = tokens[place].text
        if text in (",", "and", "or"):
            if place > begin:
                names.append(tokens[begin:place])
            if last:
                return names, place
            last, begin = text != ",", place + 1
        elif tokens[place].is_mark or text in _NOT_IN_NAMES or _is_number(tokens, place):
            break
        place += 1
    if is_open and place == begin and len(names) > 1:
        return names, place - 1
    if place == begin or not (last or (counted_out and len(names) > 1)):
        return [], first
    end = min(place, begin + LONGEST) if place - begin > LONGEST else place
    return [*names, tokens[begin:end]], end


def _is_number(tokens: Sequence[Token], place: int) -> bool:
    """Whether it is a number, and not that of more of the same: `age, height and nine more figures`."""
    return tokens[place].value is not None and not (place + 1 < len(tokens) and tokens[place + 1].text in _MORE)

"""Several classes in one cell of a table: parted by a mark, or a list."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence

from advisor.conversion.errors import ConversionError

MARKS = {"|": "|", ";": "a semicolon", ",": "a comma"}
"""What parts classes -> how it is called."""
LIST = "["
_LISTED = re.compile(r"\[.*\]|\(.*[,'\"].*\)|\{.*[,'\"].*\}", re.DOTALL)
"""A list, a tuple or a set; but a class may be called `(none)`."""
_HINT = "--several-labels writes a 0 or 1 for each class"


class Several:
    """The classes of the cells of a column. Raises `ConversionError` where it is not clear what parts them.

    `place` and `column`: how its first row and the column are called. `allowed`: there may be several in a cell.
    """

    def __init__(self, cells: Collection[str], place: str, column: str, *, allowed: bool) -> None:
        self._where, self._column, self._allowed = f"{place}: {column}", column, allowed
        found = [mark for mark in (LIST, *MARKS) if any(self._has(cell, mark) for cell in cells)]
        if not allowed:
            self._refuse_several(cells, found)
        elif len(found) > 1:
            raise ConversionError(
                f"{self._where} holds {' and '.join(found)}: part the classes of all cells by one of them"
            )
        elif not found:
            self._refuse_blanks(cells)
        self._mark = found[0] if allowed and found else None

    @property
    def notes(self) -> list[str]:
        if self._mark is None:
            none = "no cell holds several classes, as a list or parted by |, a semicolon or a comma"
            return [f"{self._column}: {none}"] if self._allowed else []
        return [f"{self._column}: {'lists of classes' if self._mark == LIST else f'{MARKS[self._mark]} parts classes'}"]

    def of(self, cell: str) -> Sequence[str]:
        if self._mark == LIST and self._has(cell, LIST):
            return self._listed(cell)
        return [part.strip() for part in cell.split(self._mark) if part.strip()] if self._mark else [cell]

    def _has(self, cell: str, mark: str) -> bool:
        is_list = _LISTED.fullmatch(cell) is not None
        return is_list if mark == LIST else not is_list and mark in cell

    def _refuse_several(self, cells: Collection[str], found: Sequence[str]) -> None:
        """A class may be called so; but not where its parts are classes of their own."""
        for cell in cells:
            for mark in found:
                is_list = mark == LIST and cell.startswith(LIST)
                if self._has(cell, mark) and (is_list or self._are_known(cell.split(mark), cells)):
                    raise ConversionError(f"{self._where} holds several classes in a cell, such as {cell!r}: {_HINT}")

    def _refuse_blanks(self, cells: Collection[str]) -> None:
        for cell in cells:
            if " " in cell and self._are_known(cell.split(), cells):
                raise ConversionError(f"{self._where} holds {cell!r}, whose words are classes, too: part classes by |")

    def _are_known(self, parts: Sequence[str], cells: Collection[str]) -> bool:
        named = [part.strip() for part in parts if part.strip()]
        return len(named) > 1 and all(part in cells for part in named)

    def _listed(self, cell: str) -> Sequence[str]:
        """The classes of a list, written as in JSON or in Python."""
        inner = f"[{cell[1:-1]}]"
        for text in (inner, inner.replace("'", '"')):
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):
                continue
            if all(isinstance(item, str) or type(item) is int for item in found):
                return [name for item in found if (name := str(item).strip())]
        raise ConversionError(f"{self._where} holds {cell[:60]!r}, which is no list of classes")

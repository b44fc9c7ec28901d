"""The options of a conversion. Nothing is filled, dropped or numbered unless an option says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from advisor.conversion.errors import ConversionError

Missing = Literal["keep", "drop", "mean"] | float
"""What becomes of a missing value: it stays, its row goes, the mean of its column or this number stands in."""

Beyond = Literal["clip", "drop"]
"""What becomes of a value that is infinite or beyond float32: the nearest that fits stands in, or its row goes."""


ALIASES = {"split": "parts", "category": "categories", "feature": "features"}
"""What an option is called by those who give it -> by those who read it."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """Columns are named by their header, or by their number from 1.

    `header`, `delimiter`, `encoding`: of the source; where it is None, its first bytes decide. `decimal`: the mark
    in its numbers. `null`: texts that mark a missing value. `numbers`: text becomes numbers, one a category, and
    dates the days since 1970. `classes`: so do the labels, from 0 on. `mapping`: a file with the numbers of the
    categories and what fills gaps; used if it is there, written if not. `categorical_index`: say in a file beside
    the result which columns are categories. `width`, `base`: of libsvm, the number of features and the index of the
    first. `shards`: number of files.
    """

    label: str | None = None
    header: bool | None = None
    delimiter: str | None = None
    encoding: str | None = None
    decimal: Literal[".", ","] = "."
    unquote: bool = False
    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    missing: Missing | None = None
    null: tuple[str, ...] = ()
    numbers: bool = False
    classes: bool = False
    beyond: Beyond | None = None
    mapping: Path | None = None
    dates: Literal["day-first", "month-first"] | None = None
    """What comes first in dates such as 01/02/2025, where no value of their column tells."""
    categorical_index: bool = False
    sparse: bool | None = None
    ragged: bool = False
    """Rows of another width go on as they are, for a person to mend; to CSV alone."""
    cells: int | None = None
    """Rows with more or fewer cells are left out, and listed."""
    featureless: bool = False
    """Records without features are left out, and listed."""
    unlabelled: bool = False
    known_classes: tuple[float, ...] = ()
    """The labels in their order, where they are numbered as those of other files."""
    array: str | None = None
    """Of several in a file, the array that holds the samples."""
    width: int | None = None
    base: int | None = None
    shards: int = 1
    parts: dict[str, float] = field(default_factory=dict)
    """Names of the parts that the rows are split into -> their shares."""
    split_by: str | None = None
    split_how: Literal["rows", "groups", "time"] = "rows"
    seed: int = 0
    text: str | None = None
    """The column of texts, where their words are to be written or counted."""
    first: str | None = None
    second: str | None = None
    """The columns of pairs of texts."""
    tokens: Literal["words", "blanks", "cell"] = "words"
    """Texts are cut into words in lower case, or at blanks, or not at all."""
    vocabulary: Path | None = None
    """The folder of the words and their ids: used if they are there, written if not."""
    vocabulary_size: int | None = None
    least_count: int = 1
    """How often a word must stand in the texts to be one of the vocabulary."""
    stop_words: str | None = None
    """Words that are not counted: `english`, or a file with a word a line."""
    apart: bool = False
    """Each side of a pair has a vocabulary of its own."""
    series: Literal["rows", "columns"] | None = None
    """Each row, or each column, of the table is a series; None where a row is a value of one."""
    item: str | None = None
    time: str | None = None
    target: str | None = None
    time_format: str | None = None
    """How times are written, as in `datetime.strptime`; None for ISO 8601 and seconds since 1970."""
    frequency: str | None = None
    prediction_length: int | None = None
    """How many values at the end of each series are held out of training; None for no split."""
    categories: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    images: Path | None = None
    """The folder of the pictures that a document of annotations names; that of the document if None."""
    label_attribute: str | None = None
    """Of a manifest whose lines have several labels."""
    prefix: str | None = None
    """Where pictures will lie in S3, for the manifest that names them."""
    several_labels: bool = False
    """A picture may be of several classes at once."""
    resize: int | None = None
    """Pixels of the shorter side of each picture."""
    quality: int = 95
    """Of JPEGs that are written anew, from 1 to 95."""

    @property
    def named(self) -> frozenset[str]:
        """The columns that are named, and not by their number."""
        columns = (self.label, self.split_by, self.item, self.time, self.target, self.text, self.first, self.second)
        several = (*self.keep, *self.drop, *self.categories, *self.features)
        return frozenset(name for name in (*columns, *several) if name and not name.isdecimal())


def options_of(given: dict[str, Any]) -> Options:
    """The options that are given by their names or by aliases; a single name may stand for a list of one.

    Raises `ConversionError`.
    """
    named = dict(given)
    for alias in ALIASES.keys() & named.keys():
        named[ALIASES[alias]] = named.pop(alias)
    if "split_by_time" in named:
        named |= {"split_by": named.pop("split_by_time"), "split_how": "time"}
    for name in ("drop", "keep", "null", "categories", "features"):
        value = named.get(name)
        if value is not None:
            named[name] = (str(value),) if isinstance(value, (str, int)) else tuple(map(str, value))
    for name in ("label", "split_by", "item", "time", "target", "text", "first", "second"):
        if named.get(name) is not None:
            named[name] = str(named[name])
    for name in ("mapping", "images", "vocabulary"):
        if named.get(name) is not None:
            named[name] = Path(named[name])
    try:
        return Options(**named)
    except TypeError as error:
        raise ConversionError(f"there is no such option: {str(error).rpartition(' ')[2]}") from None

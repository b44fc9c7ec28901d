"""Which options mean something for what is written: one that would have no effect is refused."""

from __future__ import annotations

from advisor.conversion.errors import ConversionError
from advisor.conversion.images.forms import HELD, LISTED
from advisor.conversion.images.targets import TARGETS
from advisor.conversion.options import ALIASES, Options
from advisor.conversion.tables.convert import FROM, TO

_SPLIT = frozenset({"parts", "split_by", "split_how", "seed"})
_SERIES = frozenset(
    {"series", "item", "time", "time_format", "target", "frequency", "prediction_length", "categories", "features"}
)
_PAIRS = frozenset({"first", "second", "apart"})
_TEXTS = _PAIRS | {"text", "tokens", "vocabulary", "vocabulary_size", "least_count", "stop_words"}
_PIXELS = frozenset({"resize", "quality", "several_labels"})
_PICTURES = _PIXELS | {"images", "label_attribute", "prefix"}
_NUMBERS = frozenset({"keep", "numbers", "dates", "beyond", "categorical_index", "sparse"})
_ROWS = _NUMBERS | {"label", "classes", "missing", "shards"}

_OF_TARGET: dict[str, frozenset[str]] = {
    **dict.fromkeys(TO, _SERIES - {"time_format"} | _PICTURES | _PAIRS),
    "time-series": _SPLIT | _ROWS | _TEXTS | _PICTURES,
    **dict.fromkeys(("sentences", "sequence-pairs", "token-records"), _SERIES | _PICTURES | _NUMBERS),
    **dict.fromkeys((*TARGETS, "masks"), _SERIES | _TEXTS | _ROWS - {"label"}),
}
"""Format that is wanted -> options that mean nothing to it."""

_OF_SOURCE = {
    **dict.fromkeys(set(FROM) - {"npz"}, frozenset({"array"})),
    **dict.fromkeys(set(HELD) - set(LISTED), frozenset({"array", "label"})),
    "colour-masks": _SPLIT | _PICTURES | {"array", "label"}, "manifest": _PIXELS | {"array", "label"},
}  # fmt: skip
"""Format that is held -> options that mean nothing to it."""

_CALLED = {name: alias for alias, name in ALIASES.items()}
_DEFAULTS = Options()


def refuse_unheeded(options: Options, held: str, wanted: str) -> None:
    """Raises `ConversionError` where an option is given that means nothing here."""
    for name in sorted(_OF_TARGET[wanted] | _OF_SOURCE.get(held, frozenset())):
        if getattr(options, name) != getattr(_DEFAULTS, name):
            called = _CALLED.get(name, name).replace("_", "-")
            raise ConversionError(f"--{called} means nothing where {held} is written as {wanted}: leave it out")

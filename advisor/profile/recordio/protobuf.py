"""What a scan learns of a file of RecordIO-protobuf records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import Distinct, Merged, Tally
from advisor.profile.columns import Column
from advisor.profile.recordio.frames import FALSE_STARTS, RecordioProfile, Spread, extent_summary
from advisor.profile.sketch import Sketch

MAIN = "values"
"""The name under which the guide wants the one feature, or label, of plain vectors."""

NAMES_KEPT = 100
"""Names of tensors in a file that are told apart, and sets of such names."""

Names = tuple[str, ...]


@dataclass(slots=True)
class Tensors(Merged):
    """All tensors of one name. Of the labels the distinct values are kept, of the features not.

    `forms` counts types and layouts: "float32 dense", "float64 sparse", "bytes". A width is the number of
    values of a dense tensor, and what the shape says of a sparse one.
    """

    records: int = 0
    forms: dict[str, Tally] = field(default_factory=dict)
    widths: Spread = field(default_factory=Spread)
    numbers: Column = field(default_factory=Column)

    def of_form(self, *words: str) -> Tally:
        """The tensors whose type or layout is one of the words."""
        return Tally.of([tally for form, tally in self.forms.items() if set(form.split()) & set(words)])

    @property
    def types(self) -> set[str]:
        return {form.split()[0] for form in self.forms}

    def summary(self) -> dict[str, Any]:
        widths, distinct = self.widths.tallies, self.numbers.distinct.counts
        return {
            "records": self.records,
            "forms": {form: self.forms[form].count for form in sorted(self.forms)},
            "width": self.widths.commonest,
            "widths": None if widths is None else len(widths),
            "numbers": self.numbers.numbers,
            "fractional": self.numbers.fractional.count,
            "distinct": None if distinct is None else len(distinct),
            "range": extent_summary(self.numbers.extent),
            **{cls: tally.count for cls, tally in sorted(self.numbers.seen.items())},
        }


@dataclass(slots=True)
class RecordioProtobufProfile(RecordioProfile):
    """`named` and `labelled` say under which names records bear features and labels; `()` is none at all.

    `texts`: the different records of a small file, by keys.
    """

    format: ClassVar[str] = "recordio-protobuf"

    features: dict[str, Tensors] = field(default_factory=dict)
    label: dict[str, Tensors] = field(default_factory=dict)
    named: dict[Names, Tally] = field(default_factory=dict)
    labelled: dict[Names, Tally] = field(default_factory=dict)
    unpacked: int = 0
    unknown_fields: int = 0
    texts: Sketch = field(default_factory=Sketch)

    @property
    def full(self) -> bool:
        names = max(len(self.features), len(self.label), len(self.named), len(self.labelled))
        return names >= NAMES_KEPT or self.false_starts >= FALSE_STARTS

    @property
    def feature_count(self) -> int | None:
        """The commonest width of the one feature vector; None where there is no such thing."""
        return self.features[MAIN].widths.commonest if MAIN in self.features else None

    @property
    def labels(self) -> Distinct:
        return self.label[MAIN].numbers.distinct if MAIN in self.label else Distinct()

    @property
    def is_sequences(self) -> bool:
        """Whether the features are sequences, each of its own length, and no one vector."""
        several = (len(t.widths.tallies or ()) != 1 for t in self.features.values())
        return bool(self.features) and MAIN not in self.features and any(several)

    def without_feature(self, name: str) -> Tally:
        """The records that bear features, but none of this name."""
        return Tally.of([tally for names, tally in self.named.items() if names and name not in names])

    def without_label(self) -> Tally:
        return Tally.of([tally for names, tally in self.labelled.items() if MAIN not in names])

    def summary(self) -> dict[str, Any]:
        return {
            **RecordioProfile.summary(self),
            "features": {name: self.features[name].summary() for name in sorted(self.features)},
            "label": {name: self.label[name].summary() for name in sorted(self.label)},
            "unpacked": self.unpacked,
            "unknown_fields": self.unknown_fields,
        }

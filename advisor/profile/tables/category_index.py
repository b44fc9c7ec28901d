"""What a scan learns of `categorical_index.json`: which columns of the CSV files beside it hold categories."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar

from advisor.profile.base import FileProfile


@dataclass(slots=True)
class CategoryIndexProfile(FileProfile):
    """It holds no record. `key`: that of the list, None where there is none. `columns`: the numbers of the list in
    their order, 0 in the place of what is none.
    """

    format: ClassVar[str] = "category-index"
    spans_files: ClassVar[bool] = False

    key: str | None = None
    columns: list[int] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        return {"columns": len(self.columns)}

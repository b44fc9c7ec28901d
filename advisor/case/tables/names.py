"""What the names of columns say."""

from __future__ import annotations

from collections.abc import Sequence

TARGETS = frozenset({
    "target", "label", "labels", "class", "classes", "y", "outcome", "response", "churn", "churned", "exited",
    "attrition", "survived", "species", "variety", "diagnosis", "default", "defaulted", "fraud", "sentiment",
    "sale_price", "saleprice", "medv", "converted", "conversion", "clicked", "subscribed", "purchased", "bought",
    "spam", "readmitted", "failure", "failed", "cancelled", "canceled", "returned", "accepted", "approved", "died",
    "stroke", "diabetes", "cancer", "disease", "malignant", "reordered", "duplicate", "hired", "admitted", "won",
    "target_class", "class_label", "loan_status", "is_fraud", "is_spam", "ground_truth", "defect", "faulty",
})  # fmt: skip
"""Names that hardly mean anything but what is to be predicted."""


def named_last(names: Sequence[str]) -> bool:
    """Whether the last of several columns, and not the first, has the name of what is to be predicted."""
    return len(names) > 2 and names[0].lower() not in TARGETS and names[-1].lower() in TARGETS

"""The rule on the archive of a model from which training goes on."""

from __future__ import annotations

from advisor.rules.base import fault_rule

fault_rule(
    "LAY120", "not-a-model-archive", "error", "The file does not unpack to a tar archive.", "model-archive",
    fault="not-an-archive",
    summary="The file of a model is not a tar archive in gzip.",
    why="Incremental training unpacks the model.tar.gz that an earlier job has written, and begins with its weights.",
    fix="Put the model.tar.gz of an earlier job of the same algorithm there, as it was written.",
    sources=("incremental-training.md",),
)  # fmt: skip

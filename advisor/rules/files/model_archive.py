"""The rule on the archive of a model from which training goes on."""

from __future__ import annotations

from advisor.rules.base import fault_rule

fault_rule(
    "LAY120", "not-a-model-archive", "error", "The file does not unpack to a tar archive.", "model-archive",
    fault="not-an-archive",
    summary="The file of a model is not a tar archive compressed with gzip.",
    why="Incremental training unpacks the model.tar.gz that an earlier job wrote, and starts from its weights.",
    fix="Use the model.tar.gz of an earlier job of the same algorithm, exactly as that job wrote it.",
    sources=("incremental-training.md",),
)  # fmt: skip

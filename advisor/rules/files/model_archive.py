"""Rules on the archive of a model from which training goes on."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.profile.model_archive import ModelArchiveProfile
from advisor.rules.base import fault_rule, rule

ARCHIVES = (
    "https://github.com/aws/amazon-sagemaker-examples/issues/864",
    "https://github.com/aws/sagemaker-python-sdk/issues/2062",
)
"""They list what an archive holds."""

fault_rule(
    "LAY120", "not-a-model-archive", "error", "The file does not unpack to a tar archive.", "model-archive",
    fault="not-an-archive",
    summary="The file of a model is not a tar archive compressed with gzip.",
    why="Incremental training unpacks the model.tar.gz that an earlier job wrote, and starts from its weights.",
    fix="Use the model.tar.gz of an earlier job of the same algorithm, exactly as that job wrote it.",
    sources=("incremental-training.md",),
)  # fmt: skip


@rule(
    "LAY121",
    "model-of-another-network",
    "error",
    summary="The model from which training goes on was trained with other hyperparameters, which make its network.",
    why="The weights of the earlier model are put into the network of the new one, which must be the same: as many "
    "layers, as large an input, as many classes.",
    fix="Send the values of the earlier job, or train without the channel model: use_pretrained_model starts from "
    "weights that take any number of classes.",
    sources=("incremental-training.md", *ARCHIVES),
)
def model_of_another_network(case: Case) -> Iterator[Hit]:
    facts = case.algorithm.incremental_training if case.algorithm else None
    if facts is None:
        return
    for _, file, archive in case.profiled(ModelArchiveProfile):
        for name in facts.must_match:
            was, sent = archive.settings.get(name), case.value(name)
            if was is not None and sent is not None and _plain(was) != _plain(sent):
                shown = "" if name in case.hyperparameters else " by default"
                message = f"The model was trained with {name}={was}; the job has {name}={sent}{shown}."
                yield file.hit(message, sources=facts.sources)


def _plain(value: str) -> str | float:
    """A value as it is compared: a number, else a text without blanks."""
    try:
        return float(value)
    except ValueError:
        return "".join(value.split()).casefold()

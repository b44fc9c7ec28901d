"""Rules on algorithms in script mode: a framework's image runs a script of SageMaker JumpStart with a model of it."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.knowledge.models.algorithm import Script
from advisor.rules.base import rule

TOOLKIT = "https://github.com/aws/sagemaker-training-toolkit"
PROGRAM, SOURCE = "sagemaker_program", "sagemaker_submit_directory"


def _script(case: Case) -> Script | None:
    """The script of the algorithm, where the request asks for the framework's own image, or for none yet."""
    if case.algorithm is None or case.request is None or not case.request.input_data_config:
        return None
    container = case.request.container
    ours = container is None or container in (case.algorithm.id, *case.algorithm.containers.names)
    return case.algorithm.script if ours else None


@rule(
    "REQ150",
    "script-not-named",
    "error",
    summary="The request names no training script, and the image contains none.",
    why="The algorithm is a script that runs in a framework's image. Without the script, the image has nothing "
    "to start.",
    fix="Look up script, image and model by the model id in SageMaker JumpStart, as the SDK's script_uris does.",
    sources=(TOOLKIT,),
)
def script_not_named(case: Case) -> Iterator[Hit]:
    script = _script(case)
    if script is None or case.part("AlgorithmSpecification").get("ContainerEntrypoint"):
        return
    environment = case.part("Environment")
    given = {name for name in (PROGRAM, SOURCE) if name in case.hyperparameters or name.upper() in environment}
    missing = [name for name in (PROGRAM, SOURCE) if name not in given]
    if missing:
        model = next(iter(script.model_ids.values()))
        message = (
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing: the job is to run "
            f"{script.entry_point}, which JumpStart holds under model ids such as {model}."
        )
        yield case.request_hit("HyperParameters", message, sources=(*script.sources, TOOLKIT))


@rule(
    "REQ151",
    "model-not-given",
    "error",
    summary="The channel with the model that the script starts from is missing.",
    why="The script unpacks the model before it trains, even if it is a dummy, and stops if there is none.",
    fix="Add the channel with the address of the model in SageMaker JumpStart, as the SDK's model_uris gives it.",
    sources=("incremental-training.md",),
    training_error="expected str, bytes or os.PathLike object, not NoneType",
)
def model_not_given(case: Case) -> Iterator[Hit]:
    script = _script(case)
    if script is None or script.needs_model is False or case.request is None:
        return
    if case.request.channel(script.model_channel) is None:
        severity = None if script.needs_model else "warning"
        message = f"There is no channel {script.model_channel!r}, which the script unpacks before it trains."
        yield case.request_hit("InputDataConfig", message, severity=severity, sources=script.sources)

"""Rules on machines that are kept after the job, and on jobs with several types of them."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.rules.base import rule

WARM_POOLS = "train-warm-pools.md"
SEVERAL_TYPES = "train-heterogeneous-cluster.md"
KEPT = "ResourceConfig.KeepAlivePeriodInSeconds"
GROUPS = "ResourceConfig.InstanceGroups"


def _types(case: Case) -> set[str]:
    """The instance types of the groups of the request."""
    groups = case.part("ResourceConfig").get("InstanceGroups")
    listed = [group for group in (groups if isinstance(groups, list) else ()) if isinstance(group, dict)]
    return {str(group.get("InstanceType")) for group in listed}


@rule(
    "REQ154",
    "warm-pool-ruled-out",
    "error",
    summary="The machines are to be kept for the next job, but such machines cannot be kept.",
    why="Managed warm pools work neither with spot instances nor with a cluster of several instance types.",
    fix="Leave KeepAlivePeriodInSeconds out, or train on demand with one instance type.",
    sources=(f"{WARM_POOLS}#train-warm-pools-considerations",),
)
def warm_pool_ruled_out(case: Case) -> Iterator[Hit]:
    seconds = case.part("ResourceConfig").get("KeepAlivePeriodInSeconds")
    if not isinstance(seconds, int) or seconds <= 0:
        return
    if case.raw.get("EnableManagedSpotTraining") is True:
        yield case.request_hit(KEPT, "Spot instances cannot be kept for the next job.", value=str(seconds))
    if len(_types(case)) > 1:
        message = "A cluster of several instance types cannot be kept for the next job."
        yield case.request_hit(KEPT, message, value=str(seconds))


@rule(
    "REQ158",
    "isolation-not-supported",
    "info",
    summary="The container is to train without a network, which the algorithm does not support.",
    why="The API reference said so of this algorithm until 2020; since then it says so of none, and no page says that "
    "it does.",
    fix="Leave EnableNetworkIsolation out.",
    sources=("https://docs.rs/rusoto_sagemaker/0.37.0/rusoto_sagemaker/struct.CreateTrainingJobRequest.html",),
    needs=("algorithm", "request"),
)
def isolation_not_supported(case: Case) -> Iterator[Hit]:
    if case.raw.get("EnableNetworkIsolation") is True and not case.facts.training.network_isolation:
        message = f"{case.facts.name} does not support network isolation."
        yield case.request_hit("EnableNetworkIsolation", message, value="true")


@rule(
    "RES121",
    "several-instance-types",
    "warning",
    summary="A built-in algorithm is to train on instances of several types.",
    why="Clusters of several instance types are for scripts in PyTorch or TensorFlow, which tell the machines apart; "
    "a built-in algorithm gives each of them the same work.",
    fix="Ask for one type with InstanceType and InstanceCount.",
    sources=(SEVERAL_TYPES,),
    needs=("algorithm", "request"),
)
def several_instance_types(case: Case) -> Iterator[Hit]:
    types = _types(case)
    if len(types) > 1 and case.facts.script is None:
        message = f"{case.facts.name} is to train on {' and '.join(sorted(types))} at once."
        yield case.request_hit(GROUPS, message)

"""The instance types as data: families, sizes, and whether they are still offered."""

from typing import Literal

from advisor.knowledge.models.base import Model, Sourced


class Size(Model):
    """All figures are those of the whole instance. `disk_gb`: its own disks; 0 where it has none."""

    vcpu: int
    memory_gib: float
    gpus: int
    gpu_memory_gib: float
    disk_gb: int = 0


class Family(Model):
    """`gone`: EC2 no longer offers it, though the API still names it. `previous`: still offered, outdated."""

    kind: Literal["cpu", "gpu", "trainium"]
    generation: Literal["current", "previous", "gone"]
    note: str
    sizes: dict[str, Size]


class Instances(Sourced):
    families: dict[str, Family]

    def family_of(self, instance_type: str) -> Family | None:
        """The family of an instance type by its name (`ml.c5.xlarge`); None where the API has no such type."""
        return next((f for f in self.families.values() if instance_type in f.sizes), None)

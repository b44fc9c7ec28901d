"""Which rules can find anything where an algorithm is trained."""

from __future__ import annotations

from collections.abc import Callable

from advisor.knowledge.models.algorithm import Algorithm
from advisor.knowledge.models.requirements import Columns, Labels
from advisor.rules.families import SUBJECTS, concerns


def speaks_of(subject: str, algorithm: Algorithm | None) -> bool:
    """Whether a rule can find anything in data of the algorithm; what lies elsewhere can befall all of them."""
    if algorithm is None or subject[:3] not in SUBJECTS:
        return True
    held = all(holds(algorithm) for codes, holds in _ONLY_WHERE if subject in codes or subject[:4] in codes)
    return held and concerns(subject, algorithm)


def _reads_labels(algorithm: Algorithm) -> bool:
    labels = [requirement for requirement in algorithm.data if isinstance(requirement, Labels)]
    return algorithm.learning == "supervised" or any(requirement.presence != "none" for requirement in labels)


def _reads_no_labels(algorithm: Algorithm) -> bool:
    return any(isinstance(requirement, Labels) and requirement.presence == "none" for requirement in algorithm.data)


def _names_its_columns(algorithm: Algorithm) -> bool:
    return any(isinstance(requirement, Columns) for requirement in algorithm.data)


def _wants_one_machine(algorithm: Algorithm) -> bool:
    training = algorithm.training
    return not training.multi_machine or any(restriction.multi_machine is False for restriction in training.narrowed)


def _wants_a_class_of_machine(algorithm: Algorithm) -> bool:
    training = algorithm.training
    return not (training.cpu and training.gpu) or any(
        False in (restriction.cpu, restriction.gpu) for restriction in training.narrowed
    )


_ONLY_WHERE: tuple[tuple[frozenset[str], Callable[[Algorithm], bool]], ...] = (
    (frozenset({"CSV136", "CSV151", "CSV152", "CSV157", "SVM151", "REC150", "REC151"}), _reads_labels),
    (frozenset({"TAB101", "TAB102", "TAB103"}), _reads_labels),
    (frozenset({"MAN1", "MAN2", "MAN3"}), lambda algorithm: algorithm.augmented_manifest is not None),
    (frozenset({"CSV150", "CSV156"}), _reads_no_labels),
    (frozenset({"CSV122"}), _names_its_columns),
    (frozenset({"RES104"}), _wants_one_machine),
    (frozenset({"RES102"}), _wants_a_class_of_machine),
    (frozenset({"REQ150", "REQ151"}), lambda algorithm: algorithm.script is not None),
)
"""Rules, or the beginnings of their codes, by what must be true of the algorithm."""

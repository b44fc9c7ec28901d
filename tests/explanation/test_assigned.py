"""Values that a text gives as they are sent."""

import pytest

from advisor.explanation.assigned import broken_by
from advisor.knowledge.load import algorithm


@pytest.mark.parametrize(
    ("name", "text", "code", "evidence"),
    [
        ("xgboost", "we sent max_depth=-3 and eta=0.1", "HYP104", "max_depth=-3"),
        ("xgboost", '{"eta": "1.5", "max_depth": "6"}', "HYP104", 'eta": "1.5"'),
        ("linear-learner", "epochs=0 stops at once", "HYP104", "epochs=0"),
        ("knn", "dimension_reduction_target was set to 0.", "HYP104", "dimension_reduction_target was set to 0"),
        ("kmeans", "k=3.5 groups", "HYP103", "k=3.5"),
        ("linear-learner", "with predictor_type='binary' it stops", "HYP105", "predictor_type='binary'"),
    ],
)
def test_what_a_value_breaks(name: str, text: str, code: str, evidence: str) -> None:
    (hit,) = broken_by(text, algorithm(name))
    assert (hit.subject, hit.evidence, hit.first) == (code, evidence, True)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("xgboost", "we sent max_depth=3 and eta=0.1, alpha 0"),
        ("linear-learner", "#quality_metric: loss=nan, then loss: inf after epochs=3"),
        ("linear-learner", "predictor_type is missing; loss is large"),
        ("kmeans", "k=4 of 12 groups"),
        ("deepar", "my-epochs=0 and epochs_done=0"),
    ],
)
def test_nothing_is_broken(name: str, text: str) -> None:
    assert list(broken_by(text, algorithm(name))) == []

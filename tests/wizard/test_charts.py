"""Lines are drawn over numbers, and are left out where there is nothing to see."""

from __future__ import annotations

from advisor.advise import Setting
from advisor.wizard.charts import elbow, series


def test_the_first_series_are_drawn_without_what_is_no_number() -> None:
    chart = series([{"target": [1, None, 3.5]}, None, [1], {"target": 2}, {"target": ["NaN", -2]}])
    assert chart is not None
    drawn = [tuple(row.values()) for row in chart.data.to_dict("records")]
    assert drawn == [("1", 1, 1.0), ("1", 3, 3.5), ("5", 2, -2.0)]
    assert series([{"target": []}]) is None


def test_the_elbow_is_drawn_with_the_number_that_is_taken() -> None:
    chart = elbow("k", Setting(value=3, required=True, reason="", source=(), curve=(1.0, 0.5, 0.1, 0.09)))
    assert chart is not None
    drawn = chart.to_dict(validate=True)
    (rows,) = drawn["datasets"].values()
    assert [(row["groups"], row["distance"], row["taken"]) for row in rows] == [
        (1, 1.0, False),
        (2, 0.5, False),
        (3, 0.1, True),
        (4, 0.09, False),
    ]


def test_without_a_curve_there_is_no_elbow() -> None:
    assert elbow("k", Setting(value=3, required=True, reason="", source=())) is None

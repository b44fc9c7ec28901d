"""The page of the problem: what is read from words, how it is set right, and what is claimed of it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from advisor import recommend
from tests.builders.wizard.pages import (
    GROUPS,
    HOSTILE,
    OUTSIDE,
    asked,
    button,
    checked,
    marked_up,
    opened,
    texts,
    title,
)

CARS = "Find every car in 8,000 photos; boxes are drawn around them."


def facts(app: AppTest) -> dict[str, object]:
    return {name: fact.value for name, fact in app.session_state["session"].problem.facts()}


def chips(app: AppTest) -> list[str]:
    return [block.proto.popover.label for block in app.get("popover")]


def test_an_example_is_read_as_if_it_were_typed() -> None:
    app = opened()
    assert title(app) == "What would you like to find out?"
    button(app, "Customers into groups").click().run()
    assert "resemble one another" in str(app.text_input(key="words").value)
    assert app.subheader[0].value == "K-Means"


def test_words_become_chips_with_their_origin() -> None:
    app = asked(CARS)
    assert facts(app) == {"data": "images", "answer": "boxes", "labelled": True, "numbers.rows": 8000}
    assert "Read from your words: “8,000 photos”" in texts(app)
    assert f"{recommend(CARS).confidence:.0%} sure" in marked_up(app)


def test_a_chip_is_set_right_by_a_click_and_stays_so() -> None:
    app = asked(CARS)
    app.selectbox(key="fix-answer-boxes").set_value("mask").run()
    app.number_input(key="fix-numbers.rows-8000.0").set_value(500).run()
    assert (facts(app)["answer"], facts(app)["numbers.rows"]) == ("mask", 500)
    assert app.subheader[0].value == "Semantic Segmentation"
    assert "You said so" in texts(app)
    app.switch_page("views/advice.py").run().switch_page("views/problem.py").run()
    assert app.text_input(key="words").value == CARS
    assert facts(app)["answer"] == "mask"


def test_what_was_misread_is_left_out() -> None:
    app = asked("Predict churn of customers on a GPU from 300 rows.")
    assert "traits.gpu" in facts(app)
    app.button(key="strike-traits.gpu").click().run()
    app.button(key="strike-numbers.rows").click().run()
    assert not {"traits.gpu", "numbers.rows"} & facts(app).keys()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("help me", "do not say what the data is"),
        ("asdf", "not known"),
        ("Wir möchten unsere Kunden in acht Gruppen einteilen", "not English"),
    ],
)
def test_of_words_that_say_nothing_no_algorithm_is_claimed(words: str, says: str) -> None:
    app = asked(words)
    assert app.subheader[0].value == "Not sure yet"
    assert says in texts(app)
    assert not [b for b in app.button if b.key == "see-advice"]
    app.selectbox(key="ask-data-0").set_value("time series: values over time").run()
    assert facts(app)["data"] == "time series"
    assert "DeepAR" in app.subheader[0].value


def test_where_nothing_fits_it_says_what_does() -> None:
    app = asked(OUTSIDE)
    assert app.subheader[0].value == "No built-in algorithm does this"
    assert "Transcribe" in texts(app)


def test_without_words_there_is_nothing_left_of_them() -> None:
    app = asked(GROUPS)
    app.selectbox(key="fix-answer-groups").set_value("oddness").run()
    app.text_input(key="words").set_value("").run()
    assert not app.subheader
    assert app.session_state["session"].corrections == {}


def test_data_in_hand_is_measured_and_its_target_can_be_chosen() -> None:
    rows = "".join(f"{n % 2},{n * 1.5},{n % 3}\n" for n in range(40))
    app = checked("default,income,children\n" + rows, "xgboost").switch_page("views/problem.py").run()
    known = dict(app.session_state["session"].problem.facts())
    assert (known["numbers.rows"].value, known["numbers.rows"].origin) == (40, "data")
    app.selectbox(key="fix-target-default").set_value("income").run()
    assert facts(app)["predicts"] == "income"


def test_words_are_never_read_as_markdown() -> None:
    app = asked(f"Put customers into groups {HOSTILE}", "advice")
    assert "**bold**" in texts(app)
    assert "**bold**" not in marked_up(app)

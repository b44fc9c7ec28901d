"""The page of the advice: the best card, the table beside it, and why not another."""

from __future__ import annotations

from advisor.wizard.advice.why_not import Other
from tests.builders.wizard.pages import GROUPS, OUTSIDE, asked, button, checked, marked_up, opened, texts, title

LOANS = "From 200,000 past loans, predict whether a new customer will pay the loan back."


def test_without_a_problem_it_says_where_to_begin() -> None:
    app = opened("advice")
    assert title(app) == "What fits your problem"
    assert "no advice yet" in app.info[0].value


def test_the_best_card_says_why_with_sources_and_score() -> None:
    app = asked(GROUPS, "advice")
    assert app.header[0].value == "K-Means"
    assert app.caption[0].value == "Best fit · score 1.00"
    assert "into one of k groups" in texts(app)
    assert "[k-means](<https://docs.aws.amazon.com" in marked_up(app)
    assert "k=8" in texts(app).split()


def test_the_others_stand_beside_it_and_can_be_chosen() -> None:
    app = asked(LOANS, "advice")
    table = app.table[-1].value
    assert list(table.columns)[1:3] == ["XGBoost", "LightGBM"]
    assert {"Score", "Reads", "Trains on", "You must set"} <= set(table[""])
    app.radio(key="compared").set_value("lightgbm").run()
    assert app.header[0].value == "LightGBM"
    assert app.caption[0].value.startswith("Second choice")
    assert app.session_state["session"].plan.algorithm == "lightgbm"


def test_why_not_is_answered_for_anything() -> None:
    app = asked(LOANS, "advice")
    for asked_for, says in (
        (Other("algorithm", "kmeans"), "Asked here: predict a known class from columns."),
        (Other("content type", "image/png"), "does not take 'image/png'"),
        (Other("instance", "ml.trn1.2xlarge"), "Trainium"),
    ):
        app.selectbox(key="why-not").set_value(asked_for).run()
        assert says in texts(app)


def test_none_fits_says_what_to_use_instead() -> None:
    app = asked(OUTSIDE, "advice")
    assert app.subheader[0].value == "No built-in algorithm does this"
    assert "Transcribe" in texts(app)
    assert not app.header


def test_the_number_of_groups_is_drawn_from_the_data() -> None:
    rows = "".join(",".join(str(90 * (c == i % 4) + i % 7) for c in range(4)) + "\n" for i in range(80))
    app = checked(rows, "kmeans").switch_page("views/problem.py").run()
    app.text_input(key="words").set_value("Which customers resemble one another? Put them into groups.").run()
    app.switch_page("views/advice.py").run()
    assert "k=4" in texts(app)
    app.session_state["more"] = True
    app.run()
    assert len(app.get("vega_lite_chart")) == 1


def test_the_advice_can_be_taken_along() -> None:
    app = asked(GROUPS, "advice")
    assert [b.label for b in app.download_button] == ["advice.txt", "advice.json"]
    assert not button(app, "Check my data").disabled


def test_every_algorithm_has_a_page_with_its_sources() -> None:
    app = opened("algorithms")
    app.session_state["open-kmeans"] = True
    app.run()
    assert "Group customers" in texts(app)
    assert "[k-means](<https://docs.aws.amazon.com" in marked_up(app)
    assert "feature_dim" in list(app.table[-1].value["Setting"])

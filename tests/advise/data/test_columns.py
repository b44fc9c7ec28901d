"""Raw tables: what their columns are, which is the target, and what the advice makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.advise.data.columns import TargetError, chosen_target, raw_table
from advisor.advise.data.dates import step
from advisor.dataset.local import LocalStorage
from advisor.engine.scan import scan_case
from advisor.recommendation import recommend
from advisor.report.advice.advice import as_text
from advisor.report.terminal import Look
from tests.builders.folders import write
from tests.builders.raw_tables import CUSTOMERS, SALES, TABLES, rows


@pytest.mark.parametrize(
    ("name", "kinds", "target"),
    [
        ("flowers", "number number class", "species"),
        ("customers", "id number class number class", "Churn"),
        ("passengers", "row number, class text number", "Survived"),
        ("ratings", "id id number time", "rating"),
        ("sales", "time class number", "sales"),
        ("tweets", "row number, text class", "sentiment"),
        ("logins", "time class address", None),
    ],
)
def test_kinds_and_guess(tmp_path: Path, name: str, kinds: str, target: str | None) -> None:
    case = scan_case(LocalStorage(write(tmp_path, {"train/a.csv": TABLES[name]})), None)
    table = raw_table(case)
    assert table is not None
    assert " ".join(c.kind for c in table.columns).replace("row number", "row number,") == kinds
    guess = chosen_target(table, None, "")
    assert (guess.column.name if guess else None) == target


def first(folder: Path, name: str, words: str = "", **more: str) -> tuple[str, float]:
    advice = recommend(words, data=write(folder, {"train/a.csv": TABLES[name]}), **more)
    return advice.recommendations[0].algorithm, advice.confidence


def test_what_columns_are_called_moves_no_terminal(tmp_path: Path) -> None:
    cells = "".join(f"{n}.5,{'big' if n % 3 else 'small'},{n % 7}.25\n" for n in range(60))
    data = write(tmp_path, {"train/a.csv": "size,\x1b[31mkind,\x1b[32mprice\n" + cells})
    shown = [as_text(recommend("predict the price", data=data, target=target), Look()) for target in (None, "3")]
    assert not any("\x1b" in text for text in shown)
    assert "--label '\\x1b[32mprice'" in " ".join(shown[1].split())


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("flowers", {"xgboost", "catboost", "lightgbm"}),
        ("customers", {"xgboost", "catboost", "lightgbm"}),
        ("ratings", {"factorization-machines"}),
        ("sales", {"deepar"}),
        ("tweets", {"blazingtext", "text-classification-tensorflow"}),
        ("logins", {"ip-insights"}),
    ],
)
def test_a_raw_table_speaks_for_itself(tmp_path: Path, name: str, best: set[str]) -> None:
    assert first(tmp_path, name)[0] in best


def test_words_that_the_columns_refute_are_not_believed(tmp_path: Path) -> None:
    assert first(tmp_path, "customers", "predict customer churn")[0] in ("xgboost", "catboost", "lightgbm")


def test_words_for_which_no_target_is_needed_are_believed(tmp_path: Path) -> None:
    assert first(tmp_path, "flowers", "sort these plants into groups that nobody defined, k-means style")[0] == "kmeans"


@pytest.mark.parametrize("said", [{"target": "Charges"}, {"target": "4"}, {"answers": ["target=Charges"]}])
def test_the_person_beats_the_guess(tmp_path: Path, said: dict[str, object]) -> None:
    advice = recommend(data=write(tmp_path, {"train/a.csv": CUSTOMERS}), **said)  # type: ignore[arg-type]  # values of several types
    fact = advice.problem.predicts
    assert fact is not None
    assert (fact.value, fact.origin) == ("Charges", "option")
    xgboost = next(one for one in advice.recommendations if one.algorithm == "xgboost")
    assert xgboost.hyperparameters["objective"].value == "reg:squarederror"


def test_words_beat_the_guess(tmp_path: Path) -> None:
    advice = recommend("estimate the charges of a customer", data=write(tmp_path, {"train/a.csv": CUSTOMERS}))
    assert advice.problem.predicts is not None
    assert (advice.problem.predicts.value, advice.problem.predicts.origin) == ("Charges", "words")


def test_a_target_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r"'x': .*has no such column; its columns are customerID, tenure"):
        recommend(data=write(tmp_path, {"train/a.csv": CUSTOMERS}), target="x")


def test_nothing_is_to_be_predicted(tmp_path: Path) -> None:
    advice = recommend(data=write(tmp_path, {"train/a.csv": CUSTOMERS}), answers=["target=none"])
    assert advice.problem.predicts is None
    assert advice.problem.labelled is not None
    assert advice.problem.labelled.value is False


def test_a_rare_class_is_counted(tmp_path: Path) -> None:
    text = rows("amount,Class", 600, lambda i: 1.5 * i, lambda i: int(i % 50 == 0))
    advice = recommend(data=write(tmp_path, {"train/a.csv": text}), algorithm="xgboost")
    assert advice.recommendations[0].hyperparameters["scale_pos_weight"].value == 49


def test_next_year_is_twelve_months_of_a_monthly_series(tmp_path: Path) -> None:
    advice = recommend("how much will each store sell next year", data=write(tmp_path, {"train/a.csv": SALES}),
                       algorithm="deepar")  # fmt: skip
    assert advice.problem.predicts is not None
    assert advice.problem.predicts.value == "sales"  # each store is what they are counted by
    values = {name: setting.value for name, setting in advice.recommendations[0].hyperparameters.items()}
    assert (values["time_freq"], values["prediction_length"]) == ("M", 12)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        (["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04"], "D"),
        (["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"], "M"),
        (["2024-01-01 00:00", "2024-01-01 00:15", "2024-01-01 00:30", "2024-01-01 00:45"], "15min"),
        (["2024-01-01", "2024-01-05", "2024-03-03", "2024-09-04"], None),
    ],
)
def test_steps(texts: list[str], found: str | None) -> None:
    assert step(texts) == found


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cars.json", b'[{"name": "a", "mpg": 18}, {"name": "b", "mpg": 20}]', "is JSON: write it as CSV"),
        ("cars.jsonl", b'{"name": "a", "mpg": 18}\n{"name": "b", "mpg": 20}\n' * 20, "is JSON Lines: write it as CSV"),
    ],
)
def test_a_table_in_json_is_a_table(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    advice = recommend("predict the consumption of a car", data=write(tmp_path, {f"train/{name}": content}))
    one = advice.recommendations[0]
    assert advice.problem.data is not None
    assert (advice.problem.data.value, one.accepts) == ("tabular", "no")
    assert says in one.steps[0].text


def test_a_table_without_a_target_asks_for_it(tmp_path: Path) -> None:
    text = rows("a,b,c", 90, lambda i: i * 1.5, lambda i: i * 7 % 13 + 0.5, lambda i: i % 50 + 0.5)
    write(tmp_path, {"train/a.csv": text})
    questions = {question.id: question.choices for question in recommend(data=tmp_path).questions}
    assert questions["target"] == ("a", "b", "c", "none: nothing is")
    assert "target" not in {question.id for question in recommend(data=tmp_path, target="b").questions}


def test_steps_are_those_of_the_algorithm_and_the_table(tmp_path: Path) -> None:
    write(tmp_path, {"train/a.csv": CUSTOMERS})
    steps = [step.text for step in recommend(data=tmp_path, algorithm="xgboost").recommendations[0].steps]
    assert steps == [
        "Leave out the header row (line 1): it would be read as data.",
        "Move column 5 'Churn' to the front: the label is the first column.",
        "Write its 2 classes as numbers from 0: No = 0, Yes = 1.",
        "Leave out what tells nothing of a new row: customerID (an id).",
        "Write the text columns as numbers: Contract (2 values).",
    ]
    (done,) = recommend(data=write(tmp_path / "b", {"train/a.csv": "1,2.5\n0,3.5\n" * 30}),
                        algorithm="xgboost").recommendations  # fmt: skip
    assert (done.accepts, done.steps) == ("as-is", ())


READY = rows("x", 90, lambda i: i % 3, lambda i: 4 + i / 50, lambda i: 1 + i / 30).partition("\n")[2]
LAST = rows("x", 90, lambda i: 4 + i / 50, lambda i: 1 + i / 30, lambda i: i % 3).partition("\n")[2]


@pytest.mark.parametrize(("text", "steps"), [(READY, 0), (LAST, 1)])
def test_without_a_header_classes_at_one_end_are_the_target_and_it_is_asked(
    tmp_path: Path, text: str, steps: int
) -> None:
    advice = recommend(data=write(tmp_path, {"train/a.csv": text}))
    one = advice.recommendations[0]
    assert one.algorithm in ("xgboost", "lightgbm", "catboost")
    assert one.hyperparameters["num_class"].value == 3
    assert len(one.steps) == steps
    assert 0.4 < advice.confidence < 0.6
    assert advice.questions[0].id == "target"


def test_an_answer_beats_the_shape_of_a_table(tmp_path: Path) -> None:
    data = write(tmp_path, {"train/a.csv": SALES})
    assert recommend(data=data).recommendations[0].algorithm == "deepar"
    advice = recommend(data=data, answers=["answer=number", "data=tabular"])
    assert advice.recommendations[0].algorithm in ("xgboost", "lightgbm", "catboost")


def test_a_first_row_of_names_is_seen_among_texts(tmp_path: Path) -> None:
    text = rows("cap,odor,class", 90, ["x", "b", "s"], ["n", "f"], lambda i: "ep"[i % 2])
    advice = recommend(data=write(tmp_path, {"train/a.csv": text}), algorithm="xgboost")
    assert advice.problem.predicts is not None
    assert advice.problem.predicts.seen.startswith("column 3 'class', 2 classes, 50/50 %")
    assert advice.recommendations[0].steps[0].text.startswith("Leave out the first row")
    assert "--header yes" in (advice.recommendations[0].command or "")


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("a,b,default payment next month", "default payment next month"),
        ("a,is_duplicate,c", "is_duplicate"),
        ("a,passenger_class,c", "c"),
    ],
)
def test_a_word_of_a_name_tells_the_target(tmp_path: Path, header: str, target: str) -> None:
    text = rows(header, 90, lambda i: i + 0.5, lambda i: i % 2, lambda i: i % 3)
    advice = recommend(data=write(tmp_path, {"train/a.csv": text}))
    assert advice.problem.predicts is not None
    assert advice.problem.predicts.value == target


@pytest.mark.parametrize(
    ("words", "best"),
    [
        ("find the ten most similar customers and take what most of them did", {"knn"}),
        ("which customers leave, by weights that a regulator can read", {"linear-learner"}),
        ("which customers leave", {"xgboost", "lightgbm", "catboost"}),
        ("sort the customers into groups that nobody defined", {"kmeans"}),
    ],
)
def test_a_way_that_is_asked_for_is_kept(tmp_path: Path, words: str, best: set[str]) -> None:
    assert first(tmp_path, "customers", words)[0] in best

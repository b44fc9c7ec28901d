"""Questions, answers, problem files, data, and the request that comes of it."""

from __future__ import annotations

import json
from pathlib import Path

import botocore.session
import pytest
from botocore.validate import ParamValidator

from advisor.advise import Problem, recommend
from advisor.advise.answers import AnswerError
from advisor.advise.plan.emit import EmitError, Place, emitted, request
from advisor.advise.problem import Fact
from advisor.advise.questions import SURE
from advisor.advise.rank import ranked
from advisor.advise.reading.sense import GENERAL, LANGUAGE, NONSENSE, THINGS
from advisor.advise.siblings import wishes
from advisor.advise.situations import situations
from advisor.cli import recommend as command
from advisor.cli.parsing import Parser, UsageError
from advisor.engine.check import check
from advisor.knowledge.images import images
from advisor.knowledge.load import UnknownAlgorithmError, algorithm, algorithm_ids, algorithms
from advisor.knowledge.shapes import faults
from advisor.recommendation import ProblemError, read_problem
from advisor.recommendation import recommend as recommend_with_data
from advisor.request import PLACEHOLDER

SHAPE = botocore.session.get_session().get_service_model("sagemaker").shape_for("CreateTrainingJobRequest")
OPEN = "Photos of shelves: what is on them?"
KNOWN = "10,000 rows with 20 columns and 3 classes, a vocabulary of 500 words"
PLACE = Place("us-east-1", "arn:aws:iam::123456789012:role/training", "my-bucket")


def test_what_is_clear_is_not_asked() -> None:
    assert recommend("Group our customers into eight groups by their purchases, nothing is labelled").questions == ()


def test_a_question_offers_what_is_likely_and_its_answer_decides() -> None:
    question = recommend(OPEN).questions[0]
    assert question.id == "answer"
    assert len(question.choices) > 1
    assert question.choices[-1] == "other: something else"
    for choice in question.choices[:-1]:
        told = recommend(OPEN, answers=[f"answer={choice}"]).problem.answer
        assert told is not None
        assert (told.value, told.origin) == (choice.partition(":")[0], "answer")
    assert recommend(OPEN, answers=["answer=mask"]).recommendations[0].algorithm == "semantic-segmentation"
    assert recommend(OPEN, answers=["answer=reading"]).none_fits


def test_something_else_leaves_out_what_was_offered() -> None:
    offered = {choice.partition(":")[0] for choice in recommend(OPEN).questions[0].choices}
    then = recommend(OPEN, answers=["answer=other"])
    assert not {reading.answer for reading in then.problem.readings} & offered
    assert {choice.partition(":")[0] for choice in then.questions[0].choices} & offered <= {"other"}


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("help me", GENERAL),
        ("I have data. Which algorithm is best?", GENERAL),
        ("???", GENERAL),
        ("asdf qwer zxcv uiop", NONSENSE),
        ("Wir möchten unsere Kunden in Gruppen einteilen", LANGUAGE),
        ("Nous voulons prédire quels clients vont partir", LANGUAGE),
        ("我们想预测客户流失", LANGUAGE),
    ],
)
def test_what_says_nothing_is_asked_once_and_gets_no_advice(words: str, because: str) -> None:
    advice = recommend(words)
    assert advice.problem.unclear == because
    assert (advice.recommendations, advice.none_fits, advice.confidence) == ((), False, 0)
    assert [question.id for question in advice.questions] == ["data"]
    answered = recommend(words, answers=["data=time series"])
    assert answered.recommendations[0].algorithm in ("deepar", "random-cut-forest")


def test_what_is_sure_is_not_asked() -> None:
    for words in ("Which customers will churn next month?", "Daily sales of 400 shops: the next three weeks?"):
        advice = recommend(words)
        assert advice.confidence >= SURE
        assert advice.questions == ()


@pytest.mark.parametrize(
    ("situation", "wish", "best"),
    [
        ("table class", "categorical", "catboost"),
        ("table class", "fast training", "lightgbm"),
        ("table class", "automatic", "autogluon-tabular"),
        ("table class", "neural", "tabtransformer"),
        ("table class", "nothing special", "xgboost"),
        ("topics", "coherence", "ntm"),
        ("text class", "few examples", "text-classification-tensorflow"),
        ("image class", "light pictures net", "image-classification-tensorflow"),
    ],
)
def test_a_wish_tells_siblings_apart(situation: str, wish: str, best: str) -> None:
    facts = situations()[situation]
    problem = Problem.model_validate({"data": facts.data, "answer": facts.answer, "method": facts.method})
    reading = facts.reading(1.0)
    by_wish = wishes(problem, reading, algorithms().values())
    assert len(by_wish) > 1
    said = problem.model_copy(update={"traits": (Fact(value=wish),)})
    assert ranked(said.model_copy(update={"readings": (reading,)}), algorithms().values())[0].algorithm.id == best
    assert len(wishes(said, reading, algorithms().values())) == 1


def test_siblings_that_tie_are_told_apart_by_a_question() -> None:
    words = "200,000 e-mails, unlabelled: which 30 themes recur?"
    (question,) = recommend(words).questions
    assert question.id == "wish"
    assert recommend(words, answers=["wish=neural"]).recommendations[0].algorithm == "ntm"
    assert recommend(words, answers=["wish=nothing special"]).questions == ()


def test_what_the_words_say_both_of_is_told() -> None:
    words = "Labelled examples of loans, none of them labelled: will they be paid back?"
    (contradiction,) = recommend(words).problem.contradictions
    assert contradiction == "'Labelled examples' and 'none of them labelled' contradict each other"
    assert recommend("Will loans be paid back? No GPU.").problem.contradictions == ()


def test_at_most_three_questions_are_asked() -> None:
    assert len(recommend("data").questions) <= 3


@pytest.mark.parametrize("answer", ["colour=red", "answer", "answer=nonsense"])
def test_an_answer_to_no_question_is_refused(answer: str) -> None:
    with pytest.raises(AnswerError):
        recommend(OPEN, answers=[answer])


def test_an_unknown_algorithm_is_refused_with_a_near_one() -> None:
    with pytest.raises(UnknownAlgorithmError, match="kmeans"):
        recommend("x", algorithm="k-mean")


def test_a_container_name_is_taken_too() -> None:
    assert recommend("x", algorithm="forecasting-deepar").recommendations[0].algorithm == "deepar"


def test_a_file_beats_the_words(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text("data: images\nanswer: mask\nnumbers: {rows: 500}\ntraits: [cheap]\n")
    problem = read_problem(file, "Put a box round each of 900 pictures of cars")
    advice = recommend(problem)
    assert advice.recommendations[0].algorithm == "semantic-segmentation"
    assert advice.problem.number("rows") == 500
    assert advice.problem.trait_names >= {"cheap"}


def test_a_wrong_file_is_named_with_the_place(tmp_path: Path) -> None:
    file = tmp_path / "problem.yaml"
    file.write_text("data: {value: pictures}\n")
    with pytest.raises(ProblemError, match=r"problem\.yaml: data"):
        read_problem(file)


def test_data_is_measured_as_the_algorithm_reads_it(tmp_path: Path) -> None:
    (tmp_path / "train").mkdir()
    (tmp_path / "train" / "a.csv").write_text("".join(f"{i % 3},{i}.5,2,7\n" for i in range(90)))
    xgboost = recommend_with_data("predict the class in the first column", data=tmp_path).recommendations[0]
    assert xgboost.algorithm == "xgboost"
    assert xgboost.hyperparameters["num_class"].value == 3
    knn = recommend_with_data("", data=tmp_path, algorithm="knn").recommendations[0]
    assert knn.hyperparameters["feature_dim"].value == 3
    kmeans = recommend_with_data("", data=tmp_path, algorithm="kmeans")
    assert kmeans.recommendations[0].hyperparameters["feature_dim"].value == 4
    assert kmeans.problem.numbers["rows"].origin == "data"


def test_pairs_of_names_and_addresses_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("".join(f"user{i % 30},10.0.0.{i % 200}\n" for i in range(300)))
    best = recommend_with_data("", data=tmp_path).recommendations[0]
    assert best.algorithm == "ip-insights"
    assert best.hyperparameters["num_entity_vectors"].value == 60


@pytest.mark.parametrize("name", algorithm_ids())
@pytest.mark.parametrize("place", [PLACE, Place()])
def test_the_request_passes_the_check(name: str, place: Place, tmp_path: Path) -> None:
    job = tmp_path / "job.json"
    job.write_text(emitted(recommend(KNOWN, algorithm=name), job.name, place))
    report = check(None, algorithm=name, job=job)
    assert [finding for finding in report.findings if finding.severity == "error"] == []


@pytest.mark.parametrize("name", algorithm_ids())
def test_the_request_is_sound_in_every_region(name: str) -> None:
    best = recommend(KNOWN, algorithm=name).recommendations[0]
    for region in images().accounts(algorithm(name).containers.names[0]):
        content = request(best, Place(region))
        assert list(faults(content, "CreateTrainingJob")) == []
        report = check(None, algorithm=name, job=content)
        assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert not ParamValidator().validate(content, SHAPE).has_errors()


@pytest.mark.parametrize("name", algorithm_ids())
def test_the_script_is_python(name: str) -> None:
    compile(emitted(recommend(KNOWN, algorithm=name), "train.py", PLACE), "train.py", "exec")


def test_what_is_not_known_is_a_placeholder() -> None:
    bare = json.loads(emitted(recommend("groups", algorithm="kmeans"), "job.json", Place()))
    assert bare["HyperParameters"]["feature_dim"] == f"{PLACEHOLDER}feature-dim"
    assert PLACEHOLDER in bare["RoleArn"]
    full = json.loads(emitted(recommend(KNOWN, algorithm="kmeans"), "job.json", PLACE))
    assert full["AlgorithmSpecification"]["TrainingImage"] == "382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1"
    assert full["RoleArn"] == PLACE.role


@pytest.mark.parametrize(("name", "spot"), [("xgboost", True), ("kmeans", False)])
def test_spot_instances_are_asked_for_where_a_job_can_go_on(name: str, spot: bool) -> None:
    advice = recommend("rows of customers, cheap", algorithm=name)
    assert advice.recommendations[0].training.spot
    job = json.loads(emitted(advice, "job.json", PLACE))
    assert job.get("EnableManagedSpotTraining", False) == ("CheckpointConfig" in job) == spot
    assert ("MaxWaitTimeInSeconds" in job["StoppingCondition"]) == spot
    script = emitted(advice, "train.py", PLACE)
    compile(script, "train.py", "exec")
    assert ("enable_managed_spot_training=True" in script) == spot


def test_no_request_where_none_fits() -> None:
    with pytest.raises(EmitError):
        emitted(recommend("Read the handwriting on scanned forms as text"), "job.json", PLACE)


def test_the_json_has_the_form_that_was_agreed() -> None:
    advice = json.loads(recommend("200,000 e-mails, unlabelled: which 30 themes recur?").model_dump_json())
    assert advice["schema_version"] == "1.0"
    assert {"problem", "recommendations", "rejected", "none_fits", "instead", "questions"} <= advice.keys()
    one = advice["recommendations"][0]
    assert {
        "algorithm",
        "score",
        "reasons",
        "cautions",
        "input",
        "training",
        "inference",
        "hyperparameters",
    } <= one.keys()
    assert {"content_type", "alternatives", "mode", "modes", "channels"} <= one["input"].keys()
    assert {"instance_type", "family", "instance_count", "alternatives"} <= one["training"].keys()
    assert {"instance_type", "family", "content_types", "accepts"} <= one["inference"].keys()
    assert {"value", "required", "reason", "source"} <= one["hyperparameters"]["num_topics"].keys()
    assert one["hyperparameters"]["num_topics"]["value"] == 30
    assert Problem.model_validate(advice["problem"]).number("rows") == 200_000


def run(*words: str) -> int:
    parser = Parser(prog="advisor")
    command.add_parser(parser.add_subparsers())
    return command.run(parser.parse_args(["recommend", *words]))


def test_the_command_prints_text_and_writes_the_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    job = tmp_path / "job.json"
    assert run("Group customers into eight groups, 25 columns", "--emit", str(job), "--bucket", "b-ucket") == 0
    out = capsys.readouterr().out
    assert out.startswith("kmeans")
    assert "k = 8" in out
    assert json.loads(job.read_text())["HyperParameters"]["k"] == "8"


def test_the_command_prints_one_json_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("Group customers into eight groups", "--output-format", "json") == 0
    assert json.loads(capsys.readouterr().out)["recommendations"][0]["algorithm"] == "kmeans"


def test_nothing_said_and_no_terminal_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        run()


def test_things_alone_tell_the_data_and_what_should_come_out_is_asked() -> None:
    for words, data in (
        ("I have a folder of images", "images"),
        ("daily sales of our shops", "time series"),
        ("customers", None),
    ):
        advice = recommend(words)
        assert advice.problem.unclear == THINGS
        assert (advice.recommendations, advice.none_fits) == ((), False)
        assert (advice.problem.data.value if advice.problem.data else None) == data
        assert [question.id for question in advice.questions] == ["answer" if data else "data"]
    assert recommend("images", answers=["answer=mask"]).recommendations[0].algorithm == "semantic-segmentation"
    for words in ("recommend products", "How many cars are in these pictures?", "find cats"):
        assert not recommend(words).problem.unclear

"""Rules on the cells of a CSV: what is said of them, and how it is to be mended."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from advisor.findings import Finding
from tests.builders.folders import checked

DROP_LAST = "Remove the delimiter at the end of each row, for example with `sed -i 's/,$//' FILE`."
NUMBER_THEM = "Number the classes 0, 1, 2, ... (pandas: `df[column] = pandas.factorize(df[column])[0]`)."


def found(
    folder: Path, rule: str, algorithm: str, text: str, channel: str = "train", **given: str
) -> list[tuple[str, str]]:
    """The message and the fix of a rule."""
    return [(one.message, one.fix) for one in findings(folder, rule, algorithm, text, channel, given)]


def findings(
    folder: Path, rule: str, algorithm: str, text: str, channel: str = "train", given: Mapping[str, str] | None = None
) -> list[Finding]:
    report = checked(folder, {f"{channel}/a.csv": text}, algorithm=algorithm, hyperparameters=given or {})
    return [one for one in report.findings if one.rule == rule]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1,2\n3,x\n", "1 cell holds text where a number is needed (column 2)."),
        ("1,2\n3,x\n5,y\n", "2 cells hold text where a number is needed (column 2)."),
        ("1,2\ny,x\n", "2 cells hold text where a number is needed (columns 1, 2)."),
        ("1,2,3,4,5\nq,r,s,t,u\n", "5 cells hold text where a number is needed (columns 1, 2, 3, 4, 5)."),
        ("1,2,3,4,5,6\nq,r,s,t,u,v\n", "6 cells hold text where a number is needed (columns 1, 2, 3, 4, 5, ...)."),
        ("1,2\n3,yes\n", "1 cell holds a truth value where a number is needed (column 2)."),
        ("1,2\n3,1.2.3.4\n", "1 cell holds text where a number is needed (column 2)."),
    ],
)
def test_text_where_a_number_is_needed(text: str, message: str, tmp_path: Path) -> None:
    assert [one[0] for one in found(tmp_path, "CSV130", "kmeans", text)] == [message]


@pytest.mark.parametrize(
    ("text", "numbered"), [("a,2\nb,3\n1,4\n", True), ("1,2\na,x\nb,3\n", False), ("yes,2\nno,3\n1,4\n", False)]
)
def test_names_of_classes_are_to_be_numbered(text: str, numbered: bool, tmp_path: Path) -> None:
    (said,) = found(tmp_path, "CSV130", "linear-learner", text, predictor_type="binary_classifier")
    assert (said[1] == NUMBER_THEM) == numbered
    assert found(tmp_path, "CSV130", "kmeans", text)[0][1] != NUMBER_THEM


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ("0 1 1 0", ["Column 2, the weights, holds only 0 and 1: 2 of 4 rows weigh nothing."]),
        ("1 1 1 1", []),
        ("0 1 2 0", []),
        ("0.5 0 1 1", []),
    ],
)
def test_weights_of_zero_and_one(cells: str, message: list[str], tmp_path: Path) -> None:
    text = "".join(f"{row % 2},{weight},2.5\n" for row, weight in enumerate(cells.split()))
    assert [one[0] for one in found(tmp_path, "CSV138", "xgboost", text, csv_weights="1")] == message
    assert found(tmp_path, "CSV138", "xgboost", text) == []


def test_addresses_before_their_entities_are_to_be_swapped(tmp_path: Path) -> None:
    (said,) = found(tmp_path, "CSV140", "ip-insights", "10.0.0.1,ann\n10.0.0.2,cid\n")
    assert said == (
        "2 cells of column 2 are not IPv4 addresses; those of column 1 are.",
        "Swap columns 1 and 2: text, then IPv4 address.",
    )
    (said,) = found(tmp_path, "CSV140", "ip-insights", "10.0.0.1,ann\n10.0.0.2,10.0.0.3\n")
    assert "Swap" in said[1]


@pytest.mark.parametrize(
    ("text", "swapped"), [("a film,1\nno film,0\n", True), ("a film,1\n2,0\n", False), ("a film,1.5\nno,0\n", False)]
)
def test_classes_behind_their_texts_are_to_be_swapped(text: str, swapped: bool, tmp_path: Path) -> None:
    found_ = found(tmp_path, "CSV140", "text-classification-tensorflow", text, "training")
    assert [(said.endswith("those of column 2 are."), "Swap columns 1 and 2" in fix) for said, fix in found_] == [
        (swapped, swapped)
    ]


def test_the_words_of_sentences_are_to_be_counted(tmp_path: Path) -> None:
    text = "the cat sat on the mat\nthe dog did not sit there\n" * 20
    (said,) = found(tmp_path, "CSV130", "ntm", text)
    assert said[0].startswith("240 cells hold words of sentences where")
    assert said[1].startswith("Turn the sentences into counts of words")


@pytest.mark.parametrize(("algorithm", "judged"), [("autogluon-tabular", False), ("lightgbm", True), ("knn", True)])
def test_columns_in_which_numbers_must_stand(algorithm: str, judged: bool, tmp_path: Path) -> None:
    channel = "train" if algorithm == "knn" else "training"
    text = "1,2,3\n0,x,4\n1,5,\n"
    assert len(found(tmp_path, "CSV130", algorithm, text, channel)) == judged
    assert len(found(tmp_path, "CSV131", algorithm, text, channel)) == (algorithm == "knn")


@pytest.mark.parametrize(("size", "told"), [("1", True), ("0", False)])
@pytest.mark.parametrize(
    ("algorithm", "channel", "rule"), [("xgboost", "train", "CSV131"), ("autogluon-tabular", "training", "CSV136")]
)
def test_a_column_that_is_declared_no_label_is_none(
    algorithm: str, channel: str, rule: str, size: str, told: bool, tmp_path: Path
) -> None:
    files, types = {f"{channel}/a.csv": "1,2\n,3\n"}, {channel: f"text/csv;label_size={size}"}
    report = checked(tmp_path, files, algorithm=algorithm, content_types=types)
    assert (rule in {finding.rule for finding in report.findings}) == told


def test_labels_may_be_words_where_the_algorithm_takes_them(tmp_path: Path) -> None:
    assert found(tmp_path, "CSV130", "autogluon-tabular", "1,2\nyes,3\nno,4\n", "training") == []


@pytest.mark.parametrize(
    ("algorithm", "text", "message", "fix"),
    [
        ("kmeans", "1,2,3\n1,,3\n", "1 cell is empty.", None),
        ("kmeans", "1,2,3\n1,,\n", "2 cells are empty.", None),
        ("kmeans", "1,2,\n1,3,\n", "2 cells are empty.", DROP_LAST),
        ("kmeans", "1,2,\n1,3,3\n", "1 cell is empty.", None),
        ("kmeans", "1,,\n1,3,\n", "3 cells are empty.", None),
        ("kmeans", "1,2,\n", "1 cell is empty.", None),
        ("xgboost", "1,2,3\n,,3\n", "1 label is empty.", None),
        ("xgboost", "1,2,3\n,,3\n,2,3\n", "2 labels are empty.", None),
    ],
)
def test_empty_cells(algorithm: str, text: str, message: str, fix: str | None, tmp_path: Path) -> None:
    (said,) = found(tmp_path, "CSV131", algorithm, text)
    assert (said[0], said[1] == DROP_LAST) == (message, fix == DROP_LAST)


@pytest.mark.parametrize(
    ("rule", "cell", "message"),
    [
        ("CSV132", "nan", "1 {} NaN."),
        ("CSV133", "-inf", "1 {} infinite."),
        ("CSV134", "1e39", "1 {} beyond the range of a 32-bit float."),
    ],
)
def test_numbers_that_are_none(rule: str, cell: str, message: str, tmp_path: Path) -> None:
    for algorithm, text, said in (
        ("kmeans", f"1,2\n3,{cell}\n", "cell is"),
        ("xgboost", f"1,2\n{cell},3\n", "label is" if rule == "CSV132" else "cell is"),
    ):
        assert [one[0] for one in found(tmp_path, rule, algorithm, text)] == [message.format(said)]
    filled = [] if rule == "CSV132" else [message.format("cell is")]
    assert [one[0] for one in found(tmp_path, rule, "xgboost", f"1,2\n1,{cell}\n")] == filled


@pytest.mark.parametrize(
    ("text", "message"),
    [("1, 2\n3,4\n", "1 cell has spaces around the value."), ("1, 2\n3 ,4\n", "2 cells have spaces around the value.")],
)
def test_spaces_around_values(text: str, message: str, tmp_path: Path) -> None:
    assert [one[0] for one in found(tmp_path, "CSV135", "kmeans", text)] == [message]


@pytest.mark.parametrize("text", ["u1, 10.0.0.1\nu2, 10.0.0.2\n", "7, 10.0.0.1\n 8,10.0.0.2\n"])
def test_spaces_around_an_address_or_a_name_are_as_in_the_example_of_the_page(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "CSV135", "ip-insights", text) == []


@pytest.mark.parametrize(
    ("algorithm", "text", "message"),
    [
        ("autogluon-tabular", "1,2\n,3\nnan,\n", ["Rows without a label: 2."]),
        ("autogluon-tabular", "1,2\n1,3\n1,\n", []),
        ("lightgbm", "1,2\n,3\nnan,\n", []),
    ],
)
def test_rows_without_a_label(algorithm: str, text: str, message: list[str], tmp_path: Path) -> None:
    assert [one[0] for one in found(tmp_path, "CSV136", algorithm, text, "training")] == message


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("1,1.5,2\n0,0,3\n", []),
        ("1,,2\n0,nan,3\n1,inf,4\n0,1,\n", ["Weights that are not finite numbers: 3."]),
        ("1,1.5,2\n0,-0.5,3\n1,-2,-3\n", ["The lowest weight is -2."]),
        ("1\n0\n", []),
    ],
)
def test_weights(text: str, messages: list[str], tmp_path: Path) -> None:
    assert [one[0] for one in found(tmp_path, "CSV137", "xgboost", text, csv_weights="1")] == messages
    assert found(tmp_path, "CSV137", "xgboost", text) == []


@pytest.mark.parametrize(
    ("text", "message", "fix"),
    [
        ("ann,1.2.3.4\nbob,x.org\n",
         "1 cell of column 2 is not an IPv4 address. Found instead: a host name or other text.",
         "Look the address of the host up, or drop the row."),
        ("ann,1.2.3.4/8\nbob,1.2.3.0/24\n", "2 cells of column 2 are not IPv4 addresses. Found instead: a network.",
         "Write single addresses, without the length of the network."),
        ("ann,x.org\nbob,\n", "2 cells of column 2 are not IPv4 addresses.", None),
        ("ann,x.org\nbob,1.2.3.0/24\n", "2 cells of column 2 are not IPv4 addresses.", None),
        ("ann, 1.2.3.4\nbob,7\n", "1 cell of column 2 is not an IPv4 address.", None),
        (",1.2.3.4\nbob,1.2.3.4\n", "1 cell of column 1 is empty.", None),
        (",1.2.3.4\n,1.2.3.4\n", "2 cells of column 1 are empty.", None),
        ("7,1.2.3.4\n1.2.3.4,1.2.3.4\n", None, None),
        ("bob\nann\n", None, None),
    ],
)  # fmt: skip
def test_cells_of_another_kind(text: str, message: str | None, fix: str | None, tmp_path: Path) -> None:
    said = found(tmp_path, "CSV140", "ip-insights", text)
    assert [one[0] for one in said] == ([message] if message else [])
    assert fix is None or said[0][1] == fix


@pytest.mark.parametrize(
    ("rows", "message", "ordered"),
    [
        (["0,a text", "1,some words", "yes,more of it"], "1 cell of column 1 is not a whole number.", False),
        (["0,a text", "1.5,some words", "2.5,more of it"], "2 cells of column 1 are not whole numbers.", False),
        (["yes,a text", "no,some words", "no,more of it"], "3 cells of column 1 are not whole numbers.", True),
        (["0.5,a text"] * 1_001, "1,000 or more cells of column 1 are not whole numbers.", True),
    ],
)
def test_classes_of_texts(rows: list[str], message: str, ordered: bool, tmp_path: Path) -> None:
    algorithm = "text-classification-tensorflow"
    said = found(tmp_path, "CSV140", algorithm, "".join(f"{row}\n" for row in rows), "training")
    assert [one[0] for one in said] == [message]
    order = "Write the columns in this order: whole number, then anything. Number names of classes 0, 1, 2, ..."
    assert said[0][1].startswith(order) == ordered


@pytest.mark.parametrize(
    ("rule", "algorithm", "text", "places"),
    [
        ("CSV137", "xgboost", "1,1.5,2\n0,-0.5,3\n1,-2,-3\n", [(2, 2, "-0.5"), (3, 2, "-2")]),
        ("CSV140", "ip-insights", "7,1.2.3.4\n,1.2.3.4\n8,1.2.3.4\n", [(2, 1, "")]),
        ("CSV140", "ip-insights", "7,1.2.3.4\nann,7\nx.org,x.org\n", [(2, 2, "7"), (3, 2, "x.org")]),
    ],
)
def test_places(
    rule: str, algorithm: str, text: str, places: list[tuple[int | None, int | None, str]], tmp_path: Path
) -> None:
    (finding,) = findings(tmp_path, rule, algorithm, text, given={"csv_weights": "1"})
    assert [(one.location.line, one.location.column, one.value) for one in finding.examples] == places


@pytest.mark.parametrize(("address", "accepts"), [("10.0.0.{}", "after-conversion"), ("{}", "no")])
def test_columns_in_another_order_can_be_mended(address: str, accepts: str, tmp_path: Path) -> None:
    text = "".join(f"{address.format(number)},user{number}\n" for number in range(20))
    report = checked(tmp_path, {"a.csv": text})
    (found,) = [one for one in report.algorithms or () if one.algorithm == "ip-insights"]
    assert found.accepts == accepts


@pytest.mark.parametrize(("names", "addresses", "told"), [(50, 5, True), (49, 5, False), (50, 6, False)])
def test_the_addresses_of_a_proxy(names: int, addresses: int, told: bool, tmp_path: Path) -> None:
    text = "".join(f"user{n},10.0.0.{n % addresses}\n" for n in range(names))
    assert len(found(tmp_path, "CSV141", "ip-insights", text)) == told


@pytest.mark.parametrize(("of_users", "told"), [(10, True), (14, False)])
def test_the_addresses_of_a_proxy_in_most_rows(of_users: int, told: bool, tmp_path: Path) -> None:
    proxies = "".join(f"user{n},10.0.0.{n % 2}\n" for n in range(100 - of_users))
    users = "".join(f"user{n},80.1.2.{n}\n" for n in range(100 - of_users, 100))
    message = f"There are 100 names, and 2 addresses in {100 - of_users} of 100 rows: 10.0.0.0, 10.0.0.1."
    hits = found(tmp_path, "CSV141", "ip-insights", proxies + users)
    assert [said for said, _ in hits] == [message] * told

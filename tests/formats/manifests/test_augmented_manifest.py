"""The reader of augmented manifests: what a sample holds, and that quick and careful reading say the same."""

import copy
import io
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats.manifests import augmented_manifest as reader
from advisor.formats.manifests import augmented_samples
from advisor.profile.base import Distinct, Place, Sighting, Tally
from advisor.profile.manifests.augmented_manifest import ATTRIBUTES_KEPT, Attribute, AugmentedManifestProfile
from advisor.profile.predicates import ValueOutside
from tests.builders.pictures.lists import BOX, BUCKET, boxed, classified, described, json_lines


def scan(data: bytes | str) -> AugmentedManifestProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def carefully(data: bytes) -> AugmentedManifestProfile:
    """The profile when every line is read by itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "quick_reading", lambda _: None)
        return scan(data)


def kinds(attribute: Attribute) -> dict[str, int]:
    return {kind: tally.count for kind, tally in attribute.kinds.items()}


def first(tally: Tally) -> tuple[int | None, str | None, str | None]:
    return tally.first[0].place.line, tally.first[0].place.key, tally.first[0].value


def test_samples_with_a_class() -> None:
    profile = scan(json_lines(classified(4)))
    assert (profile.lines, profile.records, profile.faults, profile.others) == (4, 4, {}, 0)
    assert profile.label_width is None
    assert (profile.usual, profile.source, profile.label) == (["class", "source-ref"], "source-ref", "class")
    assert profile.labels == Distinct({0: 2, 1: 2})
    assert list(profile.attributes["source-ref"].references) == [
        (line, f"{BUCKET}/im{line - 1}.jpg".encode()) for line in range(1, 5)
    ]
    shown = {"lines": 4, "kinds": {"whole-text": 4}, "classes": 2, "min": 0, "max": 1, "failed": 0}
    assert profile.summary()["attributes"]["class"] == shown


@pytest.mark.parametrize(
    ("line", "fault", "counted"),
    [
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1"', "not-json", False),
        ('{"source-ref": "s3://pictures/x.jpg" "class": "1"}', "not-json", False),
        ("x", "not-json", False),
        ("{'source-ref': 's3://pictures/x.jpg', 'class': '1'}", "python-literal", False),
        ('{"source-ref": "s3://pictures/x.jpg", "class": None}', "python-literal", False),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1", "seen": True}', "python-literal", False),
        ("{", "pretty-printed", False),
        ('  "class": "1",', "pretty-printed", False),
        ("},", "pretty-printed", False),
        ('["s3://pictures/x.jpg", "1"]', "not-an-object", False),
        ("null", "not-an-object", False),
        ("7", "not-an-object", False),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1"},', "trailing-comma", True),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1"} {"a": 1}', "several-objects", True),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1", "score": NaN}', "not-a-json-constant", True),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1", "score": -Infinity}', "not-a-json-constant", True),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1", "class": "0"}', "repeated-key", True),
        ('{"source-ref": "s3://pictures/x.jpg", "class": "1", "\\u0063lass": "0"}', "repeated-key", True),
        ("", "blank-line", False),
        ("   ", "blank-line", False),
        ('{"a": ' * 2000 + "1" + "}" * 2000, "too-deep", False),
    ],
)
@pytest.mark.parametrize("sound", [2, 300])
def test_a_line_that_is_no_plain_object_is_seen_alone(line: str, fault: str, counted: bool, sound: int) -> None:
    samples: list[Any] = classified(sound)
    data = json_lines([*samples, line, *classified(2, name="class")])
    profile = scan(data)
    assert {name: (t.count, t.first[0].place.line) for name, t in profile.faults.items()} == {fault: (1, sound + 1)}
    assert (profile.lines, profile.records) == (sound + 3, sound + 2 + counted)


def test_lines_of_every_sound_form_of_json_are_sound() -> None:
    lines = [
        ' {"source-ref" : "s3:\\/\\/pictures\\/x.jpg" , "class" : "\\u0031" } \r',
        '{"source-ref":"s3://pictures/größe.jpg","class":"0","big":' + "9" * 3000 + ',"e":1e999}',
        '{"source-ref":"s3://pictures/y.jpg","class":"0","odd":"\\ud800"}',
    ]
    profile = scan(json_lines(lines))
    assert (profile.faults, profile.records) == ({}, 3)
    assert kinds(profile.attributes["source-ref"]) == {"reference": 3}


@pytest.mark.parametrize(
    ("data", "fault", "records"),
    [
        (b"\xef\xbb\xbf" + json_lines(classified(3)), "byte-order-mark", 3),
        (json_lines(classified(3)).decode().encode("utf-16"), "not-utf8-encoding", 0),
        (json_lines(classified(3)).replace(b"im1", b"im\xfc"), "not-utf8", 2),
    ],
)
def test_other_encodings_are_named(data: bytes, fault: str, records: int) -> None:
    profile = scan(data)
    assert (list(profile.faults), profile.records) == ([fault], records)


def test_a_line_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LONGEST", 100)
    monkeypatch.setattr(augmented_samples, "LONGEST", 100)
    profile = scan(json_lines([*classified(2), {"a": "x" * 120}, *classified(1)]))
    assert {name: t.first[0].place.line for name, t in profile.faults.items()} == {"line-too-long": 3}
    assert profile.records == 3


@pytest.mark.parametrize("at", [1, 6, 200, 2500])
def test_lines_without_an_attribute_are_named(at: int) -> None:
    samples: list[Any] = classified(3000)
    del samples[at - 1]["class"]
    profile = scan(json_lines(samples))
    missing = {name: a.missing for name, a in profile.attributes.items() if a.missing.count}
    assert missing == {"class": Tally(1, [Sighting(Place(at, key="class"))])}


def test_an_attribute_that_comes_late_is_missing_before() -> None:
    profile = scan(json_lines([*classified(12), "", {**classified(1)[0], "extra": 1}, classified(1)[0]]))
    missing = profile.attributes["extra"].missing
    assert (missing.count, [s.place.line for s in missing.first]) == (13, list(range(1, 11)))


def test_a_failed_line_is_not_a_missing_one() -> None:
    failed = {
        "source-ref": f"{BUCKET}/x.jpg",
        "class-metadata": {"failure-reason": "ClientError: expired", "type": "t"},
    }
    profile = scan(json_lines([*classified(2), failed]))
    labels = profile.attributes["class"]
    assert (labels.missing, first(labels.failed)) == (
        Tally(),
        (3, "class-metadata.failure-reason", "ClientError: expired"),
    )


def test_metadata_tell_types_and_names() -> None:
    samples = [
        described(classified(1, "0")[0], "class", class_name="dog", type="groundtruth/image-classification"),
        described(classified(1, 1)[0], "class", class_name="cat", type="groundtruth/label-verification"),
        described(boxed(BOX, name="class"), "class", class_map={"0": "dog", "5": "bone"}),
    ]
    labels = scan(json_lines(samples)).attributes["class"]
    assert list(labels.types) == ["groundtruth/image-classification", "groundtruth/label-verification"]
    assert {pair: tally.count for pair, tally in labels.names.items()} == {
        ("0", "dog"): 2, ("1", "cat"): 1, ("5", "bone"): 1,
    }  # fmt: skip


def test_a_map_of_colours_names_the_values_of_a_mask() -> None:
    colors = {"0": {"class-name": "BACKGROUND", "hex-color": "#ffffff"}, "1": {"class-name": "road"}}
    sample = described(
        {"source-ref": f"{BUCKET}/a.jpg", "m-ref": f"{BUCKET}/a.png"}, "m-ref", internal_color_map=colors
    )
    masks = scan(json_lines([sample])).attributes["m-ref"]
    assert list(masks.colors) == [("0", "BACKGROUND"), ("1", "road")]
    assert masks.names == {}


def test_multi_hot_lists_have_a_class_for_each_place() -> None:
    samples = [{"source-ref": f"{BUCKET}/a.jpg", "class": value} for value in ([1, 0, 1, 0], [0, 0, 0, 1])]
    profile = scan(json_lines(samples))
    assert profile.labels == Distinct({0: 2, 1: 2, 2: 2, 3: 2})


def test_an_object_named_twice_is_seen_on_the_second_line() -> None:
    samples = classified(200)
    samples[150] = samples[20]
    source = scan(json_lines(samples)).attributes["source-ref"]
    assert source.repeated == Tally(1, [Sighting(Place(151, key="source-ref"), f"{BUCKET}/im20.jpg")])


def test_more_attributes_than_are_kept_are_counted() -> None:
    profile = scan(json_lines([{f"a{number}": number for number in range(ATTRIBUTES_KEPT + 3)}]))
    assert (len(profile.attributes), profile.others) == (ATTRIBUTES_KEPT, 3)


@pytest.mark.parametrize(
    ("names", "source", "label_name"),
    [
        (("source-ref", "class"), "source-ref", "class"),
        (("source-ref", "class", "id"), "source-ref", None),
        (("source-ref", "class", "class-metadata", "id"), "source-ref", "class"),
        (("image-ref", "is-a-cat"), "image-ref", "is-a-cat"),
        (("picture-ref", "is-a-cat"), "picture-ref", "is-a-cat"),
        (("source-ref", "mask-ref"), "source-ref", "mask-ref"),
        (("a-ref", "b-ref"), None, None),
        (("source", "label"), "source", "label"),
        ((), None, None),
    ],
)
def test_source_and_label_are_guessed_where_only_one_can_be_meant(
    names: tuple[str, ...], source: str | None, label_name: str | None
) -> None:
    profile = scan(json_lines([{name: {} if name.endswith("metadata") else 1 for name in names}]))
    assert (profile.source, profile.label) == (source, label_name)


def test_locate_finds_classes_outside_a_range() -> None:
    labels = ["7", [0, 9], "[8]", -1, "x"]
    samples = [sample for label in labels for sample in classified(1, label)]
    samples += [boxed(BOX, {**BOX, "class_id": 6}, name="class"), {"other": 9}]
    data = json_lines(samples)
    found = reader.locate(io.BytesIO(data), len(data), ValueOutside("class", minimum=0, below=6))
    assert [(s.place.line, s.place.key, s.value) for s in found.first] == [
        (1, "class", "7"), (2, "class[1]", "9"), (3, "class[0]", "8"), (4, "class", "-1"),
        (6, "class.annotations[1].class_id", "6"),
    ]  # fmt: skip


def plain(number: int) -> dict[str, Any]:
    metadata = {
        "class-map": {"0": "dog", "5": "horse"},
        "type": "groundtruth/object-detection",
        "objects": [{"confidence": 0.5}],
    }
    boxes = boxed({**BOX, "class_id": number % 6}, BOX, number=number)
    return copy.deepcopy({**boxes, "boxes-metadata": metadata})


CHANGES: list[tuple[tuple[str | int, ...], Any]] = [
    (("boxes",), 7),
    (("boxes", "annotations", 0, "left"), 199),
    (("boxes", "annotations", 0, "class_id"), 1.0),
    (("boxes", "image_size", 0, "depth"), 1),
    (("source-ref",), f"{BUCKET}/im5.jpg"),
    (("source-ref",), f"{BUCKET}/ü\\.jpg"),
    (("extra",), {"a": [1]}),
    (("boxes-metadata", "class-map", "7"), "cat"),
    (("boxes-metadata", "type"), 3),
    (("boxes-metadata", "type"), "other"),
]
"""What is put where into a plain sample to make it a strange one."""


def varied(source: random.Random, number: int) -> Any:
    """A sample that is plain, or strange in one of many ways."""
    sample = plain(number)
    if source.random() > 0.03:
        return sample
    *path, last = source.choice(CHANGES)[0]
    broken = ["", "{" + json.dumps(sample), json.dumps(sample)[:-1] + ', "source-ref": "s3://pictures/again.jpg"}']
    if source.random() < 0.3:
        return source.choice([*broken, {"source-ref": sample["source-ref"]}])
    target: Any = sample
    for step in path:
        target = target[step]
    target[last] = source.choice([value for (*_, end), value in CHANGES if end == last])
    return sample


@pytest.mark.parametrize("seed", range(6))
def test_quick_and_careful_reading_agree_on_boxes(seed: int) -> None:
    source = random.Random(seed)
    data = json_lines([varied(source, number) for number in range(1500)])
    quick = scan(data)
    assert quick.attributes["boxes"].kinds["boxes"].count > 1400
    assert_same(quick, carefully(data))


def assert_same(quick: AugmentedManifestProfile, careful: AugmentedManifestProfile) -> None:
    assert quick.attributes.keys() == careful.attributes.keys()
    for name, attribute in quick.attributes.items():
        other = careful.attributes[name]
        assert list(attribute.references) == list(other.references)
        attribute.references = other.references
        assert attribute == other, name
    assert quick == careful


LABELS: st.SearchStrategy[Any] = st.one_of(
    st.integers(-2, 5),
    st.integers(0, 5).map(str),
    st.lists(st.integers(0, 3), max_size=4),
    st.sampled_from(
        ["dog", "", " 1", "1.0", 1.0, 2.5, None, True, 1 << 65, "[1]", "s3://bucket/a.png", "s3://x", {}, ["a"]]
    ),
)


@given(LABELS, st.lists(LABELS, max_size=6), st.data())
@settings(max_examples=100)
def test_quick_and_careful_reading_agree_on_labels(usual: Any, odd: list[Any], data: st.DataObject) -> None:
    values = [usual] * 200
    for value in odd:
        values[data.draw(st.integers(0, 199))] = value
    samples = [
        described({"source-ref": f"{BUCKET}/{n}.jpg", "label": v}, "label", class_name=f"c{n % 3}", type="t")
        for n, v in enumerate(values)
    ]
    written = json_lines(samples)
    assert_same(scan(written), carefully(written))


@given(st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3))), st.integers(0, 3))
@settings(max_examples=100)
def test_quick_and_careful_reading_agree_on_damaged_lines(changes: list[tuple[int, bytes]], seed: int) -> None:
    sample = described(classified(1, 1)[0], "class", class_name="dog", class_map={"1": "dog"})
    lines = json_lines([sample] * 150).split(b"\n")
    for at, new in changes:
        number, place = 70 + at % 80, at % len(lines[0])
        lines[number] = lines[number][:place] + new + lines[number][place + seed :]
    written = b"\n".join(lines)
    assert_same(scan(written), carefully(written))


@given(st.binary(max_size=200) | st.text('{}[]":, \nabc01', max_size=60).map(str.encode))
@settings(max_examples=300)
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    json.dumps(profile.summary()).encode()
    reader.locate(io.BytesIO(data), len(data), ValueOutside("a", minimum=0))
    assert (profile.source, profile.label, profile.labels) is not None


KEYS = ["annotations", "image_size", "class_id", "left", "width", "class-map", "type", "failure-reason"]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(KEYS),
        inner, max_size=4,
    ),
)  # fmt: skip


@given(st.lists(st.dictionaries(st.sampled_from(["a", "a-metadata", "b-ref"]), JSON), max_size=5))
@settings(max_examples=100)
def test_any_json_is_read(samples: list[dict[str, Any]]) -> None:
    profile = scan(json_lines(samples))
    assert profile.records == len(samples)
    json.dumps(profile.summary()).encode()


@pytest.mark.parametrize("at", [5, 300])
def test_two_labels_of_boxes_under_one_key_are_seen(at: int) -> None:
    lines = json_lines(boxed(BOX, number=number) for number in range(400)).splitlines()
    label = json.dumps(json.loads(lines[0])["boxes"]).encode()
    lines[at - 1] = lines[at - 1].replace(b'"boxes": ', b'"boxes": %b, "boxes": ' % label, 1)
    data = b"\n".join(lines)
    profile = scan(data)
    assert profile.faults == {"repeated-key": Tally(1, [Sighting(Place(at, key="boxes"), "boxes")])}
    assert profile == carefully(data)

"""The reader of manifests of S3 objects."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.formats.json import text as json_text
from advisor.formats.manifests import manifest as reader
from advisor.formats.manifests import repeated
from advisor.profile import packed
from advisor.profile.base import Place, Sighting, Tally
from advisor.profile.manifests.manifest import ManifestProfile
from tests.builders.pictures.lists import s3_manifest


def scan(data: bytes | str) -> ManifestProfile:
    raw = data.encode() if isinstance(data, str) else data
    return reader.scan(io.BytesIO(raw), len(raw))


def faults(profile: ManifestProfile) -> dict[str, tuple[int | None, str | None, str | None]]:
    return {name: (t.first[0].place.line, t.first[0].place.key, t.first[0].value) for name, t in profile.faults.items()}


def test_a_sound_manifest_names_its_objects() -> None:
    profile = scan('[{"prefix": "s3://bucket/data/"},\n "a.csv", "b/c.csv",\n\n"d.csv"]\n')
    assert (profile.lines, profile.keys, profile.faults, profile.repeated) == (4, 3, {}, Tally())
    assert list(profile.references()) == [
        (Place(2, key="[1]"), "s3://bucket/data/a.csv"),
        (Place(2, key="[2]"), "s3://bucket/data/b/c.csv"),
        (Place(4, key="[3]"), "s3://bucket/data/d.csv"),
    ]
    assert profile.summary() == {"prefix": "s3://bucket/data/", "keys": 3, "repeated": 0}


@pytest.mark.parametrize(
    ("entry", "fault", "value"),
    [
        (3, "key-not-text", "3"),
        (None, "key-not-text", "null"),
        ({"prefix": "s3://bucket/other/"}, "key-not-text", "{...}"),
        (["a"], "key-not-text", "[...]"),
        ("", "key-empty", ""),
        ("/a.csv", "key-absolute", "/a.csv"),
        ("s3://bucket/data/a.csv", "key-absolute", "s3://bucket/data/a.csv"),
        ("../a.csv", "key-with-steps", "../a.csv"),
        ("b/./a.csv", "key-with-steps", "b/./a.csv"),
        ("a\nb", "key-with-line-feed", "a\nb"),
    ],
)
def test_an_entry_that_names_no_object_is_seen_at_its_place(entry: Any, fault: str, value: str) -> None:
    assert faults(scan(s3_manifest("x.csv", entry, "y.csv"))) == {fault: (6, "[2]", value)}


def test_a_slash_in_front_of_a_key_is_sound_where_the_prefix_has_none_behind() -> None:
    assert scan(s3_manifest("/a.csv", prefix="s3://bucket/data")).faults == {}


@pytest.mark.parametrize("key", ["a..b.csv", "..a/b.csv", "ä/b c.csv", "a\\b", '"'])
def test_odd_keys_that_may_name_objects_are_sound(key: str) -> None:
    profile = scan(s3_manifest(key))
    assert (profile.faults, [uri for _, uri in profile.references()]) == ({}, [f"s3://bucket/data/{key}"])


@pytest.mark.parametrize(
    ("text", "fault", "line", "key"),
    [
        ("", "not-an-array", 1, None),
        ('{"prefix": "s3://bucket/"}', "not-an-array", 1, None),
        ('\n{"source-ref": "s3://bucket/a"}\n', "not-an-array", 2, None),
        ('["a.csv"]', "no-prefix", 1, "[0]"),
        ('[{"Prefix": "s3://bucket/"}, "a"]', "no-prefix", 1, "[0].prefix"),
        ('[{"prefix": 3}, "a"]', "no-prefix", 1, "[0].prefix"),
        ('[{"prefix": "bucket/data/"}, "a"]', "prefix-not-s3", 1, "[0].prefix"),
        ('[{"prefix": ""}, "a"]', "prefix-not-s3", 1, "[0].prefix"),
        ('[{"prefix": "s3://bucket/"}]', "no-key", 1, None),
        ('[{"prefix": "s3://bucket/"},\n"a",\n"b"\n', "cut-short", 4, None),
        ('[{"prefix": "s3://bucket/"},\n"a",\n]', "trailing-comma", 3, None),
        ('[{"prefix": "s3://bucket/"},\n"a"\n"b"]', "not-json", 3, None),
        ('[{"prefix": "s3://bucket/"}, "a"]\n["b"]', "not-json", 2, None),
        ("[{'prefix': 's3://bucket/'}, 'a']", "not-json", 1, None),
        ('[{"prefix": "s3://bucket/"}, "a', "not-json", 1, None),
        ('\ufeff[{"prefix": "s3://bucket/"}, "a"]', "byte-order-mark", 1, None),
    ],
)
def test_faults_of_the_whole(text: str, fault: str, line: int, key: str | None) -> None:
    profile = scan(text)
    assert {name: place[:2] for name, place in faults(profile).items()}.items() >= {fault: (line, key)}.items()
    assert profile.faults.keys() <= {fault, "no-key"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"prefix": "s3://bucket/"}', {"not-an-array": '{"prefix": "s3://bucket/"}'}),
        ('["a.csv", "b"]', {"no-prefix": '"a.csv"'}),
        ('[["a"], "b"]', {"no-prefix": "[...]"}),
        ('[null, "b"]', {"no-prefix": "null"}),
        ('[{"prefix": ["s3://bucket/"]}, "a"]', {"no-prefix": "{...}"}),
        ('[{"prefix": "s3://ab/"}, "a"]', {"prefix-not-s3": "s3://ab/"}),
        ('[{"prefix": "s3://bucket/\\u0007"}, "a"]', {"prefix-not-s3": "s3://bucket/\a"}),
        ('[{"prefix": "s3:/' + "a" * 300 + '"}, "a"]', {"prefix-not-s3": "s3:/" + "a" * 196}),
        ('[{"prefix": "s3://bucket/"}, "/' + "a" * 300 + '"]', {"key-absolute": "/" + "a" * 199}),
        ('[{"prefix": "s3://bucket/"}, "a" "b"]', {"not-json": '"b"]'}),
        ('[{"prefix": "s3://bucket/"}, "a"] x', {"not-json": "x"}),
        ('[{"prefix": "s3://bucket/"}, a' + "b" * 300, {"not-json": "a" + "b" * 199}),
        ('[{"prefix": "s3://bucket"}, "/a", "/a"]', {}),
    ],
)
def test_what_is_shown_of_a_fault(text: str, shown: dict[str, str | None]) -> None:
    assert {name: value for name, (_, _, value) in faults(scan(text)).items()} == shown


def test_only_so_many_keys_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    text = s3_manifest("a", "b", "b", "a", "c", "c")
    for module, name, most, said in ((packed, "KEYS_KEPT", 4, ["b", "a"]), (repeated, "REPEATS_KEPT", 1, ["a"])):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, most)
            assert [one.value for one in scan(text).repeated.first] == said


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b'[{"prefix": "s3://bucket/"}, "\xfc"]', "not-utf8"),
        ('[{"prefix": "s3://bucket/"}, "a"]'.encode("utf-16"), "not-utf8-encoding"),
    ],
)
def test_other_encodings_are_named(data: bytes, fault: str) -> None:
    assert list(scan(data).faults) == [fault]


BLOCKS = pytest.mark.parametrize("block", [1, 3, 7, 30, 1 << 18])


@BLOCKS
@pytest.mark.parametrize(
    "data",
    [
        b'[{"prefix": "s3://bucket/"},\n"a",\n\n"b\xc3\xa4\xfc",\n"c"]\n',
        b'[{"prefix":\n\n\n"s3://bucket/\xfc",\n}, "a"]',
    ],
)
def test_a_byte_that_is_no_utf8_is_found_on_its_line(data: bytes, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "BLOCK", block)
    profile = scan(data)
    ((line, key, value),) = faults(profile).values()
    assert (list(profile.faults), line, key) == (["not-utf8"], 4, None)
    assert value is not None
    assert '\\xfc",'.startswith(value)


@BLOCKS
def test_entries_are_whole_wherever_the_file_is_cut(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "BLOCK", block)
    profile = scan('[{"prefix":\n"s3://bucket/"}, 1234567, "a\\ud800", true,\n"b"]')
    assert profile.faults["key-not-text"].first == [
        Sighting(Place(2, key="[1]"), "1234567"), Sighting(Place(2, key="[3]"), "true"),
    ]  # fmt: skip
    assert [(place.line, uri) for place, uri in profile.references()] == [
        (2, "s3://bucket/a\ud800"), (3, "s3://bucket/b"),
    ]  # fmt: skip


def test_keys_that_are_held_no_more_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "PACKED_KEPT", 40)
    monkeypatch.setattr(packed, "BLOCK", 20)
    keys = [f"{number:030}" for number in range(30)]
    profile = scan(s3_manifest("a", "a", *keys, *keys))
    assert (profile.repeated.count, profile.entries.complete, profile.keys) == (1, False, 62)


def test_keys_that_come_twice_are_seen_on_the_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "BLOCK", 16)
    keys = [f"part-{number}.csv" for number in range(500)]
    profile = scan(s3_manifest(*keys, keys[7]))
    assert profile.repeated == Tally(1, [Sighting(Place(505, key="[501]"), "part-7.csv")])
    assert (profile.keys, profile.lines, profile.faults) == (501, 506, {})


def test_an_entry_longer_than_any_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "LONGEST", 1000)
    monkeypatch.setattr(json_text, "BLOCK", 100)
    assert list(scan(s3_manifest("a" * 5000)).faults) == ["not-json"]


def test_deep_nesting_is_no_trouble() -> None:
    assert list(scan("[" * 100_000).faults) == ["not-json"]
    assert list(scan('[{"prefix": "s3://bucket/"}, ' + "[" * 900 + "]" * 900 + "]").faults) == [
        "key-not-text",
        "no-key",
    ]


@given(st.lists(st.text(max_size=12)), st.integers(0, 3), st.integers(1, 40))
def test_keys_come_out_as_they_went_in(keys: list[str], indent: int, block: int) -> None:
    data = json.dumps([{"prefix": "s3://bucket/x-"}, *keys], indent=indent or None).encode("utf-8", "surrogatepass")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_text, "BLOCK", block)
        profile = scan(data)
    unusable = sum(tally.count for name, tally in profile.faults.items() if name != "no-key")
    assert profile.keys == len(keys)
    assert len(list(profile.references())) == len(keys) - unusable


@given(st.binary(max_size=200) | st.text('[]{},:"\\ \nasp3/-.', max_size=80).map(str.encode))
@settings(max_examples=300)
def test_any_bytes_are_read(data: bytes) -> None:
    profile = scan(data)
    profile.summary()
    list(profile.references())

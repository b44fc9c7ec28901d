"""What the first bytes of a text look like."""

import pytest

from advisor.formats.sniff import READABLE_AS, SAMPLE, kind_of
from tests.builders.tokens import pairs, sentences, word_ids, word_vectors


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (sentences(lambda i: f"__label__{i} "), "labelled-text"),
        (sentences(), "prose"),
        (sentences().replace("\n", " "), "prose"),
        ("[Music] the band plays on\n", "prose"),
        ("der Bär schläft, und träumt\nes ist kalt\n", "prose"),
        ("red, green, blue sky\nwhite, black, grey sea\n", "text"),
        ("1,this is a review\n0,this is another one\n", "text"),
        ('"a quoted text, with a comma",1\n', "text"),
        ("name\tof the thing\n", "text"),
        ("the\ncat\nsat\n", "text"),
        ("1 2.5 3.5 4.5 5.5\n", "text"),
        ("1 0:1 3:2.5\n", "libsvm"),
        ("1 0:1 3:2.5", "libsvm"),
        ("+1:0.5 qid:3 7:-1e3 # note\r\n", "libsvm"),
        ("1\t0:1\t3:2.5\n", "libsvm"),
        ("# by hand\n\n0\n1\n1 -3:2\n", "libsvm"),
        ("1 " + "".join(f"{index}:0.25 " for index in range(SAMPLE)), "libsvm"),
        ("0\n1\n0\n", "text"),
        ("5 12:30,a\n", "text"),
        ("12:30:15 1\n", "text"),
        ("0\t1\ta.jpg\n", "list"),
        (word_vectors(3, 4), "word-vectors"),
        (", 0.1 -0.2 .3 4.0e-05\n", "word-vectors"),
        ("{ 0.1 -0.2 .3 4.0e-05\n", "word-vectors"),
        ("[1 0.1 -0.2 .3 4.0e-05\n", "word-vectors"),
        (pairs(), "json-sequence-pairs"),
        (word_ids(), "json"),
        ('{"source-ref": "s3://bucket/a.jpg", "boxes": {"annotations": []}}', "json-lines"),
        ('{\n "source-ref": "s3://bucket/a.jpg"\n}\n', "json-lines"),
        ('{"file": "a.jpg", "annotations": []}', "json"),
        ("[1, 2]\n[3]\n", "json"),
    ],
)
def test_kinds_of_text(text: str, kind: str) -> None:
    assert kind_of(text.encode()[:SAMPLE]) == kind
    assert kind in READABLE_AS


def test_an_endless_line_may_end_within_a_letter() -> None:
    text = ("xx" + "語" * SAMPLE).encode()[:SAMPLE]
    with pytest.raises(UnicodeDecodeError):
        text.decode()
    assert kind_of(text) == "text"

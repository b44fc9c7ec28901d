"""Rules on manifests of S3 objects: a JSON array of a prefix and the keys after it."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.case.hit import Hit
from advisor.case.links import MISSING_OBJECT
from advisor.case.model import Case
from advisor.profile.manifests.manifest import ManifestProfile
from advisor.rules.base import fault_rule, of, rule, tally_rule

API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html"
NOTHING_FOUND = "No S3 objects found under S3 URL given in input data source"


_FAULTS = (
    ("MAN401", "not-an-array", "The manifest is not a JSON array.",
     "A manifest is one array: the prefix, then the keys. One object per line is an augmented manifest.",
     "The manifest does not begin with [."),
    ("MAN402", "not-json", "The manifest is not valid JSON from some place on.",
     "Nothing after that place can be read.", "The JSON ends here: what follows is not part of an array."),
    ("MAN403", "cut-short", "The manifest ends before its array is closed.",
     "The file was cut off, or the closing bracket is missing.", "The array is not closed."),
    ("MAN404", "trailing-comma", "The array of the manifest ends with a comma.",
     "JSON has no comma after the last entry.", "A comma precedes the closing bracket."),
    ("MAN405", "not-utf8-encoding", "The manifest is written in UTF-16 or UTF-32.",
     "JSON is UTF-8.", "The manifest is not in UTF-8 and was not read."),
    ("MAN406", "not-utf8", "The manifest holds bytes that are not UTF-8.",
     "JSON is UTF-8; nothing after these bytes was read.", "There are bytes that are not UTF-8."),
    ("MAN407", "byte-order-mark", "The manifest begins with a byte order mark.",
     "The mark stands before the array; strict readers stop at it.", "The manifest begins with EF BB BF."),
    ("MAN408", "no-prefix", "The first entry of the manifest is not a prefix.",
     "Each key is appended to the prefix; without a prefix, the keys belong to no bucket.",
     "The first entry is not an object with a prefix."),
    ("MAN409", "prefix-not-s3", "The prefix of the manifest is not an address in S3.",
     "The prefix must be a valid S3 URI and not empty; a bucket name has 3 to 63 lowercase letters, digits, . and -.",
     "The prefix is {value}."),
    ("MAN410", "no-key", "The manifest names no object.",
     "There is nothing to train on.", "No key follows the prefix."),
    ("MAN411", "key-not-text", "An entry after the prefix is not text.",
     "Only the first entry is an object; every other entry is text, the rest of a key.",
     "Entries that are not text: {count}."),
    ("MAN412", "key-empty", "A key of the manifest is empty.",
     "It names the prefix itself, which is not an object.", "Empty keys: {count}."),
    ("MAN413", "key-absolute", "A key of the manifest is absolute.",
     "The key is appended to the prefix as it is, and the result is not the name of an object.",
     "Keys that begin with s3:// or with a second slash: {count}. The first is {value}."),
    ("MAN414", "key-with-steps", "A key of the manifest has . or .. as a step.",
     "S3 has no folders: `..` is not followed, but is part of the name.",
     "Keys with . or .. as a step: {count}. The first is {value}."),
    ("MAN415", "key-with-line-feed", "A key of the manifest has a line feed in it.",
     "Nobody names an object like that on purpose.", "Keys with a line feed: {count}."),
)  # fmt: skip

_FIX = (
    'Write [{"prefix": "s3://BUCKET/PREFIX/"}, "KEY", "KEY", ...] in UTF-8; each key is the rest of an object\'s name.'
)

for code, fault, summary, why, message in _FAULTS:
    fault_rule(
        code, fault, "error", message, "manifest",
        summary=summary, why=why, fix=_FIX, sources=(API,), training_error=NOTHING_FOUND,
    )  # fmt: skip


tally_rule(
    "MAN421", "repeated-object", "warning", "Repeated keys: {count}.",
    of(ManifestProfile, lambda profile: profile.repeated),
    summary="The manifest names an object more than once.",
    why="The object is read as often as it is named, or only once, because the copies have the same file name.",
    fix="Delete the repeated keys.",
    sources=(API,),
)  # fmt: skip


@rule(
    "MAN422",
    "prefix-without-slash",
    "info",
    summary="The prefix of the manifest does not end in a slash.",
    why="Prefix and key are joined as they stand: s3://bucket/train and a.csv make s3://bucket/traina.csv.",
    fix="End the prefix with a slash if it is a folder.",
    sources=(API,),
)
def prefix_without_slash(case: Case) -> Iterator[Hit]:
    for _, file, profile in case.profiled(ManifestProfile):
        first = next(profile.references(), None)
        if profile.prefix and first and not profile.prefix.endswith("/") and first[1][len(profile.prefix)] != "/":
            yield file.hit("The prefix runs into the first key.", key="[0].prefix", value=first[1][:200])


@rule(
    "MAN423",
    MISSING_OBJECT,
    "error",
    summary="A manifest names an object that is not there.",
    why="Training stops at an object that it cannot fetch, or continues without it.",
    fix="Upload the object, correct its name (case counts), or delete the entry.",
    sources=(API, "https://docs.aws.amazon.com/sagemaker/latest/dg/augmented-manifest.html"),
    training_error=NOTHING_FOUND,
)
def missing_object(case: Case) -> Iterator[Hit]:
    for file in case.files("manifest", "augmented-manifest"):
        missing = file.links.get(MISSING_OBJECT)
        if missing:
            yield file.hit(f"Objects that are not there: {missing.count}.", missing)

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


_FORM = 'Write [{"prefix": "s3://BUCKET/PREFIX/"}, "KEY", "KEY", ...]; each key is the rest of an object\'s address.'
_DUMP = "Write the manifest with a JSON library: `json.dump([{'prefix': prefix}, *keys], file)`."
_UTF8 = "Save the file as UTF-8 without a byte order mark: `open(path, 'w', encoding='utf-8')`."
_KEY = "Write each key as the part of the object's address that follows the prefix, or delete the entry."

_FAULTS = (
    ("MAN401", "not-an-array", "The manifest is not a JSON array.",
     "A manifest is one array: the prefix, then the keys. One object per line is an augmented manifest.",
     "The manifest must be a JSON array, but does not begin with a square bracket.",
     f"{_FORM} If each line is a sample, send it as an AugmentedManifestFile."),
    ("MAN402", "not-json", "The manifest is not valid JSON.",
     "The whole array must be valid JSON; nothing after the fault can be read.",
     "The JSON is invalid from here on.", _DUMP),
    ("MAN403", "cut-short", "The manifest ends before its array is closed.",
     "The file was cut off, or the closing bracket is missing; keys may be missing, too.",
     "The file ends before the array is closed.", "Write or upload the manifest again, as a whole."),
    ("MAN404", "trailing-comma", "The array of the manifest ends with a comma.",
     "JSON allows no comma after the last entry.", "There is a comma after the last entry.", "Delete the comma."),
    ("MAN405", "not-utf8-encoding", "The manifest is in UTF-16 or UTF-32.",
     "JSON is read as UTF-8.", "The manifest is in UTF-16 or UTF-32, not UTF-8, and was not read.", _UTF8),
    ("MAN406", "not-utf8", "The manifest holds bytes that are not UTF-8.",
     "JSON is read as UTF-8; nothing after these bytes was read.", "These bytes are not UTF-8.", _UTF8),
    ("MAN407", "byte-order-mark", "The manifest begins with a byte order mark.",
     "The mark precedes the array; strict readers stop at it.",
     "The manifest begins with a byte order mark (EF BB BF).", _UTF8),
    ("MAN408", "no-prefix", "The first entry of the manifest is not the prefix.",
     "Each key is appended to the prefix; without it, no bucket is named.",
     'The first entry must be {{"prefix": "s3://..."}}.', _FORM),
    ("MAN409", "prefix-not-s3", "The prefix of the manifest is not an address in S3.",
     "The prefix begins with s3:// and the name of a bucket: 3 to 63 lowercase letters, digits, dots and hyphens.",
     "The prefix {value!r} is not an address in S3.", "Write the prefix as s3://BUCKET/PREFIX/."),
    ("MAN410", "no-key", "The manifest names no object.",
     "There is nothing to train on.", "The manifest holds a prefix but no keys.",
     "List the keys of the objects after the prefix."),
    ("MAN411", "key-not-text", "A key in the manifest is not text.",
     "Only the first entry is an object; all others are keys, which are text.",
     "Keys that are not text: {count}.", _KEY),
    ("MAN412", "key-empty", "A key in the manifest is empty.",
     "Nothing is appended to the prefix, and the prefix by itself is not an object.",
     "Empty keys: {count}.", _KEY),
    ("MAN413", "key-absolute", "A key in the manifest is a whole address.",
     "The key is appended to the prefix: a whole address, or a second slash, leads to no object.",
     "Keys that begin with s3://, or with a slash after that of the prefix: {count}. The first is {value}.", _KEY),
    ("MAN414", "key-with-steps", "A key in the manifest has . or .. between slashes.",
     "S3 has no folders to go up or down: . and .. are taken as parts of the object's name.",
     "Keys with . or .. between slashes: {count}. The first is {value}.", _KEY),
    ("MAN415", "key-with-line-feed", "A key in the manifest holds a line feed.",
     "No object has such a name, except by accident; two keys were probably joined.",
     "Keys that hold a line feed: {count}.", _KEY),
)  # fmt: skip

for code, fault, summary, why, message, fix in _FAULTS:
    fault_rule(
        code, fault, "error", message, "manifest",
        summary=summary, why=why, fix=fix, sources=(API,), training_error=NOTHING_FOUND,
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

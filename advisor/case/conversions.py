"""How what a person has becomes what an algorithm reads."""

from __future__ import annotations

from collections.abc import Sequence

_FRAMES = {
    "xlsx": "pandas.read_excel(FILE)",
    "xls": "pandas.read_excel(FILE)",
    "ods": "pandas.read_excel(FILE)",
    "arrow": "pandas.read_feather(FILE)",
    "orc": "pandas.read_orc(FILE)",
    "avro": "pandas.DataFrame(fastavro.reader(open(FILE, 'rb')))",
    "hdf5": "pandas.read_hdf(FILE)",
    "pickle": "pandas.read_pickle(FILE)",
    "sqlite": "pandas.read_sql('SELECT * FROM TABLE', sqlite3.connect(FILE))",
    "matlab": "pandas.DataFrame(scipy.io.loadmat(FILE)['NAME'])",
    "stata": "pandas.read_stata(FILE)",
    "sas": "pandas.read_sas(FILE)",
    "json": "pandas.read_json(FILE)",
}
"""Kind of bytes -> what reads a table of it, and no conversion of ours does. FILE is the person's."""

_COMMANDS = {
    "csv": "--output data.csv",
    "parquet": "--output data.parquet",
    "libsvm": "--label COLUMN --output data.libsvm",
    "recordio-protobuf": "--output data.pbr",
    "sentences": "--label COLUMN --text COLUMN --output data.txt",
    "sequence-pairs": "--label COLUMN --first COLUMN --second COLUMN --vocabulary FOLDER --output data.jsonl",
    "time-series": "--item COLUMN --time COLUMN --target COLUMN --frequency D --output data.json",
}
"""Format -> how `advisor convert` is told to write it, the likeliest first."""

_CONVERTED = ("csv", "parquet", "libsvm", "npy", "npz", "recordio-protobuf", "json-lines")
"""What `advisor convert` reads as a table."""

_TEXTS = ("csv", "parquet", "json-lines")
"""Tables whose cells may be text."""

_COLUMNS = (*_TEXTS, "npy")
"""Tables in which any column may be the label."""

_SAMPLES = ("csv", "parquet", "libsvm", "recordio-protobuf")
"""What samples become whose values are numbers already."""

_PACKED = {
    "gzip": "Unpack it with `gunzip`. Only in Pipe mode would CompressionType: Gzip in the request do it on the way.",
    "zip": "Unpack it with `unzip` and put the files it holds into the channel.",
    "tar": "Unpack it with `tar -xf` and put the files it holds into the channel.",
    "bzip2": "Unpack it with `bunzip2`.",
    "xz": "Unpack it with `unxz`.",
    "zstd": "Unpack it with `unzstd`.",
    "7z": "Unpack it with `7z x` and put the files it holds into the channel.",
    "html": "A page of HTML is often the reply of a server instead of the file: download the file again.",
    "git-lfs": "Fetch the file itself: `git lfs pull`.",
    "rar": "Unpack it with `unrar x` and put the files it holds into the channel.",
}

_MODEL = (
    "Send the model.tar.gz that the earlier job wrote, or pack what the file holds again: `tar -czf model.tar.gz -C "
    "FOLDER .`, FOLDER being where it was unpacked."
)

_BY_HAND = {
    **{(held, "model-archive"): _MODEL for held in ("zip", "tar", "7z", "rar")},
    ("xml", "detection-json"): "Write annotations and images with `advisor convert FOLDER --to detection-json --output "
    "DIR`: FOLDER holds the XML files of Pascal VOC, and the images.",
    ("xml", ""): "If it is the answer of a server (Error, AccessDenied), download the file again; else convert it.",
    ("text", "detection-json"): "If these are boxes as YOLO writes them, `advisor convert FOLDER --from yolo --to "
    "detection-json --output DIR` writes annotations and images: FOLDER holds both.",
    ("lst", "detection-json"): "Write an annotation for each image with `advisor convert LIST --images FOLDER --to "
    "detection-json --output DIR`, or pack them with `--to image-recordio`. A list for detection has index, 2, 5, then "
    "class, xmin, ymin, xmax, ymax of each box, and the path.",
    ("lst", "image-recordio"): "Pack the images that the list names with `advisor convert LIST --images FOLDER --to "
    "image-recordio --output DIR`.",
    ("npy", "mask"): "Save it as PNG: `PIL.Image.fromarray(numpy.load(FILE).astype('uint8')).save('mask.png')`.",
    ("npy", "image"): "Save it as PNG: `PIL.Image.fromarray(numpy.load(FILE)).save('image.png')`.",
    ("pdf", "image"): "Save each page as JPEG or PNG.",
    ("video", "image"): "Save its frames as JPEG or PNG, for example with `ffmpeg -i FILE frame%06d.jpg`.",
    ("heif", "image"): "Save it as JPEG, for example with `heif-convert FILE image.jpg`.",
    ("docx", "sentences"): "Save it as plain text, one sentence per line.",
}
"""(Kind or format, format) -> what is to be done where no table is to be written; "" is any format."""

_AS_PROTOBUF = "write it as RecordIO-protobuf with float32 values"

CONVERSIONS = {
    ("csv", "recordio-protobuf"): _AS_PROTOBUF,
    ("csv", "libsvm"): "write it as libsvm",
    ("csv", "sentences"): "write each row as a line of __label__NAME and the text",
    ("csv", "time-series"): "gather the rows of each series into one line of JSON",
    ("libsvm", "csv"): "write it as CSV",
    ("libsvm", "recordio-protobuf"): _AS_PROTOBUF,
    ("parquet", "csv"): "write it as CSV",
    ("parquet", "recordio-protobuf"): _AS_PROTOBUF,
    ("recordio-protobuf", "csv"): "write it as CSV",
    ("npy", "csv"): "write it as CSV",
    ("npy", "recordio-protobuf"): _AS_PROTOBUF,
    ("npz", "csv"): "write it as CSV",
    ("npz", "recordio-protobuf"): _AS_PROTOBUF,
    ("image", "image-recordio"): "pack the images into RecordIO",
    ("image-recordio", "image"): "unpack the images",
}
"""From a format to another: what is to be done, where samples stay what they are."""


LABELS_BY_HAND = "write labels that the task accepts"
"""No numbering makes them of quantities."""

FRAME_BY_HAND = "save the one picture that is meant as JPEG or PNG"
"""Of several in a file none is chosen, and some kinds are not decoded."""

VALUES_BY_HAND = "write the masks as numbers of classes in eight bits"
"""Colours hold no numbers."""

BY_HAND = frozenset({LABELS_BY_HAND, FRAME_BY_HAND, VALUES_BY_HAND})
"""What is to be done where a person must."""

SAVED = frozenset({"bmp", "gif", "tiff", "webp"})
"""Encodings of pictures that `advisor fix` and `advisor convert` save as another."""

RENAMED = "rename the channel as the algorithm calls it"


def how_to_convert(held: str, wanted: Sequence[str]) -> str | None:
    """How a file of this kind becomes one of the formats, as a command where there is one."""
    by_hand = next((_BY_HAND[held, name] for name in (*wanted, "") if (held, name) in _BY_HAND), None)
    if by_hand or held in _PACKED:
        return by_hand or _PACKED[held]
    form = next((name for name in _COMMANDS if name in wanted and name != held), None)
    if form is None:
        return None
    command = f"--to {form} {_COMMANDS[form]}"
    if held in _CONVERTED and (held in _TEXTS or form in _SAMPLES):
        is_open = held in _COLUMNS and form in _SAMPLES and "--label" not in command
        label = " `--label COLUMN` puts the label first." if is_open else ""
        return f"Write it with `advisor convert FILE {command}`.{label}"
    if held not in _FRAMES:
        return None
    trusted = " Only open a pickle that you trust." if held == "pickle" else ""
    if form == "csv":
        return f"Write it as CSV: `{_FRAMES[held]}.to_csv('data.csv', header=False, index=False)`.{trusted}"
    as_csv = f"`{_FRAMES[held]}.to_csv('data.csv', index=False)`"
    return f"Write it as CSV, {as_csv}, then convert that with `advisor convert data.csv {command}`.{trusted}"

"""How what a person has becomes what an algorithm reads."""

from __future__ import annotations

from collections.abc import Sequence

_FRAMES = {
    "xlsx": "pandas.read_excel(FILE)",
    "xls": "pandas.read_excel(FILE)",
    "ods": "pandas.read_excel(FILE)",
    "npy": "pandas.DataFrame(numpy.load(FILE))",
    "npz": "pandas.DataFrame(next(iter(numpy.load(FILE).values())))",
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
    "json-lines": "pandas.read_json(FILE, lines=True)",
    "parquet": "pandas.read_parquet(FILE)",
    "csv": "pandas.read_csv(FILE, header=None)",
}
"""Kind of bytes or format -> what reads a table of it. FILE is the person's."""

_WRITERS = {
    "csv": "{}.to_csv('data.csv', header=False, index=False)",
    "parquet": "{}.to_parquet('data.parquet')",
    "libsvm": "t = {}; sklearn.datasets.dump_svmlight_file(t.iloc[:, 1:], t.iloc[:, 0], 'data.libsvm')",
    "recordio-protobuf": "sagemaker.amazon.common.write_numpy_to_dense_tensor(open('data.pbr', 'wb'), "
    "{}.to_numpy('float32'))",
    "sentences": "open('data.txt', 'w').writelines(f'__label__{{label}} {{text}}\\n' for label, text in {}.to_numpy())",
    "time-series": "open('data.json', 'w').writelines(json.dumps({{'start': str(one.TIME.iloc[0]), 'target': "
    "one.VALUE.tolist()}}) + '\\n' for _, one in {}.sort_values('TIME').groupby('SERIES'))",
}
"""Format -> what writes a table in it, the likeliest first. Where samples have labels the label goes first."""

_PACKED = {
    "gzip": "Unpack it with `gunzip`. Only in Pipe mode would CompressionType: Gzip in the request do it on the way.",
    "zip": "Unpack it with `unzip` and put the files that are in it into the channel.",
    "tar": "Unpack it with `tar -xf` and put the files that are in it into the channel.",
    "bzip2": "Unpack it with `bunzip2`.",
    "xz": "Unpack it with `unxz`.",
    "zstd": "Unpack it with `unzstd`.",
    "7z": "Unpack it with `7z x` and put the files that are in it into the channel.",
    "html": "A page of HTML is often the answer of a server in the place of a file: download the file again.",
    "rar": "Unpack it with `unrar x` and put the files that are in it into the channel.",
}

_BY_HAND = {
    ("xml", "detection-json"): "Write a JSON file for each XML file: of each `object` its class number as class_id "
    "and, from `bndbox`, left = xmin, top = ymin, width = xmax - xmin, height = ymax - ymin; `size` as image_size.",
    ("xml", ""): "If it is the answer of a server (Error, AccessDenied), download the file again; else convert it.",
    ("text", "detection-json"): "Write a JSON file for each text file. Of a YOLO line `class x y w h` (fractions): "
    "left = (x - w/2) * width, top = (y - h/2) * height, w * width, h * height, with the image's size.",
    ("lst", "detection-json"): "Write a JSON annotation for each image, or pack the images into RecordIO: a list for "
    "detection has index, 2, 5, then class, xmin, ymin, xmax, ymax of each box, and the path; im2rec.py --pack-label.",
    ("lst", "image-recordio"): "Pack the images that the list names with MXNet's im2rec.py.",
    ("libsvm", "csv"): "Convert it, for example `x, y = sklearn.datasets.load_svmlight_file(FILE); "
    "numpy.savetxt('data.csv', numpy.column_stack([y, x.toarray()]), delimiter=',')`.",
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


RENAMED = "call the channel as the algorithm does"


def how_to_convert(held: str, wanted: Sequence[str]) -> str | None:
    """How a file of this kind becomes one of the formats, as a command where there is one."""
    if held in _PACKED:
        return _PACKED[held]
    by_hand = next((_BY_HAND[held, name] for name in (*wanted, "") if (held, name) in _BY_HAND), None)
    if by_hand:
        return by_hand
    writer = next((name for name in _WRITERS if name in wanted and name != held), None)
    if held not in _FRAMES or writer is None:
        return None
    trusted = " Only open a pickle that you trust." if held == "pickle" else ""
    return f"Convert it, for example `{_WRITERS[writer].format(_FRAMES[held])}`.{trusted}"

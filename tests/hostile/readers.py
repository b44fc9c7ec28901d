"""Readers of each format that owe nothing to the program: each raises where the bytes are no longer of its format."""

from __future__ import annotations

import csv
import gzip
import io
import json
import struct
import tarfile
from collections.abc import Callable
from typing import Any

import pyarrow.parquet
from PIL import Image

from advisor.formats.recordio.record_pb2 import Record

Reader = Callable[[bytes], object]


def refused(read: Reader, data: bytes) -> bool:
    try:
        read(data)
    except Exception:  # whatever such a reader raises
        return True
    return False


def lines(data: bytes) -> list[str]:
    """Lines of UTF-8, as line feeds part them, and nothing else."""
    return data.decode().removesuffix("\n").split("\n")


def frames(data: bytes) -> list[bytes]:
    """RecordIO by its definition: magic, length, payload, up to three bytes to a multiple of four."""
    payloads, at = [], 0
    while at < len(data):
        magic, length = struct.unpack_from("<II", data, at)
        if magic != 0xCED7230A or length >> 29:
            raise ValueError("no frame")
        end = at + 8 + length
        if end + -length % 4 > len(data):
            raise ValueError("cut")
        payloads.append(data[at + 8 : end])
        at = end + -length % 4
    return payloads


def records(*features: str) -> Reader:
    """Protobuf records that hold the features, the first of three values."""

    def read(data: bytes) -> None:
        for payload in frames(data):
            record = Record()
            record.ParseFromString(payload)
            tensors = [record.features[name] for name in features if name in record.features]
            if len(tensors) != len(features) or len(tensors[0].float32_tensor.values) != 3:
                raise ValueError("no features, or another number of them")

    return read


def image_records(data: bytes) -> None:
    for payload in frames(data):
        flag, _, _, _ = struct.unpack_from("<IfQQ", payload)
        image(payload[24 + 4 * flag :])


def image(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as opened:
        opened.load()


def jpeg(data: bytes) -> None:
    """What libjpeg takes of an image of 8 pixels square: Pillow by itself refuses some metadata."""
    if refused(image, data):
        Image.frombytes("L", (8, 8), data, "jpeg", "L", "")


def png(data: bytes) -> None:
    with Image.open(io.BytesIO(data), formats=("PNG",)) as opened:
        opened.verify()
    image(data)


def objects(data: bytes) -> list[dict[str, Any]]:
    """JSON Lines."""
    found = [json.loads(line) for line in lines(data)]
    if not all(isinstance(one, dict) for one in found):
        raise TypeError("no object")
    return found


def json_object(data: bytes) -> dict[str, Any]:
    found = json.loads(data.decode())
    if not isinstance(found, dict):
        raise TypeError("no object")
    return found


def word_numbers(data: bytes) -> None:
    """Words or classes with a whole number each, none of them twice."""
    numbers = list(json_object(data).values())
    if any(type(number) is not int or number < 0 for number in numbers) or len(set(numbers)) < len(numbers):
        raise ValueError("no number, or one twice")


def label_map(data: bytes) -> None:
    content = json_object(data)
    classes = {int(index): pixel for index, pixel in content["map"].items()}
    if any(type(pixel) is not int or not 0 <= pixel <= 255 for pixel in classes.values()):
        raise ValueError("no pixel value")


def boxes(data: bytes) -> None:
    """The annotation of one image."""
    content = json_object(data)
    width, height = content["image_size"][0]["width"], content["image_size"][0]["height"]
    for box in content["annotations"]:
        if box["left"] + box["width"] > width or box["top"] + box["height"] > height or box["class_id"] < 0:
            raise ValueError("a box outside its image, or of no class")
        if "categories" in content and box["class_id"] not in [one["class_id"] for one in content["categories"]]:
            raise ValueError("a class without a name")


def coco(data: bytes) -> None:
    content = json_object(data)
    known = {image["id"]: image["file_name"] for image in content["images"]}
    for box in content["annotations"]:
        left, top, right, bottom = box["bbox"]
        if not (known[box["image_id"]] and left < right and top < bottom and int(box["category_id"]) >= 0):
            raise ValueError("no box")


def manifest(data: bytes) -> None:
    first, *names = json.loads(data.decode())
    if not first["prefix"].startswith("s3://") or not all(isinstance(name, str) and name for name in names):
        raise ValueError("no manifest")


def image_list(data: bytes) -> None:
    for line in lines(data):
        index, *labels, path = line.split("\t")
        if not 0 <= int(index) < 1 << 64 or not list(map(float, labels)) or not path:
            raise ValueError("no row")


def record_index(data: bytes) -> None:
    for line in filter(str.strip, lines(data)):
        number, offset = map(int, line.split("\t"))
        if min(number, offset) < 0:
            raise ValueError("no entry")


def sentences(data: bytes) -> None:
    """A carriage return parts words as a blank does."""
    for line in lines(data.strip(b"\r")):
        label, *words = line.split(" ")
        if not label.removeprefix("__label__") or not label.startswith("__label__") or not any(words):
            raise ValueError("no label, or nothing behind it")


def vocabulary(data: bytes) -> None:
    """Three words, behind which may be blank lines."""
    words = lines(data.rstrip())
    if len(words) != 3 or len(set(words)) != 3 or not all(word.strip() for word in words):
        raise ValueError("another number of words")


def table(data: bytes) -> None:
    rows = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    if len({len(list(map(float, row))) for row in rows}) != 1:
        raise ValueError("no table")


def libsvm(data: bytes) -> None:
    """In bytes: what follows `#` need not be text. A weight may follow the label."""
    for line in data.replace(b"\r", b"\n").split(b"\n"):
        label, *pairs = line.partition(b"#")[0].split() or [b"0"]
        for number in label.split(b":", 1):
            float(number)
        for pair in pairs:
            index, value = pair.split(b":")
            int(index), float(value)


def vectors(data: bytes) -> None:
    """A word, which may hold blanks, and two numbers a line."""
    for line in lines(data):
        word, *tokens = line.split()
        numbers = list(map(float, tokens[-2:]))
        if not word or len(numbers) != 2 or not refused(lambda _: float(tokens[-3]), b""):  # noqa: B023
            raise ValueError("no word, or another number of numbers")


def parquet(data: bytes) -> None:
    pyarrow.parquet.read_table(io.BytesIO(data))


def archive(data: bytes) -> None:
    gzip.decompress(data)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as opened:
        for member in opened:
            if member.isfile() and (stream := opened.extractfile(member)):
                stream.read()

"""What may be broken in the text of any format, by the name under which a profile keeps it."""

from __future__ import annotations

from typing import NewType

Fault = NewType("Fault", str)
"""The name of something broken in a file. Readers note it, and one rule or more report it."""

NOT_UTF8_ENCODING = Fault("not-utf8-encoding")
NOT_UTF8 = Fault("not-utf8")
BYTE_ORDER_MARK = Fault("byte-order-mark")
BLANK_LINE = Fault("blank-line")
CRLF_LINE_ENDS = Fault("crlf-line-ends")
LINE_TOO_LONG = Fault("line-too-long")

NOT_JSON = Fault("not-json")
PYTHON_LITERAL = Fault("python-literal")
PRETTY_PRINTED = Fault("pretty-printed")
NOT_AN_OBJECT = Fault("not-an-object")
TRAILING_COMMA = Fault("trailing-comma")
SEVERAL_OBJECTS = Fault("several-objects")
NOT_A_JSON_CONSTANT = Fault("not-a-json-constant")
REPEATED_KEY = Fault("repeated-key")
TOO_DEEP = Fault("too-deep")
TOO_LARGE = Fault("too-large")

# What is left unread, for it asks for more memory or time than there is
CELLS_UNREAD = Fault("cells-unread")
PACKED_UNREAD = Fault("packed-unread")
ARCHIVE_UNREAD = Fault("archive-unread")

# CSV
CR_LINE_ENDS = Fault("cr-line-ends")
UNCLOSED_QUOTE = Fault("unclosed-quote")
STRAY_QUOTE = Fault("stray-quote")

# libsvm, and lists of images
LABEL_NOT_A_NUMBER = Fault("label-not-a-number")
INDEX_NOT_WHOLE = Fault("index-not-whole")
WEIGHT_NOT_POSITIVE = Fault("weight-not-positive")
INDEX_NEGATIVE = Fault("index-negative")
INDEX_NOT_RISING = Fault("index-not-rising")
VALUE_MISSING = Fault("value-missing")
VALUE_NOT_A_NUMBER = Fault("value-not-a-number")
VALUE_NOT_FINITE = Fault("value-not-finite")
VALUE_BEYOND_FLOAT32 = Fault("value-beyond-float32")
QUERY_NOT_WHOLE = Fault("query-not-whole")

# Parquet
NO_FOOTER = Fault("no-footer")
BROKEN_FOOTER = Fault("broken-footer")
BROKEN_DATA = Fault("broken-data")
ENCRYPTED = Fault("encrypted")

# Numbers of categorical columns
CATEGORY_INDEX_SHAPE = Fault("category-index-shape")
CATEGORY_INDEX_NOT_A_COLUMN = Fault("category-index-not-a-column")
CATEGORY_INDEX_REPEATED = Fault("category-index-repeated")

# RecordIO
TRUNCATED_RECORD = Fault("truncated-record")
BAD_MAGIC = Fault("bad-magic")
BROKEN_CONTINUATION = Fault("broken-continuation")
RECORD_TOO_LARGE = Fault("record-too-large")
UNDECODABLE_RECORD = Fault("undecodable-record")
IMAGE_RECORD = Fault("image-record")
RECORD_WITHOUT_FEATURES = Fault("record-without-features")
VALUE_WITHOUT_TENSOR = Fault("value-without-tensor")
EMPTY_TENSOR = Fault("empty-tensor")
KEYS_DIFFER_FROM_VALUES = Fault("keys-differ-from-values")
SPARSE_WITHOUT_SHAPE = Fault("sparse-without-shape")
KEY_OUTSIDE_SHAPE = Fault("key-outside-shape")
DUPLICATE_KEY = Fault("duplicate-key")
KEYS_NOT_ASCENDING = Fault("keys-not-ascending")
SHAPE_DIFFERS_FROM_VALUES = Fault("shape-differs-from-values")
TOO_MANY_NAMES = Fault("too-many-names")

# Records of images
RECORD_WITHOUT_HEADER = Fault("record-without-header")
LABEL_CUT = Fault("label-cut")
RECORD_WITHOUT_IMAGE = Fault("record-without-image")
PROTOBUF_RECORD = Fault("protobuf-record")
RECORD_IMAGE_TRUNCATED = Fault("record-image-truncated")
RECORD_IMAGE_DAMAGED = Fault("record-image-damaged")
INDEX_LINE = Fault("index-line")

# Images
IMAGE_EMPTY = Fault("image-empty")
IMAGE_UNRECOGNISED = Fault("image-unrecognised")
IMAGE_TRUNCATED = Fault("image-truncated")
IMAGE_DAMAGED = Fault("image-damaged")
LABEL_MAP_SHAPE = Fault("label-map-shape")
LABEL_MAP_AMBIGUOUS = Fault("label-map-ambiguous")

# Lists of images
HEADER = Fault("header")
NOT_TAB_SEPARATED = Fault("not-tab-separated")
TOO_FEW_COLUMNS = Fault("too-few-columns")
DUPLICATE_INDEX = Fault("duplicate-index")
PATH_MISSING = Fault("path-missing")
PATH_ABSOLUTE = Fault("path-absolute")
PATH_OUTSIDE = Fault("path-outside")
PATH_TOO_LONG = Fault("path-too-long")
BOX_WIDTH = Fault("box-width")
NO_BOX = Fault("no-box")
BOX_NOT_FRACTIONS = Fault("box-not-fractions")

# Boxes in JSON
ANNOTATION_SHAPE = Fault("annotation-shape")
BOX_WITHOUT_AREA = Fault("box-without-area")
BOX_OUTSIDE_IMAGE = Fault("box-outside-image")
BOX_OVER_EDGE = Fault("box-over-edge")
CLASS_WITHOUT_CATEGORY = Fault("class-without-category")
CATEGORIES_NOT_SUCCESSIVE = Fault("categories-not-successive")
NO_BOXES = Fault("no-boxes")
COCO_SHAPE = Fault("coco-shape")
IMAGE_ID_TWICE = Fault("image-id-twice")
IMAGE_LISTED_TWICE = Fault("image-listed-twice")
BOX_OF_UNKNOWN_IMAGE = Fault("box-of-unknown-image")
IMAGE_WITHOUT_BOX = Fault("image-without-box")
BOX_IN_FRACTIONS = Fault("box-in-fractions")
BOX_NOT_TWO_CORNERS = Fault("box-not-two-corners")
CORNER_OUTSIDE_IMAGE = Fault("corner-outside-image")
CORNER_FAR_OUTSIDE_IMAGE = Fault("corner-far-outside-image")
IMAGES_NOT_KEPT = Fault("images-not-kept")

# Manifests
NOT_AN_ARRAY = Fault("not-an-array")
CUT_SHORT = Fault("cut-short")
NO_PREFIX = Fault("no-prefix")
PREFIX_NOT_S3 = Fault("prefix-not-s3")
NO_KEY = Fault("no-key")
KEY_NOT_TEXT = Fault("key-not-text")
KEY_EMPTY = Fault("key-empty")
KEY_ABSOLUTE = Fault("key-absolute")
KEY_WITH_STEPS = Fault("key-with-steps")
KEY_WITH_LINE_FEED = Fault("key-with-line-feed")

# Time series, and models
GZIP_TRUNCATED = Fault("gzip-truncated")
GZIP_DAMAGED = Fault("gzip-damaged")
GZIP_TRAILING_BYTES = Fault("gzip-trailing-bytes")
INFERENCE_REQUEST = Fault("inference-request")
NOT_AN_ARCHIVE = Fault("not-an-archive")

FAULTS = frozenset(value for name, value in list(globals().items()) if name.isupper())

"""The names under which files keep what other files say of them: resolvers note a link, rules read it."""

from __future__ import annotations

MISSING_OBJECT = "missing-object"
"""From a manifest to the places where it names objects that are not there."""

UNREAD_OBJECT = "unread-object"
"""From a manifest to the places where it names objects that were not looked for."""

NO_MASK = "no-mask"
NO_ANNOTATION = "no-annotation"
NO_IMAGE = "no-image"
OTHER_SIZE = "other-size"
TURNED_SIZE = "turned-size"
"""Width and height are swapped, as the image's EXIF data turns it."""

SWAPPED_SIZE = "swapped-size"
"""Width and height are swapped, and nothing says why."""

FILE_NOT_FOUND = "file-not-found"
OTHER_IMAGE = "other-image"
OTHER_NAME = "other-name"
OTHER_CATEGORY = "other-category"

MISSING_IMAGE = "missing-image"
MISSING_BY_CASE = "missing-image-by-case"
MISSING_BY_FOLDER = "missing-image-by-folder"
MISSING_BY_SLASH = "missing-image-by-slash"
UNLISTED_IMAGE = "unlisted-image"
IMAGE_OF_TRAIN = "image-of-train"

OTHER_CLASS_OF_FOLDER = "other-class-of-folder"
"""From a list to the first lines of folders that the training list gives another class."""

PICTURE_AGAIN = "picture-again"
"""From a picture of the training data to the first that is the same."""

PICTURE_OF_TRAIN = "picture-of-train"
"""From a picture, or a file of pictures, to those of the training data that are the same."""

LISTED_IMAGE_MISSING = "listed-image-missing"
LISTED_IMAGE_ELSEWHERE = "listed-image-elsewhere"
LISTED_SIZE_DIFFERS = "listed-size-differs"
IMAGE_NOT_LISTED = "image-not-listed"

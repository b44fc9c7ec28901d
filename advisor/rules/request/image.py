"""Rules on the training image: its registry, region and tag, and whether the rest of the request lies there too."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from advisor.case.hit import Hit
from advisor.case.model import Case
from advisor.findings import Severity
from advisor.knowledge.images import images
from advisor.knowledge.load import algorithms, algorithms_in
from advisor.knowledge.models.algorithm import Containers
from advisor.knowledge.shapes import is_known_later
from advisor.knowledge.versions import is_later, is_numbered
from advisor.request import PLACEHOLDER, Image, texts
from advisor.rules.base import rule

KEY = "AlgorithmSpecification.TrainingImage"
API = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AlgorithmSpecification.html"
PATHS = "sagemaker-algo-docker-registry-paths.md"
SDK = "https://github.com/aws/sagemaker-python-sdk/tree/master/sagemaker-core/src/sagemaker/core/image_uri_config"
SAME_REGION = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_S3DataSource.html"
DUAL_STACK = ("on.aws", "on.amazonwebservices.com.cn")
ACCOUNT = re.compile(r"\d{12}")
ARN = re.compile(r"arn:(?P<partition>aws[a-z-]*):[^:]*:(?P<region>[^:]*):")
BUCKET = re.compile(r"(?:s3|https)://(?P<bucket>[^/]+)")
FREE = ("Environment", "HyperParameters", "Tags")
"""Members that may speak of other regions."""


def _text(case: Case) -> str:
    spec = case.request.algorithm_specification if case.request else None
    return (spec.training_image if spec else None) or ""


def _image(case: Case) -> Image | None:
    """The address of one of AWS's own training images, where the request asks for one."""
    image = Image.parse(_text(case))
    named = image._replace(repository=image.repository.lower()) if image else None
    return named if named and images().builds(named.repository) else None


def _containers(image: Image) -> Containers:
    return algorithms_in(image.repository)[0].containers


def _hit(case: Case, message: str, severity: Severity | None = None, fix: str | None = None) -> Hit:
    return case.request_hit(KEY, message, value=_text(case), severity=severity, fix=fix)


@rule(
    "REQ140",
    "image-address-malformed",
    "error",
    summary="The training image is not given by its registry address.",
    why="SageMaker fetches the image from Amazon ECR and accepts no shorter name.",
    fix="Write ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG.",
    sources=(API, PATHS),
    training_error="Please provide a valid Amazon Elastic Container Registry path of the Docker image",
)
def image_address_malformed(case: Case) -> Iterator[Hit]:
    text, image = _text(case), _image(case)
    if image and f"/{image.repository}" not in text:
        yield _hit(case, f"The name of the repository is {image.repository!r}, in lowercase letters.")
    elif image and PLACEHOLDER not in image.account and not ACCOUNT.fullmatch(image.account):
        yield _hit(case, f"{image.account!r} is not an account: an account has twelve digits.")
    elif text and Image.parse(text) is None and not (is_known_later(text) or _of_a_private_registry(case)):
        name = case.request.container if case.request else None
        if images().builds((name or "").lower()):
            yield _hit(case, "The image is named without the account, the region and the host of its registry.")


def _of_a_private_registry(case: Case) -> bool:
    config = case.part("AlgorithmSpecification").get("TrainingImageConfig")
    return isinstance(config, dict) and config.get("TrainingRepositoryAccessMode") == "Vpc"


@rule(
    "REQ148",
    "image-without-training",
    "error",
    summary="The image is for serving models, not for training.",
    why="It has no `train` command, so the job ends as soon as the container starts.",
    fix="Use the image for training.",
    sources=(PATHS, SDK),
)
def image_without_training(case: Case) -> Iterator[Hit]:
    image = Image.parse(_text(case))
    known = algorithms_in(image.repository) if image else ()
    if image and known and not images().builds(image.repository):
        training = known[0].containers.names[0]
        yield _hit(case, f"{image.repository!r} serves models; for training there is {training!r}.")


@rule(
    "REQ149",
    "not-the-algorithms-image",
    "error",
    summary="The training image is not one of the algorithm's.",
    why="AWS's account holds no image of that name, and the job ends before it starts; or it holds that of another "
    "algorithm, which then reads the data and the hyperparameters. The accounts of open containers hold more images "
    "than the lists name, and frameworks run any script, so there it is a warning.",
    fix="Use the image of the algorithm, or name the algorithm whose image it is.",
    sources=(PATHS, SDK),
    needs=("algorithm", "request"),
)
def not_the_algorithms_image(case: Case) -> Iterator[Hit]:
    image, own = Image.parse(_text(case)), case.facts.containers.names
    if image is None or image.repository.lower() in own or image.region not in images().regions_of(image.account):
        return
    others = algorithms_in(image.repository.lower())
    if others and not images().builds(image.repository.lower()):
        return  # it serves models: a rule of its own
    what = f"is the image of {', '.join(other.name for other in others)}"
    if not others:
        what = f"is no image that AWS keeps in {image.account}"
    account = images().accounts(own[0]).get(image.region)
    yield _hit(
        case,
        f"{image.repository!r} {what}; that of {case.facts.name} is {own[0]!r}.",
        "warning" if len(others) != 1 and _holds_open_containers(image.account) else None,
        f"Write {images().host(account, image.region)}/{own[0]}." if account else None,
    )


def _holds_open_containers(account: str) -> bool:
    return any(
        known.containers.copied and account in images().accounts(known.containers.names[0]).values()
        for known in algorithms().values()
    )


@rule(
    "REQ141",
    "unknown-region",
    "error",
    summary="The training image is in a region that does not exist.",
    why="There is no registry at that address, so the job cannot be created.",
    fix="Use the region in which the job is to run.",
    sources=("https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json",),
)
def unknown_region(case: Case) -> Iterator[Hit]:
    image = _image(case)
    if image and PLACEHOLDER not in image.region and images().partition_of(image.region) is None:
        near = images().near(image.region, images().regions())
        hint = f"; did you mean {near}?" if near else "."
        yield _hit(case, f"There is no region {image.region!r}{hint}")


def _placed(case: Case) -> Image | None:
    """The image, where its region is one of AWS's."""
    image = _image(case)
    return image if image and images().partition_of(image.region) else None


@rule(
    "REQ142",
    "wrong-registry-host",
    "error",
    summary="The host of the training image is not that of its region's registry.",
    why="Each partition has a domain of its own: amazonaws.com.cn in China, others in the isolated regions.",
    fix="End the host name as the region's partition requires.",
    sources=("https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json", SDK),
)
def wrong_registry_host(case: Case) -> Iterator[Hit]:
    image = _placed(case)
    if image is None:
        return
    host = images().host(image.account, image.region)
    if not host.endswith(f".{image.region}.{image.suffix}") and image.suffix not in DUAL_STACK:
        yield _hit(case, f"In {image.region} the host is {host}.", fix=f"Write {host}/{image.repository}.")


@rule(
    "REQ143",
    "wrong-image-account",
    "error",
    summary="The account given does not hold the training image.",
    why="AWS keeps its images in different accounts in each region; any other account has no such image.",
    fix="Use the account that holds the image in this region.",
    sources=(PATHS, SDK),
    training_error="Requested image not found",
)
def wrong_image_account(case: Case) -> Iterator[Hit]:
    image = _placed(case)
    right = images().accounts(image.repository).get(image.region) if image else None
    if not image or not right or image.account == right or not ACCOUNT.fullmatch(image.account):
        return
    elsewhere = images().regions_of(image.account)
    own = re.match(r"arn:aws[a-z-]*:iam::(\d{12}):", str(case.raw.get("RoleArn", "")))
    copied = _containers(image).copied and not elsewhere
    if copied and own and own[1] == image.account:
        return
    what = "is not an account in which AWS keeps images"
    if image.region in elsewhere:
        what = f"holds other images, not {image.repository!r}"
    elif elsewhere:
        what = f"is that of {' and '.join(sorted(elsewhere)[:3])}"
    message = f"{image.account} {what}; in {image.region} the account is {right}."
    yield _hit(case, message, "warning" if copied else None, f"Write {right}.")


@rule(
    "REQ144",
    "no-image-in-region",
    "error",
    summary="AWS has no image of the algorithm in the region.",
    why="There is no image for the job to run.",
    fix="Train in a region that has the image, or use another algorithm.",
    sources=(PATHS, SDK),
)
def no_image_in_region(case: Case) -> Iterator[Hit]:
    image = _placed(case)
    if image is None:
        return
    held = images().accounts(image.repository)
    if image.region not in held and not (_containers(image).copied and not images().regions_of(image.account)):
        message = f"{image.repository!r} is not in {image.region}; it is in {', '.join(sorted(held))}."
        yield _hit(case, message)


@rule(
    "REQ145",
    "unknown-image-tag",
    "error",
    summary="The training image has no such tag.",
    why="The image is not found, and the job fails before it starts.",
    fix="Use one of the existing tags.",
    sources=(PATHS, SDK),
    training_error="Requested image not found",
)
def unknown_image_tag(case: Case) -> Iterator[Hit]:
    image = _image(case)
    if image is None or image.digest or not image.tag or image.tag == "latest" or PLACEHOLDER in image.tag:
        return
    repository, endings = image.repository, ("", *_containers(image).tag_endings)
    tags = [tag for build in images().builds(repository) for tag in build.tags]
    if any(fnmatchcase(image.tag, tag + ending) or image.tag + ending == tag for tag in tags for ending in endings):
        return
    numbered = is_numbered(image.tag)
    newer = numbered and is_numbered(tags[0]) and is_later(image.tag, tags[0])
    if newer:
        message = f"{repository!r} has no tag {image.tag!r} that is known; the newest is {tags[0]!r}."
    else:
        near = difflib.get_close_matches(image.tag, tags, n=3, cutoff=0.5) or tags[:3]
        message = f"{repository!r} has no tag {image.tag!r}; it has {', '.join(near)}."
    open_ended = "-*" in endings and "-" in image.tag
    yield _hit(case, message, "warning" if newer or (numbered and open_ended) else None)


@rule(
    "REQ146",
    "moving-image-tag",
    "warning",
    summary="The training image is given by a tag that moves.",
    why="What `latest` refers to changes without notice, and a model trained with one image may not work with "
    "another for serving.",
    fix="Name a numbered tag.",
    sources=(PATHS, "https://docs.aws.amazon.com/sagemaker/latest/dg/xgboost.html"),
)
def moving_image_tag(case: Case) -> Iterator[Hit]:
    image = _image(case)
    if image is None or image.digest or image.tag not in (None, "", "latest"):
        return
    newest = images().builds(image.repository)[0].tags[0]
    message = "The image has the tag `latest`" if image.tag else "The image has no tag, so `latest` is meant"
    yield _hit(case, f"{message}; the newest numbered tag is {newest}.", fix=f"Name the version, such as `{newest}`.")


@rule(
    "REQ147",
    "in-another-region",
    "error",
    summary="A part of the request is in another region, or another partition, than the training image.",
    why="A job runs in one region: its image, keys and buckets must all be there.",
    fix="Use the image of the region that the rest is in, or move the rest to the image's region.",
    sources=(SAME_REGION, API),
)
def in_another_region(case: Case) -> Iterator[Hit]:
    image = _placed(case)
    for key, value in texts(case.request.raw if case.request and image else {}):
        if image is None or key == KEY or key.startswith(FREE):
            continue
        where, severity = _elsewhere(value, image.region)
        if where:
            message = f"This is in {where}; the image is in {image.region}."
            yield case.request_hit(key, message, value=value, severity=severity)


def _elsewhere(value: str, region: str) -> tuple[str | None, Severity | None]:
    """Where a value lies, if it is not in the region; a bucket's name is only a hint."""
    arn, address = ARN.match(value), BUCKET.match(value)
    if arn:
        partition = images().partition_of(region)
        if arn["partition"] != partition:
            return f"the partition {arn['partition']}", None
        return (arn["region"], None) if arn["region"] not in ("", region) else (None, None)
    named = [known for known in images().regions() if address and _names(address["bucket"], known)]
    return (named[0], "warning") if named and region not in named else (None, None)


def _names(bucket: str, region: str) -> bool:
    return re.search(rf"(?:^|[.-]){region}(?:[.-]|$)", bucket) is not None

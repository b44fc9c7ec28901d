"""Pages and threads that rules of several modules rest on."""

CREATE_TRAINING_JOB = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTrainingJob.html"
CHANNEL = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html"
CSV = "cdf-training.md#cdf-csv-format"
RECORDIO = "cdf-training.md#cdf-recordio-format"
DEEPAR = "deepar.md#deepar-inputoutput"
DEEPAR_PARAMETERS = "deepar_hyperparameters.md"
CONTAINER_ERRORS = (
    "https://github.com/aws/sagemaker-xgboost-container/blob/master/src/sagemaker_algorithm_toolkit/exceptions.py"
)
XGBOOST_DATA = (
    "https://github.com/aws/sagemaker-xgboost-container/blob/master/src/sagemaker_xgboost_container/data_utils.py"
)
BROKEN_IMAGE = "https://github.com/apache/mxnet/issues/16740"
SMALL_IMAGE = "https://github.com/apache/mxnet/issues/8610"
BAD_BOX = "https://github.com/aws/sagemaker-python-sdk/issues/4006"
BOX_LAYOUT = "https://github.com/aws/amazon-sagemaker-examples/issues/1278"
SEGMENTATION = "semantic-segmentation.md"
OBJECT_DETECTION = "object-detection.md"
AUGMENTED_MANIFEST = "augmented-manifest.md#augmented-manifest-format"
UNLABELLED = "https://github.com/aws/amazon-sagemaker-examples/issues/2928"
BLAZINGTEXT = "blazingtext.md#bt-inputoutput"
FASTTEXT = "https://github.com/facebookresearch/fastText/blob/main/src/dictionary.cc"
NO_MAGIC = "https://github.com/aws/amazon-sagemaker-examples/issues/562"
LISTED_IMAGES = "image-classification.md#IC-image-training"
MULTI_LABEL = "https://github.com/aws/amazon-sagemaker-examples/issues/698"

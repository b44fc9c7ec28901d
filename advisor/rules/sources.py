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

# An image with the command: docker run --rm -v "$PWD:/data" advisor check --algorithm kmeans
FROM python:3.13-slim AS built
COPY . /source
RUN python -m venv /opt/advisor && /opt/advisor/bin/pip install --no-cache-dir "/source[fast,parquet,s3]"

FROM python:3.13-slim
COPY --from=built /opt/advisor /opt/advisor
RUN useradd --create-home advisor
USER advisor
WORKDIR /data
ENTRYPOINT ["/opt/advisor/bin/advisor"]

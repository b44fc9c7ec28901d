# An image with the command: docker run --rm -v "$PWD:/data" advisor check --algorithm kmeans
FROM python:3.13-slim AS built
COPY . /source
RUN python -m venv /opt/advisor && /opt/advisor/bin/pip install --no-cache-dir "/source[fast,parquet,s3]"

FROM python:3.13-slim
COPY --from=built /opt/advisor /opt/advisor
RUN useradd --create-home advisor && install --directory --owner advisor /opt/loops
USER advisor
ENV NUMBA_CACHE_DIR=/opt/loops
RUN /opt/advisor/bin/advisor compile
WORKDIR /data
ENTRYPOINT ["/opt/advisor/bin/advisor"]

# syntax=docker/dockerfile:1
# Stage 1 installs from wheels and makes the encoder's folder; stage 2 runs without network, root or build tools.
#   docker build -t crosscheck .
#   docker run -p 8000:8000 -v crosscheck:/var/lib/crosscheck crosscheck

FROM python:3.11-slim-bookworm AS build
WORKDIR /app
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
# Extra options for pip, for instance an index of CPU-only torch wheels.
ARG PIP_ARGS=""
COPY pyproject.toml constraints.txt README.md ./
COPY app/__init__.py app/__init__.py
# Dependencies first: this layer is made anew only when they change.
RUN python -m venv .venv \
    && .venv/bin/pip install --only-binary=:all: -c constraints.txt $PIP_ARGS \
        "$(sed -n 's/^requires = \["\(setuptools==[^"]*\)"\]$/\1/p' pyproject.toml)" \
    && .venv/bin/pip install --only-binary=:all: --no-build-isolation -c constraints.txt $PIP_ARGS -e .
COPY app app
COPY alembic alembic
COPY seeds seeds
ENV CROSSCHECK_HOME=/opt/crosscheck CROSSCHECK_DATABASE_URL=sqlite:////tmp/build.sqlite3
RUN .venv/bin/crosscheck doctor --fix

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /var/lib/crosscheck --create-home crosscheck
WORKDIR /app
COPY --from=build /app /app
# The models are part of the image; only the database lives in the volume.
COPY --from=build --chown=crosscheck /opt/crosscheck /opt/crosscheck
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    CROSSCHECK_HOME=/opt/crosscheck \
    CROSSCHECK_DATABASE_URL=sqlite:////var/lib/crosscheck/crosscheck.sqlite3 \
    CROSSCHECK_HOST=0.0.0.0 \
    CROSSCHECK_PORT=8000
USER crosscheck
VOLUME /var/lib/crosscheck
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4).close()"]
CMD ["sh", "-c", "crosscheck migrate && exec crosscheck serve"]

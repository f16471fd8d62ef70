# One recipe for three services: `--build-arg SERVICE=registration` (or notifications, checkin).
# The image holds shared/ and that service alone. `--target mailbox` is the mail server for trying out,
# `--target operations` what backs up and restores.
ARG SERVICE=registration

FROM python:3.13-slim AS libraries
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/guichet
ENV PATH=/opt/guichet/bin:$PATH
COPY requirements/run.txt /tmp/requirements/
# The secret `pip` is the machine's own pip.conf, where it has one (docs/deploying.md); it stays out of the image.
RUN --mount=type=secret,id=pip,target=/root/.config/pip/pip.conf \
    pip install --quiet --require-hashes --requirement /tmp/requirements/run.txt

# The scanner's QR decoder, fetched by its lock: built for checkin only.
FROM libraries AS decoder
WORKDIR /src
# Node believes its own list of authorities only, unless it is given the machine's.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY requirements/decoder.txt /tmp/requirements/
RUN --mount=type=secret,id=pip,target=/root/.config/pip/pip.conf \
    pip install --quiet --require-hashes --requirement /tmp/requirements/decoder.txt
COPY package.json package-lock.json ./
RUN --mount=type=secret,id=npm,target=/root/.npmrc \
    npm ci --ignore-scripts --silent --no-audit --no-fund
COPY deploy/copy_decoder.py deploy/
RUN python deploy/copy_decoder.py

# What a service has beside its own folder.
FROM scratch AS beside-registration
FROM scratch AS beside-notifications
FROM scratch AS beside-checkin
COPY --from=decoder /src/services/checkin/static/checkin/vendor/ /static/checkin/vendor/
# hadolint ignore=DL3006
FROM beside-${SERVICE} AS beside

FROM python:3.13-slim AS runtime
COPY --from=libraries /opt/guichet /opt/guichet
ENV PATH=/opt/guichet/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin guichet
COPY deploy/answers /usr/local/bin/
WORKDIR /srv/guichet
COPY shared/ shared/

FROM runtime AS mailbox
COPY demo/__init__.py demo/
COPY demo/mailbox/ demo/mailbox/
RUN python -m compileall -q . && install -d -o guichet /var/lib/mailbox
USER 10001
ENTRYPOINT ["python", "-m", "demo.mailbox", "--folder", "/var/lib/mailbox", "--host", "0.0.0.0", "--smtp-host", "0.0.0.0"]

# What an operator types about the whole site: databases are taken and put back by PostgreSQL's own programs.
FROM runtime AS operations
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/*
RUN python -m compileall -q .
ENTRYPOINT ["python", "-m", "shared.operations"]

FROM runtime AS service
ARG SERVICE
ENV SERVICE=${SERVICE}
COPY services/__init__.py services/
COPY services/${SERVICE}/ services/${SERVICE}/
COPY --from=beside / services/${SERVICE}/
# Nothing is written at run time: compiled once, here.
RUN python -m compileall -q .
USER 10001
ENTRYPOINT ["sh", "-c", "exec python -m services.$SERVICE \"$@\"", "--"]

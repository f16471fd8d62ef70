# The words of every day; `make sure` is what CI runs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SCALE ?= 1
MODE ?= embedded

export TEST_DATABASE_URL_REAL ?= postgresql+psycopg://postgres@127.0.0.1:5432/postgres
export TEST_BROKER_URL_REAL ?= amqp://guest:guest@127.0.0.1:5672/

.PHONY: run run-https test test-real test-browser lint sure replay faults faults-short bench compose-test messages documents requirements decoder clean

run: $(VENV)/run.stamp decoder  ## the whole site on this machine, with the demonstration's data
	@$(BIN)/python -m services

run-https: $(VENV)/run.stamp decoder  ## the same, on HTTPS, for the telephones of this network
	@deploy/run-https

test: $(VENV)/develop.stamp  ## every test that needs no server
	$(BIN)/pytest -q -n 2 tests --ignore tests/browser -m "not real"

test-real: $(VENV)/develop.stamp  ## the same rules on PostgreSQL and RabbitMQ
	TEST_DATABASE_URL=$${TEST_DATABASE_URL:-$(TEST_DATABASE_URL_REAL)} TEST_BROKER_URL=$${TEST_BROKER_URL:-$(TEST_BROKER_URL_REAL)} \
	$(BIN)/pytest -q -n 2 tests/shared/db tests/shared/messaging tests/registration/actions tests/registration/messages tests/notifications/actions \
	tests/notifications/messages tests/notifications/sending tests/checkin/actions tests/checkin/messages tests/journeys

test-browser: $(VENV)/develop.stamp decoder  ## in Chromium, every page, both languages
	@command -v chromium >/dev/null || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; }
	$(BIN)/pytest -q -n 2 --dist loadfile tests/browser

lint: $(VENV)/develop.stamp  ## style, types, who imports whom
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

sure:  ## all of it
	.ci/run

replay: $(VENV)/develop.stamp decoder  ## live the year 2022 from outside and compare the figures; KILLS=20 kills something every 20 s, RESUME=1 goes on
	$(BIN)/python -m demo.replay --scale $(SCALE) --mode $(MODE) $(if $(KILLS),--kill-every $(KILLS)) $(if $(SEED),--seed $(SEED)) $(if $(RESUME),--resume)

faults: $(VENV)/develop.stamp  ## kill everything under load and judge what became of it; SEED=1234 again, SCALE=0.1 shorter
	$(BIN)/python -m tests.faults --scale $(SCALE) $(if $(SEED),--seed $(SEED))

faults-short: $(VENV)/develop.stamp  ## the same in three minutes
	$(BIN)/python -m tests.faults --short $(if $(SEED),--seed $(SEED))

bench: $(VENV)/develop.stamp  ## how fast it is beside the bare transaction, how big, how quiet; SHORT=1 for a look in two minutes
	$(BIN)/python -m bench $(if $(SHORT),--short)

compose-test: $(VENV)/develop.stamp  ## build the containers, live a tenth of the year in them while they are killed
	deploy/compose-test

messages: $(VENV)/develop.stamp  ## gather the sentences to translate
	$(BIN)/python -m shared.web.extract_messages

documents: $(VENV)/develop.stamp  ## write the OpenAPI and AsyncAPI documents and the table of messages out of the code
	$(BIN)/python -m services.documents

requirements: $(VENV)/develop.stamp  ## pin the newest versions, with their hashes
	for file in run develop decoder; do $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --upgrade \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate requirements/$$file.in -o requirements/$$file.txt; done

$(VENV)/run.stamp: requirements/run.txt
	@# Debian's Python comes without venv until it is asked for.
	$(PYTHON) -c 'import ensurepip' 2> /dev/null || { apt-get update -qq && apt-get install -y -qq python3-venv; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	@touch $@

$(VENV)/develop.stamp: requirements/develop.txt $(VENV)/run.stamp
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/develop.txt
	@touch $@

DECODER := services/checkin/static/checkin/vendor/decoder.json

decoder: $(DECODER)  ## the scanner's QR decoder, fetched by its pinned lock

$(DECODER): package-lock.json deploy/copy_decoder.py requirements/decoder.txt $(VENV)/run.stamp
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/decoder.txt
	PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --silent --no-audit --no-fund
	$(BIN)/python deploy/copy_decoder.py

clean:  ## forget what was made here, the demonstration's data included
	rm -rf $(VENV) var node_modules

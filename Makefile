# Everything here needs only Python 3.11 or newer, make and git; the rest is installed into .venv.
#   make run     environment, database, model, example articles, server; prints the address
#   make test    everything that CI runs
# HOST, PORT, PYTHON and PIP_ARGS may be set on the command line: make run PORT=9000

SHELL := /bin/sh
HOST ?= 127.0.0.1
PORT ?= 8000
PIP_ARGS ?=
STEPS ?= 6000
CASES ?= 20000
EXAMPLES ?= 1000
SECONDS ?= 60
START ?=
DATABASE ?= sqlite
KILLS ?= 200
STOPS ?= 20
RESTARTS ?= 20
FILLS ?= 10
MINUTES ?= 30
ARTICLES ?= 1000
WORKERS ?= 0
STORED ?= 0
SIZES ?= 10000,100000,1000000
JOBS ?= 2
BIN := .venv/bin
SETUPTOOLS := $(shell sed -n 's/^requires = \["\(setuptools==[^"]*\)"\]$$/\1/p' pyproject.toml)
# The environment is made anew only when what it is made of has changed.
STAMP := .venv/.installed-$(shell cat pyproject.toml constraints.txt | cksum | tr -d ' ')

.DEFAULT_GOAL := help
.PHONY: check $(shell sed -n 's/^\([a-z-]*\):.*\#\# .*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

run: install ## Set everything up and serve the example articles (HOST, PORT)
	@$(BIN)/crosscheck demo --host "$(HOST)" --port "$(PORT)"

test: install browser format lint types contracts ## Everything that CI runs
	@echo "==> Tests"
	@CROSSCHECK_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses=$(JOBS) --dist=loadfile --cov --cov-report=term:skip-covered

check: test ## The same as test

install: $(STAMP) ## Make .venv with every dependency (seconds when nothing changed)

$(STAMP):
	@sh scripts/make_venv.sh "$(PYTHON)"
	@echo "==> Installing dependencies: some minutes the first time, seconds afterwards"
	@$(BIN)/python -m pip install --disable-pip-version-check --only-binary=:all: -c constraints.txt $(PIP_ARGS) "$(SETUPTOOLS)"
	@$(BIN)/python -m pip install --disable-pip-version-check --only-binary=:all: --no-build-isolation \
		-c constraints.txt $(PIP_ARGS) -e ".[dev]"
	@rm -f .venv/.installed-* && touch "$@"

format: install
	@echo "==> Format (ruff format --check)"
	@$(BIN)/ruff format --check .

lint: install
	@echo "==> Lint (ruff check)"
	@$(BIN)/ruff check .

types: install
	@echo "==> Types (mypy --strict)"
	@$(BIN)/mypy

contracts: install
	@echo "==> Import contracts (import-linter)"
	@$(BIN)/lint-imports --no-logo

browser: ## Install Chromium for the browser tests, where apt and the right to use it are there
	@sh scripts/install_chromium.sh

lock: install ## Write constraints.txt from the installed environment
	@$(BIN)/python scripts/write_constraints.py

clean: ## Remove the environment and every cache in this folder
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage *.egg-info

ENCODER := from app.settings import load_settings; \
	from app.adapters.language_model.encoder_files import ensure_encoder_folder; \
	print(ensure_encoder_folder(load_settings().models))
train-reader: install data-named ## Train the reader's heads (STEPS; START names a folder of earlier weights; CROSSCHECK_DATA holds ud/, ner/)
	@$(BIN)/python -m training.reader.train --data "$(CROSSCHECK_DATA)" --out var/reader --steps $(STEPS) \
		$(if $(START),--start "$(START)") \
		--encoder "$$($(BIN)/python -c '$(ENCODER)')"

train-pairs: install data-named ## Train the pair head (CROSSCHECK_DATA holds ans/, ntrex/, events/, pairs/)
	@$(BIN)/python -m training.pairs.train --data "$(CROSSCHECK_DATA)" --out var/pairs \
		--encoder "$$($(BIN)/python -c '$(ENCODER)')"

train-linking: install ## Fit the weights of linking on our own scenarios (CROSSCHECK_DATA may hold more, *.jsonl)
	@$(BIN)/python -m training.linking.fit $(if $(CROSSCHECK_DATA),--data "$(CROSSCHECK_DATA)") --write

bench-reader: install data-named ## Tagging and parsing on held-out news
	@$(BIN)/python -m benchmarks.reader --data "$(CROSSCHECK_DATA)"

bench-entities: install data-named ## Names of people, places and organisations on held-out sentences
	@$(BIN)/python -m benchmarks.entities --data "$(CROSSCHECK_DATA)"

bench-gold: install ## Claims, slots, polarity, status and attribution on the gold sentences of tests/gold
	@$(BIN)/python -m benchmarks.gold

bench-reading: install ## What reading costs beside embedding
	@$(BIN)/python -m benchmarks.reading_cost
	@$(BIN)/python -m benchmarks.comparing_cost

bench-understanding: install ## What one article costs from its text to its claims, step by step, beside the bare encoder
	@$(BIN)/python -m benchmarks.understanding_cost

bench-encoder: install ## Embedding and reading beside the encoder as anybody runs it
	@$(BIN)/python -m benchmarks.encoder

bench-memory: install ## Memory while serving and analysing, with one worker
	@$(BIN)/python -m benchmarks.memory

bench-times: install data-named ## Dates and times
	@$(BIN)/python -m benchmarks.times --data "$(CROSSCHECK_DATA)"

bench-times-gold: install ## Our own time expressions beside dateparser, and numbers that count nothing
	@$(BIN)/python -m benchmarks.times --gold
	@$(BIN)/python -m benchmarks.times --masked

bench-places: install ## Our own mentions of places, homonyms among them
	@$(BIN)/python -m benchmarks.places

bench-names: install data-named ## The same person across spellings and scripts
	@$(BIN)/python -m benchmarks.names --data "$(CROSSCHECK_DATA)"

bench-pairs: install data-named ## Same, contradiction or different, on held-out headlines, and what a pair costs
	@$(BIN)/python -m benchmarks.pairs --data "$(CROSSCHECK_DATA)"

bench-cleaning: install data-named ## The article against its page's furniture
	@$(BIN)/python -m benchmarks.cleaning --data "$(CROSSCHECK_DATA)"

bench-scenarios: install data-named ## Annotated scenarios through the whole pipeline (CROSSCHECK_DATA holds *.jsonl)
	@$(BIN)/python -m benchmarks.scenarios --data "$(CROSSCHECK_DATA)"

bench-held-back: install ## Scenarios of our own that nothing was fitted on, without their mistakes
	@$(BIN)/python -m benchmarks.scenarios --data benchmarks/held_back

bench-workers: install ## What a second worker brings (DATABASE=sqlite or postgresql)
	@$(BIN)/python -m benchmarks.workers --database "$(DATABASE)"

bench-ingest: install ## What taking in articles costs beside the bare encoder (ARTICLES, WORKERS, STORED, DATABASE)
	@$(BIN)/python -m benchmarks.ingest --articles $(ARTICLES) --workers $(WORKERS) --stored $(STORED) --database "$(DATABASE)"

bench-mixed-load: install ## Half an hour of posts and reads: memory, errors, latencies (MINUTES)
	@$(BIN)/python -m benchmarks.mixed_load --minutes $(MINUTES)

bench-events: install data-named ## Which event mentions are of one event, on topics that no fit has seen (CROSSCHECK_DATA holds events/)
	@$(BIN)/python -m benchmarks.events --data "$(CROSSCHECK_DATA)"

bench-two-outlets: install data-named ## One story in two languages, and unrelated stories (CROSSCHECK_DATA holds ntrex/)
	@$(BIN)/python -m benchmarks.two_outlets --data "$(CROSSCHECK_DATA)"

bench-neighbourhood: install ## What linking one article costs in a small and in a large store
	@$(BIN)/python -m benchmarks.neighbourhood

bench-growth: install ## What an article costs and a claim takes with 10,000 to 1,000,000 claims stored (DATABASE=sqlite or postgresql; SIZES)
	@$(BIN)/python -m benchmarks.growth --database "$(DATABASE)" --sizes "$(SIZES)"

bench-export: install ## Memory and speed of exports of 10,000 and of 100,000 claims
	@$(BIN)/python -m benchmarks.exporting

bench-kills: install ## Server and workers killed under load (KILLS; DATABASE=sqlite or postgresql)
	@$(BIN)/python -m benchmarks.kills --database "$(DATABASE)" --kills $(KILLS)

bench-stops: install ## Workers stopped past their lease under load (STOPS; DATABASE=sqlite or postgresql)
	@$(BIN)/python -m benchmarks.kills --database "$(DATABASE)" --stops $(STOPS)

bench-restarts: install ## PostgreSQL restarted under load as after a power failure (RESTARTS)
	@$(BIN)/python -m benchmarks.kills --database postgresql --restarts $(RESTARTS)

bench-disk-full: install ## The database's disk filled under load; needs the right to mount (FILLS; DATABASE=sqlite or postgresql)
	@$(BIN)/python -m benchmarks.kills --database "$(DATABASE)" --fills $(FILLS)

bench-peers: install ## Times beside dateparser, near-copies beside MinHash with LSH, contradictions beside all pairs
	@$(BIN)/python -m benchmarks.peers

bench-all-pairs: install ## Linking and comparing beside a cross-encoder asked about all pairs (CROSSCHECK_DATA may hold *.jsonl)
	@$(BIN)/python -m benchmarks.all_pairs $(if $(CROSSCHECK_DATA),--data "$(CROSSCHECK_DATA)")

bench-linking-load: install ## A simulation of what linking meets, up to thousands of outlets (DATABASE_URL: measured there)
	@$(BIN)/python -m benchmarks.linking_load $(if $(DATABASE_URL),--database "$(DATABASE_URL)")

bench-http: install ## Articles a second over HTTP
	@$(BIN)/python -m benchmarks.http

bench-pages: install ## How fast every page answers with 100,000 claims stored, and what it weighs
	@$(BIN)/python -m benchmarks.pages

bench-reads: install ## Every kind of read, each list with each filter, beside a bare FastAPI endpoint (STORE names a filled store)
	@$(BIN)/python -m benchmarks.reads $(if $(STORE),--database "$(STORE)")

bench-start-up: install ## How long the server takes until it answers a read
	@$(BIN)/python -m benchmarks.start_up $(if $(STORE),--database "$(STORE)")

bench-half-open: install ## What 500 half-sent requests cost the good ones, and the end
	@$(BIN)/python -m benchmarks.half_open

bench-schemathesis: install ## Requests made from the OpenAPI document (CASES; AUTHENTICATED=yes: with keys asked for and given)
	@$(BIN)/python -m benchmarks.any_request --cases $(CASES) $(if $(AUTHENTICATED),--authenticated)

fuzz: install ## Odd texts and pages through cleaning and reading (SECONDS, EXAMPLES)
	@$(BIN)/python -m benchmarks.fuzz --seconds $(SECONDS)
	@TEST_EXAMPLES=$(EXAMPLES) $(BIN)/pytest tests/golden/test_generated_articles.py

.PHONY: data-named
data-named:
	@test -n "$(CROSSCHECK_DATA)" || { echo "Name the data folder: make $(MAKECMDGOALS) CROSSCHECK_DATA=/path/to/data" >&2; exit 2; }

# Rightswire: every target in one line each (make help).
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
DATA   ?= data
PIP    := $(BIN)/python -m pip --disable-pip-version-check
FRONTEND := browse/frontend

.DEFAULT_GOAL := help
.PHONY: help setup setup-dev frontend train train-gate ingest browse export rebuild status eval test check format bench kills clusters faults screenshots lock clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/installed ## make the virtual environment from the lock file (the other targets call it)

setup-dev: $(VENV)/installed-dev ## the same, with the tools that tests and checks need

$(VENV)/installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	PYTHONWARNINGS=ignore $(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	touch $@

frontend: setup $(VENV)/frontend ## bundle charts and graph explorer with npm, which comes as a wheel where the machine has none

$(VENV)/frontend: $(wildcard $(FRONTEND)/*.json $(FRONTEND)/*.mjs $(FRONTEND)/*.txt $(FRONTEND)/*.sh $(FRONTEND)/src/*.js $(FRONTEND)/src/*/*.js)
	PYTHON=$(CURDIR)/$(BIN)/python $(FRONTEND)/npm.sh --prefix $(FRONTEND) ci --silent --no-audit --no-fund
	PYTHON=$(CURDIR)/$(BIN)/python $(FRONTEND)/npm.sh --prefix $(FRONTEND) run --silent build
	touch $@

ingest: setup ## the nightly job: fetch the feeds, read what is new, update the graph
	$(BIN)/rightswire ingest --data $(DATA)

browse: frontend ## serve the graph with Datasette on http://127.0.0.1:8001
	$(BIN)/rightswire serve --data $(DATA)

export: setup ## write the graph as GEXF, GraphML, JSON and CSV to data/exports
	$(BIN)/rightswire export --data $(DATA) --format all

rebuild: setup ## read the archive again with this version and derive the graph anew
	$(BIN)/rightswire rebuild --data $(DATA)

status: setup ## health of the feeds, articles by state, last runs
	$(BIN)/rightswire status --data $(DATA)

eval: setup ## score the reading against annotated articles, beside bars and a trivial baseline
	$(BIN)/rightswire eval

train: requirements.lock nlp/training/requirements.txt ## train the encoder anew: some four hours on one core, PyTorch in its own environment
	test -x $(VENV)-train/bin/python || $(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(VENV)-train/bin/python -m pip install --quiet --no-deps --requirement nlp/training/requirements.txt
	$(VENV)-train/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 $(VENV)-train/bin/python -m nlp.training.fit
	$(VENV)-train/bin/python -m nlp.training.fit_joining
	$(VENV)-train/bin/python -m nlp.training.fit_linking
	$(VENV)-train/bin/python -m nlp.training.fit_proving

train-gate: setup ## learn the gate's weights anew; MORE= and REAL= name further annotated files
	OMP_NUM_THREADS=1 $(BIN)/python nlp/training/gate/train.py $(MORE) --real $(REAL)

test: setup-dev frontend ## run the tests
	$(BIN)/pytest

check: setup-dev ## lint, format, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup-dev ## let ruff put the code in form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-dev frontend ## measure speed: first and second run, reading, rebuilding, a thousand unchanged feeds, a graph of a million facts, browsing a million articles, frames a second of the explorer
	$(BIN)/python tests/bench.py
	$(BIN)/python tests/bench_unchanged.py
	$(BIN)/python tests/scale/rebuild.py
	$(BIN)/python tests/scale/browsing.py
	$(BIN)/python tests/scale/fluid.py

kills: setup-dev ## kill the nightly run 300 times at random moments, and compare with a life undisturbed
	$(BIN)/python tests/kills/kill.py

clusters: setup-dev ## tell parties, cases and deals apart on articles that are confusing on purpose: figures beside bars
	$(BIN)/python tests/clusters/score.py
	$(BIN)/python tests/clusters/proposals.py

faults: setup-dev ## run a night over servers that misbehave: what is recorded, seconds, memory
	$(BIN)/python tests/faults/report.py

screenshots: setup-dev frontend ## take the README's pictures in a real browser
	$(BIN)/python tests/screenshots.py

lock: setup-dev ## renew both lock files from pyproject.toml
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## remove the environment and caches (the databases in data/ stay)
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# `make app` opens the explorer, `make test` runs the tests, `make help` lists the rest. Each target
# sets up what it needs in .venv and skips what is there already.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin
WORKERS ?= 2
# A file's tests stay in one process, and share what the file sets up once: a server, a large map.
PYTEST := $(RUN)/pytest --numprocesses $(WORKERS) --dist loadfile

.PHONY: fresh docs pictures comunica app test test-fast test-all lint format bench bench-once evaluate soak audit licences data lock locked build help clean

app: $(VENV)/.app  ## open the explorer
	$(RUN)/careergraph app

test: $(VENV)/.dev  ## run the tests, without the slow ones
	$(PYTEST) -m "not slow"

test-fast: $(VENV)/.dev  ## run the tests that need neither a browser nor the explorer
	$(PYTEST) -m "not slow and not browser" --ignore tests/app

test-all: $(VENV)/.dev  ## run all tests
	$(PYTEST)

lint: $(VENV)/.dev  ## check style, types and which package imports which
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy src app
	PYTHONPATH=. $(RUN)/lint-imports

format: $(VENV)/.dev  ## format the code, and mend what ruff can mend
	$(RUN)/ruff check --fix
	$(RUN)/ruff format

bench: $(VENV)/.bench  ## run the benchmarks, with ratios against other systems
	$(RUN)/pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,rounds -s

bench-once: $(VENV)/.bench  ## run each benchmark once, without timing
	$(RUN)/pytest tests/benchmarks --benchmark-disable

evaluate: $(VENV)/.dev  ## measure how well articles are read, roles found, paths planned and questions understood
	$(RUN)/python -m tests.evaluation.linking
	$(RUN)/python -m tests.evaluation.related_roles
	$(RUN)/python -m tests.evaluation.related_roles_by_hand
	$(RUN)/python -m tests.evaluation.articles
	$(RUN)/python -m tests.evaluation.matches
	$(RUN)/python -m tests.evaluation.questions
	$(RUN)/python -m tests.evaluation.learning_paths
	$(RUN)/python -m tests.evaluation.fitting_roles
	$(RUN)/python -m tests.evaluation.moves

fresh: build  ## install the built wheel where there is no clone, and try all of it
	rm -rf build/fresh && mkdir -p build/fresh
	$(PYTHON) -m venv build/fresh/venv
	build/fresh/venv/bin/pip install --quiet "$$(ls -t dist/*.whl | head -1)[app,mcp,pandas]"
	cd build/fresh && env -u PYTHONPATH venv/bin/python ../../tests/fresh.py

docs: $(VENV)/.dev  ## build the documents into site/
	NO_MKDOCS_2_WARNING=1 $(RUN)/mkdocs build --quiet --config-file .github/mkdocs.yml

pictures: $(VENV)/.dev  ## make the pictures of the documents anew, in Chromium
	PYTHONPATH=.:tests $(RUN)/python -m tests.browser.pictures

comunica: build/comunica/node_modules  ## install the client that one test asks with, if npm is there

build/comunica/node_modules: .github/comunica.json
	mkdir -p build/comunica && cp .github/comunica.json build/comunica/package.json
	npm install --prefix build/comunica --no-audit --no-fund --silent

SECONDS ?= 600
soak: $(VENV)/.dev  ## run under attack, and under many people, for SECONDS (600) each
	$(RUN)/python -m tests.soak.attack $(SECONDS)
	$(RUN)/python -m tests.soak.people $(SECONDS) 50

audit: $(VENV)/.dev  ## look up known weaknesses of what uv.lock names
	$(RUN)/uv export --quiet --frozen --all-extras --no-emit-project --output-file $(VENV)/locked.txt
	$(RUN)/uv tool run pip-audit --disable-pip --requirement $(VENV)/locked.txt

licences: $(VENV)/.dev  ## list the licences of what this stands on
	$(RUN)/uv tool run pip-licenses --python $(RUN)/python --from mixed

DOWNLOADS ?= ../shared/data
data: $(VENV)/.dev  ## make the files of all occupations anew, from the downloads in DOWNLOADS
	$(RUN)/python graph/make.py world $(DOWNLOADS)
	$(RUN)/python graph/make.py matches

lock: $(VENV)/.dev  ## bring uv.lock up to date with pyproject.toml
	$(RUN)/uv lock

locked: $(RUN)/pip  ## install exactly what uv.lock names, as CI does
	$(RUN)/pip install --quiet uv
	UV_PROJECT_ENVIRONMENT=$(VENV) $(RUN)/uv sync --quiet --locked --inexact --all-extras
	@touch $(VENV)/.app $(VENV)/.dev $(VENV)/.bench

build: $(VENV)/.dev  ## build the package into dist/
	$(RUN)/uv build

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

clean:  ## remove .venv and all that the tools left
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks dist

$(RUN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "careergraph needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: $(RUN)/pip pyproject.toml
	$(RUN)/pip install --quiet --editable '.[app]'
	@touch $@

$(VENV)/.dev: $(RUN)/pip pyproject.toml
	$(RUN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.app

$(VENV)/.bench: $(VENV)/.dev
	$(RUN)/pip install --quiet --editable '.[dev,bench]'
	@touch $@

# `make app` opens the explorer, `make test` passes the tests. Each target sets up what it needs in
# .venv and skips what is there already.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin

.PHONY: app test lint bench evaluate clean

app: $(VENV)/.app
	$(RUN)/careergraph app

test: $(VENV)/.dev
	$(RUN)/pytest

lint: $(VENV)/.dev
	$(RUN)/ruff check
	$(RUN)/ruff format --check
	$(RUN)/mypy src app
	PYTHONPATH=. $(RUN)/lint-imports

bench: $(VENV)/.bench
	$(RUN)/pytest tests/benchmarks --benchmark-only --benchmark-columns=min,median,rounds -s

evaluate: $(VENV)/.dev
	$(RUN)/python -m tests.evaluation.related_roles

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks dist

$(VENV)/.bench: $(VENV)/.dev
	$(RUN)/pip install --quiet --editable '.[dev,bench]'
	@touch $@

$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "careergraph needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.app: $(VENV)/bin/pip pyproject.toml
	$(RUN)/pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/bin/pip pyproject.toml
	$(RUN)/pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.app

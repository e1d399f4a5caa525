# Everything a developer types. `make` alone explains itself.
PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.DEFAULT_GOAL := help
.PHONY: help run test parts whole check gates servers lock format clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /|/' | while IFS='|' read -r name what; do \
		printf '  make %-8s %s\n' "$$name" "$$what"; done

run: .venv/runtime ## Start the whole network of three cities here, on files under var/ (Ctrl-C stops it)
	@exec $(BIN)/python -m champlibre run

test: gates servers ## All gates and all tests; installs RabbitMQ, PostgreSQL, Chromium and khal if they are missing
	@$(MAKE) --no-print-directory --jobs=2 --keep-going parts whole

parts:
	$(PYTEST) --ignore=tests/journeys --ignore=tests/failures

# Whole networks and the browser mostly wait for processes of their own: they run beside the rest, and are shown after it.
whole: WHOLE = $(PYTEST) tests/journeys tests/failures
whole: BROWSER = $(PYTEST) -o addopts="--suppress-nameko-eventlet-notification --strict-markers --strict-config --import-mode=importlib" tests/browser
whole:
	@mkdir -p var/test; { $(WHOLE); whole=$$?; $(BROWSER); whole=$$((whole | $$?)); } >var/test/whole.log 2>&1; \
	cat var/test/whole.log; exit $$whole

check: gates ## All gates and the fast tests: no journeys, no failures, no browser, nothing that needs a server
	$(PYTEST) -q --ignore=tests/journeys --ignore=tests/failures -k "not rabbitmq and not postgresql and not servers"

gates: .venv/tools ## Style, types, who imports whom, spelling
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/codespell

servers: .venv/tools ## Make sure that the servers which the tests start can be had
	@$(BIN)/python -m tests.servers

lock: .venv/tools ## Renew the lock files from pyproject.toml
	$(LOCK) --output-file=requirements.lock pyproject.toml
	$(LOCK) --allow-unsafe --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
LOCK = $(BIN)/pip-compile --quiet --upgrade --generate-hashes --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

format: .venv/tools ## Repair what ruff can repair
	$(BIN)/ruff check --fix

clean: ## Remove the virtual environment, the demonstration's data and the caches
	rm -rf .venv var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp a lock file: `make run` needs the first only. The code is not installed, it runs from this folder.
.venv/runtime: requirements.lock | .venv/bin/python
	$(INSTALL) -r $<
	@touch $@

.venv/tools: requirements-dev.lock | .venv/bin/python
	$(INSTALL) -r $<
	@touch $@ .venv/runtime
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all:

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Champ Libre needs Python 3.11 or later; name one: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

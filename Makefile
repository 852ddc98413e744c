# Every recipe does its own set-up: all that a machine needs is Python 3.11 with venv, and make.

PYTHON ?= python3.11
PYTHON := $(shell command -v $(PYTHON) || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PAGE := bot/playground/page
PAGE_SOURCES := $(wildcard $(addprefix $(PAGE)/,*.json *.mjs *.html *.svg src/* src/*/*))
# A Node of the machine that is new enough to build the page; without one, PyPI has it.
NODE := $(shell node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null && command -v npm)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.DEFAULT_GOAL := help
.PHONY: help run test check bench fit lock clean

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1\t/' | expand -t 18

$(VENV)/runtime: requirements/runtime.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev: $(VENV)/runtime requirements/dev.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

$(VENV)/node: $(VENV)/runtime requirements/node.txt
	$(BIN)/pip install --quiet --require-hashes -r requirements/node.txt
	touch $@

IN_PAGE := cd $(PAGE) && export PATH="$(CURDIR)/$(BIN):$$PATH" &&

$(PAGE)/dist/index.html: $(PAGE_SOURCES) $(if $(NODE),,$(VENV)/node)
	$(IN_PAGE) npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent build

run: $(VENV)/runtime $(PAGE)/dist/index.html  ## Try the whole bot in a browser, without Slack
	@$(BIN)/campaign-why playground $(if $(PORT),--port $(PORT))

test: $(VENV)/dev $(PAGE)/dist/index.html  ## Run the tests with coverage
	$(BIN)/pytest --cov --cov-report=term

check: $(VENV)/dev $(PAGE)/dist/index.html  ## Format, lint, types, arrows between folders, knowledge
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/campaign-why check
	$(IN_PAGE) npm run --silent check && npm test --silent

bench: $(VENV)/dev  ## Measure speed and accuracy side by side with others
	failed=0; for each in diagnosis http; do $(BIN)/python -m benchmarks.$$each --write || failed=1; done; exit $$failed

fit: $(VENV)/dev  ## Fit the weights of terms and words to the labelled examples
	$(BIN)/python -m bot.fitting

lock: $(VENV)/dev  ## Renew the locked dependencies
	$(BIN)/pip install --quiet uv
	cd requirements && for group in build runtime dev node; do ./lock $$group; done

clean:  ## Remove the environment and everything built
	rm -rf $(VENV) .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist
	rm -rf $(PAGE)/dist $(PAGE)/node_modules $(PAGE)/.npm

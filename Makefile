# `make help` lists what there is. Every target sets up what it needs; the second time is quick.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check
PYTEST := $(BIN)/python -m pytest
EVALUATION := build/evaluation

.DEFAULT_GOAL := help
.PHONY: help install chat ask test check test-all bench growth soak lock wheel wheelhouse audit clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(STAMP) ## Make the virtual environment .venv with the locked dependencies and `inspection-qa`

$(STAMP): pyproject.toml requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11 …")'
	@echo "Setting up .venv from the lock file (a few minutes the first time)." >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

chat: $(STAMP) ## Open the chat over the sample reports on http://127.0.0.1:8501
	@$(BIN)/inspection-qa chat --demo

ask: $(STAMP) ## Ask the sample reports: make ask q="What was adoption rated?"
	@test -n "$$q" || { echo 'Say what to ask: make ask q="What was adoption rated?"' >&2; exit 2; }
	@$(BIN)/inspection-qa ask --demo -- "$$q"

test: $(STAMP) ## Run the tests that take seconds
	$(PYTEST) -m "not slow and not browser and not soak"

check: $(STAMP) ## Run linters, types, tests, and a small evaluation with a floor
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(MAKE) --no-print-directory test
	$(BIN)/inspection-qa eval gate --only samples --results $(EVALUATION)

test-all: $(STAMP) ## Run the slow tests and those in a browser
	$(PYTEST) -m "(slow or browser) and not soak"

bench: $(STAMP) ## Measure speed, memory and size
	@mkdir -p build
	$(BIN)/python -m evals.speed.bench --json build/bench.json
	@echo "Publish them in docs/evaluation.md with: .venv/bin/python -m evals.results.publish --bench build/bench.json" >&2

growth: $(STAMP) ## Measure how a library grows, for docs/scaling.md: make growth passages="100000 1000000"
	$(BIN)/python -m evals.speed.growth --passages $(passages)

soak: $(STAMP) ## Run the tests that take hours
	$(PYTEST) -m soak --timeout=0

lock: $(STAMP) ## Lock the dependencies again (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 \
		--extra sign-in --extra traces pyproject.toml -o requirements/runtime.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 \
		--extra dev pyproject.toml -o requirements/dev.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-annotate --python-version 3.11 \
		requirements/audit.in -o requirements/audit.txt

wheel: $(STAMP) ## Build the wheel into dist/
	@$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

wheelhouse: wheel ## Gather every wheel with its hash into wheelhouse/, to install from without a registry
	@mkdir -p wheelhouse
	@$(PIP) download --quiet --require-hashes --only-binary :all: --dest wheelhouse -r requirements/runtime.txt
	@cp dist/inspection_qa-*.whl requirements/runtime.txt wheelhouse/
	@cd wheelhouse && sha256sum *.whl runtime.txt > SHA256SUMS
	@echo "wheelhouse/ holds everything; docs/runbook.md says how to install from it."

audit: ## Look for known faults in the locked dependencies, and list them in build/sbom.json
	@test -x build/audit/bin/pip-audit || { $(PYTHON) -m venv build/audit \
		&& build/audit/bin/pip install --quiet --require-hashes -r requirements/audit.txt; }
	build/audit/bin/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible \
		--output-file build/sbom.json requirements/runtime.txt
	build/audit/bin/pip-audit --strict --require-hashes --disable-pip -r requirements/runtime.txt

clean: ## Remove what was built, the virtual environment too
	rm -rf .venv build dist wheelhouse .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# `make demo` and `make test` are all a newcomer needs; both begin by making .venv from the hash-pinned lock.
.DELETE_ON_ERROR:
.PHONY: demo test check format lock bench clean

PYTHON ?= python3
BIN := .venv/bin

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; $(PYTHON) is older. Name another: make PYTHON=python3.12 demo" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments. On Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: .venv/installed ## serve the demo unions on 127.0.0.1:8000
	@$(BIN)/union-ledger demo

test: .venv/installed ## run the whole suite against a real PostgreSQL (TEST_DATABASE_URL chooses another)
	$(BIN)/pytest --numprocesses auto --maxprocesses 4

check: .venv/installed ## lint, types, import rules: what CI runs before the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/basedpyright
	$(BIN)/lint-imports

format: .venv/installed ## lay the code out and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/installed ## print the figures; run it on a quiet machine
	$(BIN)/python -m benchmarks

lock: ## pin every dependency anew (needs uv)
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
		--no-emit-index-url --no-emit-find-links pyproject.toml --extra embedded --group dev --output-file requirements.lock

clean: ## remove what was made here; the demo's data stay where they are
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What a person types. CONTRACT: install demo run check test bench soak pictures.
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
CODE := analysis core forum plan rembuk surveys
export HOST PORT
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.PHONY: install dev demo run check test lint types fast full browser-packages bench browser-slow soak sabotage pictures lock catalogue wheel sbom clean

install: $(VENV)/.installed
dev: $(VENV)/.dev

# The lock has every package with its hash; the project itself is linked in without fetching anything.
$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	touch $@

demo: install
	exec $(BIN)/rembuk demo --serve

run: install
	exec $(BIN)/rembuk serve

check: dev lint types fast

lint:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types:
	$(BIN)/mypy

fast:
	$(BIN)/pytest -n 2 -m "not slow and not browser"

# Everything: SQLite, PostgreSQL, Chromium. No test may skip.
test: dev browser-packages full

full:
	$(BIN)/pytest -n 2 --no-skips

browser-packages:
	sh tests/install-packages.sh

bench: dev
	$(BIN)/python -m bench

# The full sizes of the tests that have two; the others are in `make test` as they are.
soak: dev browser-packages
	REMBUK_SOAK=1 $(BIN)/pytest -n 2 --no-skips -m soak

# Browser tests on pages that come late and in two halves: half an hour. A test that reads before its page is there fails.
browser-slow: dev browser-packages
	REMBUK_SLOW_PAGES=1 $(BIN)/pytest -n 2 --no-skips tests/e2e

# Ten guards removed one at a time from a copy; each must be caught by a test.
sabotage: dev
	$(BIN)/python -m tests.sabotage

pictures: dev browser-packages
	$(BIN)/python -m tests.pictures

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra build --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

catalogue: dev
	$(BIN)/python -m tests.catalogue

wheel: dev
	$(BIN)/python -m hatchling build -t wheel

# The list of components: dist/sbom.json (CycloneDX).
sbom: dev
	$(BIN)/python -m tests.sbom

clean:
	rm -rf $(VENV) dist build

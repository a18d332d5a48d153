# Everything sets itself up: python3 with venv, make and a package index are enough.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help install demo test test-postgresql check bench bench-long bench-postgresql torture mutants xsd derived lock clean

help:
	@echo "make demo   watch parcels clear customs, and some being refused"
	@echo "make test   run the tests"
	@echo "make test-postgresql  those of them that a database serves, on a PostgreSQL that is started for them"
	@echo "make check  what CI runs: format, lint, types, import contracts, tests"
	@echo "make bench  measure what this machine clears, beside what it must reach; make bench-long: with 500,000 stored"
	@echo "make bench-postgresql one worker and two on PostgreSQL: how work divides"
	@echo "make torture kill -9 in the midst of traffic, a hundred rounds on SQLite and PostgreSQL: nothing is lost, doubled or half there"
	@echo "make mutants plant mistakes into the rules, one at a time, and count those that no test finds"
	@echo "make xsd    write xsd/ anew from the tables; make derived: everything else that is written from code, too"

install: .venv/installed

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

demo: install
	@$(BIN)/kouan demo

test: install
	$(BIN)/pytest

# The rooms whose tests ask for a database; all others have nothing to do with one.
test-postgresql: install
	KOUAN_TEST_DATABASE=postgresql $(BIN)/pytest $(addprefix tests/,client exchange load marketplace near parties rules server simulator worlds)

check: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

bench: install
	@$(BIN)/kouan bench

bench-long: install
	@$(BIN)/kouan bench --long

bench-postgresql: install
	@$(BIN)/kouan bench --postgresql

torture: install
	@$(BIN)/python -m load.torture

mutants: install
	@$(BIN)/python -m tests.mutants

xsd: install
	@$(BIN)/python -m simulator.cli.derived xsd

derived: install
	@$(BIN)/python -m simulator.cli.derived

# Needs uv; only for maintainers who change the dependencies.
lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file requirements.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis

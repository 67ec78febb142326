# Every target sets up what it needs by itself; `make demo` is the place to begin.
.POSIX:
.PHONY: demo setup test check static bench test-long

BIN = .venv/bin
STEP = @scripts/step
PURE = mailbot/message/*,mailbot/intent/*,mailbot/decision/*

# A whole registration by mail, on this machine alone.
demo:
	@scripts/setup
	@$(BIN)/mailbot demo

setup:
	@scripts/setup dev

# Everything that must hold before a change is taken.
test: setup
	@scripts/servers
	@$(MAKE) --no-print-directory static
	$(STEP) --show "tests" $(BIN)/coverage run -m pytest -q
	$(STEP) "coverage of the pure rooms" $(BIN)/coverage report --include='$(PURE)' --fail-under=90
	@$(BIN)/coverage report --format=total | sed 's/.*/coverage of everything: & %/'

# The quick half of it: the rules of the house, and the rooms that touch nothing.
check: setup static
	$(STEP) --show "tests of the pure rooms" $(BIN)/coverage run -m pytest -q tests/unit tests/property tests/corpus tests/test_architecture.py
	$(STEP) "coverage of the pure rooms" $(BIN)/coverage report --include='$(PURE)' --fail-under=90

static:
	$(STEP) "ruff: rules" $(BIN)/ruff check --quiet
	$(STEP) "ruff: format" $(BIN)/ruff format --check --quiet
	$(STEP) "mypy: types" $(BIN)/mypy
	$(STEP) "import-linter: one way" $(BIN)/lint-imports

bench: setup
	@$(BIN)/python -m pytest -q -m bench --timeout=0 tests

test-long: setup
	@$(BIN)/python -m pytest -q -m long --timeout=0 tests

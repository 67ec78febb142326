# Every target sets up what it needs by itself; `make demo` is the place to begin.
.POSIX:
.PHONY: demo setup test check static rules format types arrows unit tests bench test-long fuzz audit pictures

BIN = .venv/bin
STEP = @scripts/step
PURE = mailbot/message/*,mailbot/intent/*,mailbot/decision/*
# A process a core, each with servers of its own; a file's tests stay together, and so do their servers.
PYTEST = $(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --cov --cov-report=
UNIT = tests/unit tests/fuzz tests/property tests/corpus tests/test_architecture.py tests/test_licences.py

# A whole registration period by mail, on this machine alone.
demo:
	@scripts/setup
	@$(BIN)/mailbot demo

setup:
	@scripts/setup dev

# Everything that must hold before a change is taken. What fails does not hide what else fails.
test: setup
	@scripts/servers
	@$(MAKE) --no-print-directory --keep-going static tests

# The quick half of it: what needs no server.
check: setup
	@$(MAKE) --no-print-directory --keep-going static unit

unit:
	$(STEP) --show "tests without servers" $(PYTEST) $(UNIT)
	$(STEP) "coverage of the pure rooms" $(BIN)/coverage report --include='$(PURE)' --fail-under=90

static: rules format types arrows

rules:
	$(STEP) "ruff: rules" $(BIN)/ruff check --quiet --output-format concise

format:
	$(STEP) "ruff: format" $(BIN)/ruff format --check --quiet --output-format concise

types:
	$(STEP) "mypy: types" $(BIN)/mypy

arrows:
	$(STEP) "import-linter: imports one way" $(BIN)/lint-imports

tests:
	$(STEP) --show "tests" $(PYTEST)
	$(STEP) "coverage of the pure rooms" $(BIN)/coverage report --include='$(PURE)' --fail-under=90
	@$(BIN)/coverage report --format=total | sed 's/.*/coverage of everything: & %/'

bench: setup
	@$(BIN)/python -m pytest -q -m bench --timeout=0 tests

test-long: setup
	@scripts/servers
	@$(BIN)/python -m pytest -q -m long --timeout=0 tests

# Half an hour of search for bytes that reading stumbles over; what it finds goes to tests/fuzz/corpus.
fuzz: setup
	@$(BIN)/python -c 'import atheris' 2>/dev/null || { echo "make fuzz needs atheris: uv pip install --python $(BIN)/python atheris" >&2; exit 1; }
	@mkdir -p build/fuzz
	@$(BIN)/python -m tests.fuzz.search -max_total_time=1800 -timeout=20 -max_len=6000 \
		-artifact_prefix=build/fuzz/found- build/fuzz tests/fuzz/corpus

# Known weaknesses of the locked packages; needs the network.
audit:
	@scripts/audit

# The pictures of the README and of the organisers' guide, taken anew of the desk as it is.
pictures: setup
	@scripts/servers
	@PICTURES=1 $(BIN)/python -m pytest -q --timeout=0 tests/web/test_pictures.py

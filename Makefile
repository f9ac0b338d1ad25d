# Everything runs in .venv, which the first target that needs it makes.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTHON := $(shell for name in python3.13 python3.12 python3.11 python3.14 python3; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$name"; break; }; done)

.PHONY: install run test check static faults bench clean

install: $(READY)

$(READY): pyproject.toml
	@if [ -z "$(PYTHON)" ]; then echo "epex needs Python 3.11 or newer; install python3 first." >&2; exit 1; fi
	@if command -v uv >/dev/null 2>&1; then \
		uv venv --quiet --allow-existing --python "$(PYTHON)" $(VENV) && \
		uv pip install --quiet --python $(BIN)/python -e '.[dev,postgres]'; \
	else \
		"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
			echo "Python cannot make virtual environments here; on Debian: apt-get install python3-venv" >&2; exit 1; }; \
		[ -x $(BIN)/python ] || "$(PYTHON)" -m venv $(VENV); \
		echo "Installing epex into $(VENV) (about a minute, once) ..." >&2; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev,postgres]'; \
	fi
	@touch $@

run: $(READY)
	@mkdir -p out
	@$(BIN)/epex demo "$$(mktemp -d out/demo-XXXXXX)/epex" --tour

static: $(READY)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.sizes

# The unit tests: what needs neither a server nor other processes, nor much time.
check: static
	$(BIN)/pytest -q --no-header -m "not slow" --ignore=tests/journeys --ignore=tests/faults

test: $(READY)
	@rm -f .coverage .coverage.*
	$(BIN)/coverage run -m pytest -q --no-header
	@$(BIN)/coverage combine -q
	@$(BIN)/python -m tests.coverage_rule

faults: $(READY)
	$(BIN)/pytest -q --no-header tests/faults

bench: $(READY)
	$(BIN)/python -m bench

clean:
	rm -rf out .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .hypothesis

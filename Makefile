# Everything runs in .venv, which the first target that needs it makes.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH := $(VENV)/.ready-bench
OPPONENT := .venv-opponent/.ready
OTHERS := eventsourcing-sqlalchemy==1.0.1
RELOADED := .venv-reloaded
OTHER_WHOOSH := whoosh-reloaded==2.7.5
EXTRAS := dev,postgres,web
BENCH_EXTRAS := $(EXTRAS),bench
# Where several fit, the first of these that can make a virtual environment; PYTHON=... names another.
PYTHONS := $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python3.14)

# As pip does, uv trusts the certificates that the system trusts.
export UV_SYSTEM_CERTS := true

.PHONY: install run test test-reloaded check static faults bench bench-search sbom clean

install: $(READY)

# $(call install,EXTRAS): with uv if it is there, else with venv and pip. An editable package is compiled by neither:
# where Python may not keep bytecode, every command would compile it anew.
define install
	@if command -v uv >/dev/null 2>&1; then \
		{ $(BIN)/python -c '' 2>/dev/null || uv venv --quiet --python "$(or $(PYTHON),>=3.11)" $(VENV); } && \
		uv pip install --quiet --compile-bytecode --python $(BIN)/python -e '.[$(1)]' || exit 1; \
	else \
		$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
			for name in $(PYTHONS); do \
				"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
				found=$$name; \
				"$$name" -c 'import ensurepip, venv' 2>/dev/null && { able=$$name; break; }; \
			done; \
			[ -n "$$found" ] || { echo "epex needs Python 3.11 or newer; install python3 first." >&2; exit 1; }; \
			[ -n "$$able" ] || { echo "$$found cannot make virtual environments;" \
				"on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
			"$$able" -m venv --clear $(VENV) || exit 1; \
		}; \
		echo "Installing epex into $(VENV) (about a minute, once) ..." >&2; \
		$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[$(1)]' || exit 1; \
	fi
	@$(BIN)/python -m compileall -q epex
	@touch $@
endef

$(READY): pyproject.toml
	$(call install,$(EXTRAS))

$(BENCH): $(READY)
	$(call install,$(BENCH_EXTRAS))

# An opponent that pins an older SQLAlchemy lives in an environment of its own.
$(OPPONENT): $(READY)
	@$(BIN)/python -m venv --clear --without-pip .venv-opponent
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python .venv-opponent/bin/python $(OTHERS); \
		else .venv-opponent/bin/python -m ensurepip >/dev/null && \
		.venv-opponent/bin/python -m pip install --quiet --disable-pip-version-check $(OTHERS); fi
	@touch $@

run: $(READY)
	@mkdir -p out
	@place=$$(mktemp -d out/demo-XXXXXX) && $(BIN)/epex demo "$$place/epex" --tour

static: $(READY)
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.sizes

# The unit tests: what needs neither a server, nor other processes, nor much time; laws are tried on fewer examples.
check: static
	$(BIN)/pytest -q --no-header -n auto --dist worksteal --hypothesis-profile=check -m "not slow" \
		--ignore=tests/journeys --ignore=tests/faults

test: $(READY)
	@rm -f .coverage .coverage.*
	$(BIN)/pytest -q --no-header -n auto --dist worksteal --cov --cov-report=
	@$(BIN)/python -m tests.coverage_rule

# The way out of whoosh3: the search's tests on another package of the same import name, which comes first on the path.
$(RELOADED)/.ready: $(READY)
	@rm -rf $(RELOADED)
	@if command -v uv >/dev/null 2>&1; then uv pip install --quiet --python $(BIN)/python --target $(RELOADED) $(OTHER_WHOOSH); \
		else $(BIN)/python -m pip install --quiet --disable-pip-version-check --target $(RELOADED) $(OTHER_WHOOSH); fi
	@touch $@

test-reloaded: export PYTHONPATH := $(CURDIR)/$(RELOADED)
test-reloaded: $(RELOADED)/.ready
	@$(BIN)/python -c 'import sys, whoosh; print("whoosh-reloaded", *whoosh.__version__); sys.exit(whoosh.__version__ != (2, 7, 5))'
	$(BIN)/pytest -q --no-header -n auto --dist worksteal tests/search -k "not postgres"

# The full sets take well over an hour on two processors: PART=power runs one of them, EPEX_FAULTS=quick the small ones.
faults: $(READY)
	@$(BIN)/python -m tests.faults $(PART)

bench: $(BENCH) $(OPPONENT)
	$(BIN)/python -m bench

# EPEX_COLLECTIONS names a folder of collections; SIZES="10000" measures other numbers of documents.
bench-search: $(BENCH)
	$(BIN)/python -m bench.searching $(SIZES)

# What epex is made of beside its own code, as CycloneDX.
sbom: $(READY)
	@mkdir -p out
	@$(BIN)/python -m tests.bill >out/sbom.json
	@echo out/sbom.json

clean:
	rm -rf out .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

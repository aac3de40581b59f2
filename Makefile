# storybot: `make run` starts it, `make test` tests it; `make` alone is `make check`, the whole suite.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# The locks name the versions; asking for a newer pip costs a round trip each time.
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Errors alone: an older pip warns of an extra that is there (findings/pip-extra-underscore.sh).
INSTALL := $(BIN)/pip install --quiet --quiet
# Where it is set, each of some hundred processes compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE
# A file of tests to a process, one more of these than processors, for slow tests wait;
# tests/worlds/sharing_out.py says which are begun first.
SHARED_OUT := -n $(shell $(PYTHON) -c "import os; print(os.cpu_count() + 1)") --dist loadfile

.PHONY: check run test slow opensearch lint types format bench bench-answers faults fit quality pictures docs release lock pythons clean
# First what keeps one core busy, side by side; then all tests on every core, beside a PostgreSQL
# server of its own where that is installed (without it those tests skip).
check: $(VENV)/dev
	@$(MAKE) --no-print-directory -j 2 lint types opensearch
	@$(BIN)/python tests/engines/postgresql.py -- $(BIN)/pytest $(SHARED_OUT)

# What asks OpenSearch, on a node of its own; without Maven and a new enough Java it says so (69).
opensearch: $(VENV)/dev
	@timeout 600 $(BIN)/python tests/engines/opensearch/nodes.py $(BIN)/pytest -n 0 \
	tests/search/test_index_contract.py tests/corpus/test_shared_index.py || [ $$? = 69 ]

slow: $(VENV)/dev
	@$(BIN)/pytest -m slow $(SHARED_OUT)

run: $(VENV)/run
	@$(BIN)/storybot run

# About a minute and a half on two cores; `make check` also runs browsers, benches, faults and whole processes.
test: $(VENV)/dev
	@$(BIN)/pytest -m "not slow" $(SHARED_OUT)

# The quick tests on every Python that pyproject.toml names, each in an environment from the locks.
PYTHONS ?= 3.11 3.12 3.13
pythons:
	@for version in $(PYTHONS); do echo "Python $$version"; \
	$(MAKE) --no-print-directory test VENV=.venv-$$version PYTHON=python$$version || exit 1; done

lint: $(VENV)/dev
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/lint-imports --no-logo

types: $(VENV)/dev
	@$(BIN)/mypy

format: $(VENV)/dev
	@$(BIN)/ruff check --fix && $(BIN)/ruff format

# The index, the whole answer and the whole bot beside peers: docs/bench.md, docs/bench.json,
# docs/bench.svg. TEXTS=FOLDER answers from the articles of a labelled set.
bench: $(VENV)/bench
	@$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(TEXTS:%=--texts %)

# Named here, since make takes a comma in $(or …) for its next argument.
ANSWER_SIZES := 1000,12000,100000,390000
# The whole answer alone, beside an earlier build; the other figures of docs/bench.json stay.
# SIZES=1000000 adds a row of this build without the other one.
bench-answers: $(VENV)/bench
	@$(BIN)/python -m bench --keep --engines "" --no-bot --sizes $(or $(SIZES),$(ANSWER_SIZES)) $(TEXTS:%=--texts %)

# What the bot survives, the long form: docs/faults.md. ROWS=crash_loop,second_bot runs only those.
faults: $(VENV)/dev
	@cd tests && STORYBOT_FAULTS=$(ROWS) ../$(BIN)/python -m faults ../docs/faults.md

# The weights of the ranking and of the confidence, from labelled sets in the folder DATA.
fit: $(VENV)/fit
	@$(BIN)/python -m fitting $(DATA)

# Where the quality stands, on labelled sets in DATA: docs/quality-figures.md, docs/quality.svg;
# with TESTED=1 also on the documents kept back from every choice.
quality: $(VENV)/fit $(VENV)/bench
	@$(BIN)/python -m fitting.quality $(DATA) $(if $(TESTED),--tested) $(if $(ABLATION),--ablation)

# The pictures of README and of the documents, taken from the playground in Chromium.
pictures: $(VENV)/dev
	@$(BIN)/python tools/pictures.py && $(BIN)/python tools/desk_pictures.py \
	  && $(BIN)/python tools/form_pictures.py

# The site of the documents, in site/; a broken link is an error.
docs: $(VENV)/docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Wheel, source, bill of materials and licences in dist/, built twice and compared.
release: $(VENV)/release
	@tools/release.sh

# A stamp per lock file: installing again only when a lock changed. What stays editable pip does not
# compile, and Python, where it may keep nothing (PYTHONDONTWRITEBYTECODE), would at each start.
$(VENV)/run: requirements/run.txt requirements/build.txt | $(VENV)/bin/python
	$(INSTALL) --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(INSTALL) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/dev: requirements/dev.txt | $(VENV)/run
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/bench: requirements/bench.txt | $(VENV)/run
	$(INSTALL) --require-hashes -r requirements/bench.txt
	@touch $@

$(VENV)/fit: requirements/fit.txt | $(VENV)/run
	$(INSTALL) --require-hashes -r requirements/fit.txt
	@touch $@

$(VENV)/docs: requirements/docs.txt | $(VENV)/run
	$(INSTALL) --require-hashes -r requirements/docs.txt
	@touch $@

$(VENV)/release: requirements/release.txt | $(VENV)/run
	$(INSTALL) --require-hashes -r requirements/release.txt
	@touch $@

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# Locks name versions and hashes, never a registry; universal, so one file serves every platform.
COMPILE := ../.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header
lock:
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	cd requirements && \
	$(COMPILE) --group ../pyproject.toml:build --output-file build.txt && \
	$(COMPILE) --output-file run.txt ../pyproject.toml && \
	for extra in postgres opensearch; do \
	$(COMPILE) --extra $$extra --constraint run.txt --output-file $$extra.txt ../pyproject.toml \
	|| exit 1; done && \
	for group in dev bench fit docs release; do \
	$(COMPILE) --group ../pyproject.toml:$$group --constraint run.txt --output-file $$group.txt \
	|| exit 1; done
	rm -rf .venv-lock

clean:
	rm -rf .venv .venv-* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build site

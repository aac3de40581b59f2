# storybot: `make run` starts it, `make test` tests it; `make` alone is `make check`, the whole suite.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: check run test lint types format bench faults fit quality pictures docs release lock clean
check: lint types test
	@$(BIN)/pytest -m slow

run: .venv/run
	@$(BIN)/storybot run

# Under a minute; `make check` also runs browsers, benches, faults and whole processes, one by one.
test: .venv/dev
	@$(BIN)/pytest -m "not slow" -n auto --dist loadfile

lint: .venv/dev
	@$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/lint-imports --no-logo

types: .venv/dev
	@$(BIN)/mypy

format: .venv/dev
	@$(BIN)/ruff check --fix && $(BIN)/ruff format

# The index, the whole answer and the whole bot beside peers: docs/bench.md, docs/bench.json,
# docs/bench.svg. TEXTS=FOLDER answers from the articles of a labelled set.
bench: .venv/bench
	@$(BIN)/python -m bench $(if $(SIZES),--sizes $(SIZES)) $(TEXTS:%=--texts %)

# What the bot survives, the long form: docs/faults.md. ROWS=crash_loop,second_bot runs only those.
faults: .venv/dev
	@cd tests && STORYBOT_FAULTS=$(ROWS) ../$(BIN)/python -m faults ../docs/faults.md

# The weights of the ranking and of the confidence, from labelled sets in the folder DATA.
fit: .venv/fit
	@$(BIN)/python -m fitting $(DATA)

# Where the quality stands, on labelled sets in DATA: docs/quality-figures.md, docs/quality.svg;
# with TESTED=1 also on the documents kept back from every choice.
quality: .venv/fit .venv/bench
	@$(BIN)/python -m fitting.quality $(DATA) $(if $(TESTED),--tested)

# The README's pictures, taken from the playground in Chromium.
pictures: .venv/dev
	@$(BIN)/python tools/pictures.py

# The site of the documents, in site/; a broken link is an error.
docs: .venv/docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

# Wheel, source, bill of materials and licences in dist/, built twice and compared.
release: .venv/release
	@tools/release.sh

# A stamp per lock file: installing again only when a lock changed.
.venv/run: requirements/run.txt requirements/build.txt | .venv/bin/python
	$(BIN)/pip install --quiet --require-hashes -r requirements/build.txt -r requirements/run.txt
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: requirements/dev.txt | .venv/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bench: requirements/bench.txt | .venv/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/bench.txt
	@touch $@

.venv/fit: requirements/fit.txt | .venv/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/fit.txt
	@touch $@

.venv/docs: requirements/docs.txt | .venv/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/docs.txt
	@touch $@

.venv/release: requirements/release.txt | .venv/run
	$(BIN)/pip install --quiet --require-hashes -r requirements/release.txt
	@touch $@

.venv/bin/python:
	$(PYTHON) -m venv .venv

# Locks name versions and hashes, never a registry; universal, so one file serves every platform.
COMPILE := ../.venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header
lock:
	$(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv
	cd requirements && \
	$(COMPILE) --group ../pyproject.toml:build --output-file build.txt && \
	$(COMPILE) --output-file run.txt ../pyproject.toml && \
	for group in dev bench fit docs release; do \
	$(COMPILE) --group ../pyproject.toml:$$group --constraint run.txt --output-file $$group.txt \
	|| exit 1; done
	rm -rf .venv-lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist build site

# make demo: try it. make test: every test. make help: the rest.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501

.PHONY: help demo test lint quality format bench screenshots axe clean
help:
	@echo "make demo     install, ingest the sample corpus, open the web page (PORT=$(PORT))"
	@echo "make test     install, run every test"
	@echo "make lint     ruff and mypy"
	@echo "make quality  the whole quality gate, over ../shared/data where it is (about 20 minutes the first time)"
	@echo "make bench    timings, as ratios"
	@echo "make screenshots   pictures of every view, into docs/screens"
	@echo "make axe      fetch axe-core (npm) into .cache, for the tests of accessibility"

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: $(VENV)/installed
	$(BIN)/repere demo --port $(PORT)

test: $(VENV)/installed
	$(BIN)/python -m pytest

lint: $(VENV)/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(VENV)/installed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

quality: $(VENV)/installed
	REPERE_QUALITY=whole $(BIN)/python -m pytest tests/quality

bench: $(VENV)/installed
	$(BIN)/python tests/bench/start.py

screenshots: $(VENV)/installed
	$(BIN)/python tests/ui/screenshots.py

# A tool of the tests (MPL-2.0), fetched and not shipped; without it these tests are skipped and say so.
AXE := axe-core-4.14.1
axe: .cache/axe/axe.min.js
.cache/axe/axe.min.js:
	mkdir -p .cache/axe
	cd .cache/axe && npm pack --silent $(subst core-,core@,$(AXE)) && \
	  tar xzf $(AXE).tgz --strip-components=1 package/axe.min.js package/LICENSE && rm $(AXE).tgz

clean:
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache build dist

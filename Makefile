# `make demo` opens JupyterLab on the quickstart; `make test` runs every test. Both install what they need.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
BIN := $(VENV)/bin
STATIC := chatkit_notebook/ui/static
PIP := CHATKIT_NOTEBOOK_SKIP_JS=1 $(PY) -m pip --disable-pip-version-check --quiet install -c .ci/constraints.txt
KERNELS := .kernels/7.1.0 .kernels/6.31.0
# A test a core at a time; a worker that runs out of tests takes some of another's.
PARALLEL := -n logical --dist worksteal
PYTHON_TESTS := $(PY) -m pytest $(PARALLEL) -m "not browser"
# Each process has a JupyterLab and a browser of its own.
BROWSER_TESTS := $(PY) -m pytest $(PARALLEL) tests/browser
QUICK_TESTS := $(PY) -m pytest $(PARALLEL) -m "not browser and not slow"
VIEW_TESTS := npm --prefix js test --silent
JS_SOURCES := $(shell find js/src -type f 2>/dev/null) js/build.mjs js/package.json

# The tests start many processes, and each would compile the package, and pytest its tests, anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup build demo test test-quick test-python test-js browser lowest newest mutants check fmt bench screenshots gallery wheel clean

help:
	@echo "make demo         install, build and open JupyterLab on the quickstart (offline model, no key)"
	@echo "make test         install what is needed, Chromium included, and run every test"
	@echo "make test-quick   run what needs no browser, database server or second process"
	@echo "make lowest       run the Python tests with the lowest versions that the package allows; make newest: the newest"
	@echo "make mutants      make small slips in the code and print which no test notices; ROOM=fold: of one folder"
	@echo "make check        format, lint, types and import layers, both languages"
	@echo "make fmt          format both languages"
	@echo "make build        build the front end into the package"
	@echo "make bench        run the benchmarks, for about twenty minutes; QUICK=1: for less than two; NAME=masking: one"
	@echo "make screenshots  make the pictures of the README"
	@echo "make gallery      make a picture of each widget of the gallery, light and dark, in build/gallery; WIDTH=320: narrow ones"
	@echo "make wheel        build the wheel into dist/"

setup: $(VENV)/.installed js/node_modules/.installed

$(VENV)/.installed: pyproject.toml .ci/constraints.txt
	@$(PYTHON) .ci/venv.py $(VENV)
	@$(PIP) --upgrade pip
	$(PIP) --group dev -e .
	@touch $@

# `npm ci` takes a lock file without download addresses for out of date; this installs the same versions from it.
js/node_modules/.installed: js/package-lock.json
	cd js && npm install --no-save --loglevel=error
	@touch $@

build: $(STATIC)/chat.js

$(STATIC)/chat.js: js/node_modules/.installed $(JS_SOURCES)
	cd js && npm run --silent build

demo: setup build
	@$(PY) .ci/demo.py

.kernels/%: $(VENV)/.installed
	@$(PY) .ci/kernel.py $@ $*

test: setup build $(KERNELS)
	@$(PY) .ci/chromium.py
	@$(PY) .ci/postgres.py
	@VITE_FUZZ_COUNT=$${VITE_FUZZ_COUNT:-1000} VITE_WIDGET_COUNT=$${VITE_WIDGET_COUNT:-2000} \
		$(PY) .ci/parts.py Python '$(PYTHON_TESTS)' browser '$(BROWSER_TESTS)' "front end" '$(VIEW_TESTS)'

test-quick: setup build
	@VITE_FUZZ_COUNT=500 $(PY) .ci/parts.py Python '$(QUICK_TESTS)' "front end" '$(VIEW_TESTS)'

test-python: setup build
	$(PYTHON_TESTS)

test-js: js/node_modules/.installed
	$(VIEW_TESTS)

browser: setup build $(KERNELS)
	@$(PY) .ci/chromium.py
	$(BROWSER_TESTS)

lowest newest: $(VENV)/.installed
	$(PY) .ci/versions.py $@

mutants: setup js/node_modules/.installed
	$(PY) .ci/mutants.py $(ROOM)

check: setup
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	js/node_modules/.bin/pyright
	$(BIN)/lint-imports
	$(BIN)/deptry chatkit_notebook
	cd js && npm run --silent check

fmt: setup
	$(BIN)/ruff format
	$(BIN)/ruff check --fix
	cd js && npx biome check --write .

bench: setup build
	@$(PY) .ci/chromium.py
	@$(PY) .ci/bench.py $(NAME)

screenshots: setup build
	@$(PY) .ci/chromium.py
	$(PY) tests/screenshots/make.py

gallery: setup
	@$(PY) .ci/chromium.py
	$(PY) -m tests.notebooks.gallery
	$(PY) tests/screenshots/gallery.py $(WIDTH)

wheel: setup build
	rm -rf dist && $(BIN)/hatchling build -t wheel

clean:
	rm -rf $(VENV) .kernels .versions js/node_modules $(STATIC) dist

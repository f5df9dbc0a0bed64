# Two commands: `make lab` to use it, `make test` to check it. Everything they need is installed into
# .venv and node_modules; Chromium, where there is none, comes from Debian's packages.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JLPM := $(BIN)/jlpm
PIP := $(BIN)/python -m pip --disable-pip-version-check -q
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export YARN_ENABLE_TELEMETRY := 0

FRONT_END := $(shell find src style schema -type f -not -path '*/__tests__/*') package.json tsconfig.json install.json
BUILT := ct_jupyter/labextension/package.json
DEMO := demo/.made

.DEFAULT_GOAL := help
.PHONY: help lab test lint unit front-end wheel ui bench pins score clean chromium lower-bounds hub-by-hand extensions-by-hand sbom audit

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

lab: $(VENV)/.installed ## install, build, and open JupyterLab on the demo notebooks
	@$(BIN)/python scripts/lab.py

test: ## everything CI checks, with the time of each stage
	@$(PYTHON) scripts/stages.py environment lint unit front-end wheel ui

environment: $(VENV)/.test node_modules/.installed $(VENV)/.installed tests/pipelines/tools/node_modules/.installed test-tools

lint: environment ## style, types, layers, and our own scanner over our own files
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	$(JLPM) lint:check
	$(JLPM) tsc -p tsconfig.test.json
	python scripts/settings_table.py --check
	python scripts/mime_types.py --check
	python scripts/kernel_languages.py --check
	python scripts/personal_kinds.py --check
	python scripts/weaknesses_table.py --check
	python scripts/protocol_types.py --check
	python scripts/rooms_table.py --check
	python scripts/lint_rules.py
	git ls-files -z -- ':!*.png' | xargs -0 ct-jupyter scan --no-progress

unit: environment ## the Python tests
	pytest -q -n 2 --dist worksteal --cov --cov-report=json:coverage/python.json
	python scripts/coverage_floor.py python

front-end: environment ## the TypeScript tests
	$(JLPM) test --coverage
	python scripts/coverage_floor.py typescript

wheel: environment ## the wheel, installed where there is no Node
	$(BIN)/python scripts/check_wheel.py

ui: environment ui-tests/node_modules/.installed .venv-collab/.installed chromium ## the browser tests
	$(BIN)/python ui-tests/run.py

score: environment .venv-bench/.installed ## detection on the labelled texts, beside other scanners
	$(BIN)/python -m benchmarks.score

lower-bounds: ## the Python tests with the oldest versions that are allowed
	$(PYTHON) scripts/lower_bounds.py

hub-by-hand: $(VENV)/.installed ## JupyterHub with two users and a prefix (docs/by-hand.md)
	$(PYTHON) scripts/by_hand.py hub

extensions-by-hand: $(VENV)/.installed ## JupyterLab with popular extensions (docs/by-hand.md)
	$(PYTHON) scripts/by_hand.py extensions

bench: environment .venv-bench/.installed ui-tests/node_modules/.installed chromium ## the measurements of docs/benchmarks.md
	$(BIN)/python -m benchmarks

chromium:
	@$(PYTHON) scripts/chromium.py

test-tools:
	@$(PYTHON) scripts/test_tools.py

pins: $(VENV)/.made ## move the pinned versions in requirements/
	$(PIP) install uv
	for name in lab test collab; do \
	  uv pip compile -q --universal --python-version 3.10 --upgrade --generate-hashes --no-annotate --no-header \
	    --no-emit-index-url --no-emit-find-links --extra names --extra duckdb pyproject.toml requirements/$$name.in -o requirements/$$name.txt; done
	for name in bench node release; do \
	  uv pip compile -q --universal --python-version 3.10 --upgrade --generate-hashes --no-annotate --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.txt; done

sbom: .venv-release/.installed ## what the wheel in dist/ installs, as CycloneDX: dist/ct_jupyter.cdx.json
	rm -rf build/sbom && $(PYTHON) -m venv build/sbom
	build/sbom/bin/python -m pip --disable-pip-version-check -q install dist/*.whl
	.venv-release/bin/cyclonedx-py environment --output-reproducible -o dist/ct_jupyter.cdx.json build/sbom/bin/python

audit: .venv-release/.installed node_modules/.installed ## known vulnerabilities of what is pinned; asks the network
	for name in lab test; do .venv-release/bin/pip-audit --require-hashes --disable-pip -r requirements/$$name.txt; done
	$(JLPM) npm audit --environment production

clean: ## remove what was built and installed here
	rm -rf $(VENV) .venv-* node_modules ui-tests/node_modules tests/pipelines/tools/node_modules lib build dist demo ct_jupyter/labextension

# What the targets stand on. A stamp is newer than what it was made from, so a second run takes seconds.

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10) and "Python 3.10 or newer is needed; set PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20)' 2>/dev/null || $(PIP) install -r requirements/node.txt
	@touch $@

$(VENV)/.lab: requirements/lab.txt | $(VENV)/.made
	$(PIP) install -r $<
	@touch $@

$(VENV)/.test: requirements/test.txt | $(VENV)/.lab
	$(PIP) install -r $<
	@touch $@

node_modules/.installed: package.json yarn.lock | $(VENV)/.lab
	$(JLPM) install --immutable
	@touch $@

$(BUILT): $(FRONT_END) node_modules/.installed
	$(JLPM) build:lib:prod
	$(JLPM) build:labextension

# The editable install copies the front end; `develop` links it, so that a rebuild is seen. It also leaves
# an install.json in the front end's folder, which the next install would find twice.
$(VENV)/.installed: $(BUILT) pyproject.toml jupyter-config/server-config/ct_jupyter.json | $(VENV)/.lab
	rm -f ct_jupyter/labextension/install.json
	$(PIP) install --no-deps --no-build-isolation --force-reinstall -e .
	jupyter-builder develop . --overwrite
	@touch $@

ui-tests/node_modules/.installed: ui-tests/package.json ui-tests/yarn.lock | $(VENV)/.lab
	cd ui-tests && $(CURDIR)/$(JLPM) install --immutable
	@touch $@

# What runs and lints the CI templates in the tests.
tests/pipelines/tools/node_modules/.installed: tests/pipelines/tools/package.json tests/pipelines/tools/yarn.lock | $(VENV)/.lab
	cd tests/pipelines/tools && $(CURDIR)/$(JLPM) install --immutable
	@touch $@

# JupyterLab with real-time collaboration, apart: it changes how every notebook is saved.
.venv-collab/.installed: requirements/collab.txt $(VENV)/.installed
	$(PYTHON) -m venv .venv-collab
	.venv-collab/bin/python -m pip --disable-pip-version-check -q install -r $<
	rm -f ct_jupyter/labextension/install.json
	.venv-collab/bin/python -m pip --disable-pip-version-check -q install --no-deps --no-build-isolation --force-reinstall -e .
	PATH="$(CURDIR)/.venv-collab/bin:$$PATH" jupyter-builder develop . --overwrite
	@touch $@

# What a release is made and looked through with.
.venv-release/.installed: requirements/release.txt
	$(PYTHON) -m venv .venv-release
	.venv-release/bin/python -m pip --disable-pip-version-check -q install -r $<
	@touch $@

# The scanners that ours is measured against; nothing of theirs enters the product's environment.
.venv-bench/.installed: requirements/bench.txt
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip --disable-pip-version-check -q install -r $<
	@touch $@

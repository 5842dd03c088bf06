# `make run` shows the demo clinic, `make test` runs every test. Both work from a bare checkout, with nothing but
# Python 3.11 or later and make.

.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check -qq install
# A stamp carries the sum of what it installed: another list of packages, another stamp.
RUN_STAMP := $(VENV)/.installed-$(shell cat requirements.txt | cksum | cut -d' ' -f1)
DEV_STAMP := $(VENV)/.installed-dev-$(shell cat requirements.txt requirements-s3.txt requirements-dev.txt | cksum | cut -d' ' -f1)
ARGS ?=
# What a careful installation sets; `check --deploy` must find nothing to say about it.
PRODUCTION := env DEMO=false DATABASE_URL=postgres://anteroom@db.example/anteroom ALLOWED_HOSTS=clinic.example \
	EMAIL_URL=smtp+tls://anteroom@mail.example:587 REDIS_URL= \
	SECRET_KEY=for-this-check-only-7fb2c95d0e6a48139c04d2ab61ef3587 \
	TOKEN_KEY=for-this-check-only-1d9e0b7a52c64f38a6dd8c70f45b92e3

.PHONY: help run test test-browser check format bench prove clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUN_STAMP) ## the demo clinic on http://localhost:8000 (or PORT=…); Ctrl-C ends everything
	@exec $(PY) -m config.runner

test: $(DEV_STAMP) ## every test, in parallel (ARGS="-k booking" chooses)
	@exec $(PY) -m pytest -n auto --dist worksteal $(ARGS)

test-browser: $(DEV_STAMP) ## the journeys in a real browser; finds or installs a Chromium
	@$(PY) -m tests.ground.chromium
	@REQUIRE_BROWSER=1 exec $(PY) -m pytest -m browser $(ARGS)

check: $(DEV_STAMP) ## format, lint, templates, deployment settings, migrations, architecture
	$(PY) -m ruff format --check --output-format concise .
	$(PY) -m ruff check --output-format concise .
	$(PY) -m djlint --lint --quiet templates
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m pytest -q tests/architecture

format: $(DEV_STAMP) ## put the code into its shape
	$(PY) -m ruff check --fix --quiet . || true
	$(PY) -m ruff format .

bench: $(DEV_STAMP) ## the figures of speed, into var/bench.json (PEERS=1 measures a peer beside us)
	@exec $(PY) -m benchmarks

prove: $(DEV_STAMP) ## the long proofs of safety, into var/prove.json (ONLY=B1,B4 chooses)
	@ONLY="$(ONLY)" exec $(PY) -m benchmarks.prove

clean: ## remove what was made here, except the rows in var/postgres
	rm -rf $(VENV) .ruff_cache .pytest_cache .hypothesis var/postgres-test var/static var/queue var/peers var/test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@[ ! -d var/postgres ] || echo "Kept: var/postgres, the rows of the demo. Remove var yourself to start empty."

$(VENV)/.made:
	@for python in $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11; do \
		if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Anteroom needs Python 3.11 or later, and none was found ($$(python3 --version 2>&1))."; \
		echo "Install one, or name it: make run PYTHON=/path/to/python3.12"; exit 1; \
	fi; \
	echo "Making $(VENV) with $$($$python --version) …"; \
	$$python -m venv $(VENV) || { rm -rf $(VENV); \
		echo "That Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

$(RUN_STAMP): $(VENV)/.made
	@echo "Installing what requirements.txt names …"
	@$(PIP) -r requirements.txt
	@rm -f $(VENV)/.installed-[0-9]* && touch $@

$(DEV_STAMP): $(VENV)/.made
	@echo "Installing what requirements-dev.txt names …"
	@$(PIP) -r requirements-dev.txt
	@rm -f $(VENV)/.installed-* && touch $@ $(RUN_STAMP)

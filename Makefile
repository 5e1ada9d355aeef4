# What people type here. Everything runs from .venv, which scripts/setup makes and keeps up to date.
MANAGE = .venv/bin/python manage.py
ADDRESS ?= 127.0.0.1:8000

.PHONY: help setup demo run test check bench lock
help:           ## say what there is
	@grep -E '^[a-z]+: .*##' Makefile | sed -E 's/:[^#]*## / — /'

setup:          ## make .venv, install the locked packages, build the style sheets
	@scripts/setup

demo: setup     ## load the example plan, print the demo logins and serve it on 127.0.0.1:8000
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_example
	@$(MANAGE) runserver $(ADDRESS)

run: setup      ## serve this clone's own data on 127.0.0.1:8000, with its background jobs
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) runserver $(ADDRESS)

test:           ## all tests; on PostgreSQL and Redis where they are running, else on the embedded default
	@scripts/setup --with-browser
	@.venv/bin/python scripts/run_tests.py $(ARGS)

check: setup    ## linters, types, import contracts, deployment checks
	@scripts/check

bench: setup    ## measure pages and PDFs on this machine
	@if [ -f bench/run.py ]; then .venv/bin/python bench/run.py $(ARGS); else echo "There is no bench/run.py yet."; fi

lock:           ## write requirements/*.txt anew from pyproject.toml
	@scripts/lock

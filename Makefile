# Everything a developer does is one of these; `make` alone lists them.

.DEFAULT_GOAL := help
.PHONY: help run test lint format seed openapi bench shell clean
.SILENT:

export PORT DATA_DIR HOST DEBUG

PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input

help: ## List what there is
	grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: .venv/run ## Start the whole site on PORT (8000) with its data in DATA_DIR (.data)
	exec $(BIN)/python -m tools.run

test: .venv/dev ## Check everything: what CI runs
	$(MAKE) --no-print-directory lint
	$(BIN)/python -m tools.browser
	exec $(BIN)/python -m pytest -n 3 $(ARGS)

lint: .venv/dev ## Check form, types, imports, templates, Dockerfile and pins
	exec $(BIN)/python -m tools.lint

format: .venv/dev ## Format Python and templates
	$(BIN)/ruff check --quiet --fix --exit-zero .
	$(BIN)/ruff format --quiet .
	find templates apps -name '*.html' -print0 | xargs -0 -r $(BIN)/djade --target-version 5.2 || true

seed: .venv/run ## Add the demo neighbourhood
	exec $(BIN)/python -m tools.within -m tools.prepare --seed

openapi: .venv/run ## Renew the description of the API, docs/openapi.yaml
	exec $(BIN)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

bench: .venv/dev ## Measure, for instance NAME=pages
	test -n "$(NAME)" || { echo "✗ which one? make bench NAME=pages"; exit 1; }
	exec $(BIN)/python -m tools.within -m bench.$(NAME) $(ARGS)

shell: .venv/run ## Open a Python shell with Django ready
	exec $(BIN)/python -m tools.within manage.py shell

clean: .venv/run ## Delete the local data and caches, after asking
	exec $(BIN)/python -m tools.clean

.venv/bin/python:
	test -n "$(PYTHON)" || { echo "✗ Python 3.11 or newer is needed · 파이썬 3.11 이상이 필요해요: https://www.python.org/downloads/"; exit 1; }
	$(PYTHON) -m venv --clear .venv || { rm -rf .venv; echo "✗ $(PYTHON) cannot make a virtual environment; on Debian and Ubuntu install python3-venv · 가상 환경을 만들 수 없어요"; exit 1; }

.venv/run: requirements.txt requirements-local.txt | .venv/bin/python
	echo "· 파이썬 패키지를 설치해요 · installing packages"
	$(PIP) -r requirements-local.txt || { echo "✗ packages could not be installed · 패키지를 설치하지 못했어요"; exit 1; }
	touch $@

.venv/dev: requirements-dev.txt .venv/run
	echo "· 시험 도구를 설치해요 · installing test tools"
	$(PIP) -r requirements-dev.txt || { echo "✗ test tools could not be installed · 시험 도구를 설치하지 못했어요"; exit 1; }
	touch $@

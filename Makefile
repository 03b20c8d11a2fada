.PHONY: help test fmt lint type arch messages scenarios manual pictures bench check
PY := .venv/bin

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

test: ## all tests
	$(PY)/python -m pytest

fmt: ## format
	$(PY)/ruff format .
	$(PY)/ruff check --fix .

lint: ## style
	$(PY)/ruff check .
	$(PY)/ruff format --check .

type: ## types, strict
	$(PY)/mypy

arch: ## contracts between the floors
	$(PY)/lint-imports

messages: ## compile the translations
	$(PY)/pybabel -q compile -d data/locale -D sportello

scenarios: ## play every scenario headless
	$(PY)/sportello walkthrough play --headless

manual: ## write docs/manual*.md anew
	$(PY)/python -m counter_app.walkthrough.manual --lang it --text docs/manual.md
	$(PY)/python -m counter_app.walkthrough.manual --lang en --text docs/manual.en.md
	$(PY)/python -m counter_app.desk.rights_page docs/rights.md

pictures: ## play the manual's pictures anew
	$(PY)/python -m counter_app.walkthrough.manual --pictures docs/pictures

bench: ## all benchmarks
	$(PY)/python -m tests.benchmarks

check: lint type arch test scenarios ## what CI runs

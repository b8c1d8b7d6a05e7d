# claimgate: two commands do everything on a fresh machine, `make run` and `make test`.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
CLAIMGATE_HOME ?= $(CURDIR)/var
export CLAIMGATE_HOME

.PHONY: help
help: ## print this help
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: ## set up, serve, send the fictional papers of samples/ through, print the table, keep serving (ONCE=1: stop after the table)
	@scripts/set_up.sh run
	@exec .venv/bin/claimgate demo samples $(if $(ONCE),--once)

.PHONY: test
test: ## set up what tests need, then lint, types, import rules and every test
	@scripts/set_up.sh test
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -n 2 --dist loadgroup --durations=15

.PHONY: check
check: ## lint, format, types and import rules; changes nothing
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports --no-cache

.PHONY: fix
fix: ## format and mend what the linter can mend
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

.PHONY: bench
bench: ## read 200 cases of reserved hands, faces and layouts; print accuracy, cost beside stock engines, cost of each step
	@scripts/set_up.sh bench
	@$(PY) -m tests.bench $(BENCH)

.PHONY: bench-marks
bench-marks: ## measure signatures, seals and names on drawn places (MARKS="--hands DIR" adds names in real hands)
	@scripts/set_up.sh test
	@$(PY) -m tests.bench.marks $(MARKS)

.PHONY: bench-gate
bench-gate: ## time verdicts over 10,000 to 1,000,000 claims, alone and while papers are read (10 minutes)
	@scripts/set_up.sh test
	@$(PY) -m tests.bench.gate $(GATE)

.PHONY: bench-checks-off
bench-checks-off: ## turn each of the 97 checks off in turn and see a test fail (8 minutes)
	@scripts/set_up.sh test
	@$(PY) scripts/turn_checks_off.py $(CHECKS)

.PHONY: bench-mutation
bench-mutation: ## change routing, gate and formats in 1,600 places and count what tests see (half an hour)
	@scripts/set_up.sh test
	@$(PY) scripts/mutate.py $(FILES)

.PHONY: docs
docs: ## write the generated pages (docs/rules.md)
	@$(PY) scripts/generate_rules.py

.PHONY: pictures
pictures: ## write the pictures of the pages that the README shows (docs/pictures)
	@scripts/set_up.sh test
	@$(PY) -m tests.browser.pictures docs/pictures

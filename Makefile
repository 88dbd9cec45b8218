# make demo   set up, let the crew run the giftware shop for ten days, say where the report is
# make test   set up, run all tests
# make check  also format, lint, types, layers
# make soak  the long drills at full size: hostile calls, legal effects, small model, medians; CALLS, LEGAL may be set
# make bench  the owner's chat beside plain create_agent, the first reply to a buyer, who orders again: printed, and in docs/bench
# make .venv  only set up
SHELL := /bin/sh
PYTHON ?= python3
CALLS ?= 100000
LEGAL ?= 10000
SOAK_LOG ?= docs/soak/redteam.txt
BIN := .venv/bin

.PHONY: demo test check soak bench

.venv: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shopstaff needs Python 3.11 or newer; try make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --group dev -e .
	# without byte-code the stack costs ten CPU seconds to import, each time
	$(BIN)/python -m compileall -q -j 0 .venv/lib agents authority config decisions kit memory scenarios shops shopstaff tools || true
	touch .venv

demo: .venv
	$(BIN)/shopstaff demo

# PYTHONDONTWRITEBYTECODE would have each process rewrite every test file anew: a dozen CPU seconds
test: .venv
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -q -n 2 --dist worksteal

check: .venv
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

soak: .venv
	mkdir -p $(dir $(SOAK_LOG))
	$(BIN)/python -m tests.bench.verdicts | tee docs/soak/verdicts.txt
	SMALL_MODEL_DEPTH=5 SMALL_DESK_DEPTH=3 $(BIN)/python -m pytest -q -s tests/authority/test_small_kernel.py \
		tests/authority/test_small_model.py > docs/soak/small-model.txt; \
		s=$$?; cat docs/soak/small-model.txt; exit $$s
	$(BIN)/shopstaff redteam --calls $(CALLS) --legal $(LEGAL) > $(SOAK_LOG); s=$$?; cat $(SOAK_LOG); exit $$s

bench: .venv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt --group bench
	$(BIN)/python -m tests.bench.owner_chat | tee docs/bench/owner-chat.txt
	$(BIN)/python -m tests.bench.first_reply | tee docs/bench/first-reply.txt
	$(BIN)/python -m tests.bench.repurchase | tee docs/bench/repurchase.txt
	$(BIN)/python -m tests.bench.array_market | tee docs/bench/array-market.txt

# One door to the workbench. `make` alone lists what it can do.
.DEFAULT_GOAL := help
.PHONY: help report test lab lint verify bench docs catalogue vendor clean lock

PYTHON ?= python3
DATA ?= demo
MONTH ?= latest
BIN := .venv/bin
UV := .tools/bin/uv

ifeq ($(DATA),demo)
STORE ?= data/store
OUT ?= reports
else
STORE ?= data/samples/$(DATA)
OUT ?= reports/$(DATA)
endif

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

report: .venv/.installed $(if $(filter complete_journey,$(DATA)),.venv/.samples)  ## close the latest full month (DATA=demo, complete_journey, ...; FILES=where its files lie; MONTH=YYYY-MM)
	@$(BIN)/workbench start --data-name $(DATA) --store $(STORE) $(if $(FILES),--data $(FILES))
	@$(BIN)/workbench report --month $(MONTH) --store $(STORE) --out $(OUT)

test: .venv/.test  ## run everything CI runs
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadscope

lab: .venv/.installed  ## open JupyterLab on the notebooks
	$(BIN)/workbench lab

lint: .venv/.test  ## format and check style and types
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/mypy

verify: .venv/.test  ## check the claims of docs/verification.md over many seeds (minutes)
	$(BIN)/python -m verification

bench: .venv/.bench  ## measure ours beside a peer, in one run
	$(BIN)/python -m benchmarks

docs: .venv/.test  ## write the generated pages of docs/ again
	$(BIN)/python -m docs

vendor: .venv/.installed  ## fetch the plotly.js of the installed plotly again, by npm
	$(BIN)/python -m workbench.reporting.page.vendor

catalogue: .venv/.test  ## bring the catalogues of all languages up to date with what is said
	$(BIN)/python -m workbench.show.languages.collect

clean:  ## remove what was built; data, store and reports stay
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +

lock: $(UV)  ## resolve the dependencies again into requirements.lock
	$(UV) pip compile -q --upgrade --universal --generate-hashes --all-extras --no-header --no-annotate pyproject.toml -o requirements.lock

$(UV): requirements-uv.lock
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --require-hashes --only-binary :all: -r requirements-uv.lock
	@touch $@

.venv/.installed: $(UV) requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@echo "Installing into .venv ..."
	$(UV) pip install --quiet --python .venv --constraints requirements.lock --editable .
	@touch $@

.venv/.samples: .venv/.installed
	$(UV) pip install --quiet --python .venv --constraints requirements.lock --editable '.[samples]'
	@touch $@

.venv/.bench: .venv/.test
	$(UV) pip install --quiet --python .venv --constraints requirements.lock --editable '.[samples,test,bench]'
	@touch $@

.venv/.test: .venv/.installed
	$(UV) pip install --quiet --python .venv --constraints requirements.lock --editable '.[samples,test]'
	@touch $@

# The compendium's front door. `make` alone prints this help.
# Written for GNU make 3.81 and later.

PYTHON ?= python3
VENV   ?= .venv
UV_VERSION := 0.13.9

ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
PY    := $(BIN)/python
LOCKED := $(VENV)/.locked
READY := $(VENV)/.ready
READY_TEST := $(VENV)/.ready-test
READY_CLUSTER := $(VENV)/.ready-cluster

STUDY   ?=
SITE    ?=
REPORT  ?=
PROFILE ?=
FILES   ?=
FILE    ?=
NAME    ?=
TO      ?=
ORIGIN  ?=
COLUMNS ?=
BY      ?=
ON      ?=
CONFIRM ?=
FROM    ?=
UNITS   ?=
READ    ?=
VERSION ?=
WHY     ?=
WORKERS ?=
SITES   ?=
TIMES   ?=
N       ?=
SEED    ?=
JSON    ?=
ONLY    ?=
TOGETHER ?=
# Which engine runs notebooks: compendium (where there is fork), kernel (Papermill's own), or dask
# (the workers of the scheduler at SCHEDULER; docs/cluster.md).
ENGINE  ?=
SCHEDULER ?=
# What reports are made as: all (pages, PDF, Word, downloads), or pages alone while somebody writes.
FORMATS ?=
# Where packages come from: the registry, or a folder that `make wheelhouse` filled, without a network.
WHEELHOUSE ?=
# Tests that take long run too: make test THOROUGH=1.
THOROUGH ?=
# A chosen part of the tests, in half a minute, while one works: make test FAST=1.
FAST ?=
# A manifest's digest as it was published apart, and whether there are no exports: make verify.
DIGEST  ?=
RELEASED ?=
export ENGINE SCHEDULER FORMATS THOROUGH

# To fill a folder the registry is asked, whatever the folder is called.
PACKAGES_FROM = $(if $(WHEELHOUSE),--no-index --find-links '$(WHEELHOUSE)')
# What runs with FAST=1: layers, guides, what studies may say, both doors, scores and rank tests, doctests.
FAST_TESTS = tests/test_structure.py tests/test_guides.py tests/test_words.py tests/test_glossary.py tests/study_checks \
  $(addprefix tests/disclosure/test_,released.py release.py levels.py profile.py) \
  $(addprefix tests/analysis/test_,scales.py rank_tests.py incidence.py) \
  src/compendium/analysis src/compendium/disclosure -m "not browser and not thorough"
LOCKS := requirements.lock requirements-test.lock requirements-cluster.lock
HOW = $(if $(WORKERS),--workers $(WORKERS)) $(if $(WHY),--why) $(if $(JSON),--json)

.DEFAULT_GOAL := help
.PHONY: help setup start new-study first-files reports report manifest verify watch cluster lab explore check-data match export quotes framework evidence-sheet evidence-read theory-word transcripts coding-sheets made-up-data lock wheelhouse hooks test coverage structure reference bench determinism licences hostile lint clean

help: ## Show what make can do here
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-15s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: $(READY) ## Make the Python environment in .venv (the other commands do this by themselves)

# The stamps are touched last: an environment whose making was interrupted is made anew.
$(LOCKED): requirements.lock
	@$(PYTHON) -c "import sys; sys.exit('Python 3.11 or newer is needed; this is ' + sys.version.split()[0] + '. Name one: make PYTHON=python3.11') if sys.version_info < (3, 11) else None"
	@echo "Setting up the environment in $(VENV) (once; a minute or less)"
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(if $(WHEELHOUSE),$(PY) src/compendium/wheelhouse.py check '$(WHEELHOUSE)' requirements.lock)
	@$(PY) -m pip install --quiet --disable-pip-version-check $(PACKAGES_FROM) "uv==$(UV_VERSION)" \
	  && $(PY) -m uv pip sync --no-config --quiet --compile-bytecode --require-hashes $(PACKAGES_FROM) --python $(PY) requirements.lock \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes $(PACKAGES_FROM) -r requirements.lock
	@touch $(LOCKED)

$(READY): $(LOCKED) pyproject.toml
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

$(READY_TEST): $(LOCKED) requirements-test.lock
	@$(PY) -m uv pip install --no-config --quiet --compile-bytecode --require-hashes $(PACKAGES_FROM) --python $(PY) -r requirements-test.lock \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes $(PACKAGES_FROM) -r requirements-test.lock
	@touch $(READY_TEST)

$(READY_CLUSTER): $(LOCKED) requirements-cluster.lock
	@$(PY) -m uv pip install --no-config --quiet --compile-bytecode --require-hashes $(PACKAGES_FROM) --python $(PY) -r requirements-cluster.lock \
	  || $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes $(PACKAGES_FROM) -r requirements-cluster.lock
	@touch $(READY_CLUSTER)

start: $(READY) ## Draft a study from files, and show a first page: make start FILES='…' NAME=our-study (BY='…' ON=2024-03-31)
	@$(PY) -m compendium start $(FILES) --name '$(NAME)' $(if $(TO),--to '$(TO)') $(if $(ORIGIN),--origin '$(ORIGIN)') $(if $(BY),--by '$(BY)') $(if $(ON),--on '$(ON)') $(if $(COLUMNS),--columns $(COLUMNS))

new-study: $(READY) ## Begin a study from the template, to write by hand: make new-study NAME=our-study
	@$(PY) -m compendium new-study '$(NAME)' $(if $(TO),--to '$(TO)')

first-files: $(READY) ## Write the made-up raw files of the tutorial (docs/tutorial.md): TO=folder
	@$(PY) -m compendium synthetic --first-files $(if $(TO),--to '$(TO)')

reports: $(READY) ## Build what changed of every study; why: WHY=1, so many at a time: WORKERS=4; pages alone: FORMATS=pages
	@$(PY) -m compendium build $(HOW)

report: $(READY) ## Build one report: make report STUDY=parental-advocacy-wales SITE=A
	@$(PY) -m compendium build $(if $(STUDY),--study $(STUDY)) $(if $(SITE),--site $(SITE)) $(if $(REPORT),--report $(REPORT)) $(if $(PROFILE),--profile $(PROFILE)) $(HOW)

watch: $(READY) ## Build what an edit touches and reload the page: make watch STUDY=…
	@$(PY) -m compendium watch $(if $(STUDY),--study $(STUDY)) $(if $(SITE),--site $(SITE)) $(if $(REPORT),--report $(REPORT)) $(if $(PROFILE),--profile $(PROFILE)) $(if $(WORKERS),--workers $(WORKERS))

manifest: $(READY) ## Bless what `make reports` built: its bytes are what must come out
	@$(PY) -m compendium manifest

verify: $(READY) ## Make everything anew and compare every byte: DIGEST=… as published; without exports: RELEASED=1
	@$(PY) -m compendium verify $(if $(RELEASED),--released) $(if $(DIGEST),--digest '$(DIGEST)')

cluster: $(READY) $(READY_CLUSTER) ## Install what building on several machines needs (docs/cluster.md)

lab: $(READY) ## Open JupyterLab on what a study holds, its explorer and reports: make lab STUDY=…
	@$(PY) -m compendium lab $(STUDY)

explore: $(READY) ## Search passages by theme, area, group and words: make explore STUDY=parental-advocacy-wales
	@$(PY) -m compendium explore $(STUDY)

check-data: $(READY) ## Read every export and list what was found, set aside and left out
	@$(PY) -m compendium check-data $(STUDY)

match: $(READY) ## Propose who is meant by tokens and cases nobody has: make match STUDY=…
	@$(PY) -m compendium match $(STUDY)

export: $(READY) ## Write a study's data for other programs into private/: make export STUDY=…
	@$(PY) -m compendium export $(STUDY)

framework: $(READY) ## Write the framework as a workbook: make framework STUDY=…; read one back: FILE=… BY='…' ON=2024-03-05 (CONFIRM=1)
	@$(PY) -m compendium framework $(STUDY) $(if $(FILE),--from '$(FILE)' --by '$(BY)' --on '$(ON)' $(if $(CONFIRM),--confirm))

evidence-sheet: $(READY) ## Write evidence on CMOCs, and passages to judge, as a workbook: make evidence-sheet STUDY=…
	@$(PY) -m compendium evidence-sheet $(STUDY) $(if $(BY),--by '$(BY)')

evidence-read: $(READY) ## Read it back, differences first: make evidence-read STUDY=… FILE=… BY='…' ON=2024-03-05 (CONFIRM=1)
	@$(PY) -m compendium evidence-read $(STUDY) $(if $(FILE),--from '$(FILE)') $(if $(BY),--by '$(BY)') $(if $(ON),--on '$(ON)') $(if $(CONFIRM),--confirm)

theory-word: $(READY) ## Write the theory as a Word file: make theory-word STUDY=…; read back: FILE=… (CONFIRM=1 VERSION=R2 WHY='…')
	@$(PY) -m compendium theory-word $(STUDY) $(if $(FILE),--from '$(FILE)') $(if $(VERSION),--version '$(VERSION)') $(if $(WHY),--why '$(WHY)') $(if $(CONFIRM),--confirm)

transcripts: $(READY) ## Write transcripts as Word files with codes as comments: make transcripts STUDY=…; read back: FROM=… (CONFIRM=1)
	@$(PY) -m compendium transcripts $(STUDY) $(if $(BY),--by '$(BY)') $(if $(FROM),--from '$(FROM)' $(if $(CONFIRM),--confirm))

coding-sheets: $(READY) ## Write blinded sheets, one for each coder: make coding-sheets STUDY=… UNITS=60; check filled ones: READ=1
	@$(PY) -m compendium coding-sheets $(STUDY) $(if $(UNITS),--units $(UNITS)) $(if $(READ),--read)

quotes: $(READY) ## List passages to approve as quotes, and quotes held back: make quotes STUDY=…
	@$(PY) -m compendium quotes $(STUDY)

made-up-data: $(READY) ## Write the made-up raw exports anew from their recipe (same bytes every time)
	@$(PY) -m compendium synthetic $(STUDY)

hooks: $(READY) ## Have git refuse real data, exports and private/ before each commit (docs/real-data.md)
	@$(PY) -m compendium guard --hook

wheelhouse: FOLDER := $(or $(WHEELHOUSE),wheelhouse)
wheelhouse: override WHEELHOUSE :=
wheelhouse: $(LOCKED) ## Save every locked package in a folder (wheelhouse/); then, without a network: make reports WHEELHOUSE=wheelhouse
	@$(PY) -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -d '$(FOLDER)' $(addprefix -r ,$(LOCKS))
	@$(PY) src/compendium/wheelhouse.py note '$(FOLDER)'

lock: $(READY) ## Resolve pyproject.toml into the lock files (for maintainers)
	@$(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements.lock
	@$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra test -c requirements.lock pyproject.toml -o requirements-test.lock
	@$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra cluster -c requirements.lock pyproject.toml -o requirements-cluster.lock

test: $(READY) $(READY_TEST) $(READY_CLUSTER) ## Run the tests; those that take long too: THOROUGH=1; in half a minute: FAST=1
	@$(PY) -m pytest -q -n auto $(if $(FAST),--dist loadfile $(FAST_TESTS),--dist loadgroup)

coverage: $(READY) $(READY_TEST) $(READY_CLUSTER) ## Run the tests and say which lines none reaches (long; a part: ONLY=tests/disclosure)
	@$(PY) tests/covered.py $(ONLY)

reference: $(READY) $(READY_TEST) ## Write a page for each module of what its docstrings say, into docs/reference/
	@$(PY) tests/reference.py

bench: $(READY) ## Time builds (fewer: SITES="3 22" TIMES="3 1"), readers, statistics, counting and the explorer
	@$(PY) tests/bench/builds.py $(if $(SITES),--sites $(SITES)) $(if $(TIMES),--times $(TIMES))
	@$(PY) tests/bench/readers.py
	@$(PY) tests/bench/survey_statistics.py
	@$(PY) tests/bench/coded_talk.py
	@$(PY) tests/bench/programme_theory.py
	@$(PY) tests/bench/explorer.py

determinism: $(READY) $(READY_TEST) ## Build both studies under other circumstances and compare bytes (long; TOGETHER=1: fewer builds; ONLY=LC_ALL)
	@$(PY) tests/bench/determinism.py $(if $(ONLY),--only '$(ONLY)') $(if $(TOGETHER),--together)

licences: $(READY) $(READY_TEST) $(READY_CLUSTER) ## Write every locked package's licence into docs/licences.md (for maintainers)
	@$(PY) tests/licences.py

hostile: $(READY) $(READY_TEST) ## Read 900 damaged files, build 100 damaged studies (N=90 BUILDS=10: fewer), say how each ends
	@$(PY) tests/bench/hostile.py $(if $(N),--inputs $(N)) $(if $(BUILDS),--builds $(BUILDS)) $(if $(SEED),--seed $(SEED))

structure: $(READY) ## Print the layers of the code, and every import that points back up
	@$(PY) tests/structure.py

lint: $(READY) $(READY_TEST) ## Check the code's form
	@$(PY) -m ruff check src tests && $(PY) -m ruff format --check src tests

clean: ## Remove generated reports and private working tables (the environment stays)
	@rm -rf private reports/*/ reports/index.html reports/built.json docs/reference .coverage* .pytest_cache .ruff_cache .hypothesis

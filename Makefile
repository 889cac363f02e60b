# Kahea: documentation, guide and server.  `make` alone lists the targets.
# Every target makes the virtual environment it needs; nothing but python3 (with venv) and make has to be there.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILD := build
# modules=reference_impl/kahea/modules/maxfwd selects some modules, as in Kamailio's own build.
modules ?= $(sort $(patsubst %/doc/,%,$(wildcard reference_impl/kahea/modules/*/doc/)))
SPHINXOPTS ?= -j auto
# A folder of DocBook to measure: its documents lie in it or below it.
CORPUS ?= ../shared/corpora/kamailio
PACKAGES := tools/docbook2rst tools/sipdocs reference_impl
SOURCES := tools/docbook2rst/docbook2rst tools/sipdocs/sipdocs reference_impl/kahea

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

##@ Documentation

.PHONY: modules-readme
modules-readme: README html ## Write each module's README and build the HTML site

.PHONY: README
README: $(VENV)/.docs ## Write each module's README (plain text)
	$(BIN)/docbook2rst convert --to readme --beside -q --root . $(modules)

.PHONY: readme-check
readme-check: $(VENV)/.docs ## Fail where a committed README differs from its DocBook
	$(BIN)/docbook2rst convert --to readme --beside --check --root . $(modules)

.PHONY: html modules-doc modules-docs
html: $(VENV)/.docs ## Build the HTML site in build/html
	$(BIN)/python -m sphinx -q -b html $(SPHINXOPTS) -d $(BUILD)/doctrees . $(BUILD)/html
	@echo "The site is in $(BUILD)/html/index.html"
modules-doc modules-docs: html ## The same, by the name Kamailio's build has for it

.PHONY: linkcheck
linkcheck: $(VENV)/.docs ## Check the site's outgoing links (needs a network)
	$(BIN)/python -m sphinx -q -b linkcheck $(SPHINXOPTS) -d $(BUILD)/doctrees . $(BUILD)/linkcheck

.PHONY: serve
serve: html ## Serve the site on http://127.0.0.1:8000
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(BUILD)/html 8000

.PHONY: man
man: $(VENV)/.docs ## Write docbook2rst's own man page to build/man
	mkdir -p $(BUILD)/man
	$(BIN)/python -m docbook2rst.manpage > $(BUILD)/man/docbook2rst.1

##@ Server

RUN ?= $(BUILD)/run

.PHONY: run
run: $(VENV)/.docs ## Start the server on its embedded default: loopback, SQLite in build/run
	mkdir -p $(RUN)
	test -f $(RUN)/kahea.db || $(BIN)/kahea db create sqlite://$(abspath $(RUN))/kahea.db
	$(BIN)/kahea -DD -E -Y $(abspath $(RUN)) -A 'DBURL="sqlite://$(abspath $(RUN))/kahea.db"'

##@ Checks

.PHONY: test
test: $(VENV)/.dev ## Run the tests that need Python packages only
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not peer and not deep" tests

.PHONY: test-peers
test-peers: $(VENV)/.dev ## Run the tests against the real programs; a missing one is a failure
	$(BIN)/python -m pytest -q -m "peer and not deep" tests

.PHONY: check
check: $(VENV)/.dev ## Lint, format, types, import contracts, spelling; writes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(SOURCES) conf.py tools/measure
	$(BIN)/lint-imports
	$(BIN)/sphinx-lint --ignore $(VENV) --ignore $(BUILD) docs devguide README.md CONTRIBUTING.md
	$(BIN)/codespell --ignore-words .codespellignore docs devguide tools reference_impl/kahea README.md CONTRIBUTING.md changelog.d

.PHONY: docs-parity
docs-parity: $(VENV)/.dev ## List each module's exports with the test that observes them, and what is not documented
	$(BIN)/python -m tools.measure.effects

.PHONY: check-deep
check-deep: $(VENV)/.dev ## Long checks: fuzzing with more rounds
	DEEP=1 $(BIN)/python -m pytest -q -n auto -m "deep" tests

.PHONY: format
format: $(VENV)/.dev ## Format the sources
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: coverage
coverage: $(VENV)/.dev ## Measure the tests' coverage
	$(BIN)/python -m coverage run -m pytest -q -m "not peer and not deep" tests
	$(BIN)/python -m coverage report --skip-covered --sort=cover

##@ Measures

.PHONY: fidelity
fidelity: $(VENV)/.dev ## Words, ids, links and listings of CORPUS against its sources (needs xmllint)
	$(BIN)/python -m tools.measure.fidelity $(CORPUS)

.PHONY: bench
bench: $(VENV)/.bench ## Time the converter beside pandoc and docbook-xsl (needs xsltproc, lynx)
	$(BIN)/python -m tools.measure.bench $(CORPUS)

.PHONY: bench-sip bench-sip-profile
bench-sip: $(VENV)/.docs ## CPU for a job beside kamailio's in one run (needs kamailio, kamcmd, cc, libssl-dev)
	$(BIN)/python -m tools.measure.sip_bench
bench-sip-profile: $(VENV)/.docs ## Where the server's time goes for each of those jobs
	$(BIN)/python -m tools.measure.sip_bench --profile

##@ Housekeeping

.PHONY: dist
dist: $(VENV)/.dev ## Build the packages' wheels in dist
	for package in $(PACKAGES); do $(BIN)/python -m build -q --no-isolation --wheel --outdir dist $$package || exit 1; done

.PHONY: clean
clean: ## Remove what was built
	rm -rf $(BUILD) dist

.PHONY: proper
proper: clean ## Remove what was built and the virtual environment
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.PHONY: requirements
requirements: $(VENV)/.dev ## Compile requirements/*.txt anew from their .in files
	$(BIN)/python -m pip install -q uv
	for set in docs dev bench; do $(BIN)/uv pip compile -q --generate-hashes --no-emit-index-url --no-header --universal --python-version 3.11 requirements/$$set.in -o requirements/$$set.txt || exit 1; done

.PHONY: help
help: ## Show this list
	@awk 'BEGIN { FS = ":.*## "; printf "Usage: make TARGET [VARIABLE=VALUE]\n" } \
	/^##@ / { printf "\n%s\n", substr($$0, 5) } \
	/^[A-Za-z_. -]+:.*## / { printf "  %-16s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# A stamp tells which requirements the environment holds; each is made anew when its list or a package's metadata changes.
METADATA := $(addsuffix /pyproject.toml,$(PACKAGES))

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.docs: requirements/docs.txt $(METADATA) | $(BIN)/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/docs.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation $(addprefix -e ,$(PACKAGES))
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.docs
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

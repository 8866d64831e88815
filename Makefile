# Everything here works from a fresh clone; `make` alone lists what there is.
SHELL := /bin/bash
python := .venv/bin/python
# Both servers, started for one command and gone after it; a DATABASE_URL or REDIS_URL is used instead.
with_servers := $(python) -m config.embedded --
pytest := $(with_servers) $(python) -m pytest -n 2 --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test test-fast test-wheel test-debian proof-door proof-meeting proof-delivery proof-years proof-paper proof-life proof-seal check fix messages lock bench-competences bench-sweep bench-documents wall clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: ## install what is missing
	@bin/setup demo

demo: ## the whole portal with demo data on http://localhost:8000 (PORT=8001 make demo for another)
	@bin/setup demo
	@DEMO=1 $(python) manage.py demo

demo-reset: ## the demo from the start: throws its data away
	@bin/setup demo
	@DEMO=1 $(python) manage.py demo --reset

test: ## every test, with PostgreSQL, Redis, a Celery worker and a browser for real
	@bin/setup test
	@$(pytest)

test-fast: ## the same without the browser journeys
	@bin/setup demo
	@$(pytest) --ignore=tests/journeys

test-wheel: ## every test on the PostgreSQL and Valkey of the PyPI wheels
	@bin/setup test
	@EMBEDDED_POSTGRES=wheel EMBEDDED_REDIS=wheel $(pytest)

test-debian: ## every test on the PostgreSQL and Redis packages of this machine
	@bin/setup test
	@EMBEDDED_POSTGRES=debian EMBEDDED_REDIS=debian $(pytest)

proof-door: ## the mentor's door: 6 kinds of mail scanner x 50 links, and 50 presses at once x 100 rounds (15 minutes)
	@bin/setup test
	@DOOR_LINKS=50 DOOR_ROUNDS=100 $(with_servers) $(python) -m pytest -q \
		tests/accounts/test_one_session.py tests/journeys/test_scanners.py

proof-meeting: ## two browsers type on one meeting page for five minutes, and the control that loses words
	@bin/setup test
	@MEETING_SECONDS=300 $(with_servers) $(python) -m pytest -q tests/journeys/test_meeting_room.py

proof-delivery: ## 200 SIGKILLs while 3,000 reminders leave, then everything around them breaks (20 minutes)
	@bin/setup test
	@$(python) bench/delivery.py

proof-years: ## ten academic years of reminders against an oracle: missing 0, double 0, extra 0 (10 minutes)
	@bin/setup test
	@REMINDER_YEARS=10 $(with_servers) $(python) -m pytest -q -s tests/years

proof-seal: ## 1,000 one-byte changes to sealed papers: all found; a reader that only looks for a signature finds few (2 minutes)
	@bin/setup test
	@SEAL_CHANGES=1000 $(with_servers) $(python) -m pytest -q -s tests/accounts/test_seal_changes.py

proof-life: ## 150 lives of an agreement in any order of steps: no signature on other bytes (15 minutes)
	@bin/setup test
	@LIFE_EXAMPLES=150 LIFE_STEPS=40 $(with_servers) $(python) -m pytest -q \
		tests/placements/test_agreement_machine.py

proof-paper: ## 200 hostile payloads through every field of every paper: nothing is fetched, read or attached (30 minutes)
	@bin/setup test
	@PAPER_ALL=1 $(with_servers) $(python) -m pytest -q -s -n 2 --show-capture=no tests/config/test_pdf_hostile.py tests/quality/test_paper_doors.py

check: ## look, change nothing: style, import ladder, migrations, translations, deployment settings
	@bin/setup check
	@bin/check

fix: ## repair what ruff can repair
	@bin/setup check
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

messages: ## gather translatable texts into locale/ (needs the package gettext)
	@bin/setup check
	@DEMO=1 $(python) manage.py makemessages --locale nl --add-location file --no-wrap \
		--ignore '.venv/*' --ignore '.local/*' --ignore 'tests/*'

lock := .venv/bin/uv pip compile --quiet --generate-hashes --no-header --no-annotate --universal --python-version 3.11
lock: ## newest versions that fit requirements*.in, with their hashes
	@bin/setup check
	@$(lock) --upgrade requirements.in -o requirements.txt
	@$(lock) --upgrade requirements-dev.in -o requirements-dev.txt

bench-competences: ## how long 14,400 ratings take beside none at all
	@bin/setup test
	@$(with_servers) $(python) bench/competences.py

bench-sweep: ## a sweep over 10,000 open placements: queries, time beside the bare SQL, memory
	@bin/setup test
	@$(with_servers) $(python) bench/sweep.py

bench-documents: ## 600 agreements: our time beside WeasyPrint's own and Chromium's, two workers beside one (DOCUMENTS=60: sooner)
	@bin/setup test
	@$(with_servers) $(python) bench/documents.py $(or $(DOCUMENTS),600)

wall: ## 1,000 random lives of reflections: nobody meets a word that was not opened to them
	@bin/setup test
	@WALL_SEQUENCES=1000 $(with_servers) $(python) -m pytest -q -s tests/placements/test_reflection_wall.py

clean: ## remove all that was made here, but not the demo's data
	@rm -rf .venv .ruff_cache .pytest_cache .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
	@rm -f locale/*/LC_MESSAGES/*.mo

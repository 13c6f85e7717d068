# Everything a developer does. Works on a fresh machine with python3, venv and make.

PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
RUNTIME := $(VENV)/runtime.stamp
TOOLS := $(VENV)/tools.stamp
DEMO_ENV := DEBUG=on SITE_URL=http://127.0.0.1:$(PORT)

# What keeps, shows and removes pictures: once more with a real object storage instead of a disk.
MEDIA_TESTS := tests/articles/test_photos.py tests/articles/test_photo_uses.py \
	tests/articles/test_make_renditions.py tests/articles/test_photo_updates.py \
	tests/articles/test_photo_addresses.py tests/articles/test_places.py

.PHONY: help run test test-sqlite test-postgres test-s3 drills bench lint messages clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(RUNTIME)  ## The demo newsroom on 127.0.0.1:8000 (PORT=…), without any other service
	@$(DEMO_ENV) $(PY) manage.py migrate --verbosity 0
	@$(DEMO_ENV) $(PY) manage.py demo
	@$(DEMO_ENV) $(PY) manage.py runserver 127.0.0.1:$(PORT)

test: test-s3 test-sqlite test-postgres  ## The whole suite, on SQLite and on a real PostgreSQL

test-sqlite: $(TOOLS)  ## The suite on SQLite, with the browser journeys
	$(PY) -m pytest -n 2 $(ARGS)

# What a browser does is the same on both; what goes on at the same moment is not, and is in here.
test-postgres: $(TOOLS)  ## The suite without browsers on PostgreSQL (started by the tests themselves)
	TEST_DATABASE=postgres $(PY) -m pytest -n 2 -m "not browser" $(ARGS)

test-s3: $(TOOLS)  ## The tests of pictures, kept on an S3 service (started by the tests themselves)
	TEST_MEDIA=s3 $(PY) -m pytest -n 2 $(MEDIA_TESTS) $(ARGS)

drills: $(TOOLS)  ## The concurrency tests with their full counts, on both databases
	DRILL=1 $(PY) -m pytest -m drill $(ARGS)
	DRILL=1 TEST_DATABASE=postgres $(PY) -m pytest -m drill $(ARGS)

bench: $(TOOLS)  ## Uploads, newsroom, feeds, archive, search, kept pages, servers: var/bench.html
	$(PY) -m tests.benchmarks

lint: $(TOOLS)  ## Style and templates
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/djlint --lint --quiet templates
	DEBUG=on $(PY) manage.py makemigrations --check --dry-run

messages: $(TOOLS)  ## Collect and compile the translations (needs GNU gettext)
	DEBUG=on $(PY) manage.py makemessages
	DEBUG=on $(PY) manage.py compilemessages --ignore .venv

clean:  ## Remove the virtual environment and all local data
	rm -rf $(VENV) var

$(RUNTIME): requirements.txt
	@test -x $(PY) || python3 -m venv $(VENV)
	@echo "Installing what requirements.txt names …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(TOOLS): tests/requirements.txt $(RUNTIME)
	@$(PY) -m pip install --quiet --disable-pip-version-check -r tests/requirements.txt
	@touch $@

# make run and make test need nothing but Debian 12 and the Swift 6.3 toolchain; they install the rest.
SHELL := /bin/bash
PORT ?= 8080
BUILD := swift build -c release
PROGRAM := .build/release/tautband
VENV := .venv

.PHONY: release run test check bench format docs build system browser-tools

run: build
	@echo "Starting the server; Ctrl-C ends it."
	@PORT=$(PORT) $(PROGRAM) serve

build: system
	@echo "Building (the first build takes some minutes) ..."
	@$(BUILD) --product tautband
	@$(PROGRAM) knowledge check > /dev/null || { $(PROGRAM) knowledge check | grep -E '^error' | head -20; exit 1; }

# What checks and tools need of time passes while the program is built.
test: system
	@echo "Building the tests ..."
	@mkdir -p .build; \
	$(MAKE) --no-print-directory check browser-tools > .build/beside.log 2>&1 & beside=$$!; \
	$(BUILD) --build-tests && { wait $$beside || { cat .build/beside.log; exit 1; }; }
	@TAUTBAND_TEST_PYTHON=$(abspath $(VENV))/bin/python Scripts/postgres-for-tests swift test -c release --skip-build
	@Scripts/browser-tests $(VENV) $(PROGRAM)

check: system
	@swift format lint --strict --recursive Sources Tests Package.swift
	@python3 Scripts/check-dependencies
	@python3 Scripts/check-shared
	@Scripts/check-deploy

bench: build
	@Scripts/bench

# One program with the Swift runtime inside, and its data folders, in out/.
release: system
	@$(BUILD) --product tautband --static-swift-stdlib --scratch-path .build-static
	@rm -rf out && mkdir -p out && cp .build-static/release/tautband out/ && strip out/tautband
	@for name in Anatomy Knowledge Figures Learning Places Web; do cp -rL .build-static/release/tautband_$$name.resources out/; done
	@out/tautband knowledge check > /dev/null && echo "out/tautband: $$(du -h out/tautband | cut -f1), static Swift runtime"

format:
	@swift format --in-place --recursive Sources Tests Package.swift

docs:
	@for target in Anatomy Knowledge Reasoning Figures Clinic; do \
		swift build --target $$target -Xswiftc -emit-symbol-graph -Xswiftc -emit-symbol-graph-dir \
			-Xswiftc docs-out || exit 1; done

system:
	@Scripts/install-system-packages build

browser-tools:
	@Scripts/install-system-packages test
	@test -f $(VENV)/ready && cmp -s $(VENV)/ready Tests/Browser/requirements.txt || { echo "Setting up the browser tests ..."; \
		python3 -m venv $(VENV) && \
		$(VENV)/bin/pip install --quiet --disable-pip-version-check -r Tests/Browser/requirements.txt && \
		$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps emgflow==1.1.2 && \
		cp Tests/Browser/requirements.txt $(VENV)/ready; }

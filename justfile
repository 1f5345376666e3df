# The menu. `scripts/test` is what CI calls; the rest is for people.

# Lists what there is.
default:
    @just --list --unsorted

# Starts the bourse with example data, on a SQLite file.
run:
    cargo run --release -p partact-server -- demo

# Everything that must be green: format, lints, all tests.
test:
    scripts/test

# Format and lints alone.
lint:
    cargo fmt --check
    cargo clippy --workspace --all-targets --locked -- -D warnings

# Licences, sources, bans and version floors of the dependencies, and a proof that a floor bites.
deny: (_tool "cargo-deny")
    #!/usr/bin/env bash
    set -euo pipefail
    cargo deny check bans licenses sources
    # The negative control: with a floor above what we use, the same check must fail.
    control=$(mktemp --suffix .toml)
    trap 'rm -f "$control"' EXIT
    sed 's/"bytes:<[0-9.]*"/"bytes:<999"/' deny.toml > "$control"
    if cargo deny --config "$control" check bans >/dev/null 2>&1; then
        echo "cargo-deny lets a forbidden version pass: the floors in deny.toml guard nothing" >&2
        exit 1
    fi

# Dependencies that nobody uses.
machete: (_tool "cargo-machete")
    cargo machete

# Spelling.
typos: (_tool "typos-cli" "typos")
    typos

# Writes the API contract anew; the diff of the committed file is what clients will notice.
openapi:
    cargo run -p partact-server -- openapi > openapi/partact.json.new
    mv openapi/partact.json.new openapi/partact.json

# The races for the last unit in full: 10,000 commands a database. Prints the figures.
hammer commands="10000":
    PARTACT_HAMMER={{commands}} cargo test --locked -p partact-journeys race::heavy -- --nocapture --test-threads 1

# Puts objects into a real S3 server, and takes them out again.
objects:
    cargo test --locked -p partact-objects --features s3-server

# Tries the contract with the tools of clients: linter, generated TypeScript, fuzzer. Needs Node.js and Python.
contract:
    scripts/contract

# Measures the HTTP service against pgbench and a bare handler.
bench-http *arguments:
    scripts/bench-http {{arguments}}

# Installs a cargo tool if its program is missing.
_tool package program=package:
    @command -v {{program}} >/dev/null || cargo install {{package}} --locked

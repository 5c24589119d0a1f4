#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# Try Davit: installs what is missing, builds, starts the sandbox (an S3 server for this machine alone) and opens the window on it.
# Without a display it uploads 64 MiB with davit-cli instead, reads them back and compares. `installer/run.sh [FILE|FOLDER...]`
set -euo pipefail
called_from=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
. installer/packages.sh

ensure_packages build gui demo

build="$root/build/release"
if [ ! -f "$build/build.ninja" ]; then
    cmake --preset release -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)" >"$root/configure.log" 2>&1 ||
        { cat "$root/configure.log"; echo "Configuring failed."; exit 1; }
    rm -f "$root/configure.log"
fi
ninja -C "$build" davit davit-cli davit-sandbox
davit="$build/app/davit" cli="$build/app/davit-cli" sandbox="$build/davit-sandbox"

access_key=DAVITSANDBOX secret_key=davit-sandbox-not-a-secret bucket=demo
state="${XDG_STATE_HOME:-$HOME/.local/state}/davit"
mkdir -p "$state"

# The announcement that a running sandbox keeps, where the window looks for it too.
announcement() {
    if [ -d "${XDG_RUNTIME_DIR:-/nowhere}" ]; then echo "$XDG_RUNTIME_DIR/davit-sandbox.json"; else echo "$state/davit-sandbox.json"; fi
}
announced_endpoint() { sed -n 's/.*"endpoint": *"\([^"]*\)".*/\1/p' "$(announcement)" 2>/dev/null || true; }
answers() { [ -n "${1:-}" ] && curl -fsS -o /dev/null --max-time 2 --noproxy '*' "$1/_sandbox/state" 2>/dev/null; }

endpoint=$(announced_endpoint)
sandbox_pid=
if answers "$endpoint"; then
    echo "The sandbox is running already: $endpoint"
else
    # Without --port it takes 9580, or a free port when another program has that one.
    setsid "$sandbox" --bucket "$bucket" >"$state/sandbox.log" 2>&1 </dev/null &
    sandbox_pid=$!
    for _ in $(seq 100); do
        endpoint=$(announced_endpoint)
        answers "$endpoint" && break
        kill -0 "$sandbox_pid" 2>/dev/null || { cat "$state/sandbox.log"; echo "The sandbox did not start."; exit 1; }
        sleep 0.1
    done
    answers "$endpoint" || { cat "$state/sandbox.log"; echo "The sandbox does not answer."; exit 1; }
    echo "The sandbox is running: $endpoint, bucket \"$bucket\", process $sandbox_pid"
fi

stop_sandbox() {
    if [ -n "$sandbox_pid" ] && kill "$sandbox_pid" 2>/dev/null; then
        wait "$sandbox_pid" 2>/dev/null || true
        echo "The sandbox was stopped; what you uploaded is kept for the next time."
    fi
}

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    trap stop_sandbox EXIT
    echo "The window opens now. Drop files on it; choose the connection \"Sandbox\" and the bucket \"$bucket\"."
    cd "$called_from"
    "$davit" "$@"
    exit
fi

# No display: the same engine by the command.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"; stop_sandbox' EXIT
echo "There is no display, so davit-cli shows it instead of the window."
file="$scratch/cargo.bin" key="try/cargo-$(date +%Y%m%d-%H%M%S).bin"
head -c $((64 * 1024 * 1024)) /dev/urandom >"$file"
echo "Uploading 64 MiB in parts of 8 MiB to s3://$bucket/$key, at 16 MiB/s so that there is something to see:"
AWS_ACCESS_KEY_ID=$access_key AWS_SECRET_ACCESS_KEY=$secret_key AWS_REGION=us-east-1 \
    "$cli" put --endpoint-url "$endpoint" --part-size 8MiB --parallel 3 --limit 16MiB/s "$file" "s3://$bucket/$key"
echo "Reading it back with curl:"
empty_sha256=$(sha256sum </dev/null | cut -d' ' -f1) # Debian 12's curl signs the header only when it is given
curl -fsS --noproxy '*' --aws-sigv4 "aws:amz:us-east-1:s3" -H "x-amz-content-sha256: $empty_sha256" --user "$access_key:$secret_key" -o "$scratch/back.bin" "$endpoint/$bucket/$key"
sent=$(sha256sum <"$file") back=$(sha256sum <"$scratch/back.bin")
if [ "$sent" = "$back" ]; then
    echo "identical: ${sent%% *} (SHA-256 of both)"
else
    echo "DIFFERENT: sent ${sent%% *}, read ${back%% *}"
    exit 1
fi

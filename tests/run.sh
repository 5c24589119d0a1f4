#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# Builds everything and runs every test: `tests/run.sh [PRESET] [CTEST-OPTION...]`, PRESET being dev (default), asan or tsan.
# What was skipped is printed at the end with the reason; the exit status is ctest's own.
set -uo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root" || exit 1
. installer/packages.sh

preset=dev
case ${1:-} in dev | asan | tsan) preset=$1; shift ;; esac

ensure_packages build gui demo test || exit 1

cmake --preset "$preset" -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache)" || exit 1
cmake --build --preset "$preset" || exit 1

build="build/$preset"
log="$build/Testing/Temporary/LastTest.log"
rm -f "$log"
# Tests that measure the wall clock run alone (RUN_SERIAL); the rest may share the machine.
QT_QPA_PLATFORM=offscreen ctest --preset "$preset" --parallel "$(nproc)" "$@"
status=$?

echo
skipped=$(grep -hE '^ *SKIP *: ' "$log" 2>/dev/null | sed -E 's/^ *SKIP *: */  /' | sort | uniq -c | sed -E 's/^ *1 /   /; s/^ *([0-9]+) +/   (\1 times) /')
if [ -n "$skipped" ]; then
    echo "Skipped:"
    printf '%s\n' "$skipped"
else
    echo "Skipped: nothing."
fi
summary=$(grep -cE '^Test Passed\.$' "$log" 2>/dev/null)
echo "The log of all tests: $log (${summary:-0} passed). ctest ended with $status."
exit "$status"

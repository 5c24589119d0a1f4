#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
# Every source file is laid out by clang-format 14 and begins with its two SPDX lines. Exits 77 (skipped) without clang-format.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
mapfile -t sources < <(find app core tests ui -name '*.cpp' -o -name '*.h' | sort)
[ "${#sources[@]}" -gt 100 ] || { echo "only ${#sources[@]} sources found: this is not the project"; exit 1; }
status=0
for file in "${sources[@]}"; do
    { IFS= read -r first && IFS= read -r second; } <"$file"
    [[ $first == "// SPDX-FileCopyrightText: "* && $second == "// SPDX-License-Identifier: MIT" ]] || { echo "$file: no SPDX lines"; status=1; }
done
formatter=$(command -v clang-format-14 || command -v clang-format) || { echo "SKIP   : style/format.sh clang-format is missing"; exit 77; }
"$formatter" --dry-run -Werror "${sources[@]}" || status=1
echo "${#sources[@]} files looked at"
exit "$status"

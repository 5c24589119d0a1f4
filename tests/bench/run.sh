#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
#
# run.sh: how fast and how frugal davit-cli is beside curl -Z, the AWS CLI (classic and CRT client) and rclone.
#
#   tests/bench/run.sh [OPTIONS]
#
# Builds davit-cli and the discarding S3 server (release, in build/bench), makes a file of 1 GiB in memory, and lets each tool send it in turn,
# over http and https, in interleaved rounds. Prints for each tool: wall seconds (median), that over curl's, processor seconds a GiB (user +
# system, median), that over curl's, and peak resident memory in MiB (largest). After each run the server is asked whether all bytes came.
# Tools that are not installed are named and left out. Nothing leaves this machine. Trust the ratios, not the seconds.
#
#   --size SIZE          of the file (1GiB)
#   --part-size SIZE     (8MiB); for davit-cli, curl's part files, aws and rclone alike
#   --connections N      (12), where a tool can be told; the CRT client decides by itself
#   --rounds N           (3)
#   --schemes LIST       (http,https)
#   --tools LIST         of davit-cli,curl,aws,aws-crt,rclone (all); curl is always among them, as the measure. What the journal costs:
#                        --tools davit-cli-disk,davit-cli-bare --part-size 5MiB --rounds 9 --schemes http. What AWS gets over https:
#                        --tools davit-cli,davit-cli-crc64nvme,aws-crt --schemes https
#   --json FILE          every single figure, for scripts
#   --check              exit with 1 when an aim is missed: not slower than the CRT client, less than 64 MiB of memory
#   --build DIR          take the programs of this build instead of building
#
# The CRT client of AWS CLI 2.9 (Debian 12) ignores the endpoint's port, so the server must listen on 80 and 443: run as root, or see it skipped.
set -euo pipefail
exec python3 "$(dirname "$(readlink -f "$0")")/compare.py" "$@"

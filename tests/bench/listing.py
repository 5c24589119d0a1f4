#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""listing.py: how many unfinished uploads a second davit-cli lists beside the AWS CLI and rclone.

    tests/bench/listing.py [--uploads 10000] [--rounds 5] [--cli PATH]

Starts a Ceph gateway of its own, begins the uploads in one bucket with boto3, and lets each tool list them all in interleaved rounds.
Prints for each tool the median of the wall seconds and uploads a second, start of the program included. Tools that are not installed are left
out. --parts lets davit-cli also look into each upload, which the others cannot. Nothing leaves this machine.
"""
import argparse
import concurrent.futures
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "journeys"))
import lab  # noqa: E402


def count_of(name, output):
    """Every tool has to have told all of them."""
    if name.startswith("davit-cli"):
        return output.count(b'"event":"upload"')
    if name == "rclone":
        return output.count(b'"UploadId"')
    return output.count(b"UPLOADS\t")


def main():
    options = argparse.ArgumentParser(usage=__doc__)
    options.add_argument("--uploads", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--parts", action="store_true")
    options.add_argument("--cli", default=os.path.join(HERE, "..", "..", "build", "release", "app", "davit-cli"))
    wished = options.parse_args()
    folder = tempfile.mkdtemp(prefix="davit-bench-")
    ceph = lab.Ceph(folder)
    try:
        s3 = ceph.client()
        s3.create_bucket(Bucket="harbour")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda i: s3.create_multipart_upload(Bucket="harbour", Key=f"runs/{i:07}.bin"), range(wished.uploads)))
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | ceph.environment() | {"HOME": folder, "XDG_DATA_HOME": folder, "RCLONE_CONFIG": "/dev/null"}
        tools = {
            "davit-cli list --no-parts": [wished.cli, "list", "--json", "--no-parts", "s3://harbour"],
            "aws s3api": ["/usr/bin/aws" if os.path.exists("/usr/bin/aws") else "aws", "s3api", "list-multipart-uploads", "--bucket",
                          "harbour", "--endpoint-url", ceph.url, "--output", "text"],
            "rclone": ["rclone", "backend", "list-multipart-uploads",
                       f":s3,provider=Ceph,env_auth=true,endpoint='{ceph.url}',region=default:harbour"],
        }
        if wished.parts:
            tools["davit-cli list"] = [wished.cli, "list", "--json", "s3://harbour"]
        tools = {name: command for name, command in tools.items() if shutil.which(command[0])}
        seconds = {name: [] for name in tools}
        for _ in range(wished.rounds):
            for name, command in tools.items():
                begun = time.monotonic()
                done = subprocess.run(command, env=environment, capture_output=True, check=False)
                seconds[name].append(time.monotonic() - begun)
                if done.returncode != 0 or count_of(name, done.stdout) != wished.uploads:
                    raise SystemExit(f"{name}: status {done.returncode}, {count_of(name, done.stdout)} uploads\n{done.stderr.decode()[-2000:]}")
        print(f"{wished.uploads} unfinished uploads in one bucket, median of {wished.rounds} rounds")
        for name, times in seconds.items():
            median = statistics.median(times)
            print(f"  {name:28} {median:7.2f} s  {wished.uploads / median:8.0f} uploads/s")
    finally:
        ceph.destroy()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()

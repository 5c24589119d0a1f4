# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Against OpenStack Swift's S3 door: a server that shares no code with Ceph, hears fewer questions, and answers some that were not asked."""
import os
import shutil
import subprocess
import tempfile
import unittest

import lab

PART = 5 * lab.MIB
SECRET = "testing-secret-of-swift"


class SwiftJourney(lab.Journey):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="davit-swift-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        try:
            os.setxattr(cls.folder, "user.davit", b"1")
        except OSError as error:
            raise unittest.SkipTest(f"Swift keeps its metadata in user attributes, which {cls.folder} cannot have: {error}")
        server, port = os.path.join(cls.folder, "swift"), lab.free_port(4)
        script = os.path.join(lab.HERE, "swift.sh")
        cls.addClassCleanup(subprocess.run, [script, "destroy", server], check=False)
        subprocess.run([script, "start", server, str(port)], check=True)
        cls.url = f"http://127.0.0.1:{port}"
        cls.s3 = lab.boto_client(cls.url, "test:tester", SECRET)
        cls.s3.create_bucket(Bucket="quay")

    def setUp(self):
        super().setUp()
        self.environment |= lab.environment_for(self.url, "test:tester", SECRET)

    def uploads(self):
        return {u["Key"]: u["UploadId"] for u in self.s3.list_multipart_uploads(Bucket="quay").get("Uploads", [])}

    def interrupted_put(self, source, key):
        outcome = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "12MiB/s", source, f"s3://quay/{key}"],
                                   lambda e: e["event"] == "part" and e["number"] >= 2)
        self.assertStatus(outcome, 130)

    def assertThere(self, key, source):
        there = self.s3.get_object(Bucket="quay", Key=key)
        with open(source, "rb") as file:
            self.assertEqual(there["Body"].read(), file.read())

    def test_doctor(self):
        outcome = self.run_cli("doctor", "s3://quay/in/", "--json")
        self.assertStatus(outcome, 0)
        self.assertNoSecret(outcome, SECRET)
        by_verdict = {v: {f["what"] for f in outcome.of("finding", verdict=v)} - {"latency"} for v in ("remarkable", "bad", "unknown")}
        # Takes checksum headers and checks none; asked for lifecycle rules it lists the bucket.
        self.assertEqual(by_verdict, {"remarkable": {"tls", "lifecycle", "crc64nvme", "crc32c", "sha256", "object-size", "object-checksum"},
                                      "bad": set(), "unknown": set()})
        lifecycle, = outcome.of("finding", what="lifecycle")
        self.assertEqual(lifecycle["code"], "NotImplemented")
        self.assertEqual(outcome.events[-1]["profile"]["overHttps"], "md5")
        self.assertEqual((self.uploads(), self.s3.list_objects_v2(Bucket="quay", Prefix="in/")["KeyCount"]), ({}, 0))

    def test_uploads_go_on(self):
        source = lab.write_file(self.path("cargo.bin"), 6 * PART + 3)
        key = "from the ship/ä b+c&d%41"
        self.interrupted_put(source, key)
        listed = self.run_cli("list", "--json", "s3://quay/from")
        self.assertStatus(listed, 0)
        found, = listed.of("upload")
        self.assertEqual((found["key"], found["uploadId"], found["state"]), (key, self.uploads()[key], "paused-here"))
        resumed = self.run_cli("resume", "--all", "--json")
        self.assertStatus(resumed, 0)
        self.assertThere(key, source)
        self.assertEqual(resumed.of("completed")[0]["etag"].strip('"'), lab.etag_of(source, PART))
        self.assertEqual(self.uploads(), {})
        # A second time only where nothing is yet.
        skipped = self.run_cli("put", "--json", "--no-overwrite", source, f"s3://quay/{key}")
        self.assertStatus(skipped, 0)
        self.assertEqual(len(skipped.of("skipped")), 1)

    def test_anothers_upload_is_adopted_or_deleted(self):
        source = lab.write_file(self.path("cargo.bin"), 6 * PART)
        for key in ("adopted", "deleted"):
            self.interrupted_put(source, key)
        shutil.rmtree(self.path("data_home", "davit"))  # another computer
        self.assertStatus(self.run_cli("adopt", source, "s3://quay/adopted", self.uploads()["adopted"]), 0)
        self.assertThere("adopted", source)
        self.assertStatus(self.run_cli("abort", "s3://quay/deleted", self.uploads()["deleted"], "--yes"), 0)
        self.assertEqual(self.uploads(), {})

    def test_what_it_refuses(self):
        source = lab.write_file(self.path("a"), 10)
        no_tags = self.run_cli("put", "--json", "--tagging", "a=b", source, "s3://quay/a")
        self.assertStatus(no_tags, 1)
        self.assertEqual(no_tags.of("failed")[0]["code"], "NotImplemented")
        no_rules = self.run_cli("lifecycle", "s3://quay")
        self.assertStatus(no_rules, 1)
        self.assertIn("has no lifecycle rules", no_rules.err)
        self.assertIn("makes no buckets", self.run_cli("put", source, "s3://nowhere/a").err)
        self.environment["AWS_SECRET_ACCESS_KEY"] = "another-secret-altogether"
        wrong = self.run_cli("put", source, "s3://quay/a")
        self.assertStatus(wrong, 3)
        self.assertIn("secret access key is not the one", wrong.err)
        self.assertNoSecret(wrong, "another-secret-altogether")


if __name__ == "__main__":
    lab.main(lab.missing(["curl"], ["boto3", "swift"]))

# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Uploads that nobody finished, seen by davit-cli: list and parts, and what abort makes of them; proven by boto3."""
import concurrent.futures
import json
import os
import re
import time
import unittest

import lab

PART = 5 * lab.MIB
ODD_KEYS = ["with space", "a+b/c=d", "träume/漢字", "%2F%20", "turned\u202ename"]


def grow_older(seconds):
    """Servers tell their time in whole seconds, and uploads shall be so old by it."""
    time.sleep(seconds + 1.1)


class Unfinished(lab.Journey):
    """What both servers are asked; `self.s3` is boto3's client."""

    def begin(self, bucket, key, parts=(1,), size=1024):
        upload_id = self.s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
        for number in parts:
            self.send(bucket, key, upload_id, number, size)
        return upload_id

    def send(self, bucket, key, upload_id, number, size=1024):
        self.s3.upload_part(Bucket=bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=bytes([number % 256]) * size)

    def on_server(self, *buckets):
        """(bucket, key, upload ID) of all that is in progress."""
        found = set()
        for bucket in buckets:
            for page in self.s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket):
                found |= {(bucket, u["Key"], u["UploadId"]) for u in page.get("Uploads", [])}
        return found

    def named(self, events):
        return [(e["bucket"], e["key"], e["uploadId"]) for e in events]

    def run_json(self, *arguments, status=0):
        outcome = self.run_cli(*arguments, "--json")
        self.assertStatus(outcome, status)
        return outcome

    def queue(self):
        return [json.loads(line) for line in self.run_cli("queue", "--json").out.splitlines()]

    def interrupted_put(self, target):
        """An upload of this computer that waits in its queue; its upload ID."""
        path = lab.write_file(self.path("own.bin"), 8 * PART)
        stopped = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "20MiB/s", path, target],
                                   lambda event: event["event"] == "part")
        self.assertStatus(stopped, 130)
        return stopped.of("created")[0]["uploadId"]


class OnSandbox(Unfinished):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home, buckets=("demo", "other", "empty"))
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()
        self.s3 = self.sandbox.client()


class SandboxJourney(OnSandbox):
    # list

    def test_all_buckets_with_what_they_hold(self):
        expected = {}
        for number, key in enumerate(ODD_KEYS):
            expected["demo", key, self.begin("demo", key, range(1, number + 1), 1000)] = 1000 * number
        expected["other", "two", self.begin("other", "two", (3,), 500)] = 500
        expected["other", "two", self.begin("other", "two", (), 500)] = 0
        listed = self.run_json("list")
        uploads = listed.of("upload")
        self.assertEqual({tuple(name): e["bytes"] for name, e in zip(self.named(uploads), uploads)}, expected)
        for event in uploads:
            self.assertEqual(event["state"], "running-elsewhere")
            self.assertRegex(event["initiated"], r"^\d{4}-\d\d-\d\dT[\d:.]+Z$")
            self.assertGreaterEqual(event["ageSeconds"], 0)
            self.assertLess(event["ageSeconds"], 100)
            self.assertEqual(event["lastPart"] is None, event["parts"] == 0)
            self.assertEqual((event["id"], event["heldBy"], event["costPerMonth"]), (None, None, None))
            self.assertEqual(event["initiator"], "davit-sandbox")
        self.assertEqual(listed.events[-1], {"event": "listed", "uploads": 7, "bytes": sum(expected.values()), "costPerMonth": None,
                                             "pricesOf": None, "buckets": 3, "denied": 0, "complete": True})
        text = self.run_cli("list")
        self.assertStatus(text, 0)
        self.assertIn("7 unfinished uploads hold 10.3 KiB, in 2 of 3 buckets.\n", text.out)
        self.assertIn("s3://other: 2 unfinished uploads hold 500 bytes.\n", text.out)
        self.assertIn("turned\\x202ename", text.out)
        self.assertNotIn("\u202e", text.out)
        # The ID that is shown is the ID that abort takes.
        shown, = re.findall(r"s3://demo/with space\n +upload ID (\S+)", text.out)
        self.assertStatus(self.run_cli("abort", "s3://demo/with space", shown, "--yes"), 0)
        self.assertNotIn("with space", {key for _, key, _ in self.on_server("demo")})

    def test_one_bucket_and_a_prefix(self):
        for key in ("a/1", "a/2", "b"):
            self.begin("demo", key)
        self.begin("other", "a/3")
        self.assertEqual([e["key"] for e in self.run_json("list", "s3://demo/a/").of("upload")], ["a/1", "a/2"])
        self.assertEqual([e["key"] for e in self.run_json("list", "s3://demo").of("upload")], ["a/1", "a/2", "b"])
        self.assertIn("3 unfinished uploads hold 3.0 KiB.\n", self.run_cli("list", "s3://demo").out)
        nothing = self.run_cli("list", "s3://empty")
        self.assertStatus(nothing, 0)
        self.assertEqual(nothing.out, "No unfinished upload.\n")

    def test_filters(self):
        old = self.begin("demo", "old")
        kept_alive = self.begin("demo", "kept alive")
        self.sandbox.age("demo", 7200)
        self.send("demo", "kept alive", kept_alive, 2)
        young = self.begin("demo", "young")
        self.assertEqual(self.named(self.run_json("list", "--older-than", "1h").of("upload")), [("demo", "old", old)])
        self.assertEqual(self.named(self.run_json("list", "--state", "abandoned").of("upload")), [("demo", "old", old)])
        self.assertEqual(self.named(self.run_json("list", "--state", "running-elsewhere").of("upload")),
                         [("demo", "kept alive", kept_alive), ("demo", "young", young)])
        none = self.run_cli("list", "--older-than", "1d")
        self.assertEqual((none.status, none.out), (0, "No unfinished upload matches in 3 buckets.\n"))
        before = self.sandbox.state()["operations"]["ListParts"]["requests"]
        fast = self.run_json("list", "--no-parts")
        self.assertEqual([e["bytes"] for e in fast.of("upload")], [None] * 3)
        self.assertIsNone(fast.events[-1]["bytes"])
        # What the queue of this computer tells needs no look.
        self.assertEqual(self.run_json("list", "--no-parts", "--state", "paused-here").of("upload"), [])
        self.assertEqual(self.sandbox.state()["operations"]["ListParts"]["requests"], before)

    def test_a_look_that_failed_tells_nothing(self):
        upload = self.begin("demo", "who knows")
        self.begin("demo", "who knows either")
        self.sandbox.age("demo", 7200)
        self.sandbox.fault("expired-token", op="ListParts", count=0)
        listed = self.run_json("list", status=3)
        self.assertEqual({e["bytes"] for e in listed.of("upload")}, {None})
        denied, = listed.of("denied")
        self.assertEqual((denied["bucket"], denied["operation"], denied["code"], denied["permission"]),
                         ("demo", "ListParts", "CredentialsUnchanged", None))
        self.assertEqual((listed.events[-1]["complete"], listed.events[-1]["bytes"]), (False, None))
        for wish in ([], ["--include-unknown"]):
            spared = self.run_json("abort", "--older-than", "1h", *wish, "--yes", status=3)
            self.assertEqual({e["reason"] for e in spared.of("spared")}, {"not-seen"})
            self.assertEqual((spared.events[-1]["aborted"], spared.events[-1]["spared"]), (0, 2))
            self.assertEqual([e["code"] for e in spared.of("denied")], ["CredentialsUnchanged"])
        self.assertEqual(len(self.on_server("demo")), 2)
        self.assertStatus(self.run_cli("abort", "s3://demo/who knows", upload, "--yes"), 3)
        # Only one of the two: the other goes, and the command says that it has not done all.
        self.sandbox.clear_faults()
        self.sandbox.fault("expired-token", op="ListParts", count=0, nth=2)
        self.sandbox.fault("expired-token", op="AbortMultipartUpload", count=0)
        self.assertEqual(len(self.run_json("abort", "--older-than", "1h", "--yes", status=3).of("spared")), 1)

    def test_prices_of_ones_own(self):
        os.makedirs(self.path("config_home", "davit"))
        with open(self.path("config_home", "davit", "prices.json"), "w") as file:
            json.dump({"providers": [{"id": "127.0.0.1", "name": "quay", "asOf": "2026-01-01", "currency": "EUR", "unit": "GiB",
                                      "prices": {"STANDARD": 1024}}]}, file)
        self.begin("demo", "dear", (1, 2), lab.MIB)
        listed = self.run_json("list")
        self.assertEqual(listed.of("upload")[0]["costPerMonth"], {"amount": 2, "currency": "EUR"})
        self.assertEqual(listed.events[-1]["costPerMonth"], {"amount": 2, "currency": "EUR"})
        self.assertGreaterEqual(listed.of("upload")[0]["costSoFar"]["amount"], 0)
        self.assertEqual({e["pricesOf"] for e in listed.of("upload") + listed.of("listed")}, {"2026-01-01"})
        self.assertIn("1 unfinished upload holds 2.0 MiB, about €2.00 a month (estimate, prices of 2026-01-01), in 1 of 3 buckets.",
                      self.run_cli("list").out)
        self.sandbox.age("demo", 7200)
        would = self.run_json("abort", "--older-than", "1h", "--dry-run").events[-1]
        self.assertEqual((would["wouldSave"]["amount"], would["pricesOf"]), (2, "2026-01-01"))
        freed = self.run_cli("abort", "--older-than", "1h", "--yes")
        self.assertEqual(freed.out, "Freed 2.0 MiB, about €2.00 a month (estimate, prices of 2026-01-01). 1 upload is proven gone.\n")
        with open(self.path("config_home", "davit", "prices.json"), "w") as file:
            file.write("{")
        broken = self.run_cli("list")
        self.assertStatus(broken, 0)
        self.assertIn("InvalidPrices", broken.err)

    def test_denied_is_not_empty(self):
        self.begin("demo", "a")
        self.begin("other", "b")
        self.sandbox.fault("access-denied", op="ListMultipartUploads", nth=2)
        outcome = self.run_json("list", status=1)
        self.assertEqual(len(outcome.of("upload")), 1 if outcome.of("denied")[0]["bucket"] != "empty" else 2)
        denied, = outcome.of("denied")
        bucket = denied["bucket"]
        self.assertEqual((denied["operation"], denied["permission"], denied["resource"], denied["code"]),
                         ("ListMultipartUploads", "s3:ListBucketMultipartUploads", f"arn:aws:s3:::{bucket}", "AccessDenied"))
        self.assertTrue(denied["requestId"])
        granted = {action for statement in denied["policy"]["Statement"] for action in statement["Action"]}
        self.assertEqual(granted, {"s3:ListBucketMultipartUploads", "s3:ListMultipartUploadParts"})
        self.assertIn(f"These credentials lack s3:ListBucketMultipartUploads on arn:aws:s3:::{bucket}.", outcome.err)
        self.assertEqual((outcome.events[-1]["denied"], outcome.events[-1]["complete"], outcome.events[-1]["buckets"]), (1, False, 3))

    def test_buckets_denied(self):
        self.begin("demo", "a")
        self.sandbox.fault("access-denied", op="ListBuckets", count=0)
        for command in (["list"], ["abort", "--older-than", "1s", "--yes"], ["lifecycle"]):
            outcome = self.run_json(*command, status=1)
            self.assertIn("s3:ListAllMyBuckets", outcome.err)
            self.assertIn("A bucket can be named without it", outcome.err)
            self.assertEqual((outcome.of("denied")[0]["bucket"], outcome.of("denied")[0]["permission"]), (None, "s3:ListAllMyBuckets"))
        self.assertEqual(len(self.run_json("list", "s3://demo").of("upload")), 1)

    def test_parts_denied(self):
        upload = self.begin("demo", "dark")
        self.sandbox.fault("access-denied", op="ListParts", count=0)
        listed = self.run_json("list", "s3://demo")
        self.assertEqual((listed.of("upload")[0]["bytes"], listed.events[-1]["bytes"]), (None, None))
        self.assertEqual(listed.of("denied")[0]["permission"], "s3:ListMultipartUploadParts")
        self.assertIn("s3:ListMultipartUploadParts on arn:aws:s3:::demo/*", listed.err)
        self.assertStatus(self.run_cli("parts", "s3://demo/dark", upload), 1)
        grow_older(3)
        # Nobody knows whether it lives.
        spared = self.run_json("abort", "--older-than", "1s", "--yes")
        self.assertEqual((spared.of("spared")[0]["reason"], spared.events[-1]["spared"]), ("unknown", 1))
        would = self.run_json("abort", "--older-than", "1s", "--include-unknown", "--dry-run").events[-1]
        self.assertEqual((would["wouldAbort"], would["wouldFree"], would["wouldSave"]), (1, None, None))
        self.assertIn("Spared: s3://demo/dark", self.run_cli("abort", "--older-than", "1s", "--yes").out)
        self.assertEqual(len(self.on_server("demo")), 1)
        gone = self.run_json("abort", "--older-than", "1s", "--include-unknown", "--yes", status=1)
        self.assertEqual(gone.of("aborted")[0]["verdict"], "unproven")
        self.assertIn("s3:ListMultipartUploadParts", gone.err)
        self.assertEqual(self.on_server("demo"), set())

    def test_gone_between_the_list_and_the_look(self):
        self.begin("demo", "here")
        self.begin("demo", "there")
        self.sandbox.fault("no-such-upload", op="ListParts")
        listed = self.run_json("list")
        self.assertEqual((len(listed.of("upload")), listed.events[-1]["uploads"]), (1, 1))

    def test_no_server_and_no_bucket(self):
        missing = self.run_json("list", "s3://nowhere", status=1)
        self.assertEqual((missing.of("denied")[0]["code"], missing.of("denied")[0]["permission"]), ("NoSuchBucket", None))
        self.sandbox.stop()
        for command in (["list"], ["list", "s3://demo"], ["parts", "s3://demo/a", "x"], ["abort", "--older-than", "1d", "--yes"],
                        ["abort", "s3://demo/a", "x", "--yes"], ["lifecycle", "s3://demo"]):
            self.assertStatus(self.run_cli(*command), 3)

    def test_no_credentials(self):
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            del self.environment[name]
        self.assertStatus(self.run_cli("list"), 3)

    # parts

    def test_parts_and_gaps(self):
        upload = self.begin("demo", "film", (1, 2, 3, 7, 9, 10), 2048)
        listed = self.run_json("parts", "s3://demo/film", upload)
        self.assertEqual([(e["number"], e["bytes"]) for e in listed.of("part")], [(n, 2048) for n in (1, 2, 3, 7, 9, 10)])
        known = {p["PartNumber"]: p["ETag"].strip('"') for p in self.s3.list_parts(Bucket="demo", Key="film", UploadId=upload)["Parts"]}
        self.assertEqual({e["number"]: e["etag"] for e in listed.of("part")}, known)
        self.assertEqual((listed.events[-1]["parts"], listed.events[-1]["bytes"], listed.events[-1]["missing"]), (6, 12288, [[4, 6], [8, 8]]))
        text = self.run_cli("parts", "s3://demo/film")
        self.assertStatus(text, 0)
        self.assertIn("6 parts hold 12.0 KiB; parts 4 to 6 and part 8 are missing.\n", text.out)
        self.assertIn(known[7], text.out)

    def test_parts_carry_their_checksums(self):
        upload = self.s3.create_multipart_upload(Bucket="demo", Key="sum", ChecksumAlgorithm="SHA256")["UploadId"]
        self.s3.upload_part(Bucket="demo", Key="sum", UploadId=upload, PartNumber=1, Body=b"x", ChecksumAlgorithm="SHA256")
        checksum = self.run_json("parts", "s3://demo/sum", upload).of("part")[0]["checksum"]
        self.assertEqual(checksum, {"SHA256": "LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="})

    def test_parts_without_an_id(self):
        self.assertStatus(self.run_cli("parts", "s3://demo/none"), 1)
        ids = [self.begin("demo", "twice"), self.begin("demo", "twice"), self.begin("demo", "twice more")]
        several = self.run_cli("parts", "s3://demo/twice")
        self.assertStatus(several, 2)
        self.assertIn(ids[0], several.err)
        self.assertIn(ids[1], several.err)
        gone = self.run_cli("parts", "s3://demo/twice", "no-such-id")
        self.assertStatus(gone, 1)
        self.assertIn("no upload in progress with the ID no-such-id", gone.err)
        self.assertIn("Nothing is stored", self.run_cli("parts", "s3://demo/bare", self.begin("demo", "bare", ())).out)

    def test_more_than_a_page(self):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number: self.begin("demo", f"page/{number:05}", (1,), number % 10 + 1), range(1100)))
        listed = self.run_json("list")
        self.assertEqual({tuple(name) for name in self.named(listed.of("upload"))}, self.on_server("demo"))
        self.assertEqual(listed.events[-1]["bytes"], sum(number % 10 + 1 for number in range(1100)))
        # In the order of the listing, whichever was looked into first.
        keys = [e["key"] for e in listed.of("upload")]
        self.assertEqual(keys, sorted(keys))
        done = self.run_json("abort", "s3://demo/page/000", "--older-than", "1s", "--yes")
        self.assertEqual((done.events[-1]["aborted"], done.events[-1]["failed"]), (100, 0))
        self.assertEqual({key for _, key, _ in self.on_server("demo")}, set(keys[100:]))


CEPH_NEEDS = lab.missing(["radosgw", "ceph-mon", "ceph-osd", "radosgw-admin", "monmaptool", "curl"])


@unittest.skipIf(CEPH_NEEDS, CEPH_NEEDS)
class CephJourney(lab.OnCeph, Unfinished):
    def test_list_and_abort(self):
        self.s3.create_bucket(Bucket="quay")
        for key in ODD_KEYS:
            self.begin("quay", key, (1, 3), 2000)
        listed = self.run_json("list", "s3://quay")
        self.assertEqual({tuple(name) for name in self.named(listed.of("upload"))}, self.on_server("quay"))
        self.assertEqual(listed.events[-1]["bytes"], len(ODD_KEYS) * 4000)
        one = listed.of("upload")[0]
        self.assertEqual(self.run_json("parts", f"s3://quay/{one['key']}", one["uploadId"]).events[-1]["missing"], [[2, 2]])
        self.assertStatus(self.run_cli("abort", f"s3://quay/{one['key']}", one["uploadId"], "--yes"), 0)
        grow_older(3)
        young = self.begin("quay", "young")
        done = self.run_json("abort", "s3://quay", "--older-than", "3s", "--yes")
        self.assertEqual((done.events[-1]["aborted"], done.events[-1]["spared"]), (len(ODD_KEYS) - 1, 1))
        self.assertEqual(self.on_server("quay"), {("quay", "young", young)})


if __name__ == "__main__":
    lab.main(lab.missing([], ["boto3"]))

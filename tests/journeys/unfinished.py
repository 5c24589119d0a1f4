# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Uploads that nobody finished, seen and deleted by davit-cli: list, parts and abort, proven by boto3."""
import concurrent.futures
import json
import os
import re
import signal
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


class SandboxJourney(Unfinished):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home, buckets=("demo", "other", "empty"))
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()
        self.s3 = self.sandbox.client()

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

    def test_what_comes_of_age_while_it_waits_was_not_looked_into(self):
        self.begin("demo", "a first")
        self.sandbox.age("demo", 3600)
        young = self.begin("demo", "b young")
        self.sandbox.age("demo", 54, "b")
        self.sandbox.fault("late-answer", op="ListParts", ms=8000)  # for the first, while which the second grows older than asked
        done = self.run_json("abort", "--older-than", "60s", "--include-unknown", "--yes")
        self.assertEqual(self.sandbox.met(), {"late-answer": 1})
        self.assertEqual([(e["key"], e["reason"]) for e in done.of("spared")], [("b young", "young")])
        self.assertEqual(self.on_server("demo"), {("demo", "b young", young)})

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

    def test_a_server_that_goes_while_it_is_looked_into(self):
        for number in range(3):
            self.begin("demo", f"old {number}")
        self.sandbox.age("demo", 7200)
        self.sandbox.fault("late-answer", op="ListParts", count=0, ms=60_000)
        process = self.start("abort", "--older-than", "1h", "--include-unknown", "--yes", "--json")
        lab.wait_for(lambda: self.sandbox.met()["late-answer"] > 0, 20, "the look")
        self.sandbox.stop()
        outcome = self.finish(process)
        self.assertStatus(outcome, 3)
        self.assertEqual([e["reason"] for e in outcome.of("spared")], ["not-seen"] * 3)
        self.assertEqual((outcome.of("aborted"), outcome.events[-1]["aborted"]), ([], 0))

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

    # abort

    def test_abort_by_id(self):
        goes = self.begin("demo", "same", (1, 2), 4096)
        stays = self.begin("demo", "same")
        self.assertStatus(self.run_cli("abort", "s3://demo/same", goes), 2)
        shown = self.run_json("abort", "s3://demo/same", goes, "--dry-run")
        self.assertEqual((shown.of("would-abort")[0]["bytes"], shown.events[-1]["wouldAbort"]), (8192, 1))
        self.assertEqual(len(self.on_server("demo")), 2)
        done = self.run_json("abort", "s3://demo/same", goes, "--yes")
        self.assertEqual(done.of("aborted"), [{"event": "aborted", "bucket": "demo", "key": "same", "uploadId": goes, "bytes": 8192,
                                               "verdict": "gone", "code": None, "message": None}])
        self.assertEqual(done.events[-1], {"event": "cleaned", "dryRun": False, "aborted": 1, "wasGone": 0, "failed": 0, "spared": 0,
                                           "bytesFreed": 8192, "costPerMonthFreed": None, "pricesOf": None})
        self.assertEqual(self.on_server("demo"), {("demo", "same", stays)})
        again = self.run_json("abort", "s3://demo/same", goes, "--yes")
        self.assertEqual(again.of("aborted")[0]["verdict"], "was-gone")
        self.assertEqual((again.events[-1]["aborted"], again.events[-1]["wasGone"]), (0, 1))
        self.assertIn("completed or aborted, or never was there", again.err)

    def test_abort_by_age_spares_the_living(self):
        for key in ODD_KEYS:
            self.begin("demo", key)
        self.begin("other", "old")
        alive = self.begin("demo", "alive")
        grow_older(4)
        self.send("demo", "alive", alive, 2)
        young = self.begin("other", "young")
        before = self.on_server("demo", "other")
        shown = self.run_json("abort", "--older-than", "4s", "--dry-run")
        self.assertEqual(self.on_server("demo", "other"), before)
        would = {tuple(name) for name in self.named(shown.of("would-abort"))}
        self.assertEqual(would, before - {("demo", "alive", alive), ("other", "young", young)})
        self.assertEqual((shown.events[-1]["dryRun"], shown.events[-1]["wouldAbort"], shown.events[-1]["aborted"]), (True, 6, 0))
        text = self.run_cli("abort", "--older-than", "4s", "--dry-run")
        self.assertRegex(text.out, r"Spared: s3://demo/alive, upload ID \S+: a part arrived \d seconds? ago\.\n")
        self.assertRegex(text.out, r"6 unfinished uploads hold 6\.0 KiB; with --dry-run nothing is deleted\.\n")
        done = self.run_json("abort", "--older-than", "4s", "--yes")
        self.assertEqual({tuple(name) for name in self.named(done.of("aborted", verdict="gone"))}, would)
        self.assertEqual({(e["key"], e["reason"]) for e in done.of("spared")}, {("alive", "alive"), ("young", "young")})
        self.assertEqual((done.events[-1]["aborted"], done.events[-1]["spared"], done.events[-1]["bytesFreed"]), (6, 2, 6 * 1024))
        self.assertEqual(self.on_server("demo", "other"), {("demo", "alive", alive), ("other", "young", young)})

    def test_abort_of_a_prefix(self):
        self.begin("demo", "tmp/1")
        self.begin("demo", "kept")
        grow_older(3)
        self.assertStatus(self.run_cli("abort", "s3://demo/tmp/", "--older-than", "1s", "--yes"), 0)
        self.assertEqual({key for _, key, _ in self.on_server("demo")}, {"kept"})
        nothing = self.run_cli("abort", "s3://demo/tmp/", "--older-than", "1s", "--yes")
        self.assertEqual((nothing.status, nothing.out), (0, "There is nothing to delete.\n"))

    def test_abort_asks_on_a_terminal(self):
        self.begin("demo", "needed?")
        grow_older(3)
        arguments = ["abort", "--older-than", "1s"]
        status, screen = self.on_a_terminal(arguments, b"[y/N]: ", [b"\n"])
        self.assertEqual(status, 1)
        self.assertRegex(screen, r"! probably running elsewhere: a part arrived \d seconds? ago")
        self.assertIn("1 unfinished upload holds 1.0 KiB; 1 of them may be needed by somebody (!)", screen)
        self.assertIn("This cannot be undone. Delete it?", screen)
        self.assertEqual(len(self.on_server("demo")), 1)
        status, screen = self.on_a_terminal(arguments, b"[y/N]: ", [b"\x03"])
        self.assertEqual((status, len(self.on_server("demo"))), (130, 1))
        status, screen = self.on_a_terminal(arguments, b"[y/N]: ", [b"y\n"])
        self.assertEqual((status, len(self.on_server("demo"))), (0, 0))
        self.assertIn("Freed 1.0 KiB. 1 upload is proven gone.", screen)

    def while_asked(self, happens, *arguments):
        """Answers "y", and lets something happen before."""
        def answer():
            happens()
            return b"y\n"
        return self.on_a_terminal(["abort", *arguments], b"[y/N]: ", [answer])

    def test_what_happens_while_the_question_stands(self):
        revived = self.begin("demo", "revived")
        self.begin("demo", "quiet")
        taken = self.begin("demo", "taken")
        self.sandbox.age("demo", 7200)

        def happens():
            self.send("demo", "revived", revived, 2)
            self.s3.abort_multipart_upload(Bucket="demo", Key="taken", UploadId=taken)

        status, screen = self.while_asked(happens, "--older-than", "1h")
        self.assertEqual(status, 0, screen)
        self.assertIn("Delete these 3 uploads?", screen)
        self.assertRegex(screen, r"Spared: s3://demo/revived, upload ID \S+: a part arrived \d seconds? ago\.")
        self.assertIn("1 upload is proven gone. 1 upload was gone already.", screen)
        self.assertEqual(self.on_server("demo"), {("demo", "revived", revived)})
        # Also where the age alone would not spare it, and one that is named by its ID.
        status, screen = self.while_asked(lambda: (self.send("demo", "revived", revived, 3), grow_older(2)), "--older-than", "1s")
        self.assertEqual((status, len(self.on_server("demo"))), (0, 1), screen)
        status, screen = self.while_asked(lambda: self.send("demo", "revived", revived, 1), "s3://demo/revived", revived)
        self.assertEqual((status, len(self.on_server("demo"))), (1, 1), screen)
        self.sandbox.fault("expired-token", op="ListParts", nth=2, count=0)
        status, screen = self.while_asked(lambda: None, "s3://demo/revived", revived)
        self.assertEqual((status, len(self.on_server("demo"))), (3, 1), screen)

    def test_resumed_here_while_the_question_stands(self):
        upload = self.interrupted_put("s3://demo/own")
        self.sandbox.age("demo", 7200)
        self.sandbox.fault("stall", op="UploadPart", count=0)
        for wish in (["s3://demo/own", upload], ["--older-than", "1h", "--include-own"]):
            running = []

            def happens():
                running.append(self.start("resume", "--all"))
                lab.wait_for(lambda: [e for e in self.queue() if e["heldBy"]], 20, "the other process")

            status, screen = self.while_asked(happens, *wish)
            self.assertEqual((status, len(self.on_server("demo"))), (1 if upload in wish else 0, 1), screen)
            self.assertIn(f"held by process {running[0].pid}", screen)
            running[0].send_signal(signal.SIGINT)
            running[0].communicate(timeout=60)

    def test_own_uploads_are_spared_and_leave_the_queue(self):
        for wish in ([], ["--include-own", "--older-than", "1s"]):
            with self.subTest(wish=wish):
                upload = self.interrupted_put("s3://demo/own")
                listed, = self.run_json("list").of("upload")
                entry, = self.queue()
                self.assertEqual((listed["state"], listed["id"], listed["heldBy"]), ("paused-here", entry["id"], None))
                grow_older(3)
                spared = self.run_json("abort", "--older-than", "1s", "--yes")
                self.assertEqual([(e["uploadId"], e["reason"]) for e in spared.of("spared")], [(upload, "own")])
                if wish:
                    done = self.run_json("abort", *wish, "--yes")
                else:
                    done = self.run_json("abort", "s3://demo/own", upload, "--yes")
                self.assertEqual([e["verdict"] for e in done.of("aborted")], ["gone"])
                self.assertEqual((self.on_server("demo"), self.queue()), (set(), []))

    def test_what_another_process_holds_is_left_to_it(self):
        path = lab.write_file(self.path("long.bin"), 8 * PART)
        self.sandbox.fault("stall", op="UploadPart", part=2, count=0)  # so that it gets old while somebody holds it
        process = self.start("put", "--json", "--part-size", "5MiB", "--parallel", "1", path, "s3://demo/long")
        created = None
        for line in process.stdout:
            event = json.loads(line)
            created = event if event["event"] == "created" else created
            if event["event"] == "part":
                break
        self.sandbox.age("demo", 7200)
        listed, = self.run_json("list").of("upload")
        self.assertEqual((listed["state"], listed["heldBy"]), ("running-here", process.pid))
        refused = self.run_cli("abort", "s3://demo/long", created["uploadId"], "--yes")
        self.assertStatus(refused, 1)
        self.assertIn(f"process {process.pid}", refused.err)
        held = self.run_json("abort", "--older-than", "1h", "--include-own", "--yes")
        self.assertEqual([(e["uploadId"], e["reason"]) for e in held.of("spared")], [(created["uploadId"], "held")])
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(len(self.on_server("demo")), 1)

    def test_abort_denied(self):
        for key in ("a", "b"):
            self.begin("demo", key)
        self.sandbox.age("demo", 7200)
        self.sandbox.fault("access-denied", op="AbortMultipartUpload", count=1)
        outcome = self.run_json("abort", "--older-than", "1h", "--yes", status=1)
        refused, = outcome.of("aborted", verdict="refused")
        self.assertEqual(len(outcome.of("aborted", verdict="gone")), 1)
        self.assertEqual((outcome.events[-1]["aborted"], outcome.events[-1]["failed"]), (1, 1))
        self.assertEqual(refused["code"], "AccessDenied")
        self.assertIn("These credentials lack s3:AbortMultipartUpload on arn:aws:s3:::demo/*.", outcome.err)
        self.assertEqual(self.on_server("demo"), set(self.named([refused])))

    def test_abort_with_credentials_that_expired(self):
        self.begin("demo", "a")
        self.sandbox.age("demo", 7200)
        self.sandbox.fault("expired-token", op="AbortMultipartUpload", count=0)
        outcome = self.run_json("abort", "--older-than", "1h", "--yes", status=3)
        self.assertEqual([(e["verdict"], e["code"]) for e in outcome.of("aborted")], [("refused", "CredentialsUnchanged")])

    def test_late_parts_and_busy_servers(self):
        for number in range(20):
            self.begin("demo", f"busy {number}")
        self.sandbox.age("demo", 7200)
        self.sandbox.fault("late-part", op="AbortMultipartUpload", count=2)
        self.sandbox.fault("slowdown", op="AbortMultipartUpload", nth=5, count=6)
        done = self.run_json("abort", "--older-than", "1h", "--yes")
        self.assertEqual([e["verdict"] for e in done.of("aborted")], ["gone"] * 20)
        self.assertEqual(self.on_server("demo"), set())
        self.assertEqual(self.sandbox.met(), {"late-part": 2, "slowdown": 6})
        # The two with late parts once more, and again what the server was too busy for.
        self.assertGreaterEqual(self.sandbox.state()["operations"]["AbortMultipartUpload"]["requests"], 20 + 2 + 6)

    def test_ctrl_c_while_deleting(self):
        for number in range(200):
            self.begin("demo", f"many {number:03}", ())
        grow_older(3)
        self.sandbox.fault("late-answer", op="AbortMultipartUpload", count=0, ms=300)
        outcome = self.interrupted(["abort", "--older-than", "1s", "--yes", "--json"], lambda event: event["event"] == "aborted")
        self.assertStatus(outcome, 130)
        verdicts = [e["verdict"] for e in outcome.of("aborted")]
        self.assertEqual(len(verdicts), 200)
        self.assertEqual(set(verdicts), {"gone", "not-begun"})
        left = {tuple(name) for name in self.named(outcome.of("aborted", verdict="not-begun"))}
        self.assertEqual(self.on_server("demo"), left)
        self.assertIn(f"{len(left)} are left as they were.", outcome.err)

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

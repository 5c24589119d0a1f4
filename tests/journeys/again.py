# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli put of keys that have unfinished uploads: ours, somebody's, several, or one that another process is sending."""
import hashlib
import json
import os
import signal

import lab

PART = 5 * lab.MIB
URL = "s3://demo/cargo"


class AgainJourney(lab.Journey):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home)
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()
        self.s3 = self.sandbox.client()
        self.file = lab.write_file(self.path("cargo.bin"), 5 * PART + 3)

    def begin(self, numbers=(1,), key="cargo"):
        """An upload in progress by somebody else."""
        upload = self.s3.create_multipart_upload(Bucket="demo", Key=key)["UploadId"]
        with open(self.file, "rb") as file:
            data = file.read()
        for number in numbers:
            self.s3.upload_part(Bucket="demo", Key=key, UploadId=upload, PartNumber=number, Body=data[(number - 1) * PART:number * PART])
        return upload

    def interrupt(self, key="cargo"):
        """One of ours, with at least two parts."""
        stopped = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "12MiB/s", self.file, f"s3://demo/{key}"],
                                   lambda e: e["event"] == "part" and e["number"] >= 2)
        self.assertStatus(stopped, 130)
        return stopped

    def put(self, *arguments, status=0):
        outcome = self.run_cli("put", "--json", "--part-size", "5MiB", *arguments, self.file, URL)
        self.assertStatus(outcome, status)
        self.assertWellFormed(outcome)
        if status == 0:
            body = self.s3.get_object(Bucket="demo", Key="cargo")["Body"].read()
            self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(self.file))
        return outcome

    def uploads(self):
        return {u["UploadId"] for u in self.s3.list_multipart_uploads(Bucket="demo").get("Uploads", [])}

    def stored(self, outcome):
        return {e["number"] for e in outcome.of("part", state="stored")}

    def test_our_own_goes_on(self):
        first = self.interrupt()
        second = self.put()
        self.assertIn("goes on", second.err)
        self.assertEqual([e["event"] for e in second.events][:2], ["queued", "created"])
        for name in ("queued", "created"):
            self.assertEqual(second.of(name)[0]["id"], first.of(name)[0]["id"])
        self.assertEqual(second.of("created")[0]["uploadId"], first.of("created")[0]["uploadId"])
        self.assertFalse(self.stored(first) & self.stored(second))
        self.assertEqual(self.stored(first) | self.stored(second), set(range(1, 7)))
        self.assertEqual((self.uploads(), self.run_cli("queue", "--json").out), (set(), ""))

    def test_what_another_process_sends_is_not_sent_twice(self):
        running = self.start("put", "--json", "--part-size", "5MiB", "--limit", "4MiB/s", self.file, URL)
        for line in running.stdout:
            if json.loads(line)["event"] == "created":
                break
        for choice in ("ask", "new", "resume", "replace"):
            refused = self.put("--unfinished", choice, status=1)
            self.assertEqual(refused.of("failed")[0]["code"], "RunningElsewhere")
            self.assertIn(str(running.pid), refused.err)
        self.assertEqual(len(self.uploads()), 1)
        held, = [json.loads(line) for line in self.run_cli("queue", "--json").out.splitlines()]
        resumed = self.run_cli("resume", "--json", held["id"])
        self.assertStatus(resumed, 1)
        self.assertEqual(resumed.of("failed")[0]["code"], "RunningElsewhere")
        self.assertIn("running elsewhere", self.run_cli("resume", "--all").err)
        adopted = self.run_cli("adopt", "--json", self.file, URL)
        self.assertEqual((adopted.status, adopted.of("failed")[0]["code"]), (1, "RunningElsewhere"))
        running.send_signal(signal.SIGINT)
        self.finish(running)
        self.put()

    def test_a_changed_file_is_another_upload(self):
        first = self.interrupt()
        lab.write_file(self.file, 5 * PART + 3, seed=9)
        second = self.put()
        self.assertNotEqual(second.of("created")[0]["uploadId"], first.of("created")[0]["uploadId"])
        self.assertIn(first.of("created")[0]["uploadId"], second.err)
        self.assertEqual(self.uploads(), {first.of("created")[0]["uploadId"]})

    def test_a_strangers_is_said_and_left_alone(self):
        strangers = {self.begin(), self.begin((1, 2))}
        done = self.put()
        for upload in strangers:
            self.assertIn(f"adopt {self.file} {URL} {upload}", done.err)
        self.assertEqual(self.uploads(), strangers)
        quiet = self.put("--unfinished", "new")
        self.assertEqual(quiet.err, "")
        self.assertEqual(self.uploads(), strangers)

    def test_a_strangers_is_resumed_on_demand(self):
        upload = self.begin((1, 3))
        done = self.put("--unfinished", "resume")
        self.assertEqual(done.of("created")[0]["uploadId"], upload)
        self.assertEqual(self.stored(done), {2, 4, 5, 6})
        self.assertEqual(self.uploads(), set())

    def test_of_several_none_is_picked(self):
        uploads = {self.begin(), self.begin()}
        refused = self.put("--unfinished", "resume", status=1)
        self.assertEqual(refused.of("failed")[0]["code"], "SeveralUnfinished")
        for upload in uploads:
            self.assertIn(upload, refused.err)
        self.assertEqual(self.uploads(), uploads)

    def test_all_are_replaced_on_demand(self):
        first = self.interrupt()
        self.begin()
        self.begin((2,))
        done = self.put("--unfinished", "replace")
        self.assertNotIn(done.of("created")[0]["uploadId"], first.of("created")[0]["uploadId"])
        self.assertEqual((self.uploads(), self.run_cli("queue", "--json").out), (set(), ""))

    def test_a_denied_listing(self):
        self.begin()
        self.sandbox.fault("access-denied", op="ListMultipartUploads", count=0)
        self.assertEqual(self.put().err, "")
        for choice in ("resume", "replace"):
            self.assertEqual(self.put("--unfinished", choice, status=1).of("failed")[0]["code"], "AccessDenied")

    def test_small_files_do_not_wait(self):
        self.sandbox.fault("stall", op="ListMultipartUploads", seconds=5)
        os.mkdir(self.path("folder"))
        for i in range(20):
            lab.write_file(self.path("folder", f"small-{i}"), 100)
        os.link(self.file, self.path("folder", "large"))
        process = self.start("put", "--json", self.path("folder"), "s3://demo/")
        done = set()
        for line in process.stdout:
            event = json.loads(line)
            if event["event"] == "completed":
                done.add(event["key"])
            if len(done) == 20:
                break
        self.assertNotIn("folder/large", done)
        process.kill()

    def test_on_a_terminal_it_is_asked(self):
        for answer, left in ((b"2\n", 1), (b"n\n", 2), (b"what?\nr\n", 0), (b"s\n", 2), (b"\x04", 2)):
            with self.subTest(answer=answer):
                for upload in self.uploads():
                    self.s3.abort_multipart_upload(Bucket="demo", Key="cargo", UploadId=upload)
                self.begin((1,))
                self.begin((1, 2))
                status, screen = self.on_a_terminal(["put", "--part-size", "5MiB", self.file, URL], b"file? ", answer.splitlines(keepends=True))
                self.assertEqual(status, 1 if answer in (b"s\n", b"\x04") else 0, screen)
                self.assertEqual(len(self.uploads()), left, screen)
                for upload in self.uploads():
                    self.assertIn(upload, screen)

    def test_ctrl_c_at_the_question(self):
        upload = self.begin()
        status, screen = self.on_a_terminal(["put", "--part-size", "5MiB", self.file, URL], b"file? ", [b"\x03"])
        self.assertEqual(status, 130, screen)
        self.assertEqual((self.uploads(), self.run_cli("queue", "--json").out), ({upload}, ""))

    def test_a_snapshot_or_a_reason(self):
        outcome = self.run_cli("put", "--json", "--snapshot", self.file, URL)
        if outcome.status == 0:
            self.assertEqual(outcome.of("completed")[0]["bytes"], os.path.getsize(self.file))
            self.assertEqual([name for name in os.listdir(self.home) if "cargo" in name], ["cargo.bin"])
        else:
            self.assertStatus(outcome, 1)
            self.assertEqual(outcome.of("failed")[0]["code"], "SnapshotImpossible")
            self.assertEqual(self.s3.list_objects_v2(Bucket="demo").get("Contents", []), [])

    def test_a_moved_file(self):
        first = self.interrupt()
        moved = self.path("moved.bin")
        os.rename(self.file, moved)
        self.assertStatus(self.run_cli("resume", "--json", "--all"), 3)
        self.file = moved
        second = self.run_cli("resume", "--json", first.of("queued")[0]["id"][:8], "--file", moved)
        self.assertStatus(second, 0)
        self.assertFalse(self.stored(first) & self.stored(second))
        body = self.s3.get_object(Bucket="demo", Key="cargo")["Body"].read()
        self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(moved))


if __name__ == "__main__":
    lab.main(lab.missing([], ["boto3"]))

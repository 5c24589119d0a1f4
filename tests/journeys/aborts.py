# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Uploads that nobody finished, deleted by davit-cli: by their ID and by their age, and those that have to stay."""
import json
import signal

import lab
import unfinished


class SandboxJourney(unfinished.OnSandbox):
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
        for key in unfinished.ODD_KEYS:
            self.begin("demo", key)
        self.begin("other", "old")
        alive = self.begin("demo", "alive")
        unfinished.grow_older(4)
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
        unfinished.grow_older(3)
        self.assertStatus(self.run_cli("abort", "s3://demo/tmp/", "--older-than", "1s", "--yes"), 0)
        self.assertEqual({key for _, key, _ in self.on_server("demo")}, {"kept"})
        nothing = self.run_cli("abort", "s3://demo/tmp/", "--older-than", "1s", "--yes")
        self.assertEqual((nothing.status, nothing.out), (0, "There is nothing to delete.\n"))

    def test_abort_asks_on_a_terminal(self):
        self.begin("demo", "needed?")
        unfinished.grow_older(3)
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
        status, screen = self.while_asked(lambda: (self.send("demo", "revived", revived, 3), unfinished.grow_older(2)), "--older-than", "1s")
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
                unfinished.grow_older(3)
                spared = self.run_json("abort", "--older-than", "1s", "--yes")
                self.assertEqual([(e["uploadId"], e["reason"]) for e in spared.of("spared")], [(upload, "own")])
                if wish:
                    done = self.run_json("abort", *wish, "--yes")
                else:
                    done = self.run_json("abort", "s3://demo/own", upload, "--yes")
                self.assertEqual([e["verdict"] for e in done.of("aborted")], ["gone"])
                self.assertEqual((self.on_server("demo"), self.queue()), (set(), []))

    def test_what_another_process_holds_is_left_to_it(self):
        path = lab.write_file(self.path("long.bin"), 8 * unfinished.PART)
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
        unfinished.grow_older(3)
        self.sandbox.fault("late-answer", op="AbortMultipartUpload", count=0, ms=300)
        outcome = self.interrupted(["abort", "--older-than", "1s", "--yes", "--json"], lambda event: event["event"] == "aborted")
        self.assertStatus(outcome, 130)
        verdicts = [e["verdict"] for e in outcome.of("aborted")]
        self.assertEqual(len(verdicts), 200)
        self.assertEqual(set(verdicts), {"gone", "not-begun"})
        left = {tuple(name) for name in self.named(outcome.of("aborted", verdict="not-begun"))}
        self.assertEqual(self.on_server("demo"), left)
        self.assertIn(f"{len(left)} are left as they were.", outcome.err)


if __name__ == "__main__":
    lab.main(lab.missing([], ["boto3"]))

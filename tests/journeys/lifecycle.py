# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""The rule by which a bucket cleans up by itself: shown, set, changed and removed by davit-cli, proven by boto3."""
import os
import signal
import unittest

import lab
import unfinished

LOGS = {"ID": "tidy-logs", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}}


class Lifecycle(unfinished.Unfinished):
    """What both servers are asked, about the bucket "harbour"."""

    def put(self, *rules):
        self.s3.put_bucket_lifecycle_configuration(Bucket="harbour", LifecycleConfiguration={"Rules": list(rules)})

    def rules(self):
        return self.s3.get_bucket_lifecycle_configuration(Bucket="harbour")["Rules"]

    def days(self):
        return [r["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"] for r in self.rules() if "AbortIncompleteMultipartUpload" in r]


class OnBothServers:
    def test_lifecycle_of_a_bucket(self):
        self.put(LOGS)
        self.assertIn("s3://harbour: nothing deletes unfinished uploads by itself.\n", self.run_cli("lifecycle", "s3://harbour").out)
        self.assertStatus(self.run_cli("lifecycle", "s3://harbour", "--abort-after", "7"), 2)
        shown = self.run_json("lifecycle", "s3://harbour", "--abort-after", "7", "--dry-run")
        self.assertEqual([(e["event"], e["abortAfterDays"], e["written"]) for e in shown.events],
                         [("lifecycle", None, False), ("would-write", 7, False)])
        self.assertEqual(len(self.rules()), 1)
        done = self.run_json("lifecycle", "s3://harbour", "--abort-after", "7", "--yes")
        self.assertEqual((done.events[-1]["abortAfterDays"], done.events[-1]["written"], len(done.events[-1]["rules"])), (7, True, 2))
        self.assertEqual(self.days(), [7])
        changed = self.run_cli("lifecycle", "s3://harbour", "--abort-after", "3", "--yes")
        self.assertStatus(changed, 0)
        self.assertRegex(changed.out, r"(?s)\n- [^\n]*after 7 days.*\n\+ [^\n]*after 3 days")
        self.assertIn("\n  tidy-logs", changed.out)
        self.assertIn("deleted by themselves 3 days after they were begun", changed.out)
        self.assertEqual(self.days(), [3])
        same = self.run_cli("lifecycle", "s3://harbour", "--abort-after", "3", "--yes")
        self.assertEqual((same.status, "There is nothing to change." in same.out), (0, True))
        everywhere = self.run_json("lifecycle")
        self.assertIn(("harbour", 3), [(e["bucket"], e["abortAfterDays"]) for e in everywhere.of("lifecycle")])
        status, screen = self.on_a_terminal(["lifecycle", "s3://harbour", "--remove"], b"[y/N]: ", [b"y\n"])
        self.assertEqual(status, 0, screen)
        rule, = self.rules()
        self.assertEqual((rule["ID"], rule["Expiration"]["Days"]), ("tidy-logs", 30))
        self.assertEqual(self.days(), [])

    def test_nobody_or_somebody_else_answers(self):
        self.put(LOGS)
        arguments = ["lifecycle", "s3://harbour", "--abort-after", "7"]
        status, screen = self.on_a_terminal(arguments, b"[y/N]: ", [b"\n"])
        self.assertEqual((status, self.days()), (1, []), screen)
        status, screen = self.on_a_terminal(arguments, b"[y/N]: ", [b"\x03"])
        self.assertEqual((status, self.days()), (130, []), screen)

        def meanwhile():
            self.put(LOGS, LOGS | {"ID": "tidy-more", "Filter": {"Prefix": "more/"}})
            return b"y\n"

        status, screen = self.on_a_terminal(arguments, b"[y/N]: ", [meanwhile])
        self.assertEqual(status, 3, screen)
        self.assertIn("Somebody changed the rules of harbour meanwhile; nothing was written.", screen)
        self.assertEqual((sorted(r["ID"] for r in self.rules()), self.days()), (["tidy-logs", "tidy-more"], []))

    def test_a_rule_shorter_than_what_is_paused_here(self):
        upload = self.interrupted_put("s3://harbour/own")
        warned = self.run_cli("lifecycle", "s3://harbour", "--abort-after", "1", "--dry-run")
        self.assertStatus(warned, 0)
        self.assertRegex(warned.err, r"WARNING: the rule deletes s3://harbour/own \([0-9a-f]{8} in this computer's queue")
        self.assertNotIn("WARNING", self.run_cli("lifecycle", "s3://harbour", "--abort-after", "7", "--dry-run").err)
        self.assertStatus(self.run_cli("abort", "s3://harbour/own", upload, "--yes"), 0)
        self.assertEqual(self.queue(), [])


class SandboxJourney(OnBothServers, Lifecycle):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home, buckets=("harbour",))
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()
        self.s3 = self.sandbox.client()

    def write(self, status):
        """Wishes for a rule; what was said of its failure."""
        outcome = self.run_json("lifecycle", "s3://harbour", "--abort-after", "7", "--yes", status=status)
        self.assertEqual(outcome.of("lifecycle"), [])
        self.assertNoSecret(outcome, self.sandbox.secret_key)
        denied, = outcome.of("denied")
        return denied, outcome.err

    def assertDenied(self, denied, operation, permission, written):
        self.assertEqual((denied["operation"], denied["permission"], denied["resource"], denied["code"], denied["written"]),
                         (operation, permission, "arn:aws:s3:::harbour", "AccessDenied", written))
        granted = {action for statement in denied["policy"]["Statement"] for action in statement["Action"]}
        self.assertEqual(granted, {"s3:GetLifecycleConfiguration", "s3:PutLifecycleConfiguration"})

    def test_denied(self):
        self.put(LOGS)
        self.sandbox.fault("access-denied", op="PutBucketLifecycle", count=0)
        denied, said = self.write(1)
        self.assertDenied(denied, "PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration", False)
        self.assertIn("These credentials lack s3:PutLifecycleConfiguration on arn:aws:s3:::harbour.", said)
        self.assertEqual(self.days(), [])
        # The reading before the writing is a reading.
        self.sandbox.clear_faults()
        self.sandbox.fault("access-denied", op="GetBucketLifecycle", nth=2, count=0)
        denied, said = self.write(1)
        self.assertDenied(denied, "GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", False)
        self.assertIn("its lifecycle rules cannot be read", said)
        self.sandbox.clear_faults()
        self.assertEqual(self.days(), [])

    def test_expired_and_offline(self):
        self.put(LOGS)
        self.sandbox.fault("expired-token", op="PutBucketLifecycle", count=0)
        denied, _ = self.write(3)
        self.assertEqual((denied["operation"], denied["code"], denied["permission"], denied["written"]),
                         ("PutBucketLifecycleConfiguration", "CredentialsUnchanged", None, False))
        self.assertEqual(self.days(), [])

        def meanwhile():
            self.sandbox.stop()
            return b"y\n"

        status, screen = self.on_a_terminal(["lifecycle", "s3://harbour", "--abort-after", "7"], b"[y/N]: ", [meanwhile])
        self.assertEqual(status, 3, screen)

    def test_written_and_not_proven(self):
        self.put(LOGS)
        self.sandbox.fault("expired-token", op="GetBucketLifecycle", nth=3, count=0)
        denied, said = self.write(3)
        self.assertEqual((denied["operation"], denied["code"], denied["written"]),
                         ("GetBucketLifecycleConfiguration", "LifecycleNotProven", True))
        self.assertIn("were written, and could not be read again", said)
        self.assertIn("`davit-cli lifecycle s3://harbour` looks again", said)
        self.sandbox.clear_faults()
        self.assertEqual(self.days(), [7])

    def test_ctrl_c_while_writing(self):
        self.put(LOGS)
        self.sandbox.fault("late-answer", op="PutBucketLifecycle", ms=60_000)
        process = self.start("lifecycle", "s3://harbour", "--abort-after", "7", "--yes")
        lab.wait_for(lambda: self.sandbox.met()["late-answer"] > 0, 20, "the writing")
        process.send_signal(signal.SIGINT)
        outcome = self.finish(process, 20)
        self.assertStatus(outcome, 130)
        self.assertIn("whether the rules were written is not known; `davit-cli lifecycle s3://harbour` tells", outcome.err)

    def test_a_server_without_lifecycle_rules(self):
        self.sandbox.fault("no-lifecycle")
        for arguments in ([], ["--abort-after", "7", "--yes"]):
            outcome = self.run_json("lifecycle", "s3://harbour", *arguments, status=1)
            self.assertIn("no lifecycle rules", outcome.err)
            self.assertEqual(outcome.of("denied")[0]["code"], "NoLifecycle")

    def test_a_bucket_of_the_same_name_elsewhere(self):
        os.mkdir(self.path("elsewhere"))
        elsewhere = lab.Sandbox(self.path("elsewhere"), buckets=("harbour",))
        self.addCleanup(elsewhere.stop)
        del self.environment["AWS_ENDPOINT_URL"]
        path = lab.write_file(self.path("own.bin"), 8 * unfinished.PART)
        stopped = self.interrupted(["put", "--json", "--endpoint-url", elsewhere.url, "--part-size", "5MiB", "--parallel", "1", "--limit",
                                    "20MiB/s", path, "s3://harbour/own"], lambda event: event["event"] == "part")
        self.assertStatus(stopped, 130)
        wish = ["lifecycle", "s3://harbour", "--abort-after", "1", "--dry-run", "--endpoint-url"]
        self.assertIn("WARNING", self.run_cli(*wish, elsewhere.url).err)
        self.assertNotIn("WARNING", self.run_cli(*wish, self.sandbox.url).err)


@unittest.skipIf(unfinished.CEPH_NEEDS, unfinished.CEPH_NEEDS)
class CephJourney(OnBothServers, lab.OnCeph, Lifecycle):
    pass


if __name__ == "__main__":
    lab.main(lab.missing([], ["boto3"]))

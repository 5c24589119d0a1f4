# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli against a real Ceph gateway, read back with boto3."""
import hashlib
import os
import signal

import lab

AWKWARD = "träume & 漢字/a+b=c \"quo'ted\" %2F%20//~tilde?query#frag;semi,colon:at@[1]{2}|3\\4^5`6<7>8*9!(0)$.bin"
PART = 5 * lab.MIB


class CephJourney(lab.OnCeph, lab.Journey):
    def bytes_of(self, key, bucket="harbour"):
        return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def assertIdentical(self, key, path):
        self.assertEqual(hashlib.sha256(self.bytes_of(key)).hexdigest(), lab.sha256_of(path))

    def uploads_of(self, key):
        return [u for u in self.s3.list_multipart_uploads(Bucket="harbour").get("Uploads", []) if u["Key"] == key]

    def assertNothingUnfinished(self, key):
        self.assertEqual(self.uploads_of(key), [])

    def test_awkward_key_in_parts(self):
        path = lab.write_file(self.path("43 MiB.bin"), 43 * lab.MIB + 17)
        done = self.run_cli("put", "--json", "--part-size", "5MiB", path, f"s3://harbour/{AWKWARD}")
        self.assertStatus(done, 0)
        self.assertWellFormed(done)
        self.assertNoSecret(done, self.ceph.secret_key)
        self.assertEqual([e["event"] for e in done.events][:2], ["queued", "created"])
        created, = done.of("created")
        self.assertEqual((created["partSize"], created["parts"]), (PART, 9))
        self.assertEqual(sorted(e["number"] for e in done.of("part", state="stored")), list(range(1, 10)))
        completed, = done.of("completed")
        head = self.s3.head_object(Bucket="harbour", Key=AWKWARD)
        self.assertEqual(completed["etag"], head["ETag"].strip('"'))
        self.assertEqual(completed["etag"], lab.etag_of(path, PART))
        self.assertEqual((completed["bytes"], head["ContentLength"]), (os.path.getsize(path),) * 2)
        self.assertIdentical(AWKWARD, path)
        self.assertNothingUnfinished(AWKWARD)

    def test_empty_and_small(self):
        for size in (0, 1, 70_000):
            with self.subTest(size=size):
                path = lab.write_file(self.path(f"small-{size}.txt"), size)
                done = self.run_cli("put", "--json", path, "s3://harbour/small/")
                self.assertStatus(done, 0)
                self.assertWellFormed(done)
                self.assertIdentical(f"small/small-{size}.txt", path)
                head = self.s3.head_object(Bucket="harbour", Key=f"small/small-{size}.txt")
                self.assertEqual(head["ContentType"], "text/plain")
                self.assertEqual(head["ETag"].strip('"'), hashlib.md5(open(path, "rb").read()).hexdigest())

    def test_object_options(self):
        path = lab.write_file(self.path("page.html"), 11 * lab.MIB)
        done = self.run_cli("put", "--json", "--part-size", "5M", "--cache-control", "max-age=60", "--metadata", "colour=blue,who=Łódź",
                            "--content-type", "application/x-davit", path, "s3://harbour/options/page")
        self.assertStatus(done, 0)
        head = self.s3.head_object(Bucket="harbour", Key="options/page")
        self.assertEqual((head["ContentType"], head["CacheControl"], head["Metadata"]["colour"]), ("application/x-davit", "max-age=60", "blue"))

    def test_folder_of_200_files(self):
        for i in range(200):
            folder = self.path("ladung", f"raum {i % 7}")
            os.makedirs(folder, exist_ok=True)
            lab.write_file(os.path.join(folder, f"stück {i}.dat"), i * 37, seed=i)
        done = self.run_cli("put", "--json", self.path("ladung"), "s3://harbour/2026/")
        self.assertStatus(done, 0)
        self.assertWellFormed(done)
        self.assertEqual(len(done.of("completed")), 200)
        for i in range(200):
            self.assertIdentical(f"2026/ladung/raum {i % 7}/stück {i}.dat", self.path("ladung", f"raum {i % 7}", f"stück {i}.dat"))

    def test_no_overwrite(self):
        path = lab.write_file(self.path("first"), 1000, seed=1)
        other = lab.write_file(self.path("second"), 1000, seed=2)
        self.assertStatus(self.run_cli("put", path, "s3://harbour/taken"), 0)
        kept = self.run_cli("put", "--json", "--no-overwrite", other, "s3://harbour/taken")
        self.assertStatus(kept, 0)
        self.assertEqual(len(kept.of("skipped")), 1)
        self.assertIdentical("taken", path)
        self.assertStatus(self.run_cli("put", other, "s3://harbour/taken"), 0)
        self.assertIdentical("taken", other)

    def interrupt_and_resume(self, number):
        path = lab.write_file(self.path("long.bin"), 40 * lab.MIB + 5)
        key = f"long-{number}.bin"
        seen = []

        def three_stored(event):
            if event["event"] == "part" and event["state"] == "stored":
                seen.append(event["number"])
            return len(seen) >= 3

        first = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "2", "--limit", "12MiB/s", path, f"s3://harbour/{key}"],
                                 three_stored, number)
        self.assertStatus(first, 130)
        self.assertWellFormed(first)
        self.assertRegex(first.err, r"Interrupted\. \d of 9 parts \([\d.]+ MiB\) are stored; `davit-cli resume \w{8}` goes on\.")
        upload, = self.uploads_of(key)

        waiting = self.run_cli("queue", "--json")
        self.assertStatus(waiting, 0)
        listed, = [lab.json.loads(line) for line in waiting.out.splitlines()]
        self.assertEqual((listed["uploadId"], listed["key"], listed["state"]), (upload["UploadId"], key, "paused"))

        second = self.run_cli("resume", "--json", listed["id"][:8])
        self.assertStatus(second, 0)
        self.assertWellFormed(second)
        stored_first = {e["number"] for e in first.of("part", state="stored")}
        stored_second = [e["number"] for e in second.of("part", state="stored")]
        reused = {e["number"] for e in second.of("part", state="reused")}
        self.assertEqual(len(stored_second), len(set(stored_second)))
        self.assertFalse(stored_first & set(stored_second), "a part was sent twice")
        self.assertLessEqual(stored_first, reused)
        self.assertEqual(reused | set(stored_second), set(range(1, 10)))
        self.assertIdentical(key, path)
        self.assertEqual(second.of("completed")[0]["etag"], lab.etag_of(path, PART))
        self.assertNothingUnfinished(key)
        self.assertEqual(self.run_cli("queue", "--json").out, "")

    def test_ctrl_c_and_resume(self):
        self.interrupt_and_resume(signal.SIGINT)

    def test_terminate_and_resume(self):
        self.interrupt_and_resume(signal.SIGTERM)

    def test_killed_and_resume(self):
        path = lab.write_file(self.path("killed.bin"), 30 * lab.MIB)
        first = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "1", "--limit", "10MiB/s", path, "s3://harbour/killed"],
                                 lambda e: e["event"] == "part" and e["number"] == 4, signal.SIGKILL)
        self.assertStatus(first, -signal.SIGKILL)
        second = self.run_cli("resume", "--json", "--all")
        self.assertStatus(second, 0)
        # What was acknowledged in the last moment may be unknown to the journal; all before is not sent again.
        reused = {e["number"] for e in second.of("part", state="reused")}
        self.assertLessEqual({1, 2}, reused)
        self.assertEqual(reused | {e["number"] for e in second.of("part", state="stored")}, set(range(1, 7)))
        self.assertIdentical("killed", path)
        self.assertNothingUnfinished("killed")

    def test_gateway_restarts_in_mid_upload(self):
        path = lab.write_file(self.path("storm.bin"), 40 * lab.MIB)
        process = self.start("put", "--json", "--part-size", "5MiB", "--parallel", "2", "--limit", "8MiB/s", path, "s3://harbour/storm")
        lines = []
        for line in process.stdout:
            lines.append(line)
            if lab.json.loads(line)["event"] == "part":
                break
        self.ceph.stop()
        self.ceph.start_again()
        rest, err = process.communicate(timeout=120)
        done = lab.Outcome(process.returncode, (b"".join(lines) + rest).decode(), err.decode())
        self.assertStatus(done, 0)
        self.assertIdentical("storm", path)
        self.assertNothingUnfinished("storm")

    def test_unknown_bucket(self):
        path = lab.write_file(self.path("a"), 100)
        lost = self.run_cli("put", "--json", path, "s3://no-such-harbour/a")
        self.assertStatus(lost, 1)
        failed, = lost.of("failed")
        self.assertEqual(failed["code"], "NoSuchBucket")
        self.assertIn("NoSuchBucket", lost.err)
        self.assertIn("request ID", lost.err)
        self.assertEqual(self.run_cli("queue", "--json").out, "")

    def test_wrong_secret(self):
        path = lab.write_file(self.path("a"), 100)
        self.environment["AWS_SECRET_ACCESS_KEY"] = "wrong-and-never-to-be-printed"
        refused = self.run_cli("put", "--json", path, "s3://harbour/a")
        self.assertStatus(refused, 3)
        failed, = refused.of("failed")
        self.assertEqual(failed["code"], "SignatureDoesNotMatch")
        self.assertNoSecret(refused, "wrong-and-never-to-be-printed")
        # The cure and the way on.
        self.environment |= self.ceph.environment()
        self.assertStatus(self.run_cli("resume", "--all"), 0)
        self.assertIdentical("a", path)

    def test_one_of_three_is_missing(self):
        paths = [lab.write_file(self.path(name), 200) for name in ("one", "three")]
        outcome = self.run_cli("put", "--json", paths[0], self.path("two"), paths[1], "s3://harbour/trio/")
        self.assertStatus(outcome, 1)
        self.assertEqual(len(outcome.of("completed")), 2)
        self.assertIn("two", outcome.err)
        self.assertIdentical("trio/three", paths[1])


if __name__ == "__main__":
    lab.main(lab.missing(["radosgw", "ceph-mon", "ceph-osd", "radosgw-admin", "monmaptool", "curl"], ["boto3"]))

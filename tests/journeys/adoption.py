# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Uploads that others began, with boto 2 and boto3, taken up by davit-cli; and what davit-cli began, seen by boto 2."""
import hashlib
import io
import json
import os
import shutil
import signal
import tempfile
import unittest

import lab

PART = 5 * lab.MIB
NO_CEPH = lab.missing(["radosgw", "ceph-mon", "ceph-osd", "radosgw-admin", "monmaptool", "curl"])


class Adoption:
    """The same journeys against each server: `server`, `bucket` (boto 2's) and `s3` (boto3's) are the class's."""

    def setUp(self):
        super().setUp()
        self.environment |= self.server.environment()
        # Each test has keys of its own: the server lives longer.
        self.key = self.id().rpartition(".")[2]
        self.url = f"s3://demo/{self.key}"

    def file(self, size, name="cargo.bin"):
        self.path_of_file = lab.write_file(self.path(name), size)
        with open(self.path_of_file, "rb") as file:
            self.data = file.read()
        return self.path_of_file

    def begin(self, sizes, wrong=(), missing=()):
        """An upload in progress by boto 2: parts of these sizes, some of other bytes, some left out."""
        upload = lab.boto2_begin(self.bucket, self.key)
        offset = 0
        for number, size in enumerate(sizes, 1):
            body = self.data[offset:offset + size]
            offset += size
            if number not in missing:
                upload.upload_part_from_file(io.BytesIO(b"x" * len(body) if number in wrong else body), number)
        return upload

    def adopt(self, *arguments, status=0):
        outcome = self.run_cli("adopt", "--json", *arguments)
        self.assertStatus(outcome, status)
        self.assertWellFormed(outcome)
        self.assertNoSecret(outcome, self.server.secret_key)
        return outcome

    def verdicts(self, outcome):
        return {e["number"]: e["verdict"] for e in outcome.of("compared")}

    def assertIdentical(self):
        body = self.s3.get_object(Bucket="demo", Key=self.key)["Body"].read()
        self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(self.path_of_file))

    def uploads(self):
        return [u for u in self.s3.list_multipart_uploads(Bucket="demo").get("Uploads", []) if u["Key"] == self.key]

    def assertOnlySent(self, outcome, numbers, parts):
        self.assertEqual(sorted(e["number"] for e in outcome.of("part", state="stored")), sorted(numbers))
        self.assertEqual(sorted(e["number"] for e in outcome.of("part", state="reused")), [n for n in range(1, parts + 1) if n not in numbers])
        self.assertBodies({n: 1 + (n in self.sent_wrong) if n not in numbers or n in self.sent_wrong else 1 for n in range(1, parts + 1)})
        self.assertEqual(self.uploads(), [])
        self.assertIdentical()
        self.assertEqual(self.run_cli("queue", "--json").out, "")

    sent_wrong = ()

    def assertBodies(self, counts):
        """How many bodies of each part the server acknowledged, where it counts them."""

    def test_a_wrong_part_and_missing_ones(self):
        path = self.file(6 * PART + 17)
        self.sent_wrong = (2,)
        upload = self.begin([PART] * 6 + [17], wrong=(2,), missing=(4, 7))
        done = self.adopt(path, self.url)
        self.assertEqual(self.verdicts(done), {1: "same", 2: "differs", 3: "same", 4: "missing", 5: "same", 6: "same", 7: "missing"})
        sums, = done.of("comparison")
        self.assertEqual((sums["same"], sums["differs"], sums["missing"]),
                         ({"parts": 4, "bytes": 4 * PART}, {"parts": 1, "bytes": PART}, {"parts": 2, "bytes": PART + 17}))
        self.assertEqual({e["uploadId"] for e in done.of("created") + done.of("comparison")}, {upload.plain_id})
        self.assertIn("only unfinished one", done.err)
        self.assertOnlySent(done, [2, 4, 7], 7)
        self.assertEqual(done.of("completed")[0]["etag"], lab.etag_of(path, PART))

    def test_unequal_parts_and_a_gap(self):
        sizes = [6 * lab.MIB, PART, PART, PART, 7 * lab.MIB]
        path = self.file(sum(sizes) + 6 * lab.MIB)
        upload = self.begin(sizes, missing=(3,))
        done = self.adopt(path, self.url, upload.plain_id)
        self.assertEqual(self.verdicts(done), {1: "same", 2: "same", 3: "missing", 4: "same", 5: "same", 6: "missing", 7: "missing"})
        self.assertTrue(any("Part 3" in r for r in done.of("comparison")[0]["remarks"]), done)
        self.assertEqual([(e["number"], e["bytes"]) for e in done.of("compared")][4:], [(5, 7 * lab.MIB), (6, PART), (7, lab.MIB)])
        self.assertOnlySent(done, [3, 6, 7], 7)

    def test_of_another_file_nothing_is_kept(self):
        self.file(3 * PART)
        upload = self.begin([PART] * 3)
        # Other bytes, or encrypted ones: ETags alone cannot tell when not one of them fits.
        other = self.path_of_file = lab.write_file(self.path("other.bin"), 3 * PART, seed=7)
        done = self.adopt(other, self.url, upload.plain_id)
        self.assertEqual(set(self.verdicts(done).values()), {"unproven"})
        self.assertIn("cannot be proven", done.err)
        self.assertEqual(sorted(e["number"] for e in done.of("part", state="stored")), [1, 2, 3])
        self.assertIdentical()

    def test_what_cannot_be_proven_is_kept_on_demand(self):
        path = self.file(3 * PART)
        other = lab.write_file(self.path("other.bin"), 3 * PART, seed=7)
        self.begin([PART] * 3, missing=(3,))
        # They are kept; where the server tells the object's checksum, that tells in the end that they were other bytes.
        done = self.adopt("--unproven", "keep", other, self.url, status=1 if self.tells_checksums else 0)
        self.assertEqual([e["number"] for e in done.of("part", state="stored")], [3])
        self.assertEqual([e["code"] for e in done.of("failed")], ["ChecksumMismatch"] if self.tells_checksums else [])
        body = self.s3.get_object(Bucket="demo", Key=self.key)["Body"].read()
        with open(other, "rb") as file:
            self.assertEqual(body, self.data[:2 * PART] + file.read()[2 * PART:])
        # On a terminal a person decides.
        self.begin([PART] * 3)
        status, screen = self.on_a_terminal(["adopt", other, self.url], b"[k]eep: ", [b"perhaps\n", b"r\n"])
        self.assertEqual(status, 0, screen)
        self.path_of_file = other
        self.assertIdentical()

    def test_a_dry_run_sends_nothing(self):
        path = self.file(3 * PART)
        upload = self.begin([PART] * 3, wrong=(1,), missing=(3,))
        before = lab.boto2_parts(upload)
        self.assertEqual(set(before), {1, 2})
        done = self.adopt("--dry-run", path, self.url)
        self.assertEqual(self.verdicts(done), {1: "differs", 2: "same", 3: "missing"})
        self.assertEqual(done.of("part") + done.of("queued"), [])
        self.assertEqual(lab.boto2_parts(upload), before)
        self.assertEqual(self.run_cli("queue", "--json").out, "")
        text = self.run_cli("adopt", "--dry-run", path, self.url)
        self.assertRegex(text.out, r"Part 1 +5\.0 MiB  differs: .*\nPart 2 +5\.0 MiB  same: .*\nPart 3 +5\.0 MiB  missing\n")

    def test_which_of_two_has_to_be_said(self):
        path = self.file(2 * PART)
        uploads = [self.begin([PART] * 2, missing=(n,)) for n in (1, 2)]
        refused = self.adopt(path, self.url, status=2)
        self.assertEqual(refused.out, "")
        for upload in uploads:
            self.assertIn(upload.plain_id, refused.err)
        self.assertEqual(len(self.uploads()), 2)
        done = self.adopt(path, self.url, uploads[1].plain_id)
        self.assertEqual([e["number"] for e in done.of("part", state="stored")], [2])
        self.assertEqual([u["UploadId"] for u in self.uploads()], [uploads[0].plain_id])

    def test_nothing_to_adopt(self):
        path = self.file(10)
        none = self.adopt(path, self.url, status=1)
        self.assertEqual(none.of("failed")[0]["code"], "NoSuchUpload")
        self.assertIn("no unfinished upload", none.err)
        gone = self.adopt(path, self.url, "no-such-id", status=1)
        self.assertIn(gone.of("failed")[0]["code"], ("NoSuchUpload", "NoSuchKey"))  # Ceph's word for it
        self.adopt(self.path("nowhere"), self.url, status=1)
        self.adopt(path, "s3://demo", status=2)

    def test_parts_beyond_the_end_of_the_file(self):
        self.file(3 * PART)
        self.begin([PART] * 3)
        short = lab.write_file(self.path("short"), 2 * PART)
        refused = self.adopt(short, self.url, status=1)
        self.assertEqual(refused.of("failed")[0]["code"], "PartsBeyondObject")
        self.assertEqual(len(self.uploads()), 1)

    def test_what_davit_began_is_listed_by_boto_part_for_part(self):
        path = self.file(6 * PART + 17)
        first = self.interrupted(["put", "--json", "--part-size", "5MiB", "--parallel", "2", "--limit", "12MiB/s", path, self.url],
                                 lambda e: e["event"] == "part" and e["number"] >= 3)
        self.assertStatus(first, 130)
        upload, = [u for u in self.bucket.list_multipart_uploads() if u.key_name == self.key]
        self.assertEqual(upload.id, first.of("created")[0]["uploadId"])
        listed = lab.boto2_parts(upload)
        acknowledged = {e["number"]: (e["bytes"], e["etag"]) for e in first.of("part", state="stored")}
        self.assertLessEqual(acknowledged.items(), listed.items())
        for number, (size, etag) in listed.items():
            part = self.data[(number - 1) * PART:number * PART]
            self.assertEqual((size, etag), (len(part), hashlib.md5(part).hexdigest()))
        # And adopted it stays one upload: the record that was there makes room.
        waiting, = [json.loads(line) for line in self.run_cli("queue", "--json").out.splitlines()]
        done = self.adopt(path, self.url)
        self.assertEqual({e["id"] for e in done.of("queued")}, {waiting["id"]})
        self.assertFalse(set(listed) & {e["number"] for e in done.of("part", state="stored")})
        self.assertIdentical()
        self.assertEqual((self.uploads(), self.run_cli("queue", "--json").out), ([], ""))

    def test_interrupted_while_sending(self):
        path = self.file(6 * PART)
        upload = self.begin([PART] * 6, missing=(2, 3, 4, 5, 6))
        first = self.interrupted(["adopt", "--json", "--parallel", "1", "--limit", "8MiB/s", path, self.url],
                                 lambda e: e["event"] == "part" and e["state"] == "stored")
        self.assertStatus(first, 130)
        waiting, = [json.loads(line) for line in self.run_cli("queue", "--json").out.splitlines()]
        self.assertEqual((waiting["uploadId"], waiting["adopted"]), (upload.plain_id, True))
        second = self.run_cli("resume", "--json", waiting["id"])
        self.assertStatus(second, 0)
        sent = [e["number"] for e in first.of("part", state="stored") + second.of("part", state="stored")]
        self.assertEqual(sorted(sent), [2, 3, 4, 5, 6])
        self.assertIdentical()

    def receipt_of(self, outcome):
        receipt = outcome.of("completed")[0]["receipt"]
        self.assertTrue(receipt, outcome)
        return receipt

    def verify(self, *arguments, status):
        outcome = self.run_cli("verify", "--json", *arguments)
        self.assertStatus(outcome, status)
        return outcome.of("verified")[0]

    def test_receipts_are_verified(self):
        path = self.file(4 * PART + 9)
        done = self.run_cli("put", "--json", "--part-size", "5MiB", path, self.url)
        self.assertStatus(done, 0)
        receipt = self.receipt_of(done)
        listed = [json.loads(line) for line in self.run_cli("receipts", "--json").out.splitlines()]
        self.assertEqual([(r["id"], r["key"], r["size"]) for r in listed], [(receipt, self.key, 4 * PART + 9)])
        self.assertIn(receipt[:8], self.run_cli("receipts").out)
        exported = self.run_cli("receipts", receipt[:8], "--json")
        with open(self.path("receipt.json"), "w") as file:
            file.write(exported.out)
        for which in (receipt, receipt[:8], "receipt.json"):
            found = self.verify(which, path, status=0)
            self.assertEqual((found["object"], found["file"], found["receipt"]), ("same", "same", receipt))
        self.assertIn("is the one that was uploaded", self.run_cli("verify", receipt).out)

        with open(path, "r+b") as file:
            file.seek(PART + 3)
            file.write(b"another")
        found = self.verify(receipt, path, status=1)
        self.assertEqual((found["object"], found["file"]), ("same", "differs"))
        self.assertEqual(found["differing"], [{"number": 2, "offset": PART, "bytes": PART}])
        self.assertRegex(self.run_cli("verify", receipt, path).out, rf"part 2 \(bytes {PART} to {2 * PART - 1}\)")
        found = self.verify(receipt, self.path("nowhere"), status=1)
        self.assertEqual((found["object"], found["file"]), ("same", "missing"))

        self.s3.put_object(Bucket="demo", Key=self.key, Body=b"y" * (4 * PART + 9))
        self.assertEqual(self.verify(receipt, status=1)["object"], "another")
        self.s3.delete_object(Bucket="demo", Key=self.key)
        self.assertEqual(self.verify("receipt.json", status=1)["object"], "gone")
        self.assertIsNone(self.verify("receipt.json", status=1)["file"])

        self.environment["AWS_SECRET_ACCESS_KEY"] = "wrong-and-never-to-be-printed"
        found = self.verify(receipt, status=3)
        self.assertEqual((found["object"], found["kind"]), (None, "needs-user"))
        self.assertStatus(self.run_cli("verify", "ffffffff-nothing"), 1)

    def test_a_receipt_from_elsewhere_names_no_endpoint(self):
        path = self.file(10)
        done = self.run_cli("put", "--json", path, self.url)
        receipt = json.loads(self.run_cli("receipts", self.receipt_of(done), "--json").out)
        trap = lab.socket.socket()
        self.addCleanup(trap.close)
        trap.bind(("127.0.0.1", 0))
        trap.listen()
        trap.settimeout(0.2)
        evil = f"http://127.0.0.1:{trap.getsockname()[1]}"
        receipt |= {"id": "00000000-1111-2222-3333-444444444444", "endpoint": evil, "connection": f"environment?endpoint-url={evil}"}
        for connection in (f"environment?endpoint-url={evil}", f"environment?endpointUrl={evil}", "nobody"):
            with open(self.path("elsewhere.json"), "w") as file:
                json.dump(receipt | {"connection": connection}, file)
            outcome = self.run_cli("verify", "--json", "elsewhere.json")
            self.assertStatus(outcome, 0)
            self.assertIn(f"was written for {evil}", outcome.err)
            with self.assertRaises(TimeoutError):
                trap.accept()


class SandboxAdoption(Adoption, lab.Journey):
    tells_checksums = True

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="davit-adoption-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.server = lab.Sandbox(cls.folder)
        cls.addClassCleanup(cls.server.stop)
        cls.s3 = cls.server.client()
        cls.bucket = lab.boto2_connection(cls.server.url, cls.server.access_key, cls.server.secret_key, signs_v4=True).get_bucket("demo")

    def setUp(self):
        super().setUp()
        self.addCleanup(self.server.clear_faults)

    def assertBodies(self, counts):
        upload, = [u for u in self.server.state()["uploads"].values() if u["key"] == self.key]
        self.assertEqual({int(n): c["acknowledged"] for n, c in upload["parts"].items()}, counts)

    def begin_with_checksums(self, algorithm):
        upload = self.s3.create_multipart_upload(Bucket="demo", Key=self.key, ChecksumAlgorithm=algorithm)["UploadId"]
        for number in (1, 2, 4):
            body = b"x" * PART if number == 2 else self.data[(number - 1) * PART:number * PART]
            self.s3.upload_part(Bucket="demo", Key=self.key, UploadId=upload, PartNumber=number, Body=body, ChecksumAlgorithm=algorithm)
        return upload

    def test_checksums_declared_at_create(self):
        path = self.file(3 * PART + 1)
        for algorithm in ("CRC32", "SHA256"):
            with self.subTest(algorithm=algorithm):
                self.key = f"declared-{algorithm}"
                upload = self.begin_with_checksums(algorithm)
                done = self.adopt(path, f"s3://demo/{self.key}", upload)
                self.assertEqual(self.verdicts(done), {1: "same", 2: "differs", 3: "missing", 4: "same"})
                self.assertEqual({e["by"] for e in done.of("compared", verdict="same")}, {algorithm})
                self.assertEqual(sorted(e["number"] for e in done.of("part", state="stored")), [2, 3])
                self.assertIdentical()
                head = self.s3.head_object(Bucket="demo", Key=self.key, ChecksumMode="ENABLED")
                self.assertIn(f"Checksum{algorithm}", head)

    def test_interrupted_while_comparing(self):
        path = self.file(2 * PART)
        self.begin([PART] * 2, missing=(2,))
        self.server.fault("stall", op="ListParts", count=0)
        process = self.start("adopt", "--json", path, self.url, self.uploads()[0]["UploadId"])
        lab.time.sleep(1)
        process.send_signal(signal.SIGINT)
        outcome = self.finish(process, 20)
        self.assertStatus(outcome, 130)
        self.assertIn("nothing was changed", outcome.err)
        self.assertEqual(self.run_cli("queue", "--json").out, "")

    def test_a_denied_listing(self):
        path = self.file(2 * PART)
        self.begin([PART] * 2, missing=(2,))
        self.server.fault("access-denied", op="ListMultipartUploads", count=0)
        refused = self.adopt(path, self.url, status=3)
        self.assertEqual(refused.of("failed")[0]["code"], "AccessDenied")


@unittest.skipIf(NO_CEPH, NO_CEPH)
class CephAdoption(Adoption, lab.Journey):
    tells_checksums = False

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="davit-adoption-")
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        cls.server = lab.Ceph(cls.folder)
        cls.addClassCleanup(cls.server.destroy)
        cls.s3 = cls.server.client()
        connection = lab.boto2_connection(cls.server.url, cls.server.access_key, cls.server.secret_key, signs_v4=False)
        cls.bucket = connection.create_bucket("demo")


if __name__ == "__main__":
    lab.main(lab.missing([], ["boto", "boto3"]))

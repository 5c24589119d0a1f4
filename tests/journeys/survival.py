# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli killed with -9 at every station and at random moments: nothing is lost, and nothing that the server has is sent again.

DAVIT_KILLS (default 200) and DAVIT_CEPH_KILLS (default 60) set how many random kills there are, DAVIT_SEED begins with a given seed.
"""
import hashlib
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time

import lab

PART = 5 * lab.MIB
LATE = 60_000  # ms: longer than any test waits


class Survivor(lab.Journey):
    """What both servers have in common: a boto3 client `s3`, a bucket, files, and the promises."""

    bucket = "demo"

    def file(self, name, size, seed=1):
        return lab.write_file(self.path(name), size, seed)

    def url(self, key):
        return f"s3://{self.bucket}/{key}"

    def kill_when(self, process, condition, what):
        lab.wait_for(lambda: condition() or process.poll() is not None, 30, what)
        self.assertIsNone(process.poll(), f"ended before {what}")
        process.kill()
        process.wait()
        return process.stdout.read().decode()

    def events_until(self, process, wanted):
        """Reads events until one is as wanted; all that were read."""
        seen = []
        for line in process.stdout:
            seen.append(json.loads(line))
            if wanted(seen[-1]):
                return seen
        self.fail(f"ended before that: {seen} {process.stderr.read()}")

    def resume_all(self, status=0):
        outcome = self.run_cli("resume", "--all", "--json")
        self.assertStatus(outcome, status)
        return outcome

    def assertWhole(self, key, path):
        body = self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read()
        self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(path), key)

    def assertNothingUnfinished(self):
        self.assertEqual(self.s3.list_multipart_uploads(Bucket=self.bucket).get("Uploads", []), [])
        self.assertEqual(self.run_cli("queue", "--json").events, [])

    def receipts(self):
        return self.run_cli("receipts", "--json").events

    def journal(self, statement):
        """Looks into the journal on the disk, as another program would."""
        database = sqlite3.connect(f"file:{self.path('data_home', 'davit', 'davit.sqlite')}?mode=ro", uri=True)
        try:
            return database.execute(statement).fetchall()
        finally:
            database.close()


class SandboxSurvival(Survivor):
    def setUp(self):
        super().setUp()
        self.sandbox = lab.Sandbox(self.home)
        self.addCleanup(self.sandbox.stop)
        self.environment |= self.sandbox.environment()
        self.s3 = self.sandbox.client()

    def requests(self, operation):
        return self.sandbox.state()["operations"].get(operation, {}).get("requests", 0)

    def put(self, path, key="cargo", *arguments):
        return self.start("put", "--json", "--part-size", "5MiB", "--parallel", "2", *arguments, path, self.url(key))

    def quiet(self):
        """Waits until the server has no request of a dead client left; the connection that asks is the one that is open."""
        self.s3.close()
        lab.wait_for(lambda: self.sandbox.state()["connectionsOpen"] <= 1, 30, "the server to be quiet")

    def assertKept(self, key, path, parts, uploads=1):
        """The object is whole, under one upload ID, each body arrived once, nothing is left, and there is a receipt."""
        self.sandbox.clear_faults()
        self.assertWhole(key, path)
        used = [u for u in self.sandbox.state()["uploads"].values() if u["key"] == key and u["parts"]]
        self.assertEqual(len(used), uploads if parts else 0)
        if parts and uploads == 1:
            counts = {int(number): count["complete"] for number, count in used[0]["parts"].items()}
            self.assertEqual(counts, dict.fromkeys(range(1, parts + 1), 1))
        self.assertNothingUnfinished()
        receipt, = [r for r in self.receipts() if r["key"] == key]
        whole = json.loads(self.run_cli("receipts", receipt["id"], "--json").out)
        self.assertIn(whole["proof"], ("etag", "checksum"))
        self.assertTrue(whole["crc64nvme"])
        self.assertEqual(len(whole["parts"]), parts)

    def station(self, operation, condition=None, fault="late-answer", path=None, key="cargo", **fields):
        """Kills the command while the answer of an operation is under way: the server has done it, and nobody knows."""
        self.sandbox.fault(fault, op=operation, ms=LATE, **fields)
        process = self.put(path or self.cargo, key)
        self.kill_when(process, condition or (lambda: self.requests(operation) > 0 and self.answered(operation)), operation)
        self.sandbox.clear_faults()

    def answered(self, operation):
        return self.sandbox.state()["faults"].get("late-answer", 0) > 0

    @property
    def cargo(self):
        path = self.path("cargo.bin")
        return path if os.path.exists(path) else self.file("cargo.bin", 5 * PART + 3)

    # ---- stations

    def test_record_written(self):
        """Create does not get through: the record is on the disk before it was sent."""
        self.sandbox.fault("stall", op="CreateMultipartUpload", at="answer")
        process = self.put(self.cargo)
        lab.wait_for(lambda: self.requests("CreateMultipartUpload") > 0, 20, "Create")
        self.assertEqual(self.journal("SELECT stage, upload_id FROM uploads"), [("creating", None)])
        self.assertEqual(len(self.journal("SELECT token FROM uploads WHERE length(token) > 20")), 1)
        process.kill()
        process.wait()
        self.sandbox.clear_faults()
        self.resume_all()
        self.assertKept("cargo", self.cargo, 6)

    def test_create_sent(self):
        self.station("CreateMultipartUpload")
        self.assertEqual(len(self.s3.list_multipart_uploads(Bucket="demo")["Uploads"]), 1) # an orphan, for now
        self.resume_all()
        self.assertEqual(self.requests("CreateMultipartUpload"), 1) # it was found, not made again
        self.assertKept("cargo", self.cargo, 6)

    def test_create_answered(self):
        """The upload ID is on the disk before the first part is sent."""
        self.sandbox.fault("stall", op="UploadPart", at="body", count=0)
        process = self.put(self.cargo)
        self.events_until(process, lambda e: e["event"] == "created")
        lab.wait_for(lambda: self.requests("UploadPart") > 0, 20, "a part")
        (stage, upload_id), = self.journal("SELECT stage, upload_id FROM uploads")
        self.assertEqual(stage, "transferring")
        self.assertEqual(upload_id.decode(), self.s3.list_multipart_uploads(Bucket="demo")["Uploads"][0]["UploadId"])
        process.kill()
        process.wait()
        self.sandbox.clear_faults()
        self.resume_all()
        self.assertKept("cargo", self.cargo, 6)

    def test_each_part_sent(self):
        for part in range(1, 7):
            with self.subTest(part=part):
                key = f"sent-{part}"
                self.station("UploadPart", lambda: self.arrived(key, part), key=key, part=part)
                self.quiet()
                outcome = self.resume_all()
                self.assertIn(part, [e["number"] for e in outcome.of("part", state="reused")])
                self.assertKept(key, self.cargo, 6)

    def arrived(self, key, part):
        return any(u["key"] == key and u["parts"].get(str(part), {}).get("complete") for u in self.sandbox.state()["uploads"].values())

    def test_each_part_answered(self):
        for count in range(1, 6):
            with self.subTest(parts=count):
                key = f"answered-{count}"
                process = self.put(self.cargo, key, "--limit", "16MiB/s")
                stored = []
                self.events_until(process, lambda e: e["event"] == "part" and stored.append(e) is None and len(stored) == count)
                process.kill()
                process.wait()
                self.quiet()
                self.resume_all()
                self.assertKept(key, self.cargo, 6)

    def test_complete_sent(self):
        self.station("CompleteMultipartUpload")
        self.assertWhole("cargo", self.cargo) # it is there already
        outcome = self.resume_all()
        self.assertEqual(len(outcome.of("completed")), 1)
        self.assertEqual(self.requests("CompleteMultipartUpload"), 1)
        self.assertKept("cargo", self.cargo, 6)

    def test_complete_answered(self):
        self.sandbox.fault("stall", op="HeadObject", at="answer")
        process = self.put(self.cargo)
        self.kill_when(process, lambda: self.requests("HeadObject") > 0, "HEAD")
        self.sandbox.clear_faults()
        self.resume_all()
        self.assertEqual(self.requests("CompleteMultipartUpload"), 1)
        self.assertKept("cargo", self.cargo, 6)

    def test_abort_sent(self):
        upload = self.s3.create_multipart_upload(Bucket="demo", Key="cargo")["UploadId"]
        self.s3.upload_part(Bucket="demo", Key="cargo", UploadId=upload, PartNumber=1, Body=b"x" * PART)
        self.sandbox.fault("late-answer", op="AbortMultipartUpload", ms=LATE)
        process = self.put(self.cargo, "cargo", "--unfinished", "replace")
        self.kill_when(process, lambda: self.answered("AbortMultipartUpload"), "Abort")
        self.sandbox.clear_faults()
        self.quiet()
        self.resume_all()
        self.run_cli("put", "--json", "--part-size", "5MiB", self.cargo, self.url("cargo"))
        self.assertWhole("cargo", self.cargo)
        self.assertNothingUnfinished()

    def test_small_object_sent(self):
        path = self.file("small.bin", 70_000)
        self.station("PutObject", path=path)
        self.resume_all()
        self.assertEqual(self.sandbox.state()["objects"]["demo/small"]["complete"] if "demo/small" in self.sandbox.state()["objects"]
                         else self.requests("PutObject"), 1)
        self.assertWhole("cargo", path)
        self.assertNothingUnfinished()

    # ---- answers that nobody heard, in one life

    def test_lost_answer_of_a_part(self):
        self.sandbox.fault("lost-answer", op="UploadPart", part=3)
        outcome = self.finish(self.put(self.cargo))
        self.assertStatus(outcome, 0)
        self.assertKept("cargo", self.cargo, 6)

    def test_lost_answer_of_a_small_object(self):
        path = self.file("small.bin", 70_000)
        self.sandbox.fault("lost-answer", op="PutObject")
        outcome = self.finish(self.put(path))
        self.assertStatus(outcome, 0)
        self.assertEqual(self.requests("PutObject"), 1)
        self.assertKept("cargo", path, 0)

    # ---- random moments

    def test_random_moments(self):
        kills = int(os.environ.get("DAVIT_KILLS", "200"))
        seed = int(os.environ.get("DAVIT_SEED", random.randrange(1 << 32)))
        print(f"{kills} kills from DAVIT_SEED={seed}", flush=True)
        dice = random.Random(seed)
        done = 0
        while done < kills:
            files = {f"run-{done}-{i}": self.file(f"run-{done}-{i}", size, seed=dice.randrange(1000))
                     for i, size in enumerate((6 * PART + 17, 4 * PART, 21_000))}
            started = False
            while True:
                arguments = ["--limit", "40MiB/s"]
                if not started:
                    process = self.start("put", "--quiet", "--part-size", "5MiB", *arguments, *files.values(), self.url(""))
                else:
                    process = self.start("resume", "--all", "--quiet", *arguments)
                try:
                    status = process.wait(dice.uniform(0, 0.5) if done < kills else 120)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    done += 1
                    # Killed before all of its files were on record? Then the same command is typed again.
                    started = started or self.known(files) == len(files)
                    self.quiet()
                    continue
                self.assertEqual(status, 0, process.stderr.read().decode())
                break
            for key, path in files.items():
                size = os.path.getsize(path)
                if not self.s3.list_objects_v2(Bucket="demo", Prefix=key).get("KeyCount"):
                    self.fail(f"DAVIT_SEED={seed}: {key} is lost")
                self.assertKept(key, path, -(-size // PART) if size > 16 * lab.MIB else 0)
                os.unlink(path)

    def known(self, files):
        """How many of these are on record or on the server."""
        queued = {e["key"] for e in self.run_cli("queue", "--json").events}
        listed = self.s3.list_objects_v2(Bucket="demo", Prefix=next(iter(files)).rsplit("-", 1)[0] + "-").get("Contents", [])
        return len((queued | {each["Key"] for each in listed}) & set(files))

    # ---- a file that is still being written

    def xfs(self):
        """A folder on a file system that can share blocks between files."""
        folder, image = self.path("xfs"), self.path("xfs.img")
        os.mkdir(folder)
        with open(image, "wb") as file:
            file.truncate(400 * lab.MIB)
        for command in (["mkfs.xfs", "-q", image], ["mount", "-o", "loop", image, folder]):
            try:
                done = subprocess.run(command, capture_output=True, text=True)
            except OSError as why:
                self.skipTest(f"no XFS can be made here: {why}")
            if done.returncode != 0:
                self.skipTest(f"no XFS can be made here: {done.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", folder], check=True)
        return folder

    def test_snapshot_of_a_growing_file(self):
        """What was there when the upload began is what arrives, also across a kill; the snapshot goes in the end."""
        folder = self.xfs()
        path = lab.write_file(os.path.join(folder, "database.img"), 5 * PART + 3)
        copy = shutil.copy(path, self.path("as-it-was"))
        process = self.put(path, "cargo", "--snapshot", "--limit", "12MiB/s")
        self.events_until(process, lambda e: e["event"] == "part")
        with open(path, "r+b") as file:
            file.write(b"scribble")
            file.seek(0, os.SEEK_END)
            file.write(b"and more")
        process.kill()
        process.wait()
        self.assertEqual(len(os.listdir(folder)), 2)
        self.quiet()
        self.resume_all()
        self.assertKept("cargo", copy, 6)
        self.assertEqual(os.listdir(folder), ["database.img"])

    # ---- two processes

    def test_two_processes(self):
        process = self.put(self.cargo, "cargo", "--limit", "4MiB/s")
        self.events_until(process, lambda e: e["event"] == "part")
        again = self.run_cli("put", "--json", "--part-size", "5MiB", self.cargo, self.url("cargo"))
        self.assertStatus(again, 1)
        self.assertEqual(again.of("failed")[0]["code"], "RunningElsewhere")
        nothing = self.run_cli("resume", "--all", "--json")
        self.assertEqual(nothing.of("part"), [])
        entry, = self.run_cli("queue", "--json").events
        self.assertEqual(entry["heldBy"], process.pid)
        process.kill()
        process.wait()
        self.quiet()
        self.resume_all() # at once
        self.assertKept("cargo", self.cargo, 6)

    # ---- what may have happened meanwhile

    def interrupt(self, parts=3):
        process = self.put(self.cargo, "cargo", "--limit", "12MiB/s")
        stored = []
        self.events_until(process, lambda e: e["event"] == "part" and stored.append(e) is None and len(stored) == parts)
        process.kill()
        process.wait()
        self.quiet()

    def test_expired_on_the_server(self):
        self.interrupt()
        upload, = self.s3.list_multipart_uploads(Bucket="demo")["Uploads"]
        self.s3.abort_multipart_upload(Bucket="demo", Key="cargo", UploadId=upload["UploadId"])
        outcome = self.resume_all()
        self.assertIn("begins anew", outcome.err)
        self.assertKept("cargo", self.cargo, 6, uploads=2)

    def test_listing_denied(self):
        self.interrupt()
        self.sandbox.fault("access-denied", op="ListParts", count=0)
        outcome = self.resume_all()
        self.assertIn("s3:ListMultipartUploadParts", outcome.err)
        self.sandbox.clear_faults()
        self.assertWhole("cargo", self.cargo)

    def test_file_changed_in_one_part(self):
        self.interrupt(4)
        kept = self.parts_on_server()
        path = self.cargo
        with open(path, "r+b") as file: # the first part
            file.seek(1234)
            file.write(b"another version")
        first = self.resume_all(3)
        self.assertEqual(first.of("failed")[0]["code"], "FileChanged")
        self.assertEqual(self.s3.list_objects_v2(Bucket="demo").get("Contents", []), []) # never a mixture
        second = self.resume_all()
        self.assertWhole("cargo", path)
        sent = [e["number"] for outcome in (first, second) for e in outcome.of("part", state="stored")]
        self.assertEqual(sorted(sent), sorted({1} | (set(range(1, 7)) - kept)))
        self.assertNothingUnfinished()

    def parts_on_server(self):
        upload, = self.s3.list_multipart_uploads(Bucket="demo")["Uploads"]
        return {p["PartNumber"] for p in self.s3.list_parts(Bucket="demo", Key="cargo", UploadId=upload["UploadId"]).get("Parts", [])}

    def test_file_restored_from_a_copy(self):
        path = self.cargo
        self.interrupt()
        shutil.copy(path, path + ".copy") # another inode, another time, the same bytes
        os.replace(path + ".copy", path)
        self.resume_all()
        self.assertKept("cargo", path, 6)

    def test_file_moved(self):
        path = self.cargo
        self.interrupt()
        moved = self.path("moved.bin")
        os.rename(path, moved)
        outcome = self.resume_all(3)
        self.assertEqual(outcome.of("failed")[0]["code"], "FileNotFound")
        entry, = self.run_cli("queue", "--json").events
        self.assertStatus(self.run_cli("resume", entry["id"], "--file", moved), 0)
        self.assertKept("cargo", moved, 6)

    def test_a_stranger_replaced_a_part(self):
        self.interrupt()
        upload, = self.s3.list_multipart_uploads(Bucket="demo")["Uploads"]
        self.s3.upload_part(Bucket="demo", Key="cargo", UploadId=upload["UploadId"], PartNumber=1, Body=b"z" * PART)
        self.resume_all()
        self.assertWhole("cargo", self.cargo)


class CephSurvival(lab.OnCeph, Survivor):
    bucket = "harbour"

    def test_random_moments(self):
        kills = int(os.environ.get("DAVIT_CEPH_KILLS", "60"))
        seed = int(os.environ.get("DAVIT_SEED", random.randrange(1 << 32)))
        print(f"{kills} kills from DAVIT_SEED={seed}", flush=True)
        dice = random.Random(seed)
        done = rounds = 0
        while done < kills:
            key = f"cargo-{rounds}"
            rounds += 1
            path = self.file("cargo.bin", 6 * PART + 17, seed=dice.randrange(1000))
            ids, stored, events = set(), [], ""
            started = False
            while True:
                command = ["resume", "--all", "--json"] if started else ["put", "--json", "--part-size", "5MiB", path, self.url(key)]
                process = self.start(*command, "--limit", "24MiB/s")
                try:
                    out, err = process.communicate(timeout=dice.uniform(0.05, 1.2) if done < kills else 120)
                    status = process.returncode
                except subprocess.TimeoutExpired:
                    process.kill()
                    out, err = process.communicate()
                    status = None
                    done += 1
                for line in out.decode().splitlines():
                    try:
                        event = json.loads(line)
                    except ValueError:
                        continue # cut off by the kill
                    if event["event"] == "created":
                        ids.add(event["uploadId"])
                    if event["event"] == "part" and event["state"] == "stored":
                        stored.append(event["number"])
                if status is not None:
                    self.assertEqual(status, 0, f"DAVIT_SEED={seed} {err.decode()}")
                    break
                started = started or bool(self.run_cli("queue", "--json").events)
                open_now = [u["UploadId"] for u in self.s3.list_multipart_uploads(Bucket="harbour").get("Uploads", [])]
                ids.update(open_now)
                self.assertLessEqual(len(open_now), 1, f"DAVIT_SEED={seed}: an orphan")
                time.sleep(0.1) # what the dead one had on the wire is stored by then
            self.assertWhole(key, path)
            self.assertLessEqual(len(ids), 1, f"DAVIT_SEED={seed}")
            self.assertEqual(len(stored), len(set(stored)), f"DAVIT_SEED={seed}: a part was stored twice: {stored}")
            self.assertNothingUnfinished()


if __name__ == "__main__":
    if lab.missing(["radosgw", "ceph-mon", "ceph-osd"]):
        print("SKIP   : journeys/survival.py::CephSurvival " + lab.missing(["radosgw", "ceph-mon", "ceph-osd"]), flush=True)
        del CephSurvival
    lab.main(lab.missing([], ["boto3"]))

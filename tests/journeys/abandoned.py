# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""Thousands of abandoned uploads on a real Ceph gateway: listed with what they hold, aborted by ID and by age, cleaned up by a rule."""
import concurrent.futures
import time

import lab

AWKWARD = ["with blank {}", "plus+{}", "träume/漢字 {}", "per%cent&amp;{}", "plain/{}"]
LOTS = {"harbour": 1200, "quay": 700, "dock": 100}  # more than a page in the first


class AbandonedJourney(lab.OnCeph, lab.Journey):
    # Parts of any size, and a day of lifecycle rules that lasts two seconds.
    settings = ("rgw_multipart_min_part_size = 1", "rgw_lc_debug_interval = 2")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for bucket in ("quay", "dock", "rules", "foreign"):
            cls.s3.create_bucket(Bucket=bucket)

    def setUp(self):
        super().setUp()
        self.addCleanup(self.clear)

    def clear(self):
        for bucket in ("harbour", "quay", "dock", "rules", "foreign"):
            for upload in self.uploads(bucket):
                self.s3.abort_multipart_upload(Bucket=bucket, Key=upload["Key"], UploadId=upload["UploadId"])

    def uploads(self, bucket):
        pages = self.s3.get_paginator("list_multipart_uploads").paginate(Bucket=bucket)
        return [upload for page in pages for upload in page.get("Uploads", [])]

    def begin(self, bucket, key, parts=()):
        upload_id = self.s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
        for number, size in parts:
            self.s3.upload_part(Bucket=bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=b"x" * size)
        return upload_id

    def test_two_thousand(self):
        expected = {}

        def make(bucket, i):
            key = AWKWARD[i % len(AWKWARD)].format(i)
            parts = [(number, 100 + i) for number in range(1, 1 + i % 3)]
            expected[bucket, key, self.begin(bucket, key, parts)] = (len(parts), sum(size for _, size in parts))

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda one: make(*one), [(bucket, i) for bucket, count in LOTS.items() for i in range(count)]))

        listed = self.run_cli("list", "--json", timeout=300)
        self.assertStatus(listed, 0)
        self.assertNoSecret(listed, self.ceph.secret_key)
        found = {(e["bucket"], e["key"], e["uploadId"]): (e["parts"], e["bytes"]) for e in listed.of("upload")}
        self.assertEqual(len(listed.of("upload")), 2000)
        self.assertEqual(found, expected)
        last = listed.events[-1]
        self.assertEqual((last["event"], last["uploads"], last["bytes"]), ("listed", 2000, sum(size for _, size in expected.values())))

        # One bucket, by a prefix.
        some = self.run_cli("list", "--json", "s3://quay/plus+1")
        self.assertEqual({e["key"] for e in some.of("upload")},
                         {key for bucket, key, _ in expected if bucket == "quay" and key.startswith("plus+1")})

        # One, by its ID; its neighbours stay.
        bucket, key, upload_id = next(address for address in expected if address[1].startswith("träume"))
        one = self.run_cli("abort", "--json", "--yes", f"s3://{bucket}/{key}", upload_id)
        self.assertStatus(one, 0)
        self.assertEqual([e["verdict"] for e in one.of("aborted")], ["gone"])
        self.assertNotIn(upload_id, [u["UploadId"] for u in self.uploads(bucket)])
        self.assertEqual(sum(len(self.uploads(b)) for b in LOTS), 1999)

        # The young ones are spared by their age, and so is an old one that a part has just reached.
        time.sleep(61)
        would = self.run_cli("abort", "--json", "--older-than", "60s", "--dry-run", timeout=300)
        self.assertStatus(would, 0)
        self.assertEqual(len(would.of("would-abort")), 1999)
        self.assertEqual(sum(len(self.uploads(b)) for b in LOTS), 1999)
        revived = next(address for address in expected if address[0] == "dock" and address[2] != upload_id)
        self.s3.upload_part(Bucket="dock", Key=revived[1], UploadId=revived[2], PartNumber=9, Body=b"alive")
        young = [self.begin("quay", f"young {i}", [(1, 10)]) for i in range(5)]
        cleaned = self.run_cli("abort", "--json", "--older-than", "60s", "--yes", timeout=300)
        self.assertStatus(cleaned, 0)
        self.assertEqual({e["verdict"] for e in cleaned.of("aborted")}, {"gone"})
        self.assertEqual({u["UploadId"] for b in LOTS for u in self.uploads(b)}, {*young, revived[2]})

    def test_parts_with_gaps(self):
        upload_id = self.begin("harbour", "gappy key", [(1, 10), (2, 20), (5, 50), (1000, 7)])
        listed = self.run_cli("parts", "--json", "s3://harbour/gappy key", upload_id)
        self.assertStatus(listed, 0)
        self.assertEqual([(e["number"], e["bytes"]) for e in listed.of("part")], [(1, 10), (2, 20), (5, 50), (1000, 7)])
        last = listed.events[-1]
        self.assertEqual((last["parts"], last["bytes"], last["missing"]), (4, 87, [[3, 4], [6, 999]]))

    def test_more_parts_than_a_page(self):
        upload_id = self.s3.create_multipart_upload(Bucket="harbour", Key="long")["UploadId"]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda n: self.s3.upload_part(Bucket="harbour", Key="long", UploadId=upload_id, PartNumber=n, Body=b"x" * n),
                          range(1, 1101)))
        listed = self.run_cli("list", "--json", "s3://harbour/long")
        self.assertEqual([(e["parts"], e["bytes"]) for e in listed.of("upload")], [(1100, 1100 * 1101 // 2)])
        self.assertEqual(len(self.run_cli("parts", "--json", "s3://harbour/long", upload_id).of("part")), 1100)

    def test_gone_uploads(self):
        upload_id = self.begin("harbour", "gone")
        self.s3.abort_multipart_upload(Bucket="harbour", Key="gone", UploadId=upload_id)
        parts = self.run_cli("parts", "s3://harbour/gone", upload_id)
        self.assertStatus(parts, 1)
        self.assertIn("has no upload in progress", parts.err)
        again = self.run_cli("abort", "--json", "--yes", "s3://harbour/gone", upload_id)
        self.assertStatus(again, 0)
        self.assertEqual([e["verdict"] for e in again.of("aborted")], ["was-gone"])

    def test_a_rule_cleans_up_and_others_stay(self):
        others = [
            {"ID": "logs", "Filter": {"Prefix": "logs/"}, "Status": "Enabled", "Expiration": {"Days": 3000}},
            {"ID": "old versions", "Filter": {"Prefix": ""}, "Status": "Disabled", "NoncurrentVersionExpiration": {"NoncurrentDays": 4000}},
        ]
        self.s3.put_bucket_lifecycle_configuration(Bucket="foreign", LifecycleConfiguration={"Rules": others})
        before = self.s3.get_bucket_lifecycle_configuration(Bucket="foreign")["Rules"]
        upload_id = self.begin("foreign", "left behind", [(1, 1000)])

        shown = self.run_cli("lifecycle", "--json", "s3://foreign")
        self.assertStatus(shown, 0)
        self.assertEqual([e["abortAfterDays"] for e in shown.of("lifecycle")], [None])
        self.assertStatus(self.run_cli("lifecycle", "s3://foreign", "--abort-after", "1"), 2)  # nobody to ask, and no --yes
        dry = self.run_cli("lifecycle", "s3://foreign", "--abort-after", "1", "--dry-run")
        self.assertStatus(dry, 0)
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="foreign")["Rules"], before)

        written = self.run_cli("lifecycle", "--json", "s3://foreign", "--abort-after", "1", "--yes")
        self.assertStatus(written, 0)
        now = self.s3.get_bucket_lifecycle_configuration(Bucket="foreign")["Rules"]
        self.assertEqual(sorted(r["ID"] for r in now), ["davit-abort-incomplete", "logs", "old versions"])
        self.assertEqual([r for r in now if r["ID"] != "davit-abort-incomplete"], before)
        rule, = [r for r in now if r["ID"] == "davit-abort-incomplete"]
        self.assertEqual(rule["AbortIncompleteMultipartUpload"], {"DaysAfterInitiation": 1})
        lab.wait_for(lambda: upload_id not in [u["UploadId"] for u in self.uploads("foreign")], 60, "the rule")

        changed = self.run_cli("lifecycle", "--json", "s3://foreign", "--abort-after", "30", "--yes")
        self.assertStatus(changed, 0)
        self.assertEqual([e["abortAfterDays"] for e in changed.of("lifecycle")], [30])
        removed = self.run_cli("lifecycle", "--json", "s3://foreign", "--remove", "--yes")
        self.assertStatus(removed, 0)
        self.assertEqual(self.s3.get_bucket_lifecycle_configuration(Bucket="foreign")["Rules"], before)

    def test_the_last_rule_is_removed(self):
        self.assertStatus(self.run_cli("lifecycle", "s3://rules", "--abort-after", "7", "--yes"), 0)
        self.assertStatus(self.run_cli("lifecycle", "s3://rules", "--remove", "--yes"), 0)
        with self.assertRaisesRegex(Exception, "NoSuchLifecycleConfiguration"):
            self.s3.get_bucket_lifecycle_configuration(Bucket="rules")

    def test_denied_is_not_empty(self):
        import boto3
        # Somebody else's bucket on the same gateway.
        other = {"AWS_ACCESS_KEY_ID": "STRANGER000000000001", "AWS_SECRET_ACCESS_KEY": "stranger/secret+000000000000000000000001"}
        self.ceph.admin("user", "create", "--uid", "stranger", "--display-name", "stranger", "--access-key", other["AWS_ACCESS_KEY_ID"],
                        "--secret", other["AWS_SECRET_ACCESS_KEY"])
        self.begin("harbour", "theirs", [(1, 10)])
        self.environment |= other
        denied = self.run_cli("list", "--json", "s3://harbour")
        self.assertStatus(denied, 1)
        self.assertEqual([(e["permission"], e["resource"]) for e in denied.of("denied")],
                         [("s3:ListBucketMultipartUploads", "arn:aws:s3:::harbour")])
        self.assertEqual(denied.of("upload"), [])
        self.assertNoSecret(denied, other["AWS_SECRET_ACCESS_KEY"])


if __name__ == "__main__":
    lab.main(lab.missing(["radosgw", "ceph-mon", "ceph-osd", "radosgw-admin", "monmaptool", "curl"], ["boto3"]))

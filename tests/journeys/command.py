# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""davit-cli as a person meets it when there is no server: usage, plans, and sources that cannot be uploaded."""
import json
import os
import re
import socket
import subprocess
import time

import lab


class CommandJourney(lab.Journey):
    def setUp(self):
        super().setUp()
        # Nobody listens there: what is refused has to be refused before the first byte.
        self.environment |= lab.environment_for(f"http://127.0.0.1:{lab.free_port()}", "KEY", "SECRET")

    def assertUsage(self, *arguments):
        outcome = self.run_cli(*arguments)
        self.assertStatus(outcome, 2)
        self.assertEqual(outcome.out, "")
        self.assertTrue(outcome.err.startswith("davit-cli: "), outcome.err)
        return outcome

    def assertRefused(self, outcome, *words):
        self.assertStatus(outcome, 1)
        lines = [line for line in outcome.err.splitlines() if line]
        self.assertEqual(len(lines), 1, "one clear sentence: " + outcome.err)
        for word in words:
            self.assertIn(word, lines[0])

    def test_help_and_version(self):
        self.assertRegex(self.run_cli("--version").out, r"^davit-cli \d+\.\d+\.\d+\n$")
        overview = self.run_cli("--help")
        self.assertStatus(overview, 0)
        # What is offered works, and what does not work yet is not offered.
        offered = re.findall(r"^  (\w+)  ", overview.out, re.M)
        self.assertEqual(offered, ["put", "resume", "queue", "adopt", "receipts", "verify", "list", "parts", "abort", "lifecycle", "presign", "doctor",
                                   "keys"])
        for command in offered:
            text = self.run_cli(command, "--help")
            self.assertStatus(text, 0)
            self.assertIn(f"Usage: davit-cli {command}", text.out)
        self.assertIn("--part-size SIZE", self.run_cli("put", "--help").out)

    def test_usage(self):
        file = lab.write_file(self.path("a"), 10)
        self.assertUsage()
        self.assertUsage("fly")
        self.assertIn("--warp", self.assertUsage("put", "--warp", file, "s3://b/").err)
        self.assertUsage("put", file)
        self.assertUsage("put", file, "https://b/k")
        self.assertUsage("put", file, "s3://")
        self.assertUsage("put", file, "s3://a b/k")
        self.assertUsage("put", file, file, "s3://b/key")
        self.assertUsage("put", self.home, "s3://b/key")
        self.assertUsage("put", "--part-size", "much", file, "s3://b/k")
        self.assertUsage("put", "--parallel", "65", file, "s3://b/k")
        self.assertUsage("put", "--limit", "0", file, "s3://b/k")
        self.assertUsage("put", "--checksum-algorithm", "MD4", file, "s3://b/k")
        self.assertUsage("put", "--metadata", "no-equals", file, "s3://b/k")
        self.assertUsage("put", "--acl", "everybody", file, "s3://b/k")
        self.assertUsage("put", "--endpoint-url", "http://", file, "s3://b/k")
        self.assertUsage("queue", "--all")
        self.assertUsage("resume")
        self.assertUsage("resume", "--all", "12345678")
        self.assertUsage("resume", "--all", "--file", file)
        self.assertUsage("adopt", file)
        self.assertUsage("adopt", file, "s3://b")
        self.assertUsage("adopt", file, "s3://b/k", "id", "more")
        self.assertUsage("put", "--unfinished", "newest", file, "s3://b/k")
        self.assertUsage("verify")
        self.assertUsage("receipts", "one", "two")
        self.assertUsage("list", "demo")
        self.assertUsage("list", "--older-than", "soon")
        for filter in (["--older-than", "1d"], ["--state", "abandoned"], ["--state", "running-elsewhere"], ["--state", "unknown"]):
            self.assertIn("--no-parts", self.assertUsage("list", "--no-parts", *filter).err)
        self.assertUsage("parts", "s3://b", "id")
        self.assertUsage("abort", "s3://b")
        self.assertUsage("abort", "s3://b", "id", "--yes")
        self.assertUsage("abort", "s3://b/k", "id")
        self.assertUsage("abort", "--older-than", "7d", "--json")
        self.assertUsage("lifecycle", "s3://b/k")
        self.assertUsage("lifecycle", "s3://b", "--abort-after", "7")
        self.assertUsage("lifecycle", "--abort-after", "7", "--yes")

    def test_dry_run_shows_the_plan_and_sends_nothing(self):
        folder = self.path("folder")
        os.mkdir(folder)
        lab.write_file(os.path.join(folder, "small"), 5)
        big = self.path("big")
        with open(big, "wb") as file:
            file.truncate(43 * lab.MIB)
        plan = self.run_cli("put", "--json", "--dry-run", "--part-size", "5MiB", folder, big, "s3://b/to/")
        self.assertStatus(plan, 0)
        planned = {e["key"]: (e["event"], e["bucket"], e["size"], e["parts"], e["partSize"]) for e in plan.events}
        self.assertEqual(planned, {"to/folder/small": ("planned", "b", 5, 0, 0), "to/big": ("planned", "b", 43 * lab.MIB, 9, 5 * lab.MIB)})
        words = self.run_cli("put", "--dry-run", "--part-size", "5242880", big, "s3://b/to/")
        self.assertRegex(words.out, r"big → s3://b/to/big  43\.0 MiB, 9 parts of 5\.0 MiB\n")
        self.assertEqual(self.run_cli("queue", "--json").out, "", "a dry run leaves nothing in the queue")

    def test_key_rules_of_the_aws_cli(self):
        file = lab.write_file(self.path("a.bin"), 5)
        for target, key in (("s3://b", "a.bin"), ("s3://b/", "a.bin"), ("s3://b/p/", "p/a.bin"), ("s3://b/p", "p"), ("s3://b//p", "/p"),
                            ("s3://b/%41 +", "%41 +")):
            plan = self.run_cli("put", "--json", "--dry-run", file, target)
            self.assertStatus(plan, 0)
            self.assertEqual(plan.events[0]["key"], key)

    def test_keys_of_a_pattern(self):
        os.makedirs(self.path("run", "deep"))
        lab.write_file(self.path("run", "deep", "x.tar.gz"), 5)
        file = lab.write_file(self.path("a.bin"), 5)
        os.utime(file, (1700000000, 1700000000))
        plan = self.run_cli("put", "--json", "--dry-run", "--key-pattern", "{extension}/{folder}/{stem}-1", self.path("run"), file, "s3://b/p/")
        self.assertStatus(plan, 0)
        self.assertEqual([e["key"] for e in plan.events], ["p/gz/run/deep/x.tar-1", "p/bin/a-1"])
        plan = self.run_cli("put", "--json", "--dry-run", "--key-pattern", "{modified}/{name}", file, "s3://b")
        self.assertRegex(plan.events[0]["key"], r"^2023-11-1[45]/a\.bin$")
        # A pattern that brings two files under one key; one that leaves nothing; one for a target that is a key itself.
        plan = self.run_cli("put", "--json", "--dry-run", "--key-pattern", "same", self.path("run"), file, "s3://b/")
        self.assertStatus(plan, 1)
        self.assertIn("DuplicateKey", plan.err)
        bare = lab.write_file(self.path("bare"), 5)
        self.assertRefused(self.run_cli("put", "--json", "--key-pattern", "{extension}", bare, "s3://b/"), "bare", "EmptyKey")
        plan = self.run_cli("put", "--dry-run", "--key-pattern", "{stem}", file, "s3://b/key")
        self.assertStatus(plan, 2)
        self.assertIn("--key-pattern", plan.err)

    def test_accents_are_composed_below_a_prefix(self):
        apart, composed = "u\u0308.txt", "\u00fc.txt"
        file = lab.write_file(self.path(apart), 5)
        for options, target, key in (((), "s3://b/", composed), (("--keep-unicode-form",), "s3://b/", apart),
                                     ((), "s3://b/u\u0308/", "u\u0308/" + composed), ((), "s3://b/" + apart, apart)):
            plan = self.run_cli("put", "--json", "--dry-run", *options, file, target)
            self.assertStatus(plan, 0)
            self.assertEqual(plan.events[0]["key"], key)
        # The two spellings of one name would be one object.
        other = lab.write_file(self.path(composed), 6)
        plan = self.run_cli("put", "--json", "--dry-run", file, other, "s3://b/")
        self.assertStatus(plan, 1)
        self.assertIn("DuplicateKey", plan.err)

    def test_dot_segments_are_refused(self):
        file = lab.write_file(self.path("a"), 5)
        for key in ("a/../b", "./a", "a/.", ".."):
            self.assertRefused(self.run_cli("put", "--json", file, "s3://b/" + key), '".."', "InvalidKey")

    def test_keys_of_more_than_1024_bytes_are_refused(self):
        file = lab.write_file(self.path("a"), 5)
        self.assertRefused(self.run_cli("put", "--json", file, "s3://b/" + "ü" * 513), "1,024", "KeyTooLongError")

    def test_missing_and_special_files(self):
        self.assertRefused(self.run_cli("put", "--json", self.path("nowhere"), "s3://b/"), "nowhere")
        os.mkfifo(self.path("pipe"))
        self.assertRefused(self.run_cli("put", "--json", self.path("pipe"), "s3://b/"), "pipe")
        self.assertRefused(self.run_cli("put", "--json", "/dev/null", "s3://b/"), "/dev/null")
        listening = socket.socket(socket.AF_UNIX)
        self.addCleanup(listening.close)
        listening.bind(self.path("socket"))
        self.assertRefused(self.run_cli("put", "--json", self.path("socket"), "s3://b/"), "socket")
        self.assertRefused(self.run_cli("put", "--json", "", "s3://b/"))

    def test_unreadable_files(self):
        if os.getuid() == 0:
            self.skipTest("root may read every file")
        file = lab.write_file(self.path("locked"), 5)
        os.chmod(file, 0)
        self.assertRefused(self.run_cli("put", "--json", file, "s3://b/"), "locked")

    def test_names_that_are_not_utf8(self):
        name = os.fsencode(self.home) + b"/caf\xe9.txt"
        lab.write_file(name, 5)
        self.assertRefused(self.run_cli("put", "--json", name, "s3://b/"), r"caf\xe9.txt", "UTF-8")
        # In a folder: said, and the others are planned all the same.
        os.mkdir(self.path("menu"))
        lab.write_file(os.fsencode(self.path("menu")) + b"/th\xe9", 5)
        lab.write_file(self.path("menu", "tea"), 5)
        plan = self.run_cli("put", "--json", "--dry-run", self.path("menu"), "s3://b/")
        self.assertStatus(plan, 1)
        self.assertEqual([e["key"] for e in plan.of("planned")], ["menu/tea"])
        self.assertIn(r"th\xe9", plan.err)

    def test_folders_that_contain_themselves(self):
        os.makedirs(self.path("loop", "inner"))
        os.symlink("..", self.path("loop", "inner", "again"))
        lab.write_file(self.path("loop", "inner", "file"), 5)
        plan = self.run_cli("put", "--json", "--dry-run", self.path("loop"), "s3://b/", timeout=20)
        self.assertEqual([e["key"] for e in plan.of("planned")], ["loop/inner/file"])

    def test_two_files_for_one_key(self):
        os.makedirs(self.path("x"))
        one, two = lab.write_file(self.path("same"), 5), lab.write_file(self.path("x", "same"), 6)
        plan = self.run_cli("put", "--json", "--dry-run", one, two, "s3://b/")
        self.assertStatus(plan, 1)
        self.assertEqual([e["size"] for e in plan.of("planned")], [5])
        self.assertIn("DuplicateKey", plan.err)

    def test_control_characters_do_not_reach_the_terminal(self):
        name = self.path("a\x1b[31mred\n")
        lab.write_file(name, 5)
        for outcome in (self.run_cli("put", "--dry-run", name, "s3://b/"), self.run_cli("put", name + "missing", "s3://b/")):
            self.assertNotIn("\x1b", outcome.out + outcome.err)
            self.assertIn(r"a\x1b[31mred\x0a", outcome.out + outcome.err)

    def test_no_server_is_resumable(self):
        file = lab.write_file(self.path("a"), 5)
        began = time.monotonic()
        outcome = self.run_cli("put", "--json", "--offline-wait", "1", file, "s3://b/")
        self.assertStatus(outcome, 3)
        self.assertLess(time.monotonic() - began, 20)
        self.assertIn("could not be reached", outcome.err)
        self.assertIn("davit-cli resume", outcome.err)
        waiting = [json.loads(line) for line in self.run_cli("queue", "--json").out.splitlines()]
        self.assertEqual([w["key"] for w in waiting], ["a"])

    def test_no_receipt(self):
        self.assertEqual(self.run_cli("receipts", "--json").out, "")
        self.assertStatus(self.run_cli("receipts"), 0)
        self.assertRefused(self.run_cli("receipts", "12345678"), "NoSuchReceipt")
        self.assertRefused(self.run_cli("verify", "12345678"), "NoSuchReceipt")
        self.assertRefused(self.run_cli("verify", lab.write_file(self.path("no.json"), 100)), "NotAReceipt")

    def test_no_tls_verification_is_said_aloud(self):
        file = lab.write_file(self.path("a"), 5)
        outcome = self.run_cli("put", "--dry-run", "--no-verify-ssl", file, "s3://b/")
        self.assertIn("WARNING", outcome.err)

    def test_a_locale_without_utf8(self):
        file = lab.write_file(self.path("träume"), 5)
        self.environment |= {"LC_ALL": "C", "LANG": "C"}
        plan = self.run_cli("put", "--json", "--dry-run", file, "s3://b/")
        self.assertStatus(plan, 0)
        self.assertEqual((plan.events[0]["key"], plan.err), ("träume", ""))

    def test_a_closed_pipe_is_no_death(self):
        file = lab.write_file(self.path("a"), 5)
        process = self.start("put", "--dry-run", "--json", file, "s3://b/")
        process.stdout.close()
        self.assertEqual(process.wait(timeout=20), 0)

    def test_nothing_but_its_own_folders_is_written(self):
        self.run_cli("queue")
        file = lab.write_file(self.path("a"), 5)
        self.run_cli("put", "--offline-wait", "0", file, "s3://b/")
        database = self.path("data_home", "davit", "davit.sqlite")
        self.assertEqual(os.stat(database).st_mode & 0o777, 0o600)
        self.assertEqual(os.stat(os.path.dirname(database)).st_mode & 0o777, 0o700)
        for folder, _, files in os.walk(self.path("data_home")):
            for name in files:
                with open(os.path.join(folder, name), "rb") as kept:
                    self.assertNotIn(b"SECRET", kept.read())


if __name__ == "__main__":
    lab.main()

# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""The real window on a private X server: a file dragged from another program travels to the sandbox."""
import hashlib
import os
import re
import subprocess
import sys
import time
import urllib.request

import lab

NEEDS = lab.missing(["xvfb-run", "dbus-run-session", "openbox", "xdotool", "xprop", "xauth"], ["boto3", "pyatspi"])
if not NEEDS and not os.path.exists("/usr/libexec/at-spi-bus-launcher"):
    NEEDS = "not installed: at-spi2-core"

if not NEEDS and os.environ.get("DESK_INSIDE") != "1":
    os.execv(os.path.join(lab.HERE, "desk.sh"), ["desk.sh", sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:]])
if not NEEDS:
    import desk

DAVIT = os.environ.get("DAVIT", "davit")
DRAGSOURCE = os.environ.get("DRAGSOURCE", "dragsource")


class WindowJourney(lab.Journey):
    def setUp(self):
        super().setUp()
        # The session that desk.sh made; the folders stay our own. The sandbox announces itself where the window looks.
        for name in ("QT_LINUX_ACCESSIBILITY_ALWAYS_ON", "QT_ACCESSIBILITY", "QT_QPA_PLATFORM"):
            self.environment[name] = os.environ[name]
        self.environment["QT_QPA_PLATFORM"] = "xcb"
        self.sandbox = lab.Sandbox(self.home, environment=self.environment)
        self.addCleanup(self.sandbox.stop)
        self.s3 = self.sandbox.client()

    def open(self, *arguments):
        log = open(self.path("davit.log"), "ab")
        self.addCleanup(log.close)
        process = subprocess.Popen([DAVIT, *arguments], env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.addCleanup(lab.end, process)
        return process, desk.application("davit")

    def close(self, process):
        process.terminate()
        self.assertEqual(process.wait(timeout=15), 0, open(self.path("davit.log")).read())

    def drop_on(self, window, *files):
        source = subprocess.Popen([DRAGSOURCE, *files], env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, text=True)
        self.addCleanup(lab.end, source)
        handle = desk.waited(lambda: desk.xdo("search", "--onlyvisible", "--name", "^dragsource$"), 10, "the other program's window").split()[0]
        # Beside Davit's window is no room: the small one goes on top of its corner.
        desk.xdo("windowmove", handle, 2, 2)
        desk.xdo("windowraise", handle)
        time.sleep(0.5)
        frame = desk.find(window, role="frame")
        desk.drag((60, 50), desk.middle(frame))
        self.assertIn("dropped with action 1", source.stdout.readline(), "the window did not take the drop as a copy")

    def choose_target(self, window, bucket, prefix=None):
        upload = desk.find(window, role="push button", name="Upload")
        desk.type_into(desk.find(window, role="text", name="Bucket"), bucket)
        if prefix is not None:
            desk.type_into(desk.find(window, role="text", name="Folder (prefix)"), prefix)
        desk.waited(lambda: desk.is_enabled(upload), 10, "Upload to be possible")
        return upload

    def wait_completed(self, window, seconds=60):
        """What the list says of its only upload, as a screen reader hears it."""
        return desk.waited(lambda: [n for _, n in desk.walk(window) if (n.name or "").startswith("Completed")
                                    and n.getRoleName() in ("table cell", "list item", "tree item", "label")], seconds, "Completed")

    def assertStored(self, key, path):
        body = self.s3.get_object(Bucket="demo", Key=key)["Body"].read()
        self.assertEqual(hashlib.sha256(body).hexdigest(), lab.sha256_of(path))

    def test_a_dragged_file_arrives(self):
        path = lab.write_file(self.path("Überseekiste 1.bin"), 40 * lab.MIB)
        process, window = self.open()
        try:
            self.drop_on(window, path)
            desk.press(self.choose_target(window, "demo", "harbour/"))
            lab.wait_for(lambda: any(o["Key"] == "harbour/Überseekiste 1.bin" for o in
                                     self.s3.list_objects_v2(Bucket="demo").get("Contents", [])), 60, "the object in the bucket")
            self.wait_completed(window)
        except Exception:
            print(desk.dump(window), flush=True)
            print(open(self.path("davit.log")).read(), flush=True)
            raise
        self.assertStored("harbour/Überseekiste 1.bin", path)
        upload, = self.sandbox.state()["uploads"].values()
        self.assertEqual(len(upload["parts"]), 5)
        self.assertTrue(all(part["acknowledged"] == 1 for part in upload["parts"].values()))
        self.close(process)

    def test_a_second_call_hands_its_files_to_the_first(self):
        path = lab.write_file(self.path("late.bin"), 1000)
        process, window = self.open()
        second = subprocess.run([DAVIT, path], env=self.environment, timeout=20)
        self.assertEqual(second.returncode, 0)
        desk.press(self.choose_target(window, "demo"))
        lab.wait_for(lambda: self.s3.list_objects_v2(Bucket="demo").get("Contents"), 30, "the object in the bucket")
        self.assertStored("late.bin", path)
        self.close(process)

    def test_closed_in_mid_upload_and_opened_again(self):
        path = lab.write_file(self.path("long.bin"), 64 * lab.MIB)
        self.sandbox.fault("slow", op="UploadPart", count=0, rate=1024 * 1024)
        process, window = self.open(path)
        desk.press(self.choose_target(window, "demo"))
        lab.wait_for(lambda: self.s3.list_multipart_uploads(Bucket="demo").get("Uploads"), 30, "the upload on the server")
        time.sleep(1)
        self.close(process)
        self.assertTrue(self.s3.list_multipart_uploads(Bucket="demo").get("Uploads"), "closing must not abort")
        self.sandbox.clear_faults()
        process, window = self.open()
        lab.wait_for(lambda: self.s3.list_objects_v2(Bucket="demo").get("Contents"), 60, "the object in the bucket")
        self.assertStored("long.bin", path)
        self.assertEqual(self.s3.list_multipart_uploads(Bucket="demo").get("Uploads", []), [])
        self.close(process)

    def begun_by_another_program(self, key, path, part_size, skip=(), wrong=()):
        upload_id = self.s3.create_multipart_upload(Bucket="demo", Key=key)["UploadId"]
        with open(path, "rb") as file:
            for number, body in enumerate(iter(lambda: file.read(part_size), b""), 1):
                if number not in skip:
                    self.s3.upload_part(Bucket="demo", Key=key, UploadId=upload_id, PartNumber=number,
                                        Body=b"x" * len(body) if number in wrong else body)
        return upload_id

    def sent_parts(self, upload_id):
        """How often each part of the upload arrived, the other program's included."""
        return {int(n): part["acknowledged"] for n, part in self.sandbox.state()["uploads"][upload_id]["parts"].items()}

    def test_an_upload_of_another_program_is_resumed_with_its_file(self):
        path = lab.write_file(self.path("film.bin"), 40 * lab.MIB)
        upload_id = self.begun_by_another_program("film.bin", path, 5 * lab.MIB, skip=(4, 8), wrong=(2,))
        process, window = self.open()
        self.activate()
        desk.find(window, role="push button", name="Sandbox", seconds=15)
        # By keys alone: the menu's shortcut, the only bucket is filled in, the only upload is chosen.
        desk.xdo("key", "ctrl+shift+r")
        dialog = desk.find(window, role="dialog", contains="Resume an upload with a file")
        compare = desk.find(dialog, role="push button", name="Compare")
        desk.find(dialog, name="film.bin", seconds=15)
        for _ in range(3):
            desk.xdo("key", "Tab")
        desk.xdo("type", path)
        desk.waited(lambda: desk.is_enabled(compare), 10, "Compare to be possible")
        desk.xdo("key", "Return")
        desk.find(dialog, name="5 of 8 parts hold this file's bytes, 1 differs, 2 are missing: 15.0 MiB will be sent.", seconds=30)
        desk.xdo("key", "Return")
        lab.wait_for(lambda: self.s3.list_objects_v2(Bucket="demo").get("Contents"), 60, "the object in the bucket")
        self.assertStored("film.bin", path)
        self.assertEqual(self.sent_parts(upload_id), {1: 1, 2: 2, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1, 8: 1})
        self.close(process)

    def test_a_key_with_an_unfinished_upload_is_asked_about(self):
        path = lab.write_file(self.path("other.bin"), 20 * lab.MIB)
        upload_id = self.begun_by_another_program("other.bin", path, 5 * lab.MIB, skip=(3,))
        process, window = self.open(path)
        desk.press(self.choose_target(window, "demo"))
        desk.press(desk.find(window, role="radio button", name="Replace it and delete its 15.0 MiB", seconds=15))
        desk.press(desk.find(window, role="push button", name="Delete 15.0 MiB and continue"))
        lab.wait_for(lambda: self.s3.list_objects_v2(Bucket="demo").get("Contents"), 60, "the object in the bucket")
        self.assertStored("other.bin", path)
        lab.wait_for(lambda: not self.s3.list_multipart_uploads(Bucket="demo").get("Uploads"), 30, "the old upload to be gone")
        self.assertNotIn(upload_id, [u["UploadId"] for u in self.s3.list_multipart_uploads(Bucket="demo").get("Uploads", [])])
        self.close(process)

    def activate(self):
        handle = desk.waited(lambda: desk.xdo("search", "--onlyvisible", "--name", "^Davit$"), 10, "the window").split()[0]
        desk.xdo("windowactivate", "--sync", handle)

    def clipboard(self, window):
        """As the next program would paste it: into the filter, whose text is read."""
        field = desk.find(window, role="text", name="Filter")
        desk.type_into(field, "")
        self.activate()  # a dialog that has just closed leaves the keys to nobody
        desk.xdo("key", "ctrl+f")
        time.sleep(0.3)
        desk.xdo("key", "ctrl+v")
        text = desk.waited(lambda: field.queryText().getText(0, -1), 10, "something in the clipboard")
        desk.type_into(field, "")
        return text

    def test_options_of_an_upload_and_links_to_it(self):
        path = lab.write_file(self.path("a b.bin"), 1000)
        process, window = self.open(path)
        try:
            upload = self.choose_target(window, "demo", "p/")
            desk.press(desk.find(window, contains="Options:"))
            for section in ("Names", "Type, metadata, tags"):
                desk.press(desk.find(window, name=section))
            pattern = desk.find(window, role="text", name="Name on the server")
            desk.type_into(pattern, "{nmae}")
            desk.waited(lambda: not desk.is_enabled(upload), 10, "the pattern to be refused")
            desk.find(window, role="label", contains="Nothing is known by the name {nmae}")
            desk.type_into(pattern, "{folder}/{stem}-v1.{extension}")
            desk.find(window, role="table cell", contains="p/a b-v1.bin")
            desk.type_into(desk.find(window, role="text", name="Metadata"), "project=Aurora, place=Köln")
            desk.type_into(desk.find(window, role="text", name="Content type"), "application/x-reel")
            # Kept under a name, it is there in the next life.
            desk.press(desk.find(window, role="push button", name="Save as preset…"))
            desk.type_into(desk.find(window, role="text", name="Name"), "Reels")
            save = desk.find(window, role="push button", name="Save")
            desk.waited(lambda: desk.is_enabled(save), 10, "the preset to have a name")
            desk.press(save)
            desk.waited(lambda: desk.find(window, role="combo box", name="Preset").queryText, 10, "the presets")
            time.sleep(0.5)
            desk.press(upload)
            lab.wait_for(lambda: self.s3.list_objects_v2(Bucket="demo").get("Contents"), 60, "the object in the bucket")
            self.assertStored("p/a b-v1.bin", path)
            head = self.s3.head_object(Bucket="demo", Key="p/a b-v1.bin")
            self.assertEqual(head["ContentType"], "application/x-reel")
            self.assertEqual(head["Metadata"]["project"], "Aurora")
            self.wait_completed(window)

            row = desk.find(window, role="table cell", contains="a b.bin")
            self.activate()
            self.click_into(row)
            time.sleep(0.5)
            desk.xdo("key", "ctrl+shift+u")
            url = self.clipboard(window)
            self.assertTrue(url.startswith("http://127.0.0.1") and url.endswith("/p/a%20b-v1.bin"), url)
            self.click_into(desk.find(window, role="table cell", contains="a b.bin"))
            time.sleep(0.5)
            desk.xdo("key", "ctrl+l")
            dialog = desk.find(window, role="dialog", contains="Copy presigned link")
            desk.press(desk.find(dialog, role="push button", name="Copy link"))
            desk.find(dialog, role="label", contains="Good until", seconds=20)
            desk.press(desk.find(dialog, role="push button", name="Close"))
            link = self.clipboard(window)
            with urllib.request.urlopen(link, timeout=20) as answer:
                self.assertEqual(answer.read(), open(path, "rb").read())
        except Exception:
            print(desk.dump(window), flush=True)
            raise
        self.close(process)
        # The link is in no file of Davit's.
        signature = re.search("X-Amz-Signature=([0-9a-f]{64})", link).group(1).encode()
        for folder, _, names in os.walk(self.home):
            for name in names:
                with open(os.path.join(folder, name), "rb") as file:
                    self.assertNotIn(signature, file.read(), name)
        process, window = self.open(lab.write_file(self.path("second.bin"), 10))
        try:
            desk.find(window, contains="Options: “Reels”", seconds=20)
            desk.find(window, role="table cell", contains="second-v1.bin")
        except Exception:
            print(desk.dump(window), flush=True)
            raise
        self.close(process)

    def unfinished_on_server(self):
        return {u["Key"]: u["UploadId"] for u in self.s3.list_multipart_uploads(Bucket="demo").get("Uploads", [])}

    def open_unfinished(self, window):
        """The page of unfinished uploads, by the sidebar; keys go to the window."""
        self.activate()
        desk.find(window, role="push button", name="Sandbox", seconds=15)
        item = desk.find(window, role="list item", contains="Unfinished uploads")
        desk.xdo("mousemove", *desk.middle(item), "click", 1)

    def click_into(self, node):
        desk.xdo("mousemove", *desk.middle(node), "click", 1)

    def test_unfinished_uploads_are_cancelled(self):
        path = lab.write_file(self.path("part.bin"), 15 * lab.MIB)
        upload_id = self.begun_by_another_program("reel/a.mov", path, 5 * lab.MIB)
        self.begun_by_another_program("reel/träne+1 %41.mov", path, 5 * lab.MIB, skip=(2,))
        self.begun_by_another_program("empty", path, 5 * lab.MIB, skip=(1, 2, 3))
        process, window = self.open()
        try:
            self.open_unfinished(window)
            desk.find(window, role="label", name="3 unfinished uploads hold 25.0 MiB", seconds=20)
            row = desk.find(window, role="table cell", contains="reel/a.mov")
            self.assertIn("holds 15.0 MiB in 3 parts", row.name)
            self.assertIn("Probably running elsewhere", row.name)
            self.click_into(row)
            desk.find(window, role="label", contains="15.0 MiB in 3 parts", seconds=15)  # its facts, below
            desk.xdo("key", "ctrl+a")
            desk.find(window, role="push button", name="Cancel 3 uploads and delete their parts…")
            desk.xdo("key", "Delete")
            dialog = desk.find(window, role="dialog", contains="Cancel uploads")
            # They are a minute old: somebody may be sending them, and nothing is cancelled unless somebody says so.
            desk.find(dialog, role="label", name="Nothing is cancelled as it stands: see below.")
            self.assertFalse(desk.is_enabled(desk.find(dialog, role="push button", name="Cancel uploads and delete their parts")))
            self.assertEqual(len(self.unfinished_on_server()), 3)
            desk.press(desk.find(dialog, role="check box", name="Also cancel the 3 that are probably running"))
            desk.press(desk.find(dialog, role="push button", name="Cancel 3 uploads and delete their parts"))
            desk.find(dialog, role="label", name="3 uploads are proven gone.", seconds=40)
            desk.find(dialog, role="label", contains="Freed 25.0 MiB")
            self.assertEqual(self.unfinished_on_server(), {})
            desk.press(desk.find(dialog, role="push button", name="Close"))
            desk.find(window, role="label", name="No unfinished uploads", seconds=15)
        except Exception:
            print(desk.dump(window), flush=True)
            raise
        with self.assertRaises(self.s3.exceptions.NoSuchUpload):
            self.s3.list_parts(Bucket="demo", Key="reel/a.mov", UploadId=upload_id)
        self.close(process)

    def test_a_rule_is_written(self):
        other = {"ID": "cold", "Status": "Enabled", "Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 30}}
        self.s3.put_bucket_lifecycle_configuration(Bucket="demo", LifecycleConfiguration={"Rules": [other]})
        upload_id = self.s3.create_multipart_upload(Bucket="demo", Key="young.bin")["UploadId"]
        process, window = self.open()
        try:
            self.open_unfinished(window)
            desk.find(window, role="table cell", contains="young.bin", seconds=20)
            rule = desk.find(window, role="push button", name="Clean up automatically…")
            desk.waited(lambda: desk.is_enabled(rule), 10, "the rule to be possible")
            desk.press(rule)
            dialog = desk.find(window, role="dialog", contains="Clean up automatically")
            box = desk.find(dialog, role="check box", name="Delete unfinished uploads after", seconds=15)
            write = desk.find(dialog, role="push button", name="Write the rule")
            self.assertFalse(desk.is_enabled(write))
            desk.press(box)
            desk.find(dialog, role="label", contains="whole bucket, delete unfinished uploads after 7 days")
            desk.find(dialog, role="label", name="1 other rule stays as it is.")
            desk.waited(lambda: desk.is_enabled(write), 10, "the rule to be written")
            desk.press(write)
            desk.find(dialog, role="label", name="The bucket now deletes unfinished uploads after 7 days.", seconds=20)
            rules = self.s3.get_bucket_lifecycle_configuration(Bucket="demo")["Rules"]
            self.assertEqual(len(rules), 2)
            self.assertIn(other, rules)
            aborting, = [r for r in rules if "AbortIncompleteMultipartUpload" in r]
            self.assertEqual(aborting["AbortIncompleteMultipartUpload"], {"DaysAfterInitiation": 7})
            self.assertEqual(aborting["Status"], "Enabled")
            desk.press(desk.find(dialog, role="push button", name="Close"))
            desk.find(window, role="table cell", contains="expires by itself on", seconds=10)  # the row knows it at once
        except Exception:
            print(desk.dump(window), flush=True)
            raise
        self.assertEqual(self.unfinished_on_server(), {"young.bin": upload_id})
        self.close(process)

    def test_help_without_a_display(self):
        bare = {k: v for k, v in self.environment.items() if k not in ("DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY")}
        for option, word in (("--version", "davit "), ("--help", "Usage:")):
            told = subprocess.run([DAVIT, option], env=bare, capture_output=True, text=True, timeout=20)
            self.assertEqual(told.returncode, 0, told.stderr)
            self.assertIn(word, told.stdout)


if __name__ == "__main__":
    lab.main(NEEDS)

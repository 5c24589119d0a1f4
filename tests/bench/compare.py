# SPDX-FileCopyrightText: 2026 The Davit authors
# SPDX-License-Identifier: MIT
"""What run.sh does; its options are told there."""

import argparse
import atexit
import datetime
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MIB = 1 << 20
GIB = 1 << 30
RUN_TIMEOUT = 900  # seconds
NAMES = ["davit-cli", "curl", "aws", "aws-crt", "rclone"]
JOURNAL = ["davit-cli-disk", "davit-cli-bare"]
ASKED_FOR = ["davit-cli-crc64nvme", *JOURNAL]  # not measured unless named


def parsed_size(text):
    match = re.fullmatch(r"(\d+)\s*(B|KiB|MiB|GiB|)", text)
    if not match or int(match[1]) == 0:
        raise argparse.ArgumentTypeError(f"not a size: {text} (try 8MiB)")
    return int(match[1]) * {"": 1, "B": 1, "KiB": 1 << 10, "MiB": MIB, "GiB": GIB}[match[2]]


def shown_size(size):
    for unit, factor in (("GiB", GIB), ("MiB", MIB)):
        if size % factor == 0:
            return f"{size // factor} {unit}"
    return f"{size} B"


def say(text=""):
    print(text, flush=True)


class Skipped(Exception):
    """Why a tool is left out."""


class Sink:
    """The discarding server, for the time of a `with`."""

    def __init__(self, program, scratch):
        self.ca = scratch / "ca.pem"
        self.ports = {}
        self.has_default_ports = all(self._is_free(port) for port in (80, 443))
        command = [program, "--http", "0", "--https", "0", "--ca-file", self.ca]
        if self.has_default_ports:
            command += ["--http", "80", "--https", "443"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            if line.strip() == "ready":
                break
            scheme, port = line.split()
            self.ports.setdefault(scheme, int(port))
        if self.process.poll() is not None or len(self.ports) != 2:
            sys.exit("The sink did not start.")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    @staticmethod
    def _is_free(port):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
        return True

    def url(self, scheme):
        return f"{scheme}://127.0.0.1:{self.ports[scheme]}"

    def sizes(self, keys):
        connection = http.client.HTTPConnection("127.0.0.1", self.ports["http"], timeout=20)
        sizes = []
        for key in keys:
            connection.request("HEAD", f"/bench/{key}")
            answer = connection.getresponse()
            answer.read()
            sizes.append(int(answer.headers["Content-Length"]) if answer.status == 200 else None)
        connection.close()
        return sizes


class Source:
    """The file to send, and for curl the same in part files."""

    def __init__(self, folder, name, size, part_size):
        self.path = folder / name
        self.size = size
        self.parts = []
        block = os.urandom(MIB)
        parts_folder = folder / f"{name}.parts"
        parts_folder.mkdir()
        with open(self.path, "wb") as out:
            while out.tell() < size:
                out.write(block[: size - out.tell()])
        with open(self.path, "rb") as whole:
            while whole.tell() < size:
                part = parts_folder / f"{len(self.parts) + 1:05}"
                self.parts.append(part)
                with open(part, "wb") as out:
                    left = min(part_size, size - whole.tell())
                    while left > 0:
                        left -= out.write(whole.read(min(left, MIB)))


class Tool:
    """How a tool is called. `command` gives the arguments that send the source to bench/KEY."""

    label = ""

    def __init__(self, options, sink, scratch):
        self.options = options
        self.sink = sink
        self.scratch = scratch

    def keys(self, key, source):
        return [key]

    def environment(self):
        return {}

    @staticmethod
    def found(program, hint=None):
        path = hint if hint and os.access(hint, os.X_OK) else shutil.which(program)
        if not path:
            raise Skipped("not installed")
        return path


class Curl(Tool):
    def __init__(self, *args):
        super().__init__(*args)
        self.program = self.found("curl")
        version = subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout.split()[1]
        self.label = f"curl -Z {version}"

    def keys(self, key, source):
        return [f"{key}/{part.name}" for part in source.parts]

    def command(self, scheme, key, source):
        config = self.scratch / "curl.conf"
        with open(config, "w") as out:
            for part in source.parts:
                out.write(f'upload-file = "{part}"\nurl = "{self.sink.url(scheme)}/bench/{key}/{part.name}"\noutput = "/dev/null"\n')
        return [self.program, "-q", "-sS", "--fail", "--noproxy", "*", "--cacert", self.sink.ca, "-H", "Expect:",
                "--parallel", "--parallel-immediate", "--parallel-max", self.options.connections, "--config", config]


class Davit(Tool):
    def __init__(self, options, sink, scratch):
        super().__init__(options, sink, scratch)
        if not options.cli:
            raise Skipped("not built")
        self.label = "davit-cli"

    def environment(self):
        return {f"XDG_{name}_HOME": str(self.scratch / "xdg" / name.lower()) for name in ("DATA", "CONFIG", "STATE", "CACHE")}

    def command(self, scheme, key, source):
        shutil.rmtree(self.scratch / "xdg", ignore_errors=True)
        command = [self.options.cli, "put", source.path, f"s3://bench/{key}", "--endpoint-url", self.sink.url(scheme),
                   "--part-size", self.options.part_size, "--parallel", self.options.connections, "--quiet"]
        return command + (["--ca-bundle", self.sink.ca] if scheme == "https" else [])


class DavitCrc64Nvme(Davit):
    """As to servers that are known to take that checksum, AWS among them; others get Content-MD5 over https."""

    def __init__(self, *args):
        super().__init__(*args)
        self.label = "davit-cli, CRC64NVME"

    def command(self, scheme, key, source):
        return super().command(scheme, key, source) + ["--checksum-algorithm", "CRC64NVME"]


class DavitOnDisk(Davit):
    """With its journal on a disk, where a transaction waits for the platter; the other runs have it in memory beside the file."""

    def __init__(self, *args):
        super().__init__(*args)
        self.label = "davit-cli, disk journal"
        self.data = pathlib.Path(tempfile.mkdtemp(prefix="davit-bench-", dir="/var/tmp"))
        atexit.register(shutil.rmtree, self.data, ignore_errors=True)

    def environment(self):
        return super().environment() | {"XDG_DATA_HOME": str(self.data)}


class DavitWithoutJournal(Davit):
    """Where no journal can be kept, uploads go on without: what it costs is the difference."""

    def __init__(self, *args):
        super().__init__(*args)
        self.label = "davit-cli, no journal"

    def environment(self):
        return super().environment() | {"XDG_DATA_HOME": "/proc/no-journal-here"}


class Aws(Tool):
    client = "classic"
    setting = "default"  # what 2.9 calls the classic client; later ones take it as a second name

    def __init__(self, *args):
        super().__init__(*args)
        # A newer CLI in front of Debian's has no other name, so Debian's is taken where it is.
        self.program = self.found("aws", "/usr/bin/aws")
        self.version = subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout.split()[0].split("/")[-1]
        self.label = f"aws {self.version} {self.client}"

    def environment(self):
        config = self.scratch / f"aws-{self.client}.conf"
        config.write_text(
            f"[default]\nregion = us-east-1\ns3 =\n  preferred_transfer_client = {self.setting}\n  addressing_style = path\n"
            f"  multipart_threshold = {self.options.part_size}\n  multipart_chunksize = {self.options.part_size}\n"
            f"  max_concurrent_requests = {self.options.connections}\n")
        return {"AWS_CONFIG_FILE": str(config), "AWS_EC2_METADATA_DISABLED": "true"}

    def endpoint(self, scheme):
        return self.sink.url(scheme)

    def command(self, scheme, key, source):
        command = [self.program, "s3", "cp", source.path, f"s3://bench/{key}", "--endpoint-url", self.endpoint(scheme), "--only-show-errors"]
        return command + (["--ca-bundle", self.sink.ca] if scheme == "https" else [])


class AwsCrt(Aws):
    client = "crt"
    setting = "crt"

    def __init__(self, *args):
        super().__init__(*args)
        if not self.version.startswith("2."):
            raise Skipped(f"aws {self.version} has no CRT client")
        if not self.sink.has_default_ports:
            raise Skipped("it ignores the endpoint's port, and 80 and 443 cannot be had here (root may)")

    def endpoint(self, scheme):
        return f"{scheme}://127.0.0.1"


class Rclone(Tool):
    def __init__(self, *args):
        super().__init__(*args)
        self.program = self.found("rclone")
        version = subprocess.run([self.program, "version"], capture_output=True, text=True).stdout.split()[1]
        self.label = f"rclone {version.lstrip('v')}"

    def command(self, scheme, key, source):
        size = str(self.options.part_size)
        command = [self.program, "copyto", source.path, f":s3:bench/{key}", "--config", "", "--s3-provider", "Other", "--s3-env-auth",
                   "--s3-endpoint", self.sink.url(scheme), "--s3-region", "us-east-1", "--s3-chunk-size", f"{size}B", "--s3-upload-cutoff",
                   f"{size}B", "--s3-upload-concurrency", self.options.connections, "--s3-no-check-bucket"]
        return command + (["--ca-cert", self.sink.ca] if scheme == "https" else [])


TOOLS = {"davit-cli": Davit, "davit-cli-crc64nvme": DavitCrc64Nvme, "davit-cli-disk": DavitOnDisk, "davit-cli-bare": DavitWithoutJournal, "curl": Curl, "aws": Aws, "aws-crt": AwsCrt, "rclone": Rclone}


def run_once(tool, scheme, key, source, options, scratch):
    """One upload, checked: its cost. Raises Skipped with the tool's words when it fails."""
    cost = scratch / "cost"
    cost.unlink(missing_ok=True)
    no_settings = scratch / "no-settings"
    no_settings.touch()
    environment = dict(os.environ, AWS_ACCESS_KEY_ID="bench", AWS_SECRET_ACCESS_KEY="not-a-secret", AWS_DEFAULT_REGION="us-east-1", no_proxy="*",
                       AWS_SHARED_CREDENTIALS_FILE=str(no_settings), AWS_CONFIG_FILE=str(no_settings))
    for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"):
        environment.pop(name, None)
    environment.update(tool.environment())
    command = [str(word) for word in [options.measure, cost, *tool.command(scheme, key, source)]]
    with open(scratch / "output", "w+") as output:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, start_new_session=True)
        try:
            status = process.wait(RUN_TIMEOUT)
        except BaseException as stopped:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            if isinstance(stopped, subprocess.TimeoutExpired):
                raise Skipped(f"not done after {RUN_TIMEOUT} s") from stopped
            raise
        output.seek(0)
        words = output.read().strip().splitlines()
    if status != 0:
        raise Skipped(f"failed with {status}: {words[-1] if words else 'without a word'}")
    sizes = tool.sink.sizes(tool.keys(key, source))
    if None in sizes or sum(sizes) != source.size:
        raise Skipped(f"says it is done, but the server has {sum(size or 0 for size in sizes)} of {source.size} bytes")
    wall, user, system, peak = cost.read_text().split()
    return {"wall": float(wall), "cpu": float(user) + float(system), "peakKiB": int(peak)}


def summarised(runs, size):
    return {"wall": statistics.median(run["wall"] for run in runs), "cpuPerGiB": statistics.median(run["cpu"] for run in runs) * GIB / size,
            "peakMiB": max(run["peakKiB"] for run in runs) / 1024, "runs": runs}


def print_table(scheme, results, labels, options):
    say(f"\n{scheme}: {shown_size(options.size)} in parts of {shown_size(options.part_size)}, {options.connections} connections, "
        f""
        + (f"median of {options.rounds} rounds" if options.rounds > 1 else "one round"))
    say(f"{'':24}{'wall s':>9}{'x curl':>8}{'CPU s/GiB':>11}{'x curl':>8}{'peak MiB':>10}")
    curl = results["curl"]
    for name in sorted(results, key=lambda name: results[name]["wall"]):
        one = results[name]
        say(f"{labels[name]:24}{one['wall']:9.2f}{one['wall'] / curl['wall']:8.2f}{one['cpuPerGiB']:11.2f}"
            f"{one['cpuPerGiB'] / curl['cpuPerGiB']:8.2f}{one['peakMiB']:10.0f}")


def missed_aims(results):
    """The aims that were missed, as sentences; said also when they were met or could not be measured."""
    davit, crt = results.get("davit-cli"), results.get("aws-crt")
    missed = []
    if all(name in results for name in JOURNAL):
        disk, bare = (results[name] for name in JOURNAL)
        cost = disk["wall"] / bare["wall"] - 1
        say(f"The journal on a disk cost {cost:+.1%} of the wall time, {disk['cpuPerGiB'] - bare['cpuPerGiB']:+.3f} CPU s/GiB (aim: below 2 %).")
        if cost >= 0.02:
            missed.append(f"the journal costs {cost:.1%}")
    if not davit:
        return missed if missed or "davit-cli-disk" in results else ["davit-cli was not measured"]
    if crt:
        ratio = davit["wall"] / crt["wall"]
        say(f"davit-cli took {ratio:.2f} of the CRT client's time (aim: at most 1).")
        if ratio > 1:
            missed.append(f"davit-cli is slower than the CRT client: {ratio:.2f}")
    if davit["peakMiB"] >= 64:
        missed.append(f"davit-cli took {davit['peakMiB']:.0f} MiB (aim: below 64)")
    return missed


def built(options):
    """Sets options.sink, .measure and .cli (None when it cannot be built)."""
    folder = options.build
    if not folder:
        folder = ROOT / "build" / "bench"
        configure = ["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Release", "-DDAVIT_TESTS=ON", "-DDAVIT_GUI=OFF"]
        if shutil.which("ccache"):
            configure.append("-DCMAKE_CXX_COMPILER_LAUNCHER=ccache")
        say(f"Building in {folder} …")
        for command in (configure, ["cmake", "--build", folder, "--target", "davit-s3sink", "davit-bench-measure"],
                        ["cmake", "--build", folder, "--target", "davit-cli"]):
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode != 0:
                say("\n".join(done.stdout.splitlines()[-20:]))
                if command[-1] != "davit-cli":
                    sys.exit("The benchmark could not be built.")
    options.sink = pathlib.Path(folder) / "tests/bench/davit-s3sink"
    options.measure = pathlib.Path(folder) / "tests/bench/davit-bench-measure"
    options.cli = pathlib.Path(folder) / "app/davit-cli"
    for program in (options.sink, options.measure):
        if not program.exists():
            sys.exit(f"{program} is missing; build it, or leave --build out.")
    if not options.cli.exists():
        options.cli = None


def roomy_folder(needed):
    """In memory where there is room, so that writing back to a disk disturbs nobody."""
    memory = pathlib.Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > needed and os.access(memory, os.W_OK):
        return memory
    return None


def list_of(allowed):
    def parse(text):
        words = text.split(",")
        if any(word not in allowed for word in words):
            raise argparse.ArgumentTypeError(f"{text}: choose from {','.join(allowed)}")
        return words

    return parse


def options_given():
    parser = argparse.ArgumentParser(prog="run.sh", description="Benchmark against other upload tools; see the top of run.sh.")
    parser.add_argument("--size", type=parsed_size, default=GIB)
    parser.add_argument("--part-size", type=parsed_size, default=8 * MIB)
    parser.add_argument("--connections", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--schemes", type=list_of(["http", "https"]), default=["http", "https"])
    parser.add_argument("--tools", type=list_of(NAMES + ASKED_FOR), default=NAMES)
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--build", type=pathlib.Path)
    options = parser.parse_args()
    if options.rounds < 1 or options.connections < 1 or options.part_size < 5 * MIB:
        parser.error("at least one round, one connection, and 5 MiB a part")
    options.tools = [name for name in NAMES + ASKED_FOR if name in options.tools or name == "curl"]
    return options


def measured(options, sink, scratch):
    """All rounds over all schemes: results by scheme and tool, labels, and why tools were skipped."""
    skipped = {}
    tools = {}
    for name in options.tools:
        try:
            tools[name] = TOOLS[name](options, sink, scratch)
        except Skipped as why:
            skipped[name] = str(why)
    source = Source(scratch, "source", options.size, options.part_size)
    # One small upload first: it brings every program into the page cache and shows which tool does not work here.
    trial = Source(scratch, "trial", min(options.size, 2 * options.part_size + 1), options.part_size)
    results = {}
    for scheme in options.schemes:
        working = []
        for name, tool in tools.items():
            try:
                run_once(tool, scheme, f"trial/{scheme}/{name}", trial, options, scratch)
                working.append(name)
            except Skipped as why:
                skipped[f"{name} ({scheme})"] = str(why)
        if "curl" not in working:
            sys.exit(f"There is no measure without curl: {skipped.get('curl') or skipped.get(f'curl ({scheme})')}")
        runs = {name: [] for name in working}
        for number in range(options.rounds):
            turn = number % len(working)
            for name in working[turn:] + working[:turn]:
                if f"{name} ({scheme})" in skipped:
                    continue
                try:
                    run = run_once(tools[name], scheme, f"{scheme}/{number}/{name}", source, options, scratch)
                except Skipped as why:
                    skipped[f"{name} ({scheme})"] = f"round {number + 1}: {why}"
                    continue
                runs[name].append(run)
                say(f"  {scheme} round {number + 1}: {name:10} {run['wall']:7.2f} s")
        results[scheme] = {name: summarised(of, options.size) for name, of in runs.items() if of and f"{name} ({scheme})" not in skipped}
        if "curl" not in results[scheme]:
            sys.exit(f"There is no measure without curl: {skipped[f'curl ({scheme})']}")
    return results, {name: tool.label for name, tool in tools.items()}, skipped


def main():
    options = options_given()
    built(options)
    load = os.getloadavg()[0]
    say(f"{os.cpu_count()} processors, load average {load:.1f} before we begin" + (" (others are busy here: be wary of the seconds)" if load > 0.7 else ""))
    with tempfile.TemporaryDirectory(prefix="davit-bench-", dir=roomy_folder(3 * options.size)) as folder:
        scratch = pathlib.Path(folder)
        with Sink(options.sink, scratch) as sink:
            results, labels, skipped = measured(options, sink, scratch)

    missed = []
    for scheme in options.schemes:
        print_table(scheme, results[scheme], labels, options)
        missed += [f"{scheme}: {aim}" for aim in missed_aims(results[scheme])]
    for name, why in skipped.items():
        say(f"SKIPPED {name}: {why}")
    for aim in missed:
        say(f"MISSED {aim}")
    if options.json:
        options.json.write_text(json.dumps({
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "processors": os.cpu_count(), "loadBefore": load,
            "bytes": options.size, "partSize": options.part_size, "connections": options.connections, "rounds": options.rounds,
            "tools": labels, "skipped": skipped, "missed": missed, "results": results}, indent=1) + "\n")
    # A tool that is not here is no failure; davit-cli not doing its work is.
    davit_failed = any(name.startswith("davit-cli (") for name in skipped)
    return 1 if davit_failed or (options.check and missed) else 0


if __name__ == "__main__":
    sys.exit(main())

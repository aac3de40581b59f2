"""Start OpenSearch nodes on loopback for the tests: one process each, in a temporary folder.

``python tests/engines/opensearch/nodes.py --nodes 3 pytest tests/search`` runs a command while the
nodes are up; it finds their address in STORYBOT_TEST_OPENSEARCH, and ``{url}`` is replaced by it.
Without a command it prints the
address and keeps the nodes until it is interrupted. The server comes from Maven Central, since its
modules are there and its distribution is not. Exit 69 says that what it needs is missing.
"""

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
OLDEST_JAVA = 21
UNAVAILABLE = 69
"""Exit code of sysexits.h for a missing service."""


class Missing(RuntimeError):
    """What is needed to start OpenSearch is not on this machine; the message names it."""


def java_home() -> Path:
    """Return the home of a Java development kit that is new enough.

    Raises:
        Missing: there is none.
    """
    named = [Path(os.environ["JAVA_HOME"])] if "JAVA_HOME" in os.environ else []
    on_path = shutil.which("javac")
    found = [Path(on_path).resolve().parents[1]] if on_path else []
    for home in [*named, *found, *sorted(Path("/usr/lib/jvm").glob("*"))]:
        if (home / "bin/javac").is_file() and _version(home) >= OLDEST_JAVA:
            return home
    raise Missing(f"a Java development kit, {OLDEST_JAVA} or later")


def _version(home: Path) -> int:
    said = subprocess.run(
        [home / "bin/java", "-version"], capture_output=True, text=True, check=False
    )
    found = re.search(r'version "(\d+)', said.stderr)
    return int(found[1]) if found else 0


def class_path(java: Path, folder: Path) -> str:
    """Resolve the server's modules and compile the node's class into a folder.

    Raises:
        Missing: Maven is not there, or cannot resolve the modules.
    """
    if shutil.which("mvn") is None:
        raise Missing("Maven (mvn)")
    paths = folder / "class-path"
    resolving = subprocess.run(
        ["mvn", "--batch-mode", "--quiet", "--file", HERE / "pom.xml",
         "dependency:build-classpath", f"-Dmdep.outputFile={paths}"],
        env={**os.environ, "JAVA_HOME": str(java)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if resolving.returncode:
        raise Missing(f"OpenSearch's modules from Maven Central:\n{resolving.stdout[-2000:]}")
    modules = paths.read_text()
    source = HERE / "SearchNode.java"
    subprocess.run([java / "bin/javac", "-cp", modules, "-d", folder, source], check=True)
    return f"{modules}{os.pathsep}{folder}"


class Cluster:
    """Nodes that run, each in its own process; made by `running`."""

    def __init__(
        self, java: Path, modules: str, folder: Path, nodes: int, flags: list[str]
    ) -> None:
        self._java, self._modules, self._folder, self._flags = java, modules, folder, flags
        ports = _free_ports(2 * nodes)
        self.ports, self._inner = ports[:nodes], ports[nodes:]
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        for node in range(nodes):
            self.start(node)

    @property
    def hosts(self) -> str:
        """The addresses of the nodes, separated by commas."""
        return ",".join(f"127.0.0.1:{port}" for port in self.ports)

    def start(self, node: int) -> None:
        """Start a node, or start it again with the data that it had."""
        home = self._folder / f"node{node}"
        (home / "config").mkdir(parents=True, exist_ok=True)
        seeds = ",".join(f"127.0.0.1:{port}" for port in self._inner)
        names = ",".join(f"node{i}" for i in range(len(self.ports)))
        settings = [
            f"path.home={home}", "cluster.name=storybot-tests", f"node.name=node{node}",
            "transport.type=netty4", "http.type=netty4", "network.host=127.0.0.1",
            f"http.port={self.ports[node]}", f"transport.port={self._inner[node]}",
            f"discovery.seed_hosts=[{seeds}]", f"cluster.initial_cluster_manager_nodes=[{names}]",
            # A full disk on a test machine must not make the shards read-only.
            "cluster.routing.allocation.disk.threshold_enabled=false",
        ]  # fmt: skip
        with (home / "log").open("ab") as log:
            self._processes[node] = subprocess.Popen(
                [self._java / "bin/java", *self._flags, "--add-modules=jdk.incubator.vector",
                 "--enable-native-access=ALL-UNNAMED", "-cp", self._modules, "SearchNode",
                 *settings],
                stdin=subprocess.PIPE, stdout=log, stderr=log,
            )  # fmt: skip

    def kill(self, node: int) -> None:
        """End a node as a power cut would."""
        process = self._processes.pop(node)
        process.kill()
        process.communicate()

    def memory_mb(self) -> list[int]:
        """Return the resident memory of each running node in megabytes (Linux only)."""
        status = [Path(f"/proc/{p.pid}/status").read_text() for p in self._processes.values()]
        return [int(found[1]) // 1024 for s in status if (found := re.search(r"VmRSS:\s+(\d+)", s))]

    def wait_green(self, seconds: float) -> None:
        """Wait until every node that runs has joined and every shard is where it should be.

        Raises:
            TimeoutError: it took too long; the message has the end of a node's log.
        """
        before = time.monotonic() + seconds
        wanted = f"wait_for_status=green&wait_for_nodes={len(self._processes)}&timeout=5s"
        while time.monotonic() < before:
            for node, process in self._processes.items():
                if process.poll() is not None:
                    raise TimeoutError(f"node {node} ended: {self._log(node)}")
            try:
                health = self.get(min(self._processes), f"/_cluster/health?{wanted}")
            except OSError:
                time.sleep(0.2)
                continue
            if health["status"] == "green" and not health["timed_out"]:
                return
        raise TimeoutError(f"not green in {seconds:.0f} s: {self._log(min(self._processes))}")

    def get(self, node: int, path: str) -> Any:
        """Return what a node says."""
        url = f"http://127.0.0.1:{self.ports[node]}{path}"
        try:
            with urllib.request.urlopen(url, timeout=10) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def stop(self) -> None:
        """End all nodes; whoever does not end in time is killed."""
        for process in self._processes.values():
            if process.stdin:
                process.stdin.close()
        for process in self._processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _log(self, node: int) -> str:
        return (self._folder / f"node{node}" / "log").read_text(errors="replace")[-2000:]


@contextmanager
def running(
    nodes: int = 1,
    heap: int = 320,
    seconds: float = 240,
    *,
    quick_start: bool = True,
    kept: Path | None = None,
) -> Iterator[Cluster]:
    """Start nodes with so many megabytes of heap each, wait until they are green; stop them.

    With a quick start they compile little, and are up in half the time and slower afterwards.
    What they hold stays in the folder where it is to be ``kept``, for as many nodes next time.

    Raises:
        Missing: Java or Maven or the server's modules are missing.
        TimeoutError: they were not green in time.
    """
    java = java_home()
    passing = tempfile.TemporaryDirectory(prefix="storybot-opensearch-")
    with passing if kept is None else nullcontext(str(kept)) as name:
        folder = Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        flags = [f"-Xms{heap}m", f"-Xmx{heap}m", "-XX:+UseSerialGC"]
        flags += ["-XX:TieredStopAtLevel=1"] if quick_start else []
        cluster = Cluster(java, class_path(java, folder), folder, nodes, flags)
        try:
            cluster.wait_green(seconds)
            yield cluster
        finally:
            cluster.stop()


def _free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command beside the nodes, or keep them until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--nodes", type=int, default=1)
    parser.add_argument("--heap", type=int, default=320, help="megabytes of each node")
    parser.add_argument("--seconds", type=float, default=1800, help="limit for the command")
    parser.add_argument("command", nargs=argparse.REMAINDER, help="{url} becomes the address")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with running(options.nodes, options.heap) as cluster:
            url = f"opensearch://{cluster.hosts}"
            if options.command:
                command = [word.replace("{url}", url) for word in options.command]
                environment = {**os.environ, "STORYBOT_TEST_OPENSEARCH": url}
                ran = subprocess.run(command, env=environment, timeout=options.seconds, check=False)
                return ran.returncode
            sys.stdout.write(f"{url}\n")
            sys.stdout.flush()
            time.sleep(options.seconds)
            return 0
    except Missing as missing:
        sys.stderr.write(f"OpenSearch is not started; missing: {missing}\n")
        return UNAVAILABLE
    except KeyboardInterrupt:
        return 0


if __name__ == "__main__":
    sys.exit(main())

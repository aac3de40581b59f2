"""End a process that is asked through pipes."""

import subprocess
from contextlib import suppress


def end_process(process: subprocess.Popen[bytes]) -> None:
    """Kill a process, whatever it does, and wait for it; its pipes are closed."""
    process.kill()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # what it was yet to be told
            if pipe:
                pipe.close()
    process.wait()

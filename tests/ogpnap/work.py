"""Jobs for the tests of real workers; loaded by those workers too. The argument is the file they write."""

import os
import signal
from pathlib import Path

from core import jobs


@jobs.task("tests.write")
def write(argument: str) -> None:
    with Path(argument).open("a") as file:
        file.write("done\n")


@jobs.task("tests.die_once")
def die_once(argument: str) -> None:
    if not Path(argument).exists():
        Path(argument).write_text("died\n")
        os.kill(os.getpid(), signal.SIGKILL)
    write(argument)

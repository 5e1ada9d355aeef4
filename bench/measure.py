"""What every measurement here uses: seconds of this process's CPU, the median of some runs, a line of the report."""

import statistics
import time
from collections.abc import Callable


def cpu_seconds(act: Callable[[], object], *, runs: int = 15, warm: int = 2) -> float:
    """The median CPU seconds of `act`, after some runs that do not count."""
    for _run in range(warm):
        act()
    taken = []
    for _run in range(runs):
        start = time.process_time()
        act()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def wall_seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


def line(name: str, value: str, against: str = "", ratio: float | None = None) -> None:
    shown = f"{ratio:6.2f} ×" if ratio is not None else ""
    print(f"  {name:<58} {value:>14}  {against:<34} {shown}", flush=True)


def heading(text: str) -> None:
    print(f"\n{text}", flush=True)

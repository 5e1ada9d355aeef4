"""No file that people write is longer than one can read: 400 lines of code, 120 of a page's template."""

import subprocess
import sys
from pathlib import Path

LIMITS = {".py": 400, ".scss": 400, ".js": 400, ".css": 400, ".sh": 400, ".html": 120}

tracked = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()
too_long = [
    f"{path}: {lines} lines, at most {LIMITS[path.suffix]}"
    for path in map(Path, tracked)
    if path.suffix in LIMITS and path.exists() and "migrations" not in path.parts
    if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LIMITS[path.suffix]
]
print("\n".join(too_long))
sys.exit(bool(too_long))

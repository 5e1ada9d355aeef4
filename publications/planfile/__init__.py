"""The plan file (`ogpnap-plan/1`, DESIGN 9): read strictly, load, dump."""

from publications.planfile.checking import Problem
from publications.planfile.dumping import dump, to_bytes
from publications.planfile.loading import Preview, load, preview
from publications.planfile.reading import MOST_BYTES, Refused, parse, read
from publications.planfile.shape import FORMAT, PlanFile

__all__ = [
    "FORMAT",
    "MOST_BYTES",
    "PlanFile",
    "Preview",
    "Problem",
    "Refused",
    "dump",
    "load",
    "parse",
    "preview",
    "read",
    "to_bytes",
]

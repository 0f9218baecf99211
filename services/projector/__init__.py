"""Keeping read models up with the log: live, exactly once, and built anew beside what is served."""

from services.projector.crew import WorkerDied
from services.projector.observing import NO_OBSERVER, Observer
from services.projector.outcomes import (
    Compared,
    Difference,
    RebuildDiffers,
    RebuildRunning,
    RebuildStopped,
    Rebuilt,
    Sum,
)
from services.projector.projector import Projector
from services.projector.rebuilding import Progress, Wanted

__all__ = [
    "NO_OBSERVER",
    "Compared",
    "Difference",
    "Observer",
    "Progress",
    "Projector",
    "RebuildDiffers",
    "RebuildRunning",
    "RebuildStopped",
    "Rebuilt",
    "Sum",
    "Wanted",
    "WorkerDied",
]

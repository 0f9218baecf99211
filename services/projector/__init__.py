"""Keeping read models up with the log: live, exactly once, and built anew beside what is served."""

from services.projector.observing import NO_OBSERVER, Observer
from services.projector.projector import Projector
from services.projector.rebuilding import Progress, RebuildRunning, RebuildStopped

__all__ = ["NO_OBSERVER", "Observer", "Progress", "Projector", "RebuildRunning", "RebuildStopped"]

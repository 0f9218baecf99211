"""The same log and projector that read models are tested with."""

from tests.projections.conftest import connection, log, projected, projector

__all__ = ["connection", "log", "projected", "projector"]

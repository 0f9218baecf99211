"""The one place where HTTP, which is asynchronous, crosses into the rest, which is not."""

from collections.abc import Callable
from typing import Final, TypeVar

import anyio
import anyio.to_thread

from services.recording import LedgerUnavailable
from services.settings import Settings

Answer = TypeVar("Answer")

SPARE_THREADS: Final = 4
"""Threads beyond the pool's connections: some requests wait for nothing but the processor."""
BATCH_PATIENCE: Final = 10
"""A batch takes many statements, each of which may take as long as a request of one."""


class Crossing:
    """A bounded set of threads for the requests of one process."""

    def __init__(self, settings: Settings) -> None:
        """Allow as many threads as there are connections, and as long as the database may take."""
        self._limiter = anyio.CapacityLimiter(settings.pool_size + SPARE_THREADS)
        self._seconds = settings.pool_timeout_seconds + settings.statement_timeout_seconds

    async def over(self, work: Callable[[], Answer], *, patience: int = 1) -> Answer:
        """Do the work in a thread and wait for it, but not for ever.

        A thread that is left behind ends when the database answers it or its statement times out.

        Raises:
            LedgerUnavailable: no thread was free, or the work did not end, in time.
        """
        try:
            with anyio.fail_after(self._seconds * patience):
                return await anyio.to_thread.run_sync(work, limiter=self._limiter, abandon_on_cancel=True)
        except TimeoutError as problem:
            message = "the request took too long"
            raise LedgerUnavailable(message) from problem

"""What an operator's programs ask: does the process live, can it work, and how does it go. No token needed."""

from collections.abc import Callable, Sequence
from typing import Final, Literal

import anyio
import anyio.to_thread
import orjson
import psycopg
from prometheus_client import CONTENT_TYPE_LATEST, Metric
from psycopg.rows import DictRow
from starlette.requests import Request
from starlette.responses import Response

from projections.progress import Lag, lags
from services.api.bodies import JSON
from services.api.commands import Endpoint
from services.api.problems import RETRY_SECONDS
from services.service import Service

PATIENCE_SECONDS: Final = 1.0
PROBES_AT_ONCE: Final = 4

SCHEMA: Final = """
SELECT to_regclass('ledger.ledger_event') IS NOT NULL AND to_regclass('read_model.progress') IS NOT NULL AS migrated
"""

Finding = Literal["ok", "failed"]
FINDINGS: Final[dict[bool, Finding]] = {True: "ok", False: "failed"}


class Probing:
    """Short looks at the database, beside the requests and with threads of their own."""

    def __init__(self, service: Service) -> None:
        """Look at the database of a service."""
        self._service = service
        self._limiter = anyio.CapacityLimiter(PROBES_AT_ONCE)

    async def migrated(self) -> bool | None:
        """Say whether the schema is there; None if the database does not answer in time."""
        found: list[bool] = []
        await self._look(lambda connection: found.extend(row["migrated"] for row in connection.execute(SCHEMA)))
        return found[0] if found else None

    async def lags(self) -> list[Lag] | None:
        """Say how far the read models are behind; None if the database does not answer in time."""
        found: list[list[Lag]] = []
        await self._look(lambda connection: found.append(lags(connection, self._service.clock())))
        return found[0] if found else None

    async def of_projector(self) -> Sequence[Metric]:
        """Give what the projector's process has counted; nothing if it does not answer soon."""
        return await anyio.to_thread.run_sync(self._service.projecting.metrics, limiter=self._limiter)

    async def _look(self, read: Callable[[psycopg.Connection[DictRow]], None]) -> None:
        def look() -> None:
            with self._service.datastore.pool.connection(timeout=PATIENCE_SECONDS) as connection:
                read(connection)

        with anyio.move_on_after(PATIENCE_SECONDS):
            try:
                await anyio.to_thread.run_sync(look, limiter=self._limiter, abandon_on_cancel=True)
            except psycopg.Error:
                return


async def healthz(_: Request) -> Response:
    """Say that the process answers."""
    return Response(orjson.dumps({"status": "ok"}), media_type=JSON)


def readyz_endpoint(service: Service, probing: Probing) -> Endpoint:
    """Say whether requests can be answered now: the database answers, it is migrated, the projector works."""

    async def answer(_: Request) -> Response:
        migrated = await probing.migrated()
        checks = {
            "database": FINDINGS[migrated is not None],
            "schema": FINDINGS[bool(migrated)],
            "projector": FINDINGS[service.projecting.alive],
        }
        ready = set(checks.values()) == {"ok"}
        return Response(
            orjson.dumps({"status": FINDINGS[ready], "checks": checks}),
            200 if ready else 503,
            None if ready else {"Retry-After": str(RETRY_SECONDS)},
            JSON,
        )

    return answer


def metrics_endpoint(service: Service, probing: Probing) -> Endpoint:
    """Give what is counted, with the lags and the pool as they are now."""

    async def answer(_: Request) -> Response:
        found = await probing.lags()
        service.metrics.measure_database(up=found is not None, pool=service.datastore.pool.get_stats())
        service.metrics.measure_lags(found or [])
        return Response(service.metrics.exposition(await probing.of_projector()), media_type=CONTENT_TYPE_LATEST)

    return answer

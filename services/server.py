"""One process that serves the API and the pages and keeps the read models up to date."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import uvicorn

from services.api.app import create_app
from services.projector import Projector
from services.service import Service

SHUTDOWN_SECONDS: Final = 10
"""How long requests under way may still take once the service was told to stop."""
BACKLOG_CONNECTIONS: Final = 512


def serve(service: Service) -> None:
    """Serve until SIGINT or SIGTERM; answer what is under way, then stop the projector."""
    config = uvicorn.Config(
        create_app(service),
        host=service.settings.host,
        port=service.settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        backlog=BACKLOG_CONNECTIONS,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
    with projecting(service.projector):
        uvicorn.Server(config).run()


@contextmanager
def projecting(projector: Projector) -> Iterator[None]:
    """Keep the read models up to date in a thread of this process for as long as the block lasts."""
    stop = threading.Event()
    thread = threading.Thread(target=projector.run, args=(stop,), name="projector", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        projector.wake()
        thread.join()

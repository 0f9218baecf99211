"""The API and the pages, served, and the read models kept up to date by a process beside."""

from typing import Final

import uvicorn

from services.api.app import create_app
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
    with service.projecting.running():
        uvicorn.Server(config).run()

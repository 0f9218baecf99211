"""The one module that reads the environment."""

import os
from pathlib import Path
from typing import Final

from pydantic import Field, PositiveInt
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT_DATA_DIRECTORY: Final = Path("/var/lib/union-ledger")
USER_DATA_DIRECTORY: Final = Path.home() / ".local" / "share" / "union-ledger"


def default_data_directory() -> Path:
    """Choose where the embedded database lives: reachable for its own system user when root starts it."""
    return ROOT_DATA_DIRECTORY if os.geteuid() == 0 else USER_DATA_DIRECTORY


class Settings(BaseSettings):
    """What an operator may set, as ``UNION_LEDGER_…`` variables; ``DATABASE_URL`` has its usual name."""

    model_config = SettingsConfigDict(env_prefix="UNION_LEDGER_", frozen=True, populate_by_name=True)

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL")
    """A PostgreSQL to use (15 or later); without it the service starts its own."""
    data_directory: Path = Field(default_factory=default_data_directory)
    """Where the embedded PostgreSQL keeps its data."""
    host: str = "127.0.0.1"
    port: PositiveInt = 8000
    pool_size: PositiveInt = 16
    """Connections to the database that one process may hold."""
    pool_timeout_seconds: float = 5.0
    """How long a request waits for a connection before it is told to come back."""
    statement_timeout_seconds: float = 30.0
    body_limit_bytes: PositiveInt = 64 * 1024 * 1024
    log_level: str = "INFO"

"""Files over HTTP: one address for every export, answered from one unchanging view like any question."""

from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from services.api.access import check_scope, identify
from services.api.commands import Endpoint
from services.api.crossing import Crossing
from services.api.parameters import parameters
from services.api.queries import LEDGER, Connection, Query
from services.api.reading import reflecting, when_reached
from services.exports import READ_MODEL_OF, ExportAsked, File, export_file
from services.service import Service

EXPORT: Final = Query(
    name="export",
    path=f"{LEDGER}/exports/{{kind}}",
    summary="A ledger, statement or voucher as xlsx or csv, or a year of the books as hledger journal",
    read_model="books",
    asked=ExportAsked,
    data=bytes,
    answer=export_file,
)
"""Not one of the questions that are answered in JSON; it is answered from the same view."""
POSITION_HEADER: Final = "Reflects-Position"


def exports_endpoint(service: Service, crossing: Crossing) -> Endpoint:
    """Answer requests for files."""

    def work(request: Request) -> tuple[File, int]:
        with service.datastore.get_connection() as connection:
            principal = identify(connection, request)
            asked = parameters(ExportAsked, request)
            check_scope(principal, asked.ledger_id)
            return reflected_file(connection, asked)

    async def answer(request: Request) -> Response:
        file, reached = await when_reached(crossing, partial(work, request))
        return download(file, reached)

    return answer


def reflected_file(connection: Connection, asked: ExportAsked) -> tuple[File, int]:
    """Make a file from one unchanging view, with the position that it reflects.

    Raises:
        LedgerNotOpen, PositionNotRecorded, PositionNotReached, ExportNotInFormat: there is no such file, or not yet.
    """
    query = replace(EXPORT, read_model=READ_MODEL_OF[asked.kind])
    with reflecting(connection, query, asked) as (view, reached):
        return export_file(view, asked), reached


def download(file: File, reached: int) -> Response:
    """Hand a file over under its name, with the position that it reflects."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        POSITION_HEADER: str(reached),
    }
    return Response(file.content, media_type=file.media_type, headers=headers)

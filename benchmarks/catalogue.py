"""The one list of benchmarks, in the order in which they run."""

from collections.abc import Callable
from typing import Final

from benchmarks.appending import append_1_writer, append_16_writers
from benchmarks.books import books
from benchmarks.bulk import bulk_append, record_file
from benchmarks.disk import disk
from benchmarks.growth import growth
from benchmarks.harness import Bench
from benchmarks.idle import idle
from benchmarks.importing import importing
from benchmarks.rebuilding import rebuild_all
from benchmarks.same_ledger import append_same_ledger_32_clients
from benchmarks.serving import get_latency
from benchmarks.totals import totals
from benchmarks.visibility import visibility

BENCHMARKS: Final[dict[str, Callable[[Bench], None]]] = {
    "append_1_writer": append_1_writer,
    "append_16_writers": append_16_writers,
    "append_same_ledger_32_clients": append_same_ledger_32_clients,
    "bulk_append": bulk_append,
    "record_file": record_file,
    "visibility": visibility,
    "idle": idle,
    "importing": importing,
    "rebuild_all": rebuild_all,
    "totals": totals,
    "books": books,
    "get_latency": get_latency,
    "disk": disk,
    "growth": growth,
}

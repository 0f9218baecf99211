"""Requests at a steady rate, sent on time whether or not earlier ones were answered."""

import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Final

LEAD_SECONDS: Final = 0.2


def latencies(requests_per_second: float, seconds: float, senders: Sequence[Callable[[int], object]]) -> list[float]:
    """Send requests on time; return how long after its time each was answered, in seconds, sorted.

    Each sender works in a thread of its own and takes the next request that is due. A request that
    had to wait for a free sender counts from when it was due: nothing is hidden by a slow answer.
    """
    total, numbers = int(requests_per_second * seconds), count()
    taken: list[float] = []
    begin = time.perf_counter() + LEAD_SECONDS

    def send_in_time(send: Callable[[int], object]) -> None:
        while (number := next(numbers)) < total:
            due = begin + number / requests_per_second
            time.sleep(max(0.0, due - time.perf_counter()))
            send(number)
            taken.append(time.perf_counter() - due)

    threads = [threading.Thread(target=send_in_time, args=(send,)) for send in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(taken) < total:
        message = f"only {len(taken)} of {total} requests were answered"
        raise RuntimeError(message)
    return sorted(taken)


def percentile(sorted_values: Sequence[float], percent: float) -> float:
    """Pick the value that so many percent of all do not exceed."""
    return sorted_values[min(len(sorted_values) - 1, int(len(sorted_values) * percent / 100))]

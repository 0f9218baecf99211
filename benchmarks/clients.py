"""Many clients at once: threads that act as fast as they are answered, for a while."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def acts_per_second(clients: int, seconds: float, act: Callable[[int], object]) -> float:
    """Let clients act in a loop; return how many acts a second all of them finished.

    ``act`` is given the number of the client that acts. An act that fails ends the measurement.
    """
    begin = threading.Barrier(clients)

    def client(number: int) -> tuple[int, float]:
        begin.wait()
        started, done = time.perf_counter(), 0
        while (elapsed := time.perf_counter() - started) < seconds:
            act(number)
            done += 1
        return done, elapsed

    with ThreadPoolExecutor(clients) as threads:
        results = list(threads.map(client, range(clients)))
    return sum(done for done, _ in results) / max(elapsed for _, elapsed in results)

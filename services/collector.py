"""How Python looks for cyclic garbage here: not among what was loaded, and rarely.

Streams and batches are trees of many small objects that live as long as one request; the collector would
look through them every 700 objects and find nothing, for a third of the time.
"""

import gc
from typing import Final

OBJECTS_BETWEEN_LOOKS: Final = 20_000
LOOKS_BETWEEN_DEEPER_LOOKS: Final = 20


def settle() -> None:
    """Leave what is loaded so far alone for good, and look at what comes only now and then."""
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, LOOKS_BETWEEN_DEEPER_LOOKS, LOOKS_BETWEEN_DEEPER_LOOKS)

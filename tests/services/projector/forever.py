"""A projector in a process of its own, to be killed: small batches, so that it is always in the middle of one."""

import sys
from threading import Event

from services.database import open_datastore
from services.projector import Projector
from services.settings import Settings

if __name__ == "__main__":
    with open_datastore(sys.argv[1], Settings()) as datastore:
        Projector(datastore, batch_size=3).run(Event())

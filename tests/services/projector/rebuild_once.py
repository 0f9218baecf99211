"""A rebuild in a process of its own, with two workers, to be killed."""

import sys

from services.database import open_datastore
from services.projector import Projector, Wanted
from services.settings import Settings

if __name__ == "__main__":
    with open_datastore(sys.argv[1], Settings()) as datastore:
        Projector(datastore).rebuild(None, wanted=Wanted(processes=2))

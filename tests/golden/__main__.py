"""Write the golden files that are missing."""

import sys

from tests.golden import write_missing

for file in write_missing():
    sys.stdout.write(f"{file.name}\n")

"""Prints every account's balance, having summed every account's years too. Runs under beancount's own Python."""

import sys
from collections import defaultdict
from decimal import Decimal

from beancount import loader  # type: ignore[import-not-found]  # installed where this runs
from beancount.core.data import Transaction  # type: ignore[import-not-found]  # as above


def main(file: str) -> None:
    """Load, sum, print."""
    entries, errors, _ = loader.load_file(file)
    if errors:
        sys.exit(f"beancount found {len(errors)} errors, the first: {errors[0]}")
    balances: defaultdict[str, Decimal] = defaultdict(Decimal)
    years: defaultdict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for entry in entries:
        if isinstance(entry, Transaction):
            for posting in entry.postings:
                balances[posting.account] += posting.units.number
                years[posting.account, entry.date.year] += posting.units.number
    for account, balance in balances.items():
        print(account, balance)


if __name__ == "__main__":
    main(sys.argv[1])

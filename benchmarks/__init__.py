"""What the ledger costs, measured beside its peers on one server, in one run."""

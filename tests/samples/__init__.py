"""One instance of every event, by module: for tests that need any event of a kind, and for golden files."""

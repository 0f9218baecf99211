"""Everything that touches the world: the log, the projector, HTTP, the command line."""

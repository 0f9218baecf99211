"""The HTTP API: commands, queries, what describes them, and what an operator asks."""

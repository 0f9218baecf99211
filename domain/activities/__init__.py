"""One module per kind of activity: its events, states, commands and refusals."""

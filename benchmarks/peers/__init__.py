"""Other people's software that does a comparable job, installed and driven for comparison."""

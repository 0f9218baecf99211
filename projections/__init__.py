"""Read models: pure folds over events, and the queries that read them back."""

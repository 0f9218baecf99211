"""The rules of union finance: plain Python that knows no database and no clock."""

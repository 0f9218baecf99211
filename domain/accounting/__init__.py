"""The rules of the books (账簿): charts of accounts, double entry, and which account an event goes to."""

"""The made-up members of one ledger."""

from domain.values import BranchId, MemberNo


class Person:
    """A member: where, on which wage base, and how far the accounts of this and last year have come.

    ``open_fen`` is what is open for the present month; below zero it is prepaid. ``dues_fen`` is a
    month's dues. Accounts older than last year's are let go of: nobody pays that late here.
    """

    __slots__ = ("_entries", "account", "base_fen", "bases", "branch_id", "dues_fen", "member_no", "open_fen", "year")

    def __init__(self, number: int, branch_id: BranchId | None) -> None:
        """Begin without a base and without an account."""
        self.member_no = MemberNo(f"M{number:06d}")
        self.branch_id = branch_id
        self.bases = 0
        self.base_fen = 0
        self.dues_fen = 0
        self.open_fen = 0
        self.year = 0
        self.account = ""
        self._entries: dict[int, int] = {}

    def declared(self, base_fen: int, dues_fen: int) -> None:
        """Take a new wage base and what it makes in dues."""
        self.bases += 1
        self.base_fen = base_fen
        self.dues_fen = dues_fen

    def month_begins(self, year: int) -> None:
        """Begin a month in which nothing is open; in January also a new account."""
        self.open_fen = 0
        if year != self.year:
            self.year = year
            self.account = f"dues/{self.member_no}/{year}"
            self._entries = {year - 1: self._entries.get(year - 1, 0), year: 0}

    def next_entry_no(self, year: int | None = None) -> int:
        """Number the next entry of a year's account."""
        of_year = year or self.year
        entry_no = self._entries[of_year] = self._entries[of_year] + 1
        return entry_no

    def opened(self, change_fen: int) -> tuple[int, int]:
        """Change what is open for the month; give what it was and what it is."""
        before = self.open_fen
        after = self.open_fen = before + change_fen
        return before, after

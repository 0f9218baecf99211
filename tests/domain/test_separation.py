"""Separation of duties: who may not hold two roles, and by which rule."""

import pytest

from domain.deciding import Role
from domain.separation import RolesNotTogether, check_separation


def test_a_cashier_may_not_review() -> None:
    with pytest.raises(RolesNotTogether, match="第三十五条"):
        check_separation("li.na", "reviewer", frozenset({"cashier"}))


def test_a_reviewer_may_not_become_cashier() -> None:
    with pytest.raises(RolesNotTogether, match="reviewer"):
        check_separation("li.na", "cashier", frozenset({"reviewer"}))


@pytest.mark.parametrize("role", ["officer", "reviewer", "approver", "cashier", "bookkeeper"])
def test_an_auditor_keeps_no_books(role: Role) -> None:
    with pytest.raises(RolesNotTogether):
        check_separation("li.na", role, frozenset({"auditor"}))


def test_an_officer_may_review_what_others_prepared() -> None:
    check_separation("li.na", "reviewer", frozenset({"officer"}))

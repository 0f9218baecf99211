from dataclasses import replace
from datetime import date

from domain.activities.branch import BranchAlreadyOpen, BranchParentWrong, OpenBranch
from domain.errors import DateBeforeLedger
from domain.values import BranchId, Text
from tests.domain.given import given
from tests.samples.branch import SECOND_LEVEL, SECOND_LEVEL_OPENED, THIRD_LEVEL, THIRD_LEVEL_OPENED

OPEN_SECOND = OpenBranch(branch_id=SECOND_LEVEL, name=Text("二级分会"), level=2, effective_on=date(2015, 1, 1))
OPEN_THIRD = OpenBranch(
    branch_id=THIRD_LEVEL,
    name=Text("三级分会"),
    level=3,
    parent_branch_id=SECOND_LEVEL,
    effective_on=date(2015, 1, 1),
)


def test_a_second_level_branch_stands_under_the_union() -> None:
    given().when(OPEN_SECOND).then(SECOND_LEVEL_OPENED)


def test_a_third_level_branch_stands_under_a_second_level_branch() -> None:
    given(SECOND_LEVEL_OPENED).when(OPEN_THIRD).then(THIRD_LEVEL_OPENED)


def test_a_branch_id_is_used_once() -> None:
    given(SECOND_LEVEL_OPENED).when(OPEN_SECOND).refused(BranchAlreadyOpen)


def test_a_third_level_branch_needs_an_open_parent() -> None:
    given().when(OPEN_THIRD).refused(BranchParentWrong)


def test_a_third_level_branch_names_its_parent() -> None:
    given().when(replace(OPEN_THIRD, parent_branch_id=None)).refused(BranchParentWrong)


def test_there_is_no_fourth_level() -> None:
    under_third = replace(OPEN_THIRD, branch_id=BranchId("U302"), parent_branch_id=THIRD_LEVEL)
    given(SECOND_LEVEL_OPENED, THIRD_LEVEL_OPENED).when(under_third).refused(BranchParentWrong)


def test_a_second_level_branch_names_no_parent() -> None:
    under_second = replace(OPEN_SECOND, branch_id=BranchId("U202"), parent_branch_id=SECOND_LEVEL)
    given(SECOND_LEVEL_OPENED).when(under_second).refused(BranchParentWrong)


def test_a_branch_is_not_older_than_its_ledger() -> None:
    given().when(replace(OPEN_SECOND, effective_on=date(2014, 12, 31))).refused(DateBeforeLedger)

from datetime import date

import pytest

from domain.activities.governance import (
    AdoptPolicy,
    PolicyAlreadyAdopted,
    PresentReport,
    ReportAlreadyPresented,
)
from domain.errors import DateBeforeLedger, DateInFuture
from tests.domain.given import given
from tests.samples.governance import ADOPTED, PRESENTED

PRESENT = PresentReport(
    document_no=PRESENTED.document_no,
    kind=PRESENTED.kind,
    heard_by=PRESENTED.heard_by,
    effective_on=PRESENTED.effective_on,
)
ADOPT = AdoptPolicy(document_no=ADOPTED.document_no, title=ADOPTED.title, effective_on=ADOPTED.effective_on)


def test_a_report_is_presented() -> None:
    given().when(PRESENT).then(PRESENTED)


def test_a_report_is_presented_once() -> None:
    given(PRESENTED).when(PRESENT).refused(ReportAlreadyPresented, presented_on="2015-02-04")


def test_a_policy_is_adopted() -> None:
    given().when(ADOPT).then(ADOPTED)


def test_a_policy_is_adopted_once() -> None:
    given(ADOPTED).when(ADOPT).refused(PolicyAlreadyAdopted, adopted_on="2015-01-20")


@pytest.mark.parametrize("command", [PRESENT, ADOPT])
def test_a_document_is_not_recorded_before_its_day(command: object) -> None:
    given().when(command, today=date(2015, 1, 19)).refused(DateInFuture)


@pytest.mark.parametrize(
    "command",
    [
        PresentReport(
            document_no=PRESENTED.document_no,
            kind=PRESENTED.kind,
            heard_by=PRESENTED.heard_by,
            effective_on=date(2014, 12, 31),
        ),
        AdoptPolicy(document_no=ADOPTED.document_no, title=ADOPTED.title, effective_on=date(2014, 12, 31)),
    ],
)
def test_a_document_is_not_dated_before_the_books(command: object) -> None:
    given().when(command).refused(DateBeforeLedger)

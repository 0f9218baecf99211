"""Whatever a client sends, the service keeps to its description: bounded, and the same requests every time."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from domain.deciding import Role
from services.api.openapi import document
from tests.services.api.conftest import ROLES, Calls

READER: Role = "auditor"
BATCH = "batch"

api = schemathesis.openapi.from_dict(document())
batch = schemathesis.openapi.from_dict(document())
batch.config.phases.coverage.enabled = False  # every value of every command again, which takes a minute

bounded = settings(
    max_examples=4, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture(scope="module")
def tokens(served: Calls) -> dict[str, str]:
    return {role: served.caller(role).http.headers["Authorization"] for role in ROLES}


@api.exclude(operation_id=BATCH).parametrize()
@bounded
def test_the_service_keeps_to_its_description(case: Case[Any], served: Calls, tokens: dict[str, str]) -> None:
    role = case.operation.definition.raw.get("x-roles", [READER])[0]
    case.call_and_validate(base_url=served.address, headers={"Authorization": tokens[role]})


@pytest.mark.filterwarnings("ignore:Skipped test cases with unsupported payload:UserWarning")
@batch.include(operation_id=BATCH).parametrize()
@bounded
def test_a_batch_keeps_to_its_description(case: Case[Any], served: Calls, tokens: dict[str, str]) -> None:
    case.call_and_validate(base_url=served.address, headers={"Authorization": tokens["officer"]})

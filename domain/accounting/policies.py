"""Policy values (政策值) that a ledger adopts: a figure in force from a day on, by a rule with an id of its own.

The id of the rule that was applied is stamped on what rests on it. Until a ledger adopts a rule, the activity's
usual one is in force. A rule for a past day leaves what rests on another as it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from domain.errors import LedgerError
from domain.values import RuleId


class DatedRule(Protocol):
    """A rule by its id, and the day from which it is in force."""

    @property
    def rule_id(self) -> RuleId:
        """The rule's id."""

    @property
    def valid_from(self) -> date:
        """The first day on which it is in force."""


Rule = TypeVar("Rule", bound=DatedRule)


@dataclass(eq=False, kw_only=True)
class PolicyRuleTaken(LedgerError):
    """A rule's id is used once, and on one day begins one rule, so that what was in force is never in doubt."""

    code = "policy_rule_taken"
    text = "Rule {rule_id} is in force from {valid_from}. Choose another id and another day."

    rule_id: RuleId
    valid_from: date


def rule_on(adopted: Sequence[Rule], usual: Sequence[Rule], day: date) -> Rule:
    """Pick the rule in force on a day: the ledger's own that began last, otherwise the usual one.

    ``usual`` is in the order of ``valid_from``; its first stands for all days before it too.
    """
    for rules in (adopted, usual):
        begun = [rule for rule in rules if rule.valid_from <= day]
        if begun:
            return max(begun, key=lambda rule: rule.valid_from)
    return usual[0]


def check_new_rule(adopted: Sequence[DatedRule], rule_id: RuleId, valid_from: date) -> None:
    """Refuse an id or a day that another rule has.

    Raises:
        PolicyRuleTaken: another rule has it.
    """
    for rule in adopted:
        if rule.rule_id == rule_id or rule.valid_from == valid_from:
            raise PolicyRuleTaken(rule_id=rule.rule_id, valid_from=rule.valid_from)

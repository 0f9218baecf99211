"""The posting rules that a ledger begins with: which account each activity goes to, under either chart.

They are data: a ledger adopts a rule of its own for a kind, from a day on, and that one goes before these.
Sources: 《工会会计制度》财会〔2021〕7号 附录1, 财会〔2009〕7号; where the text names no account for a case, the row is
a policy value (PV) for the union to confirm.
"""

from datetime import date
from types import MappingProxyType
from typing import Final

from domain.accounting.books import PostingRule
from domain.accounting.charts import CHART_2021_FROM
from domain.values import AccountCode, ChartVersion, Level, PostingKind, PostingPart, RuleId

CHART_2009_FROM: Final = date(2010, 1, 1)
NAMED: Final = "named by the text"
PV: Final = "policy value, to be confirmed"

Accounts = dict[str, str]
ONE: Final = PostingPart("account")

_ROWS: Final[tuple[tuple[str, str | Accounts, str | Accounts, str], ...]] = (
    # kind, accounts of chart 2021, accounts of chart 2009, what it rests on
    ("dues", "401", "401", NAMED),
    (
        "appropriation",
        {"own": "402", "up": "211", "down": "21202", "receivable": "132"},
        {"own": "402", "up": "221", "down": "22202", "receivable": "132"},
        NAMED,
    ),
    (
        "passed_down_funds",
        {"own": "402", "down": "21202", "receivable": "13102"},
        {"own": "402", "down": "22202", "receivable": "13102"},
        NAMED,
    ),
    ("upstream_remittance", "211", "221", NAMED),
    ("passing_down", "21202", "22202", NAMED),
    (
        "preparatory_levy",
        {"held": "215", "own": "402", "up": "211", "down": "21202"},
        {"held": "22203", "own": "402", "up": "221", "down": "22203"},
        NAMED,
    ),
    ("preparatory_levy_refund", "402", "402", PV),
    ("superior_subsidy.general", "40301", "40307", NAMED),
    ("superior_subsidy.rebate", "40301", "40301", NAMED),
    ("superior_subsidy.surplus", "40301", "40303", NAMED),
    ("superior_subsidy.special", "40302", "40302", NAMED),
    ("superior_subsidy.assistance", "40302", "40304", NAMED),
    ("superior_subsidy.warmth", "40302", "40305", NAMED),
    ("superior_subsidy.relief", "40302", "40306", NAMED),
    ("government_subsidy", "40402", "404", NAMED),
    ("fiscal_appropriation", "40401", "404", NAMED),
    ("employer_subsidy", "405", "405", NAMED),
    ("affiliated_remittance", "406", "406", NAMED),
    ("investment_income", "407", "407", NAMED),
    ("interest", "408", "408", NAMED),
    ("donation", "408", "408", NAMED),
    ("other_income", "408", "408", NAMED),
    ("custodial", "221", "231", NAMED),
    ("aid.hardship", "50404", "50204", NAMED),
    ("aid.warmth", "50405", "50205", NAMED),
    ("aid.study", "50405", "50205", "named by the text of 2021; " + PV + " under that of 2009"),
    ("aid.model_worker", "50503", "50204", "named by the text of 2021; " + PV + " under that of 2009"),
    ("aid.condolence", "50105", "50104", "named by the text of 2021; " + PV + " under that of 2009"),
    ("aid.hospital", "50105", "50104", PV),
    ("aid.mutual_aid_top_up", "50305", "50206", "named by the text of 2021; " + PV + " under that of 2009"),
    ("prize.competition", "50301", "50304", NAMED),
    ("prize.family", "50106", "50304", PV),
    ("expense.education", "50101", "50101", NAMED),
    ("expense.culture_sport", "50102", "50102", NAMED),
    ("expense.publicity", "50103", "50103", NAMED),
    ("expense.convalescence", "50104", "50104", NAMED),
    ("expense.member_activity", "50105", "50104", NAMED),
    ("expense.other_activity", "50106", "50104", NAMED),
    ("expense.competition", "50301", "50304", NAMED),
    ("expense.union_home", "50302", "50304", NAMED),
    ("expense.innovation", "50303", "50304", PV),
    ("expense.library", "50304", "50104", PV),
    ("expense.other_service", "50305", "50206", PV),
    ("expense.labour_relations", "50401", "50201", NAMED),
    ("expense.labour_protection", "50402", "50202", NAMED),
    ("expense.legal_aid", "50403", "50203", NAMED),
    ("expense.other_rights", "50406", "50206", NAMED),
    ("expense.training", "50501", "50301", NAMED),
    ("expense.meeting", "50502", "50302", NAMED),
    ("expense.organisation_work", "50503", "50304", NAMED),
    ("expense.other_business", "50504", "50305", NAMED),
    ("expense.wages", "50601", "50401", NAMED),
    ("expense.goods_and_services", "50602", "50402", NAMED),
    ("expense.families", "50603", "50403", NAMED),
    ("expense.other_administration", "50604", "50404", NAMED),
    ("expense.affiliated_unit", "509", "507", NAMED),
    ("expense.other", "510", "508", NAMED),
    ("subsidy_granted.general", "50801", "50607", NAMED),
    ("subsidy_granted.rebate", "50801", "50601", NAMED),
    ("subsidy_granted.surplus", "50801", "50603", NAMED),
    ("subsidy_granted.special", "50802", "50602", NAMED),
    ("subsidy_granted.assistance", "50802", "50604", NAMED),
    ("subsidy_granted.warmth", "50802", "50605", NAMED),
    ("subsidy_granted.relief", "50802", "50606", NAMED),
    (
        "inventory",
        {"asset": "141", "fund": "30101"},
        {"asset": "141"},
        NAMED,
    ),
    (
        "fixed_asset.buildings",
        {"asset": "162", "fund": "30104", "expense": "50701", "depreciation": "163"},
        {"asset": "162", "fund": "301", "expense": "50501"},
        NAMED,
    ),
    (
        "fixed_asset.office",
        {"asset": "162", "fund": "30104", "expense": "50702", "depreciation": "163"},
        {"asset": "162", "fund": "301", "expense": "50502"},
        NAMED,
    ),
    (
        "fixed_asset.special",
        {"asset": "162", "fund": "30104", "expense": "50703", "depreciation": "163"},
        {"asset": "162", "fund": "301", "expense": "50503"},
        NAMED,
    ),
    (
        "fixed_asset.vehicles",
        {"asset": "162", "fund": "30104", "expense": "50704", "depreciation": "163"},
        {"asset": "162", "fund": "301", "expense": "50504"},
        NAMED,
    ),
    (
        "fixed_asset.network",
        {"asset": "162", "fund": "30104", "expense": "50706", "depreciation": "163"},
        {"asset": "162", "fund": "301", "expense": "50506"},
        NAMED,
    ),
    (
        "fixed_asset.other",
        {"asset": "162", "fund": "30104", "expense": "50707", "depreciation": "163"},
        {"asset": "162", "fund": "301", "expense": "50507"},
        NAMED,
    ),
    ("advance", "135", "135", NAMED),
    ("cash_transfer", {"cash": "101", "bank": "102"}, {"cash": "101", "bank": "102"}, NAMED),
    (
        "cash_short",
        {"pending": "182", "claimed": "135", "expensed": "510"},
        {"pending": "135", "claimed": "135", "expensed": "508"},
        NAMED,
    ),
    (
        "cash_over",
        {"pending": "182", "owed": "215", "income": "408"},
        {"pending": "225", "owed": "225", "income": "408"},
        NAMED,
    ),
    ("pending_property", {"pending": "182", "receivable": "135", "expense": "510", "income": "408"}, {}, NAMED),
    ("budget_fund_used", {"fund": "341", "income": "411"}, {}, NAMED),
    ("budget_fund_provided", {"fund": "341", "expense": "521"}, {}, NAMED),
    (
        "prior_year",
        {"restricted": "32101", "unrestricted": "32201", "fiscal": "33101", "custodial": "221"},
        {"restricted": "331", "unrestricted": "331", "fiscal": "331", "custodial": "231"},
        "2021: named by the text; 2009: " + PV,
    ),
)

ORGANISING_ACTIVITIES: Final = AccountCode("502")
"""A county union has no 501: under chart 2021 its costs of activities are 职工活动组织支出."""


def _rule(kind: str, chart: ChartVersion, accounts: str | Accounts, source: str) -> PostingRule:
    named = {ONE: accounts} if isinstance(accounts, str) else accounts
    return PostingRule(
        rule_id=RuleId(f"{chart}.{kind}"),
        kind=PostingKind(kind),
        chart=chart,
        accounts=MappingProxyType({PostingPart(part): AccountCode(code) for part, code in named.items()}),
        valid_from=CHART_2021_FROM if chart == "2021" else CHART_2009_FROM,
        source=source,
    )


RULES: Final[MappingProxyType[tuple[ChartVersion, PostingKind], PostingRule]] = MappingProxyType(
    {
        (rule.chart, rule.kind): rule
        for kind, accounts_2021, accounts_2009, source in _ROWS
        for rule in (_rule(kind, "2021", accounts_2021, source), _rule(kind, "2009", accounts_2009, source))
        if rule.accounts
    }
)

KINDS: Final = frozenset(kind for _, kind in RULES)


def account_for_level(chart: ChartVersion, code: AccountCode, level: Level) -> AccountCode:
    """Give the account that a union of this level uses in the place of one of the grassroots table."""
    if chart == "2021" and level == "county" and code.startswith("501"):
        return ORGANISING_ACTIVITIES
    return code

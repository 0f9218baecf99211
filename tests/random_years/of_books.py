"""Deeds of the bookkeeper: entries by hand, posting rules of the union's own; and the budget stabilisation fund."""

from domain.accounting.charts import CHART_2021_FROM
from domain.accounting.lines import Side
from domain.activities.budget import MoveBudgetFund, ReverseBudgetFundMove
from domain.activities.entry import EntryLine, RecordEntry
from domain.activities.ledger import AddAccount, ApprovePostingRule, DraftPostingRule
from domain.values import AccountCode, FundClass, PostingKind, PostingPart, ProjectId, RuleId
from tests.random_years.world import ADMIN, APPROVER, BOOKKEEPER, COMP, WHY, Deed, Step, World

Stated = tuple[str, Side, FundClass, ProjectId | None]


def move_budget_fund(world: World) -> Deed:
    """Provide for the budget stabilisation fund, or use it."""
    document_no, moved_on = world.number("YT"), world.day
    moved = MoveBudgetFund(
        document_no=document_no,
        move=world.chance.choice(("use", "provide")),
        amount_fen=world.fen(100_00),
        effective_on=moved_on,
    )
    return Deed(
        itself=Step(APPROVER, moved),
        undo=lambda day: Step(
            ADMIN,
            ReverseBudgetFundMove(document_no=document_no, moved_on=moved_on, reason=WHY, effective_on=day),
        ),
    )


PAIRS_2021: tuple[tuple[Stated, ...], ...] = (
    (("50502", "D", "unrestricted", None), ("102", "C", "unrestricted", None)),
    (("50102", "D", "restricted", COMP), ("102", "C", "restricted", COMP)),
    (("102", "D", "unrestricted", None), ("408", "C", "unrestricted", None)),
    (("102", "D", "unrestricted", None), ("215", "C", "unrestricted", None)),
    (("102", "D", "unrestricted", None), ("32201", "C", "unrestricted", None)),
    (("32202", "D", "unrestricted", None), ("32102", "C", "restricted", COMP)),
    (
        ("151", "D", "unrestricted", None),
        ("30102", "C", "unrestricted", None),
        ("32205", "D", "unrestricted", None),
        ("102", "C", "unrestricted", None),
    ),
    (
        ("161", "D", "unrestricted", None),
        ("30103", "C", "unrestricted", None),
        ("50701", "D", "unrestricted", None),
        ("102", "C", "unrestricted", None),
    ),
)
PAIRS_2009: tuple[tuple[Stated, ...], ...] = (
    (("50302", "D", "unrestricted", None), ("102", "C", "unrestricted", None)),
    (("50102", "D", "restricted", COMP), ("102", "C", "restricted", COMP)),
    (("102", "D", "unrestricted", None), ("408", "C", "unrestricted", None)),
    (("102", "D", "unrestricted", None), ("225", "C", "unrestricted", None)),
    (("331", "D", "unrestricted", None), ("102", "C", "unrestricted", None)),
    (
        ("151", "D", "unrestricted", None),
        ("102", "C", "unrestricted", None),
        ("331", "D", "unrestricted", None),
        ("311", "C", "unrestricted", None),
    ),
)
"""Entries by hand: expenses, income, debts, matters of earlier years, money set aside, investments, construction."""


def record_entry(world: World) -> Deed:
    """Enter by hand what no activity posts."""
    amount_fen = world.fen(500_00)
    stated = world.chance.choice(PAIRS_2021 if world.day >= CHART_2021_FROM else PAIRS_2009)
    lines = tuple(
        EntryLine(
            account=AccountCode(account), side=side, amount_fen=amount_fen, fund_class=fund_class, project=project
        )
        for account, side, fund_class, project in stated
    )
    entry = RecordEntry(document_no=world.number("JZ"), summary=WHY, lines=lines, effective_on=world.day)
    return Deed(itself=Step(BOOKKEEPER, entry))


OWN_RULES: tuple[tuple[PostingKind, PostingPart, AccountCode, AccountCode], ...] = tuple(
    (PostingKind(kind), PostingPart(part), AccountCode(under_2021), AccountCode(under_2009))
    for kind, part, under_2021, under_2009 in (
        ("expense.education", "account", "5010101", "5010101"),
        ("expense.training", "account", "5050101", "5030101"),
        ("dues", "account", "40101", "40101"),
        ("donation", "account", "40801", "40801"),
        ("advance", "account", "13501", "13501"),
        ("upstream_remittance", "account", "21101", "22101"),
        ("aid.HARDSHIP", "account", "5040401", "5020401"),
    )
)
"""Kinds and parts that a union may have a rule of its own for, and the account of its own under either chart."""


def adopt_posting_rule(world: World) -> Deed:
    """Have something go to an account of the union's own from now on."""
    kind, part, *accounts = world.chance.choice(OWN_RULES)
    under_2021 = world.day >= CHART_2021_FROM
    account, rule_id, day = accounts[0 if under_2021 else 1], RuleId(world.number("own")), world.day
    added = AddAccount(chart="2021" if under_2021 else "2009", account=account, name=WHY, effective_on=day)
    drafted = DraftPostingRule(
        rule_id=rule_id,
        posting_kind=kind,
        account=account,
        valid_from=day,
        source=WHY,
        effective_on=day,
        part=part,
    )
    return Deed(
        before=[Step(BOOKKEEPER, added), Step(BOOKKEEPER, drafted)],
        itself=Step(APPROVER, ApprovePostingRule(rule_id=rule_id, effective_on=day)),
    )


OF_BOOKS = (record_entry, record_entry, adopt_posting_rule, adopt_posting_rule)

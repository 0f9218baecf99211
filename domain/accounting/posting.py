"""From an activity to balanced lines: the rule in force, the accounts, and what may stand on them."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from domain.accounting.books import PostingRule
from domain.accounting.charts import CHARTS, FIRST_LEVEL_DIGITS, Account, chart_on, successor
from domain.accounting.lines import Line, Posting, Side, imbalance_fen, merged
from domain.accounting.refusals import (
    AccountHasDetails,
    AccountOfOtherLevel,
    AccountUnknown,
    DateBeforeBooks,
    FundClassNotAllowed,
    LinesMissing,
    LinesUnbalanced,
    PeriodClosed,
    PostingRuleMissing,
)
from domain.accounting.rules import ONE, RULES, account_for_level
from domain.accounting.sources import source_of
from domain.deciding import Asked
from domain.values import (
    AccountCode,
    ChartVersion,
    DocumentNo,
    EconomicClass,
    Fen,
    FundClass,
    MoneyPlace,
    PartyId,
    PostingKind,
    PostingPart,
    ProjectId,
    RuleId,
    month_of,
)

MONEY_ACCOUNTS: Final[dict[MoneyPlace, AccountCode]] = {
    "cash": AccountCode("101"),
    "bank": AccountCode("102"),
    "quota": AccountCode("111"),
}
"""The same digits in both charts."""
PLACE_OF: Final[dict[str, MoneyPlace]] = {code: place for place, code in MONEY_ACCOUNTS.items()}
UNRESTRICTED_ONLY: Final[dict[ChartVersion, frozenset[str]]] = {
    "2021": frozenset({"401", "40301", "411", "521"}),
    "2009": frozenset({"401"}),
}
RESTRICTED_ONLY: Final[dict[ChartVersion, frozenset[str]]] = {"2021": frozenset({"40302"}), "2009": frozenset()}
CUSTODIAL: Final[dict[ChartVersion, AccountCode]] = {"2021": AccountCode("221"), "2009": AccountCode("231")}
RESULTS: Final = frozenset({"income", "expense"})
FISCAL_INCOME: Final = AccountCode("40401")


class Dimensions(NamedTuple):
    """What every line of an entry says beside its account. See ``Line``."""

    fund_class: FundClass = "unrestricted"
    project: ProjectId | None = None
    party: PartyId | None = None
    economic_class: EconomicClass | None = None


PLAIN: Final = Dimensions()


class OpenDay(NamedTuple):
    """A business day on which a ledger may post: its chart, its accounts and its rules."""

    asked: Asked
    day: date
    chart: ChartVersion

    def rule(self, kind: PostingKind) -> PostingRule:
        """Find the rule of a kind: the ledger's own one first.

        Raises:
            PostingRuleMissing: there is none under the chart of the day.
        """
        rule = self.asked.books.rule(kind, self.chart, self.day) or RULES.get((self.chart, kind))
        if rule is None:
            raise PostingRuleMissing(posting_kind=kind, chart=self.chart)
        return rule

    def code(self, rule: PostingRule, part: PostingPart = ONE) -> AccountCode:
        """Give the account of a part of a rule, as unions of this level have it.

        Raises:
            PostingRuleMissing: the rule names no account for the part.
        """
        found = rule.accounts.get(part)
        if found is None:
            raise PostingRuleMissing(posting_kind=PostingKind(f"{rule.kind}.{part}"), chart=self.chart)
        return account_for_level(self.chart, found, self.asked.known_ledger.level)

    def money(self, place: MoneyPlace, dimensions: Dimensions = PLAIN) -> AccountCode:
        """Name the account of a place for money of a class: a detail account, if a rule of the ledger names one.

        The rule's kind is place and class, as ``bank.custodial``. Source: 财会〔2021〕7号 account notes 101, 102
        (代管经费 has a detail account of its own).

        Raises:
            PostingRuleMissing: the rule names no account.
        """
        own = self.asked.books.rule(f"{place}.{dimensions.fund_class}", self.chart, self.day)
        return MONEY_ACCOUNTS[place] if own is None else self.code(own)

    def account(self, code: AccountCode) -> Account:
        """Find an account that this ledger may post to.

        Raises:
            AccountUnknown, AccountHasDetails, AccountOfOtherLevel: it may not.
        """
        found = self.asked.books.account(self.chart, code)
        if found is None:
            raise AccountUnknown(account=code, chart=self.chart, effective_on=self.day)
        if code in CHARTS[self.chart].with_details:
            raise AccountHasDetails(account=code, name=found.name_zh)
        level = self.asked.known_ledger.level
        # Grassroots unions may borrow accounts of the county table when needed: 附录1 第二部分 注.
        if level == "county" and found.level == "grassroots":
            raise AccountOfOtherLevel(account=code, name=found.name_zh, level=level)
        return found


def open_day(asked: Asked, day: date) -> OpenDay:
    """Give the day if the books take postings on it.

    Raises:
        DateBeforeBooks: the books were not kept yet.
        PeriodClosed: the day's month is closed.
    """
    books = asked.books
    if day < books.kept_from:
        raise DateBeforeBooks(effective_on=day, kept_from=books.kept_from)
    if books.closed_through is not None and month_of(day) <= books.closed_through:
        raise PeriodClosed(effective_on=day, closed_through=books.closed_through)
    return OpenDay(asked=asked, day=day, chart=chart_on(day))


def place_of(code: AccountCode) -> MoneyPlace | None:
    """Say at which place the money of an account or of a detail account is; None if it is no money."""
    return PLACE_OF.get(code[:FIRST_LEVEL_DIGITS])


def before_books(asked: Asked, day: date) -> bool:
    """Say whether a fact lies before the books: it is recorded as evidence and posts nothing."""
    return day < asked.books.kept_from


def line(code: AccountCode, side: Side, amount_fen: Fen, dimensions: Dimensions = PLAIN) -> Line:
    """Make a line."""
    return Line(code, side, amount_fen, *dimensions)


def received(  # noqa: PLR0913, PLR0917 - what is received, where, and what the line says of it
    on: OpenDay,
    kind: PostingKind,
    amount_fen: Fen,
    place: MoneyPlace,
    dimensions: Dimensions = PLAIN,
    document_no: DocumentNo | None = None,
) -> Posting:
    """Post money that comes in: debit cash or bank, credit the account of the rule."""
    rule_id, code, money = _checked(on, kind, place, dimensions)
    return _pair(rule_id, money, code, amount_fen, dimensions, document_no)


def paid(  # noqa: PLR0913, PLR0917 - what is paid, from where, and what the line says of it
    on: OpenDay,
    kind: PostingKind,
    amount_fen: Fen,
    place: MoneyPlace,
    dimensions: Dimensions = PLAIN,
    document_no: DocumentNo | None = None,
) -> Posting:
    """Post money that goes out: debit the account of the rule, credit cash or bank."""
    rule_id, code, money = _checked(on, kind, place, dimensions)
    return _pair(rule_id, code, money, amount_fen, dimensions, document_no)


def _pair(  # noqa: PLR0913, PLR0917 - what a posting of two lines says
    rule_id: RuleId,
    debit: AccountCode,
    credit: AccountCode,
    amount_fen: Fen,
    dimensions: Dimensions,
    document_no: DocumentNo | None,
) -> Posting:
    if not amount_fen:
        raise LinesMissing
    lines = (Line(debit, "D", amount_fen, *dimensions), Line(credit, "C", amount_fen, *dimensions))
    return Posting(rule_id, lines, document_no)


def _checked(
    on: OpenDay, kind: PostingKind, place: MoneyPlace, dimensions: Dimensions
) -> tuple[RuleId, AccountCode, AccountCode]:
    """Find the rule, its account, and that of money of a class at a place, once a day: dues come in thousands."""
    found = on.asked.books.found
    key = (kind, place, on.day, dimensions.fund_class, dimensions.project is None)
    known = found.get(key)
    if known is None:
        rule = on.rule(kind)
        known = rule.rule_id, on.code(rule), on.money(place, dimensions)
        for code in known[1:]:
            check_class(on.account(code), Line(code, "D", Fen(1), *dimensions))
        found[key] = known
    return known


def posting(on: OpenDay, rule_id: RuleId, lines: Sequence[Line], document_no: DocumentNo | None = None) -> Posting:
    """Make a posting of lines after checking them, whoever chose the accounts.

    Raises:
        LinesMissing, LinesUnbalanced: the lines are no entry.
        AccountUnknown, AccountHasDetails, AccountOfOtherLevel, FundClassNotAllowed: a line's account is wrong.
    """
    together = merged(lines)
    if len(together) < 2 or any(not one.amount_fen for one in lines):  # noqa: PLR2004 - a debit and a credit
        raise LinesMissing
    if imbalance_fen(together):
        raise LinesUnbalanced(
            debits_fen=Fen(sum(one.debit_fen for one in together)),
            credits_fen=Fen(sum(one.credit_fen for one in together)),
        )
    for one in together:
        check_class(on.account(one.account), one)
    return Posting(rule_id, together, document_no)


def check_class(account: Account, one: Line) -> None:
    """Refuse money that cannot stand on an account, or that lacks its project.

    Source: 财会〔2021〕7号 附录1, notes on 401, 403, 404, 411, 521 and 221.

    Raises:
        FundClassNotAllowed: so it is.
    """
    needs_project = one.fund_class in {"restricted", "custodial"}
    of_result = account.element in RESULTS
    wrong = (
        (needs_project and one.project is None)
        or (one.account in UNRESTRICTED_ONLY[account.chart] and (one.fund_class != "unrestricted" or one.project))
        or (one.account in RESTRICTED_ONLY[account.chart] and one.fund_class != "restricted")
        or (one.account == FISCAL_INCOME and account.chart == "2021" and one.fund_class != "fiscal")
        or (of_result and one.fund_class == "custodial")
        or (
            (one.account == CUSTODIAL[account.chart]) != (one.fund_class == "custodial")
            and place_of(one.account) is None
        )
    )
    if wrong:
        raise FundClassNotAllowed(
            account=one.account, name=account.name_zh, fund_class=one.fund_class, project=one.project
        )


def taken_back(on: OpenDay, earlier: Posting, posted_on: date) -> Posting:
    """Post what takes an earlier posting back: red lines in the same year, a prior-year adjustment later.

    It corrects what the earlier posting was about: if that took something back itself, then the same as that.
    Source: 规范 第五十一条（五）; 财会〔2021〕7号 第二十三条 and notes on 32101, 32201, 33101, 33201.
    """
    rule_id = earlier.rule_id
    lines = [one.red for one in earlier.lines]
    if on.day.year != posted_on.year:
        rule = on.rule(PostingKind("prior_year"))
        rule_id = rule.rule_id
        lines = [_against_prior_year(on, rule, one, chart_on(posted_on)) for one in earlier.lines]
    corrects = earlier.corrects or source_of(earlier, posted_on)
    return posting(on, rule_id, lines, earlier.document_no)._replace(corrects=corrects)


def _against_prior_year(on: OpenDay, rule: PostingRule, one: Line, chart: ChartVersion) -> Line:
    """Turn a line of an earlier year round; income and expense of a closed year are net assets by now.

    Assets and debts of an earlier chart are found by the concordance: 财会〔2021〕16号.
    """
    account = on.asked.books.account(chart, one.account)
    code = None if account is None or account.element in RESULTS else one.account
    if code is not None and chart != on.chart:
        code = _in_chart_of(on, code, one.fund_class)
    there = one._replace(account=on.code(rule, PostingPart(one.fund_class)) if code is None else code)
    if there.amount_fen < 0:  # a red line took back; what takes it back stands on its side again, in black
        return there.red
    return there._replace(side="C" if there.side == "D" else "D")


def _in_chart_of(on: OpenDay, code: AccountCode, fund_class: FundClass) -> AccountCode | None:
    """Find the account that took the place of one of an earlier chart; money stays where it is.

    A detail account of the ledger's own stays if the ledger added it anew below the same account.
    """
    place = place_of(code)
    if place is None:
        found, own = successor(code), on.asked.books.accounts.get((on.chart, code))
        return code if own is not None and own.parent == found else found
    return code if on.asked.books.account(on.chart, code) else on.money(place, Dimensions(fund_class))

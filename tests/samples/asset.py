"""One event of each kind of fixed asset: a laptop's life, and what was there before it."""

from datetime import date
from typing import Final

from domain.accounting.lines import Line, Posting
from domain.activities.asset import (
    AssetBought,
    AssetCard,
    AssetCounted,
    AssetDisposed,
    AssetEntryReversed,
    AssetMoved,
    AssetPolicyAdopted,
    AssetProceedsReceived,
    AssetRegistered,
    AssetsDepreciated,
    AssetTakenIn,
    Depreciation,
    Event,
)
from domain.values import AccountCode, ActorId, Count, DocumentNo, Fen, Month, PartyId, RuleId, Text
from tests.postings import red

LAPTOP: Final = DocumentNo("FA-0001")
CABINET: Final = DocumentNo("FA-0000")
BOUGHT_BY: Final = DocumentNo("INV-2025-0200")
SOLD_BY: Final = DocumentNo("DISP-2025-1")
OFFICE: Final = RuleId("2021.fixed_asset.office")
BANK: Final = AccountCode("102")
ASSETS: Final = AccountCode("162")
DEPRECIATED_SO_FAR: Final = AccountCode("163")
FUND: Final = AccountCode("30104")
BOUGHT_ON: Final = date(2025, 3, 12)
CARD: Final = AssetCard(
    category="office",
    name=Text("laptop"),
    cost_fen=Fen(5_000_00),
    life_months=Count(72),
    in_use_from=Month("2025-03"),
    location=Text("room 201"),
    keeper=PartyId("M0601"),
)
PURCHASE: Final = Posting(
    OFFICE,
    (
        Line(ASSETS, "D", Fen(5_000_00)),
        Line(FUND, "C", Fen(5_000_00)),
        Line(AccountCode("50702"), "D", Fen(5_000_00)),
        Line(BANK, "C", Fen(5_000_00)),
    ),
    BOUGHT_BY,
)

POLICY_ADOPTED: Final = AssetPolicyAdopted(
    rule_id=RuleId("FA-2025"),
    general_fen=Fen(2_000_00),
    special_fen=Fen(3_000_00),
    valid_from=date(2025, 7, 1),
    source=Text("decision 12 of the committee"),
    effective_on=date(2025, 6, 25),
)
REGISTERED: Final = AssetRegistered(
    asset_no=CABINET,
    card=AssetCard(
        category="other",
        name=Text("cabinet"),
        cost_fen=Fen(900_00),
        life_months=None,
        in_use_from=Month("2012-05"),
        location=Text("room 201"),
        keeper=None,
    ),
    depreciated_fen=Fen(0),
    effective_on=date(2015, 1, 1),
)
BOUGHT: Final = AssetBought(
    asset_no=LAPTOP,
    document_no=BOUGHT_BY,
    card=CARD,
    place="bank",
    fund_class="unrestricted",
    project=None,
    approval_no=DocumentNo("AP-2025-08"),
    approved_by=ActorId("pavel"),
    unapproved_by=None,
    threshold_rule=RuleId("usual.fixed-asset-2021"),
    attachments=Count(1),
    paid_by=ActorId("carl"),
    posting=PURCHASE,
    effective_on=BOUGHT_ON,
)
TAKEN_IN: Final = AssetTakenIn(
    asset_no=DocumentNo("FA-0002"),
    document_no=DocumentNo("GIFT-2025-1"),
    origin="donated",
    card=CARD,
    taken_in_by=ActorId("pavel"),
    posting=Posting(OFFICE, PURCHASE.lines[:2], DocumentNo("GIFT-2025-1")),
    effective_on=BOUGHT_ON,
)
ENTRY_REVERSED: Final = AssetEntryReversed(
    asset_no=LAPTOP,
    cost_fen=Fen(5_000_00),
    approved_by=ActorId("pavel"),
    entered_on=BOUGHT_ON,
    reason=Text("entered twice"),
    posting=red(BOUGHT),
    effective_on=date(2025, 3, 14),
)
MOVED: Final = AssetMoved(
    asset_no=LAPTOP, location=Text("room 305"), keeper=PartyId("M0602"), effective_on=date(2025, 4, 1)
)
DEPRECIATED: Final = AssetsDepreciated(
    period=Month("2025-03"),
    category="office",
    amount_fen=Fen(69_44),
    assets=(Depreciation(asset_no=LAPTOP, amount_fen=Fen(69_44)),),
    posting=Posting(
        OFFICE,
        (Line(FUND, "D", Fen(69_44)), Line(DEPRECIATED_SO_FAR, "C", Fen(69_44))),
        DocumentNo("depreciation-2025-03"),
    ),
    effective_on=date(2025, 3, 31),
)
COUNTED: Final = AssetCounted(
    asset_no=LAPTOP,
    document_no=DocumentNo("COUNT-2025"),
    found=True,
    counted_by=ActorId("olga"),
    effective_on=date(2025, 4, 2),
)
DISPOSED: Final = AssetDisposed(
    asset_no=LAPTOP,
    document_no=SOLD_BY,
    manner="sold",
    cost_fen=Fen(5_000_00),
    depreciated_fen=Fen(69_44),
    net_fen=Fen(4_930_56),
    reason=Text("too slow"),
    approved_by=ActorId("pavel"),
    posting=Posting(
        OFFICE,
        (
            Line(DEPRECIATED_SO_FAR, "D", Fen(69_44)),
            Line(FUND, "D", Fen(4_930_56)),
            Line(ASSETS, "C", Fen(5_000_00)),
        ),
        SOLD_BY,
    ),
    effective_on=date(2025, 4, 10),
)
PROCEEDS: Final = AssetProceedsReceived(
    asset_no=LAPTOP,
    amount_fen=Fen(3_000_00),
    place="bank",
    approved_by=ActorId("pavel"),
    posting=Posting(
        RuleId("2021.other_income"),
        (Line(BANK, "D", Fen(3_000_00)), Line(AccountCode("408"), "C", Fen(3_000_00))),
        SOLD_BY,
    ),
    effective_on=date(2025, 4, 10),
)

SAMPLES: Final[tuple[Event, ...]] = (
    POLICY_ADOPTED,
    REGISTERED,
    BOUGHT,
    TAKEN_IN,
    ENTRY_REVERSED,
    MOVED,
    DEPRECIATED,
    COUNTED,
    DISPOSED,
    PROCEEDS,
)

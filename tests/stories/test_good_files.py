"""A story says what is then played; what it does not say is what stories usually have."""

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from simulator.beginning.start import ClockSetting, Stock
from simulator.stories.story import (
    ROLES,
    START,
    Advance,
    Arrive,
    Buying,
    Cancel,
    Declare,
    Expect,
    Good,
    Heard,
    Hears,
    Officer,
    Party,
    Pay,
    Person,
    Post,
    Quota,
    Reader,
    Return,
    Ship,
    Step,
    StockWanted,
    Story,
    Wanted,
)
from simulator.stories.written.reading import read_stories
from tests.stories.bad_files import read

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.story.toml"))
PEOPLE = """[people.ann]
name = "李安"
idNumber = "11010119900307002x"
telephone = "13800138000"
address = "北京市东城区"
"""


def one(text: str, folder: Path) -> Story:
    (story,) = read(text, folder)
    return story


def step(text: str, folder: Path) -> Step:
    story = one(f"purchases = {{ milk = {{}}, tea = {{}} }}\n{PEOPLE}\n[[steps]]\n{text}", folder)
    assert story.steps[0].line == 8
    return story.steps[0]


def buying(text: str, folder: Path) -> Buying:
    return one(f"{PEOPLE}\n[purchases.milk]\n{text}", folder).purchases["milk"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_the_examples(path: Path) -> None:
    stories = read_stories(path)
    assert [story.path for story in stories] == [str(path)] * len(stories)
    assert len({story.full_name for story in stories}) == len(stories)


def test_a_story_that_says_next_to_nothing(tmp_path: Path) -> None:
    story = one("", tmp_path)
    assert (story.name, story.path, story.full_name, story.row) == ("shop", "shop.story.toml", "shop", "")
    assert story.title == ("A bad one", "坏故事")
    assert story.beginning.seed == "shop"
    assert story.beginning.clock == ClockSetting("stepped", START)
    assert tuple(story.parties) == ROLES
    assert story.parties["declarant"] == Party(code="4401960005", name="南沙报关")
    assert story.steps == (Advance(line=3),)


# ── how the world begins ──


def test_the_world_of_a_file(tmp_path: Path) -> None:
    beginning = one('world = "world.toml"', tmp_path).beginning
    assert (beginning.title, beginning.seed, beginning.claims) == ("年末", "w", ())
    assert beginning.clock == ClockSetting("stepped", datetime(2027, 1, 1))


def test_the_story_goes_before_its_world(tmp_path: Path) -> None:
    beginning = one('world = "world.toml"\nseed = "s"\npace = "slow"\nclock.kind = "instant"', tmp_path).beginning
    assert (beginning.seed, beginning.pace, beginning.clock) == ("s", "slow", ClockSetting("instant", START))


def test_a_world_within(tmp_path: Path) -> None:
    text = """
    [world]
    pace = { accept = "1s" }
    clock = { kind = "running", rate = 60 }
    [[world.stock]]
    emsNo = "T1"
    itemRecordNo = "1"
    actlIncQty = 5
    """
    beginning = one(text, tmp_path).beginning
    assert beginning.stock == (Stock("T1", "1", Decimal(5)),)
    assert beginning.pace == {"accept": "1s"}
    assert beginning.clock == ClockSetting("running", START, Decimal(60))


def test_a_pace_and_clock_of_its_own(tmp_path: Path) -> None:
    text = 'pace.steps.accept = { distribution = "constant", time = "1s" }\nclock.at = 2027-01-01'
    beginning = one(text, tmp_path).beginning
    assert beginning.pace == {"steps": {"accept": {"distribution": "constant", "time": "1s"}}}
    assert beginning.clock == ClockSetting("stepped", datetime(2027, 1, 1))


# ── who takes part, and what they buy ──


def test_parties(tmp_path: Path) -> None:
    text = """
    [parties.platform]
    name = "别的平台"
    dxpId = "DXP2"
    readers = [{ party = "watcher", take = "DATA" }, { party = "agent", take = "ALL" }]
    [parties.watcher]
    dxpId = "DXP9"
    [parties.agent]
    code = "4401960099"
    name = "代理"
    """
    parties = one(text, tmp_path).parties
    assert parties["platform"] == Party(
        code="4401960001",
        name="别的平台",
        dxp_id="DXP2",
        readers=(Reader(party="watcher", take="DATA"), Reader(party="agent", take="ALL")),
    )
    assert parties["watcher"] == Party(code="4401960005", name="南沙报关", dxp_id="DXP9")
    assert parties["agent"] == Party(code="4401960099", name="代理")
    assert parties.keys() == {*ROLES, "watcher", "agent"}


def test_people(tmp_path: Path) -> None:
    assert one(PEOPLE, tmp_path).people == {
        "ann": Person(name="李安", id_number="11010119900307002X", telephone="13800138000", address="北京市东城区")
    }


def test_sales_are_numbered_by_their_place(tmp_path: Path) -> None:
    text = """
    [purchases.one]
    [purchases.hundred]
    count = 100
    [purchases.papers]
    folder = "papers"
    [purchases.tea]
    sale = 7000
    [purchases.last]
    fault = "paid_by_spouse"
    """
    purchases = one(text, tmp_path).purchases
    assert [(each.name, each.sale, each.count) for each in purchases.values()] == [
        ("one", 1, 1),
        ("hundred", 2, 100),
        ("papers", None, 1),
        ("tea", 7000, 1),
        ("last", 104, 1),
    ]
    assert purchases["papers"].folder == str(tmp_path / "papers")


def test_goods(tmp_path: Path) -> None:
    text = """
    orderNo = "A-1"
    buyer = "ann"
    retailer = "platform"
    freight = 10
    discount = "5.00"
    tax = "1.2"
    weight = "2.00001"
    emsNo = "T5165W000001"
    [[purchases.milk.goods]]
    name = "奶粉"
    hsCode = "1901101000"
    price = "120.5"
    qty = 2
    unit = "122"
    country = "609"
    [[purchases.milk.goods]]
    name = "奶粉"
    hsCode = "1901101000"
    price = 1
    qty = 1
    unit = "122"
    country = "609"
    model = "900克"
    itemRecordNo = "1001"
    """
    milk = {"name": "奶粉", "hs_code": "1901101000", "unit": "122", "country": "609"}
    assert buying(text, tmp_path) == Buying(
        name="milk",
        goods=(
            Good(**milk, price=Decimal("120.5"), qty=Decimal(2)),  # type: ignore[arg-type]
            Good(**milk, price=Decimal(1), qty=Decimal(1), model="900克", item_record_no="1001"),  # type: ignore[arg-type]
        ),
        order_no="A-1",
        buyer="ann",
        parties={"retailer": "platform"},
        freight=Decimal(10),
        discount=Decimal(5),
        tax=Decimal("1.2"),
        weight=Decimal("2.00001"),
        ems_no="T5165W000001",
    )


def test_changes_are_kept_as_they_are_written(tmp_path: Path) -> None:
    text = """
    change = { "OrderHead.buyerName" = " 李 ", "InventoryList[2].qty" = 2, "PaymentHead.amountPaid" = "007.10" }
    remove = ["LogisticsHead.note", "OrderList[2]", "OrderHead.payCode"]
    """
    assert buying(text, tmp_path).change == (
        ("OrderHead.buyerName", " 李 "),
        ("InventoryList[2].qty", "2"),
        ("PaymentHead.amountPaid", "007.10"),
        ("LogisticsHead.note", None),
        ("OrderList[2]", None),
        ("OrderHead.payCode", None),
    )


# ── what happens ──


def test_declare(tmp_path: Path) -> None:
    text = """\
    declare = ["tea", "milk"]
    documents = ["inventory", "order"]
    change = { "OrderHead.note" = "x" }
    remove = ["OrderHead.batchNumbers"]
    spoil = { "OrderHead.currency" = "RMBX" }
    omit = ["OrderHead.guid", "InventoryList[1]"]
    unchecked = true
    answer = "9999"
    """
    assert step(text, tmp_path) == Declare(
        line=8,
        purchases=("tea", "milk"),
        documents=("inventory", "order"),
        change=(("OrderHead.note", "x"), ("OrderHead.batchNumbers", None)),
        spoil=(("OrderHead.currency", "RMBX"), ("OrderHead.guid", None), ("InventoryList[1]", None)),
        unchecked=True,
        answer="9999",
    )
    text = 'declare = "milk"\nfault = "paid_by_spouse"\nstopped = ["ORD-01", "VAL-03"]'
    assert step(text, tmp_path) == Declare(
        line=8, purchases=("milk",), fault="paid_by_spouse", stopped=("ORD-01", "VAL-03")
    )


def test_post(tmp_path: Path) -> None:
    assert step('post = "broken.xml"\nanswer = "0001"', tmp_path) == Post(
        line=8, file=str(tmp_path / "broken.xml"), answer="0001"
    )
    assert step('postText = """<a>\n</a>"""', tmp_path) == Post(line=8, text="<a>\n</a>")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('pay = "milk"', Pay(line=8, purchase="milk")),
        (
            'pay = "milk"\namount = "9.90"\npayer = "ann"',
            Pay(line=8, purchase="milk", amount=Decimal("9.9"), payer="ann"),
        ),
        ('ship = "milk"\nconsignee = "ann"', Ship(line=8, purchase="milk", consignee="ann")),
        ('cancel = "milk"\nreason = "why"', Cancel(line=8, purchase="milk", reason="why")),
        (
            'return = "milk"\nreason = "why"\nlines = [2, 1]\nanswer = "0002"',
            Return(line=8, purchase="milk", reason="why", lines=(2, 1), answer="0002"),
        ),
        (
            'return = "milk"\nreason = "why"\nlines = { 2 = 1, 1 = "0.5" }\ncopNo = "R1"',
            Return(
                line=8,
                purchase="milk",
                reason="why",
                quantities=((2, Decimal(1)), (1, Decimal("0.5"))),
                cop_no="R1",
            ),
        ),
        (
            'cancel = "milk"\nreason = "why"\nspoil = { "InvtCancel.invtNo" = "?" }',
            Cancel(line=8, purchase="milk", reason="why", spoil=(("InvtCancel.invtNo", "?"),)),
        ),
        ('arrive = "milk"', Arrive(line=8, purchases=("milk",))),
        (
            'arrive = ["milk", "tea"]\noperator = "carrier"\nanswer = "0002"',
            Arrive(line=8, purchases=("milk", "tea"), operator="carrier", answer="0002"),
        ),
        ('declare = "milk"\nas = "stored"', Declare(line=8, purchases=("milk",), version="stored")),
        (
            'declare = "milk"\nas = "change"\ndocuments = ["inventory"]',
            Declare(line=8, purchases=("milk",), version="change", documents=("inventory",)),
        ),
        (
            'expect = "milk"\ncancel = ["2"]\nreturn = ["399"]\narrival = []\nmissing = ["arrival"]\nstate = "held"',
            Expect(
                line=8,
                purchases=("milk",),
                receipts={"cancel": (Wanted(status="2"),), "return": (Wanted(status="399"),), "arrival": ()},
                missing=("arrival",),
                state="held",
            ),
        ),
        ('officer = "milk"\ndecision = "release"', Officer(line=8, purchase="milk", decision="release")),
        (
            'officer = "milk"\ndecision = "detain"\nto = "law"',
            Officer(line=8, purchase="milk", decision="detain", to="law"),
        ),
        (
            'officer = "milk"\ndecision = "refuse"\nreason = "why"',
            Officer(line=8, purchase="milk", decision="refuse", reason="why"),
        ),
        ('advance = "5min"', Advance(line=8, by=timedelta(minutes=5))),
        ("to = 2027-01-01T00:00:00", Advance(line=8, to=datetime(2027, 1, 1))),
        ('run = "until quiet"', Advance(line=8)),
        (
            'hears = "declarant"\nmessages = ["CEB622 120", "CEB621", "CEB622 -621005"]\nwithin = "1d"',
            Hears(
                line=8,
                party="declarant",
                messages=(
                    Heard(message="CEB622", status="120"),
                    Heard(message="CEB621"),
                    Heard(message="CEB622", status="-621005"),
                ),
                within=timedelta(days=1),
            ),
        ),
        ('hears = "carrier"\nmessages = []', Hears(line=8, party="carrier", messages=())),
        ('expect = "milk"\norder = []', Expect(line=8, purchases=("milk",), receipts={"order": ()})),
    ],
    ids=lambda value: value.partition(" ")[0] if isinstance(value, str) else "",
)
def test_other_steps(text: str, wanted: Step, tmp_path: Path) -> None:
    assert step(text, tmp_path) == wanted


def test_expect(tmp_path: Path) -> None:
    text = """\
    expect = ["milk", "tea"]
    within = "250ms"
    inventory = ["2", { status = "100", code = "1332", text = "[0-9]+元", message = "CEB622" },
                 { status = "120", after = 2026-11-11, before = 2026-11-12 }]
    sequence = ["order 2", "order 2", "inventory -621005"]
    state = "released"
    missing = ["payment"]
    rules = ["ORD-01"]
    values = { "OrderHead.orderNo" = "A-1", "InventoryHead.packNo" = 1 }
    quota = { used = "1.50", left = 0, year = 2027 }
    stock = [{ emsNo = "T1", itemRecordNo = "1", surplus = "0.5" }]
    """
    found = step(text, tmp_path)
    assert found == Expect(
        line=8,
        purchases=("milk", "tea"),
        within=timedelta(milliseconds=250),
        receipts={
            "inventory": (
                Wanted(status="2"),
                Wanted(status="100", code="1332", text="[0-9]+元", message="CEB622"),
                Wanted(status="120", after=datetime(2026, 11, 11), before=datetime(2026, 11, 12)),
            )
        },
        sequence=(("order", "2"), ("order", "2"), ("inventory", "-621005")),
        state="released",
        missing=("payment",),
        rules=("ORD-01",),
        values=(("OrderHead.orderNo", "A-1"), ("InventoryHead.packNo", "1")),
        quota=Quota(used=Decimal("1.5"), left=Decimal(0), year=2027),
        stock=(StockWanted(ems_no="T1", item_record_no="1", surplus=Decimal("0.5")),),
    )


def test_every_document_can_be_expected(tmp_path: Path) -> None:
    for document in ("order", "payment", "waybill", "delivery", "inventory", "message"):
        found = step(f'expect = "milk"\n{document} = ["2"]', tmp_path)
        assert isinstance(found, Expect)
        assert found.receipts == {document: (Wanted(status="2"),)}


# ── variants and bases ──


def test_rows(tmp_path: Path) -> None:
    text = """
    rows = [{ name = "a", sale = 7, who = "李" }, { name = "乙", sale = 9, who = "安" }]
    [purchases.milk]
    sale = "${sale}"
    change = { "OrderHead.buyerName" = "${who}${sale} $${who} ${name}" }
    """
    stories = read(text, tmp_path)
    assert [story.full_name for story in stories] == ["shop[a]", "shop[乙]"]
    assert [story.beginning.seed for story in stories] == ["shop[a]", "shop[乙]"]
    milk = [story.purchases["milk"] for story in stories]
    assert [(each.sale, each.change[0][1]) for each in milk] == [(7, "李7 ${who} a"), (9, "安9 ${who} 乙")]


def test_generated(tmp_path: Path) -> None:
    stories = read('seed = "s"\ngenerate.count = 3\npurchases.milk.sale = "${n}"', tmp_path)
    assert [story.row for story in stories] == ["1", "2", "3"]
    assert [story.beginning.seed for story in stories] == ["s/1", "s/2", "s/3"]
    assert [story.purchases["milk"].sale for story in stories] == [1, 2, 3]


def test_a_seed_is_cut_where_it_tells_nothing_apart(tmp_path: Path) -> None:
    stories = read(f'seed = "{"种" * 21}"\ngenerate.count = 2', tmp_path)
    assert [story.beginning.seed for story in stories] == ["种" * 20 + "/1", "种" * 20 + "/2"]


def test_a_long_name_makes_a_short_seed(tmp_path: Path) -> None:
    path = tmp_path / f"{'名' * 30}.story.toml"
    path.write_text('title = { en = "a", zh = "b" }\nsteps = [{ run = "until quiet" }]', encoding="utf-8")
    (story,) = read_stories(path)
    assert story.beginning.seed == "名" * 21


def test_a_base_is_gone_on_from(tmp_path: Path) -> None:
    text = 'extends = "base.story.toml"\npurchases.milk.fault = "paid_by_spouse"\npurchases.tea.sale = 8'
    story = one(text, tmp_path)
    assert story.name == "shop"
    assert story.title == ("A bad one", "坏故事")
    assert [(each.name, each.sale, each.fault) for each in story.purchases.values()] == [
        ("milk", 7, "paid_by_spouse"),
        ("tea", 8, None),
    ]
    assert [type(each) for each in story.steps] == [Declare, Advance]
    assert [each.line for each in story.steps] == [4, 5]


def test_paths_of_a_base_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    base = 'title = { en = "a", zh = "b" }\nworld = "../world.toml"\npurchases.a.folder = "../papers"\n'
    (tmp_path / "sub/base.story.toml").write_text(base + 'steps = [{ post = "../broken.xml" }]', encoding="utf-8")
    text = 'extends = "sub/base.story.toml"\npurchases.b.folder = "papers"\n[[steps]]\npost = "broken.xml"'
    story = one(text, tmp_path)
    assert story.beginning.title == "年末"
    assert {each.folder for each in story.purchases.values()} == {str(tmp_path / "papers")}
    assert [each.file for each in story.steps if isinstance(each, Post)] == [str(tmp_path / "broken.xml")] * 2


def test_a_chain_of_bases(tmp_path: Path) -> None:
    text = 'title = { en = "a", zh = "b" }\n[[steps]]\nadvance = "1s"\n'
    (tmp_path / "0.story.toml").write_text(text, encoding="utf-8")
    for number in range(1, 9):
        text = f'extends = "{number - 1}.story.toml"\nseed = "{number}"\n[[steps]]\nadvance = "{number + 1}s"\n'
        (tmp_path / f"{number}.story.toml").write_text(text, encoding="utf-8")
    (story,) = read_stories(tmp_path / "8.story.toml")
    assert story.beginning.seed == "8"
    assert [each.by for each in story.steps if isinstance(each, Advance)] == [
        timedelta(seconds=number) for number in range(1, 10)
    ]


def test_own_variants_take_the_place_of_those_of_the_base(tmp_path: Path) -> None:
    text = 'title = { en = "a", zh = "b" }\nrows = [{ name = "a" }]\nsteps = [{ run = "until quiet" }]'
    (tmp_path / "rows.story.toml").write_text(text, encoding="utf-8")
    assert [one.row for one in read('extends = "rows.story.toml"\ngenerate.count = 2', tmp_path)] == ["1", "2"]
    assert [one.row for one in read('extends = "rows.story.toml"', tmp_path)] == ["a"]

"""What tests of other people get: a world, a client, sales with and without faults, a clock."""

import pytest

TESTS = """
from datetime import datetime

import pytest

from gateway_client import Sender, Unsendable
from simulator.marketplace.faults import FAULTS
from simulator.pytest_plugin import Kouan


def test_a_sale_clears(kouan: Kouan):
    sale = kouan.sale()
    assert kouan.client.clear(sale).state == "released"
    assert kouan.client is kouan.client
    assert kouan.order(sale.order_no)["state"] == "released"
    assert kouan.quota(sale.order.head.buyer_id_number)["used"] != "0"
    assert [one["kind"] for one in kouan.journal()].count("message") == 4


def test_sales_follow_one_another(kouan):
    numbers = [one.order_no for one in (*kouan.sales(3), kouan.sale())]
    assert len(set(numbers)) == 4
    assert numbers == sorted(numbers)


def test_a_day_later_the_shop_sells_on_that_day(kouan):
    before = kouan.sale()
    kouan.advance("1d")
    after = kouan.sale()
    assert [one.inventory.head.decl_time for one in (before, after)] == ["20261111", "20261112"]
    assert kouan.client.clear(after).state == "released"


def test_the_clock(kouan):
    assert kouan.now == datetime(2026, 11, 11, 20)
    assert kouan.advance("5min").now == kouan.now == datetime(2026, 11, 11, 20, 5)
    kouan.to(datetime(2027, 1, 1))
    assert kouan.now == datetime(2027, 1, 1)
    assert kouan.run_until_quiet().next_due is None


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault(kouan, name):
    fault = FAULTS[name]
    try:
        if fault.later:
            sale = kouan.sale()
            assert kouan.client.clear(sale).state == "released"
            kouan.client.send(kouan.again(sale, name))
            kouan.run_until_quiet()
        else:
            assert kouan.client.clear(kouan.sale(fault=name)).state == "refused"
    except Unsendable as wrong:
        assert f"({fault.code})" in str(wrong)
    else:
        verdicts = [one["refusals"] for one in kouan.journal() if one["kind"] == "verdict"]
        assert [one["code"] for refusals in verdicts for one in refusals] == [fault.code]


def test_a_fault_that_there_is_not(kouan):
    with pytest.raises(ValueError, match="no fault 'paid_by_spose': did you mean 'paid_by_spouse'"):
        kouan.sale(fault="paid_by_spose")
    with pytest.raises(ValueError, match="second sending.*kouan.again"):
        kouan.sale(fault="order_sent_twice")
    with pytest.raises(ValueError, match="no second sending"):
        kouan.again(kouan.sale(), "paid_by_spouse")


@pytest.mark.kouan(pace="typical")
def test_an_officer_and_another_company(kouan):
    sale = kouan.sale()
    agent = kouan.connect(Sender(dxp_id="DXPENT0000000005", cop_code="4401960005", cop_name="南沙报关"))
    kouan.client.send(sale.order, sale.payment, sale.waybill)
    agent.send(sale.inventory)
    while not (invt_no := kouan.order(sale.order_no)["documents"][-1]["invtNo"]):
        kouan.to(kouan.world.time().next_due)
    kouan.decide(invt_no, "refuse", "布控查验")
    kouan.run_until_quiet()
    assert kouan.order(sale.order_no)["state"] == "refused"
    assert agent.receipts()


def test_in_this_process_there_is_no_address(kouan):
    with pytest.raises(AttributeError, match="kouan_server"):
        kouan.url


def test_both_at_once(kouan, kouan_server):
    assert (kouan.name, kouan.seed) == (kouan_server.name, kouan_server.seed)
    assert kouan.client.clear(kouan.sale()) == kouan_server.client.clear(kouan_server.sale())


def test_a_program_of_ones_own(kouan_server, monkeypatch):
    from gateway_client import GatewayClient

    monkeypatch.setenv("KOUAN_URL", kouan_server.url)
    with GatewayClient(kouan_server.client.sender) as client:
        client.send(*kouan_server.sale().documents)
    assert [one["kind"] for one in kouan_server.journal()].count("message") == 4


@pytest.mark.asyncio
async def test_asyncio(kouan, kouan_server):
    for world in (kouan, kouan_server):
        assert (await world.async_client.clear(world.sale())).state == "released"


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_anyio(kouan, anyio_backend):
    assert (await kouan.async_client.clear(kouan.sale())).state == "released"


def test_without_asyncio(kouan):
    waiting = kouan.async_client.clear(kouan.sale())
    with pytest.raises(RuntimeError, match="trio is not supported"):
        waiting.send(None)
"""


def test_what_a_test_has_in_hand(project: pytest.Pytester) -> None:
    project.makepyfile(test_it=TESTS)
    ran = project.runpytest_subprocess("-q")
    assert ran.ret == 0
    assert not {"failed", "errors", "warnings", "skipped"} & ran.parseoutcomes().keys()


def test_packages_called_as_ours_and_importlib(project: pytest.Pytester) -> None:
    for package in ("load", "scenarios", "tests"):
        project.mkpydir(package).joinpath("mine.py").write_text("MINE = True\n")
    project.makepyfile(
        **{
            "tests/test_it": """
                from load.mine import MINE
                import scenarios.mine

                def test_it(kouan, kouan_server):
                    assert MINE
                    for world in (kouan, kouan_server):
                        assert world.client.clear(world.sale()).state == "released"
            """
        }
    )
    for mode in ("prepend", "importlib"):
        ran = project.runpytest_subprocess(f"--import-mode={mode}", "-o", "pythonpath=.", "tests")
        ran.assert_outcomes(passed=1)


def test_a_server_that_does_not_start(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        @pytest.fixture(scope="session", autouse=True)
        def bad_environment():
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("PYTHONHASHSEED", "no number")  # of which Python itself says that it is none
                yield

        def test_one(kouan_server): ...

        def test_two(kouan_server): ...
        """
    )
    ran = project.runpytest_subprocess("-p", "no:randomly")
    ran.assert_outcomes(errors=2)
    ran.stdout.fnmatch_lines(["the simulator did not start: exit status 1", "*PYTHONHASHSEED*"])

"""``kouan demo --examples`` tells the truth: a real run, and it notices what does not end as written."""

import json
import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.cli.examples import OPENING, Refused, purchases
from simulator.cli.gateway import Gateway
from simulator.cli.outcome import Outcome
from simulator.cli.stories import play
from simulator.grounds import server
from tests.cli.running import same_as_golden, spawn
from tests.kouan import up


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> list[Outcome]:
    with (
        up(tmp_path_factory.mktemp("demo") / "kouan.db", at=OPENING) as server,
        closing(Gateway(server.url)) as gateway,
    ):
        return play(purchases(), gateway)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_it_prints(lang: str) -> None:
    ran = spawn("demo", "--examples", "--lang", lang)
    assert (ran.status, ran.err) == (0, "")
    assert "\033" not in ran.out
    text = re.sub(r"http://127\.0\.0\.1:(?!8765)[0-9]+", "http://127.0.0.1:PORT", ran.out)
    text = text.replace("  .venv/bin/kouan up", "  kouan up")  # where the environment is not active
    text = re.sub(r"[0-9.]+( s\.|秒内)", r"N\1", text)
    same_as_golden(f"examples-{lang}.txt", re.sub(r"20:00:[0-9]{2}\.[0-9]{3}", "20:00:SS.mmm", text))


def test_as_json() -> None:
    ran = spawn("demo", "--examples", "--json")
    assert (ran.status, ran.err) == (0, "")
    told = json.loads(ran.out)
    assert [one["name"] for one in told] == [one.name for one in purchases()]
    assert all(one["asExpected"] for one in told)
    assert {key for one in told for key in one} == {"name", "orderNo", "state", "refused", "waits", "asExpected"}


def test_every_purchase_ends_as_written_down_beforehand(outcomes: list[Outcome]) -> None:
    assert [one.purchase.name for one in outcomes if not one.as_expected] == []


@pytest.mark.parametrize("name", ["01-milk-powder", "30-paid-too-little", "39-discount-added", "42-wrong-letter"])
def test_it_notices_what_ends_otherwise(outcomes: list[Outcome], name: str) -> None:
    one = next(each for each in outcomes if each.purchase.name == name)
    expected = one.purchase
    others = [
        replace(expected, ends="declaring"),
        replace(expected, waits=("waybill",)),
        replace(
            expected, refused=(*expected.refused, expected.refused[0] if expected.refused else Refused("order", "1300"))
        ),
    ]
    if expected.refused:
        first = expected.refused[0]
        others.append(replace(expected, refused=(first._replace(code="1300"),)))
        others.append(replace(expected, refused=(first._replace(info="something else"),)))
    for other in others:
        assert not replace(one, purchase=other).as_expected


def test_all_receipts_were_fetched_and_acknowledged(tmp_path: Path) -> None:
    examples = purchases()[:3]
    with up(tmp_path / "kouan.db", at=OPENING) as server, closing(Gateway(server.url)) as gateway:
        play(examples, gateway)
        assert gateway.collect(examples[0].files[0].dxp_id) == []


def test_a_simulator_that_does_not_start() -> None:
    with (
        pytest.raises(OSError, match=r"did not start: exit status 2(?s:.)*'tonight' is no time"),
        server("--at", "tonight"),
    ):
        pass

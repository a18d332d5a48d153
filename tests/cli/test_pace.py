"""``kouan up --pace``: how long port, customs and carrier take, in seconds."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from simulator.cli.up import pace
from tests.enterprise import Enterprise
from tests.kouan import up


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("0", ["0ms", "0ms", "0ms", "0ms"]),
        ("0.5", ["500ms", "500ms", "500ms", "500ms"]),
        ("2,10,30,60", ["2000ms", "10000ms", "30000ms", "60000ms"]),
        ("0,0,0.001,86400", ["0ms", "0ms", "1ms", "86400000ms"]),
    ],
)
def test_seconds_are_a_pace(text: str, source: list[str]) -> None:
    assert list(dict(pace(text).source).values()) == source


@pytest.mark.parametrize("name", ["instant", "typical", "double11", "slow"])
def test_those_of_the_box_are_known_by_name(name: str) -> None:
    assert pace(name).source == name


def test_a_file_is_a_pace(tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('title = {en = "Own", zh = "自己的"}\n[steps.accept]\ndistribution = "constant"\ntime = "3s"\n')
    assert pace(str(file)).name == "own"
    file.write_text("[steps.acept]\n")
    with pytest.raises(ArgumentTypeError, match=r"own\.toml"):
        pace(str(file))


@pytest.mark.parametrize("text", ["", "-1", "1,2", "1,2,3,4,5", "1,,2,3"])
def test_what_is_no_pace(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"is no pace: write 0\.5, or"):
        pace(text)


@pytest.mark.parametrize("text", ["fast", "typicall", "1e3", "inf", "٣", "1234567", "nowhere.toml"])
def test_what_is_no_pace_of_the_box(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"there is no pace|No such file"):
        pace(text)


def test_a_slow_port(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--pace", "0,0,3600,0") as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        enterprise.send_all(enterprise.purchase())
        assert [status for status, _ in enterprise.statuses("CEB622Message")] == ["2", "120"]
        assert enterprise.history()["state"] == "entered"

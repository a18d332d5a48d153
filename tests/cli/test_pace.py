"""``kouan up --pace``: how long port, customs and carrier take, in seconds."""

from argparse import ArgumentTypeError
from pathlib import Path

import pytest

from simulator.cli.up import pace
from tests.enterprise import Enterprise
from tests.kouan import up


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", [0, 0, 0, 0]),
        ("0.5", [0.5, 0.5, 0.5, 0.5]),
        ("2,10,30,60", [2, 10, 30, 60]),
        ("0,0,0.001,86400", [0, 0, 0.001, 86400]),
    ],
)
def test_what_is_a_pace(text: str, seconds: list[float]) -> None:
    assert [each.total_seconds() for each in pace(text)] == seconds


@pytest.mark.parametrize("text", ["", "fast", "-1", "1,2", "1,2,3,4,5", "1e3", "inf", "1,,2,3", "٣", "1234567"])
def test_what_is_no_pace(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match=r"is no pace: write 0\.5, or"):
        pace(text)


def test_a_slow_port(tmp_path: Path) -> None:
    with up(tmp_path / "kouan.db", "--pace", "0,0,3600,0") as server, server.client() as client:
        enterprise = Enterprise(client, 1)
        enterprise.send_all(enterprise.purchase())
        assert [status for status, _ in enterprise.statuses("CEB622Message")] == ["2", "120"]
        assert enterprise.history()["state"] == "entered"

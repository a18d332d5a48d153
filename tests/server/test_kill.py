"""kill -9 at any moment: what was answered with 200 is there, in one final state, and nothing is half done.

The short form of ``make torture``: the same rounds with less in each.
"""

from pathlib import Path

import pytest

from load.torture.fire import Size
from load.torture.round import LEAST, Round
from load.torture.store import SqliteFile

_SIZE = Size(companies=4, batch=40, alone=4, served=4, orders=10)


@pytest.mark.parametrize(("seed", "kills"), [(20261111, ("again", "start-up")), (20261212, ("shutdown",))])
def test_five_kills_lose_and_double_nothing(tmp_path: Path, seed: int, kills: tuple[str, ...]) -> None:
    report = Round(seed, SqliteFile(tmp_path), tmp_path, _SIZE, kills).play()
    assert not report.wrong, "\n".join(map(str, report.wrong))
    assert len(report.kills) >= 1 + len(kills)
    assert all(count >= LEAST for count in report.in_flight)
    assert report.resent
    assert report.receipts
    assert report.entries

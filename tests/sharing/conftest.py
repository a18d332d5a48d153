"""Two simulators on one database of a server that is started for the tests, whatever the other tests run on."""

import os
from collections.abc import Iterator

import httpx
import pytest

from simulator.bench.postgresql import database
from tests.kouan import Server, up


@pytest.fixture(scope="module")
def two(postgres: str, request: pytest.FixtureRequest) -> Iterator[list[Server]]:
    """Two processes, started each on its own as on two machines."""
    name = (
        f"two_{request.module.__name__.rpartition('.')[2]}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}_{os.getpid()}"
    )
    address = database(postgres, name.lower())
    with up(address) as first, up(address) as second:
        yield [first, second]


@pytest.fixture
def clients(two: list[Server]) -> Iterator[list[httpx.Client]]:
    """A client of each."""
    with two[0].client() as first, two[1].client() as second:
        yield [first, second]

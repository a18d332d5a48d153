"""What tests share: one running simulator per worker, and an enterprise of its own for each test."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

from simulator.bench.postgresql import PostgresServer
from tests import databases
from tests import wheel as wheels
from tests.enterprise import Enterprise
from tests.kouan import Server, up

# A slow machine is no fault; in CI the same examples every time.
settings.register_profile(
    "kouan", deadline=None, derandomize="CI" in os.environ, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("kouan")

_SERIALS = count(1)

pytest_plugins = ["pytester"]

_POSTGRES = pytest.StashKey[PostgresServer]()


def pytest_configure(config: pytest.Config) -> None:
    """Start the database server of all workers, if the tests are to run on one."""
    if databases.ON_POSTGRES and databases.SERVER not in os.environ:
        given = os.environ[databases.KIND]
        if given == "postgresql":
            server = config.stash[_POSTGRES] = PostgresServer()
            given = server.address
        os.environ[databases.SERVER] = given  # for the workers, which start after this


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop it."""
    server = config.stash.get(_POSTGRES, None)
    if server:
        server.stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server, which is started if the tests do not run on one."""
    if databases.ON_POSTGRES:
        yield os.environ[databases.SERVER]
        return
    with PostgresServer() as server:
        yield server.address


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A simulator whose clock started at noon of 11 November 2026."""
    with up(tmp_path_factory.mktemp("server") / "kouan.db") as running:
        yield running


@pytest.fixture(scope="session")
def http(server: Server) -> Iterator[httpx.Client]:
    with server.client() as client:
        yield client


@pytest.fixture
def enterprise(http: httpx.Client) -> Enterprise:
    return Enterprise(http, next(_SERIALS))


@pytest.fixture
def another(http: httpx.Client) -> Enterprise:
    return Enterprise(http, next(_SERIALS))


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return wheels.build(tmp_path_factory.mktemp("wheel"))


@pytest.fixture
def empty_project(tmp_path: Path, wheel: Path) -> Path:
    """An empty folder with a virtual environment in which only the wheel is installed."""
    home = tmp_path / "project"
    home.mkdir()
    wheels.install(wheel, home)
    return home

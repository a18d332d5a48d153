"""What tests of the exchange share: the broker of this machine, or that of ``KOUAN_TEST_AMQP``."""

import os
import random
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from tests.enterprise import Enterprise
from tests.exchange.broker import Broker
from tests.kouan import up

_HERE = "amqp://guest:guest@127.0.0.1:5672/"
_SERVERS = ("rabbitmq-server", "/usr/sbin/rabbitmq-server")


@pytest.fixture(scope="session")
def broker_url() -> str:
    """Where a RabbitMQ answers. Whoever has none installs it; CI is not let off where one is installed.

    One that answers, or that was named, is never skipped, whatever is wrong with it.
    """
    if named := os.environ.get("KOUAN_TEST_AMQP"):
        return named
    where = urlsplit(_HERE)
    try:
        socket.create_connection((where.hostname or "", where.port or 0), timeout=10).close()
    except ConnectionRefusedError:
        why = "no RabbitMQ at 127.0.0.1:5672: apt-get install rabbitmq-server, or name one by KOUAN_TEST_AMQP"
        if any(shutil.which(name) for name in _SERVERS):
            why = (
                "RabbitMQ is installed and does not answer at 127.0.0.1:5672: start it (service rabbitmq-server start)"
            )
            if "CI" in os.environ:
                pytest.fail(why)
        pytest.skip(why)
    return _HERE


@pytest.fixture
def broker(broker_url: str) -> Iterator[Broker]:
    """A broker with an in-queue of the test's own."""
    found = Broker(broker_url)
    yield found
    found.close()


@pytest.fixture
def gateway(broker: Broker, tmp_path: Path) -> Iterator[httpx.Client]:
    """A simulator at the broker, by HTTP."""
    with up(tmp_path / "kouan.db", *broker.options) as server, server.client() as client:
        yield client


@pytest.fixture
def company(gateway: httpx.Client) -> Enterprise:
    """Somebody whom the broker has never heard of."""
    return stranger(gateway)


def stranger(http: httpx.Client) -> Enterprise:
    """Return an enterprise under a dxpId that no other test has: its queue would be the same one."""
    return Enterprise(http, random.SystemRandom().randrange(10**8))

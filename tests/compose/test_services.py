"""Every command of docker-compose.yml, run outside of containers: a whole port, its health checks, a load on it."""

import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from gateway_client.errors import Misdirected
from gateway_client.transport import guard
from simulator.rush.reading import folder
from tests.cli.running import ROOT
from tests.compose import files
from tests.compose.files import compose
from tests.compose.outside import IS_ROOT
from tests.compose.services import OURS, Postgres, Vhost, free_port, health_check, healthy, mapped, started
from tests.kouan import Server

WORKERS = 2
MOST_WORKERS = 64
_NO_RABBITMQ = "no RabbitMQ at 127.0.0.1:5672 that we may manage: apt-get install rabbitmq-server, start it, be root"


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    with Postgres() as running:
        yield running


@pytest.fixture(scope="module")
def kouan(postgres: Postgres) -> Iterator[Server]:
    """The service kouan."""
    with _up("kouan", "0.0.0.0", {"@postgres:5432": f"@127.0.0.1:{postgres.port}"}) as running:
        yield running


@contextmanager
def _up(name: str, host: str, addresses: dict[str, str]) -> Iterator[Server]:
    """Run a service by its own command, at a port of its own."""
    command = [*files.stages()[-1].only("ENTRYPOINT").listed(), *compose()["services"][name]["command"]]
    port = free_port()
    with started([*mapped(command, addresses), f"--port={port}"]) as process:
        assert process.stdout
        assert process.stdout.readline() == f"ready http://{host}:{port}\n"
        yield Server(process, f"http://127.0.0.1:{port}")


def _rabbitmq_is_here() -> bool:
    if not (shutil.which("rabbitmqctl") and IS_ROOT):
        return False
    try:
        socket.create_connection(("127.0.0.1", 5672), timeout=10).close()
    except ConnectionRefusedError:
        return False
    return True


def _kouan_is_healthy(url: str) -> bool:
    return healthy(mapped(files.health_check()[1], {"http://127.0.0.1:8765": url}))


def test_the_database_is_as_its_service_says(postgres: Postgres) -> None:
    with psycopg.connect(postgres.address(postgres.given["POSTGRES_DB"])) as connection:
        (version,) = connection.execute("SHOW server_version").fetchone()
        (most,) = connection.execute("SHOW max_connections").fetchone()
    assert compose()["services"]["postgres"]["image"] == f"postgres:{version}-bookworm"  # the version of all tests
    assert f"max_connections={most}" in compose()["services"]["postgres"]["command"]


def test_the_database_is_healthy_or_not(postgres: Postgres) -> None:
    assert postgres.healthy()
    assert not postgres.healthy(free_port())


def test_parcels_clear_at_the_port(kouan: Server, postgres: Postgres) -> None:
    assert _kouan_is_healthy(kouan.url)
    script = ROOT / "tests" / "client" / "ten_lines.py"
    done = subprocess.run([OURS / "python", script], env={"KOUAN_URL": kouan.url}, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("released\n", "")
    with psycopg.connect(postgres.address("postgres")) as connection:
        (used,) = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = 'kouan'").fetchone()
        (most,) = connection.execute("SHOW max_connections").fetchone()
    assert used <= 4 * WORKERS + 1  # and one of the process that started them
    assert int(most) > 5 * MOST_WORKERS  # with one for what they claim


def test_the_exchange_is_at_the_broker_and_on_the_same_worlds(kouan: Server, postgres: Postgres) -> None:
    if not _rabbitmq_is_here():
        pytest.skip(_NO_RABBITMQ)
    with kouan.client() as client, Vhost() as vhost:
        assert client.post("/_kouan/worlds", json={"name": "queues"}).status_code == 201
        addresses = {
            "@postgres:5432": f"@127.0.0.1:{postgres.port}",
            "kouan:for-development-only@rabbitmq:5672/kouan": vhost.address,
        }
        with _up("exchange", "127.0.0.1", addresses) as exchange, exchange.client() as other:
            assert _kouan_is_healthy(exchange.url)
            assert vhost.queues() >= {"DXP_IN"}
            assert other.get("/w/queues/_kouan/health").status_code == 200


def test_a_port_that_is_gone_is_not_healthy(postgres: Postgres) -> None:
    command = compose()["services"]["kouan"]["command"]
    assert f"--workers={WORKERS}" in command
    command = mapped(command, {"@postgres:5432": f"@127.0.0.1:{postgres.port}", "0.0.0.0": "127.0.0.1"})
    with started(["kouan", *command, "--port=0"]) as process:
        assert process.stdout
        url = process.stdout.readline().split()[1]
        assert _kouan_is_healthy(url)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert not _kouan_is_healthy(url)


def test_the_broker_is_healthy_or_not() -> None:
    check = health_check("rabbitmq")
    if not _rabbitmq_is_here():
        pytest.skip(_NO_RABBITMQ)
    assert healthy(check)
    assert not healthy(check, RABBITMQ_NODENAME=f"nobody-{free_port()}@localhost")


def test_the_load_may_go_where_its_command_says() -> None:
    options = dict(word.partition("=")[::2] for word in compose()["services"]["locust"]["command"])
    assert guard(options["--host"], [options["--allow"]])
    with pytest.raises(Misdirected):
        guard(options["--host"], [])


def test_a_load_is_put_on_it(kouan: Server) -> None:
    services = compose(KOUAN_LOAD_SECONDS="1", KOUAN_LOAD_RATE="20", KOUAN_LOAD_USERS="6")["services"]
    port = free_port()
    at = {"/srv/kouan/load/": f"{folder()}/"}
    master = [*services["locust"]["entrypoint"], *mapped(services["locust"]["command"], at)]
    master = mapped(master, {"http://kouan:8765": kouan.url})
    worker = [*services["locust-worker"]["entrypoint"], *mapped(services["locust-worker"]["command"], at)]
    worker = [*mapped(worker, {"--master-host=locust": "--master-host=127.0.0.1"}), f"--master-port={port}"]
    check = mapped(health_check("locust"), {"5557": str(port)})
    assert not healthy(check)
    with ExitStack() as running:
        here = ["--master-bind-host=127.0.0.1", f"--master-bind-port={port}"]
        gathering = running.enter_context(started([*master, *here]))
        while not healthy(check):
            assert gathering.poll() is None
        for _ in range(int(services["locust-worker"]["deploy"]["replicas"])):
            running.enter_context(started(worker))
        said, _ = gathering.communicate()
    assert gathering.returncode == 0, said
    assert "Nothing lost, nothing twice; all ended as planned" in said

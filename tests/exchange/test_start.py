"""``kouan up --amqp``: what it takes, why it does not start, and that nobody ever reads the password."""

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from simulator.exchange.address import Address, address, queue_name
from tests.cli.running import spawn
from tests.exchange.broker import Broker
from tests.exchange.wire import wire_to
from tests.kouan import KOUAN, up
from tests.server.test_up import kouan

_SECRET = "Geheim8"
_WRITE = "write amqp://user:password@host:5672/vhost"
_BEGIN = "it must begin with amqp://"
_WHO = "user and password must be there"
_ESCAPE = ": / and @ in user or password are %3A, %2F and %40"

UNUSABLE = [
    ("", f"'' is no address of a broker: {_BEGIN}"),
    ("localhost", f"'localhost' is no address of a broker: {_BEGIN}"),
    (f"guest:{_SECRET}", f"'guest:…' is no address of a broker: {_BEGIN}"),
    (f"guest:{_SECRET}@host", f"'…@host' is no address of a broker: {_BEGIN}"),
    (f"http://a:{_SECRET}@host", f"'http://…@host' is no address of a broker: {_BEGIN}"),
    (f"amqps://a:{_SECRET}@host", f"'amqps://…@host' is no address of a broker: {_BEGIN}"),
    ("amqp://", f"'amqp://' is no address of a broker: {_WHO}"),
    ("amqp://host:5672/", f"'amqp://host:5672/' is no address of a broker: {_WHO}"),
    (f"amqp://guest:{_SECRET}", f"'amqp://guest:…' is no address of a broker: {_WHO}"),
    ("amqp://guest@host", f"'amqp://…@host' is no address of a broker: {_WHO}"),
    ("amqp://guest:@host", f"'amqp://…@host' is no address of a broker: {_WHO}"),
    (f"amqp://:{_SECRET}@host", f"'amqp://…@host' is no address of a broker: {_WHO}"),
    (f"amqp://a:{_SECRET}/b@host", f"'amqp://…@host' is no address of a broker: {_ESCAPE}"),
    (f"amqp://a:{_SECRET}@b@host", f"'amqp://…@host' is no address of a broker: {_ESCAPE}"),
    (f"amqp://a:{_SECRET}:b@host", f"'amqp://…@host' is no address of a broker: {_ESCAPE}"),
    (
        f"amqp://a:{_SECRET}?@host",
        "'amqp://…@host' is no address of a broker: it takes no parameters; ? and # in a password are %3F and %23",
    ),
    (
        f"amqp://a:{_SECRET} b@host",
        "'amqp://…@host' is no address of a broker: white space and control characters must be percent-encoded",
    ),
    (f"amqp://a:{_SECRET}%FF@host", "'amqp://…@host' is no address of a broker: what is percent-encoded must be UTF-8"),
    (f"amqp://a:{_SECRET}@", "'amqp://…@' is no address of a broker: there is no host and port behind the @"),
    (f"amqp://a:{_SECRET}@/v", "'amqp://…@/v' is no address of a broker: there is no host and port behind the @"),
    (f"amqp://a:{_SECRET}@h:x", "'amqp://…@h:…' is no address of a broker: there is no host and port behind the @"),
    (
        f"amqp://a:{_SECRET}@h:65536",
        "'amqp://…@h:65536' is no address of a broker: a port is a number from 1 to 65535",
    ),
    (f"amqp://a:{_SECRET}@h:0", "'amqp://…@h:0' is no address of a broker: a port is a number from 1 to 65535"),
    (f"amqp://a:{_SECRET}@h/a/b", "'amqp://…@h/a/b' is no address of a broker: / in the name of a vhost is %2F"),
]


@pytest.mark.parametrize(("text", "sentence"), UNUSABLE, ids=lambda text: text[:30])
def test_unusable_addresses(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="is no address") as caught:
        address(text)
    assert str(caught.value) == f"{sentence}; {_WRITE}"
    assert _SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("amqp://guest:guest@host", ("host", 5672, "guest", "guest", "/")),
        ("amqp://guest:guest@host:5673/", ("host", 5673, "guest", "guest", "/")),
        ("amqp://a%40b:c%3Ad%2F%E5%8F%A3@10.0.0.1/%2F", ("10.0.0.1", 5672, "a@b", "c:d/口", "/")),
        ("amqp://a:b@[::1]:1/customs%2Ftest", ("::1", 1, "a", "b", "customs/test")),
    ],
)
def test_usable_addresses(text: str, meant: tuple[str, int, str, str, str]) -> None:
    found = address(text)
    assert (found.host, found.port, found.user, found.password, found.vhost) == meant


def test_an_address_does_not_tell_its_password() -> None:
    one = Address(host="::1", port=1, user="a", password=_SECRET, vhost="/")
    assert str(one) == "[::1]:1"
    assert _SECRET not in f"{one} {one!r}"


@pytest.mark.parametrize("name", ["", "x" * 250, "单" * 84, "a b", "a\n", "amq.in", "DXPENT0000000001_HZ"])
def test_unusable_queues(name: str) -> None:
    with pytest.raises(ValueError, match="queue"):
        queue_name(name)


@pytest.mark.parametrize("name", ["DXP_IN", "x" * 249, "进口", "my.queue-1"])
def test_usable_queues(name: str) -> None:
    assert queue_name(name) == name


def test_an_unusable_address_ends_with_status_2(tmp_path: Path) -> None:
    done = kouan("up", "--amqp", f"amqp://a:{_SECRET}@h:x", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    sentence = f"'amqp://…@h:…' is no address of a broker: there is no host and port behind the @; {_WRITE}"
    assert done.stderr.rstrip().endswith(f"kouan up: error: argument --amqp: {sentence}")
    assert _SECRET not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unusable_queue_ends_with_status_2(tmp_path: Path) -> None:
    done = kouan("up", "--amqp-queue", "A_HZ", cwd=tmp_path)
    sentence = "'A_HZ' would be somebody's queue of receipts: take a name that does not end with _HZ"
    assert (done.returncode, done.stderr.rstrip().rpartition("--amqp-queue: ")[2]) == (2, sentence)


def test_without_the_library_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['aiormq'] = None; from simulator.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "up", "--db", str(tmp_path / "kouan.db")]
    done = subprocess.run(
        [*command, "--amqp", "amqp://guest:guest@127.0.0.1:1"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'kouan up: --amqp needs aiormq: pip install "kouan[amqp]"\n'
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_loaded_only_when_a_broker_is_given(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from simulator.app import create_app;"
        "from simulator.settings import Settings; create_app(Settings(db=Path('kouan.db')));"
        "sys.exit('aiormq' in sys.modules or 'pamqp' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False, env={**os.environ})
    assert done.returncode == 0


def refused(tmp_path: Path, url: str, *options: str) -> str:
    """Return why a simulator does not start at a broker."""
    done = kouan("up", "--port", "0", "--amqp", url, *options, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (3, "")
    assert _SECRET not in done.stderr
    assert list(tmp_path.iterdir()) == []
    return done.stderr.removeprefix("kouan up: ").rstrip("\n")


def test_nobody_there(tmp_path: Path) -> None:
    why = refused(tmp_path, f"amqp://guest:{_SECRET}@127.0.0.1:1")
    assert why == "the broker at 127.0.0.1:1 cannot be reached: Connection refused"
    why = refused(tmp_path, f"amqp://guest:{_SECRET}@no.such.host.invalid")
    assert why.startswith("the broker at no.such.host.invalid:5672 cannot be reached: ")


def test_somebody_else_is_there(tmp_path: Path) -> None:
    with up(tmp_path.with_suffix(".db")) as server:
        port = server.url.rpartition(":")[2]
        why = refused(tmp_path, f"amqp://guest:{_SECRET}@127.0.0.1:{port}")
    assert why.startswith(f"the broker at 127.0.0.1:{port} does not speak AMQP 0-9-1: ")


def test_the_broker_does_not_want_us(tmp_path: Path, broker: Broker) -> None:
    where = address(broker.url)
    why = refused(tmp_path, f"amqp://{where.user}:{_SECRET}@{where}/")
    assert why.startswith(f"the broker at {where} does not let {where.user} in: ACCESS_REFUSED")
    why = refused(tmp_path, f"amqp://{where.user}:{where.password}@{where}/no-such-vhost")
    assert why == f"the broker at {where} has no vhost no-such-vhost, or {where.user} may not use it"


def test_a_queue_that_is_somebody_elses(tmp_path: Path, broker: Broker) -> None:
    """An exclusive queue is its owner's alone."""
    broker.declare(broker.in_queue, exclusive=True)
    where = address(broker.url)
    why = refused(tmp_path, broker.url, "--amqp-queue", broker.in_queue)
    assert why.startswith(f"the broker at {where} does not give us the queue {broker.in_queue}: RESOURCE_LOCKED")


def test_a_queue_that_is_there_is_taken_as_it_is(tmp_path: Path, broker: Broker) -> None:
    broker.declare(broker.in_queue, arguments={"x-queue-type": "quorum"})
    with up(tmp_path / "kouan.db", *broker.options):
        broker.send(b"<broken")
        assert broker.take(broker.refused)[0].body == b"<broken"


def test_health_and_logs_keep_the_password(tmp_path: Path, broker: Broker) -> None:
    where = address(broker.url)
    with wire_to(broker.url) as wire:
        command = [KOUAN, "up", "--port", "0", "--db", str(tmp_path / "kouan.db"), "--amqp", wire.url]
        command += ["--amqp-queue", broker.in_queue]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            try:
                assert process.stdout
                assert process.stderr
                url = process.stdout.readline().split()[1]
                health = httpx.get(f"{url}/_kouan/health", trust_env=False).json()["amqp"]
                wire.down = True
                wire.cut()
                lost = process.stderr.readline()
                wire.down = False
                back = process.stderr.readline()
            finally:
                process.kill()
    assert lost.startswith(f"the connection to the broker at 127.0.0.1:{wire.port} broke: ")
    assert lost.endswith("; trying until it is back\n")
    assert back == f"the broker at 127.0.0.1:{wire.port} is back\n"
    assert where.password not in f"{lost}{back}{health}"


def test_help_tells_both_options() -> None:
    said = spawn("up", "--help", COLUMNS="200").out
    assert "--amqp URL" in said
    assert "--amqp-queue NAME" in said
    assert "(default: DXP_IN)" in said

"""The services of docker-compose.yml outside of containers: their own commands, with the addresses of this machine."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from simulator.bench.postgresql import PostgresServer
from tests.compose.files import compose

OURS = Path(sys.executable).parent
"""Where the commands are that the image has in its PATH."""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def mapped(words: list[str], addresses: Mapping[str, str]) -> list[str]:
    """Return a command with our addresses for those of the containers, each of which must be in it."""
    text = "\0".join(words)
    for theirs, ours in addresses.items():
        assert theirs in text, f"{theirs} is not in {words}"
        text = text.replace(theirs, ours)
    return text.split("\0")


def health_check(name: str) -> list[str]:
    """Return the command of a service's health check."""
    kind, *command = compose()["services"][name]["healthcheck"]["test"]
    assert kind == "CMD"
    return command


def healthy(check: list[str], path: Path = OURS, **environment: str) -> bool:
    """Run a health check to its end."""
    env = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}", **environment}
    return subprocess.run(check, capture_output=True, env=env, check=False).returncode == 0


@contextmanager
def started(command: list[str], path: Path = OURS, **popen: Any) -> Iterator["subprocess.Popen[str]"]:
    """Run a command until the block ends."""
    env = {**os.environ, "PATH": f"{path}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env, **popen) as process:
        try:
            yield process
        finally:
            process.kill()


class Postgres:
    """The service postgres: made as its image makes it, run by the command of the compose file until the block ends."""

    def __init__(self) -> None:
        service = compose()["services"]["postgres"]
        self.given: dict[str, str] = service["environment"]
        self.port = free_port()
        with PostgresServer() as of_the_wheel:
            self.programs, self._user = of_the_wheel.programs, of_the_wheel.user
        self._folder = Path(tempfile.mkdtemp(prefix="kouan-compose-"))
        self._make()
        command = mapped(service["command"], {"postgres": str(self.programs / "postgres")})
        here = ["-D", self._folder / "data", "-k", self._folder, "-h", "127.0.0.1", "-p", str(self.port)]
        self._process = subprocess.Popen([*command, *here], user=self._user, stderr=subprocess.DEVNULL)
        while not self.healthy():
            assert self._process.poll() is None
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {self.given['POSTGRES_DB']}")

    def address(self, name: str) -> str:
        """Return the address of a database."""
        who = f"{self.given['POSTGRES_USER']}:{self.given['POSTGRES_PASSWORD']}"
        return f"postgresql://{who}@127.0.0.1:{self.port}/{name}"

    def healthy(self, port: int | None = None) -> bool:
        """Run the health check as it is written, for this server or for what may be at another port."""
        return healthy(health_check("postgres"), self.programs, PGPORT=str(port or self.port))

    def __enter__(self) -> "Postgres":
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)  # as its image says
        self._process.wait()
        shutil.rmtree(self._folder)

    def _make(self) -> None:
        password = self._folder / "password"
        password.write_text(self.given["POSTGRES_PASSWORD"], encoding="utf-8")
        for path in (self._folder, password):
            shutil.chown(path, self._user or os.getuid())
        who = [f"--username={self.given['POSTGRES_USER']}", f"--pwfile={password}", "--auth-host=scram-sha-256"]
        command = [self.programs / "initdb", *who, "--no-sync", "-D", self._folder / "data"]
        subprocess.run(command, user=self._user, stdout=subprocess.DEVNULL, check=True)


class Vhost:
    """A vhost of its own at the RabbitMQ of this machine, until the block ends."""

    def __init__(self) -> None:
        self._name = f"kouan-compose-{uuid.uuid4().hex}"
        self.address = f"guest:guest@127.0.0.1:5672/{self._name}"

    def queues(self) -> set[str]:
        """Return the names of its queues."""
        return set(self._ctl("list_queues", "-p", self._name, "--no-table-headers", "name").split())

    def __enter__(self) -> "Vhost":
        self._ctl("add_vhost", self._name)
        self._ctl("set_permissions", "-p", self._name, "guest", ".*", ".*", ".*")
        return self

    def __exit__(self, *_: object) -> None:
        self._ctl("delete_vhost", self._name)

    def _ctl(self, *words: str) -> str:
        command = ["rabbitmqctl", "--quiet", *words]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

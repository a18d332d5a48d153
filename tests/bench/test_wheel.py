"""From the wheel alone, in a folder of one's own, the bench is the same."""

import json
import subprocess
from pathlib import Path


def test_it_measures_what_is_installed(empty_project: Path) -> None:
    command = [".venv/bin/kouan", "bench", "--clearances", "100", "--json", "-"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=empty_project, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["readBack"] == {"CUS-03 1332": 1, "released": 99}

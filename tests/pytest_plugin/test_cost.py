"""Who installs the house and does not use it in tests pays nothing: pytest loads the plugin, and nothing heavy."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT

LOOK = """
import sys
import pytest
before = set(sys.modules)
import simulator.pytest_plugin
print(*sorted(set(sys.modules) - before))
"""


def test_loading_it_loads_nothing() -> None:
    ran = subprocess.run([sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["simulator", "simulator.pytest_plugin"]


def test_a_run_that_does_not_use_it(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys

        def test_it(request):
            assert request.config.pluginmanager.has_plugin("kouan")
            ours = {name for name in sys.modules if name.partition(".")[0] in ("simulator", "gateway_client")}
            assert ours == {"simulator", "simulator.pytest_plugin"}
        """
    )
    project.runpytest_subprocess("-p", "no:randomly").assert_outcomes(passed=1)


def test_only_what_pytest_promises() -> None:
    for file in (ROOT / "simulator" / "pytest_plugin").glob("*.py"):
        text = Path(file).read_text(encoding="utf-8")
        assert "_pytest" not in text.replace("simulator.pytest_plugin", "").replace("simulator/pytest_plugin", "")

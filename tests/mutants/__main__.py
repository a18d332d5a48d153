"""``python -m tests.mutants [RULE …]``: all rules, or those named. Exit status 1: less was found than must be."""

import sys
from pathlib import Path

import pytest

from tests import kouan
from tests.mutants import thread
from tests.mutants.planting import mutants
from tests.mutants.report import Report
from tests.mutants.run import Run

TESTS = (
    "rules",
    "codes",
    "parties/test_officer.py",
    "parties/test_quota.py",
    "worlds/test_registers.py",
    "cli/test_check.py",
)
"""Where rules are tried."""


def main(only: set[str]) -> int:
    """Run and report."""
    kouan.up = thread.up  # before anybody imports it
    report = Report()
    root = Path(__file__).parents[1]
    options = ["-o", "addopts=", "-qqs", "--tb=no", "--no-header", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    options += ["-p", "no:xdist", "-p", "no:randomly"]
    pytest.main([*options, *(str(root / each) for each in TESTS)], [Run(mutants(only), report)])
    return report.said()


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))

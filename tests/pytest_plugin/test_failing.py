"""What the report of a failed test tells of its world; golden in both languages."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests.cli.running import same_as_golden

FAILS = """
def test_it_fails(kouan):
    good, bad, late = kouan.sale(), kouan.sale(fault="coupon_rounded_elsewhere"), kouan.sale()
    kouan.client.clear_all([good, bad])
    kouan.advance("5min")
    kouan.client.send(late.order, late.inventory)
    assert False, "as planned"
"""


def section(ran: pytest.RunResult) -> str:
    """Return the section of a report, without the headline."""
    found = re.search(r"^-+ kouan -+\n(.*?)\n(?==|-)", ran.stdout.str(), re.DOTALL | re.MULTILINE)
    assert found, ran.stdout.str()
    return found[1] + "\n"


@pytest.mark.parametrize(("lang", "locale"), [("en", "C.UTF-8"), ("zh", "zh_CN.UTF-8")])
def test_what_is_told(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, lang: str, locale: str) -> None:
    monkeypatch.setenv("LANG", locale)
    project.makepyfile(test_it=FAILS)
    ran = project.runpytest_subprocess()
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["E*as planned"])
    same_as_golden(f"pytest-failure-{lang}.txt", section(ran))


def test_the_line_that_repeats_it(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (project.path / "inner").mkdir()
    (project.path / "inner" / "test_it.py").write_text(
        """
import pytest

class TestIt:
    @pytest.mark.parametrize("what", ["it's", "fine"])
    def test_one(self, kouan, what):
        assert what == "fine"
"""
    )
    told = section(project.runpytest_subprocess())
    line = told.splitlines()[-1].partition("  ")[2]
    assert line == """pytest 'inner/test_it.py::TestIt::test_one[it'"'"'s]'"""
    again = project.run("sh", "-c", f"{line} -q -p no:cacheprovider")
    assert section(again) == told


def test_long_journals_are_cut_and_five_orders_told(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        def test_it(kouan):
            for _ in range(8):
                kouan.client.clear(kouan.sale(fault="paid_by_spouse"))
            assert False
        """
    )
    told = section(project.runpytest_subprocess())
    assert re.search(r"… [0-9]+ earlier entries", told)
    assert told.count("verdict") <= 60
    assert told.count("\norder ") == 5


def test_it_is_told_only_of_failures_and_hides_nothing(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import pytest

        def test_passes(kouan): ...

        @pytest.mark.xfail(reason="known")
        def test_known(kouan):
            assert False

        def test_skipped(kouan):
            pytest.skip("not today")

        @pytest.fixture
        def breaks(kouan):
            raise LookupError("at setup")

        def test_setup(breaks): ...

        def test_world_is_gone(kouan):
            kouan.world.end()
            assert False, "of its own"
        """
    )
    ran = project.runpytest_subprocess("-rA")
    ran.assert_outcomes(passed=1, xfailed=1, skipped=1, errors=1, failed=1)
    said = ran.stdout.str()
    assert len(re.findall("^-+ kouan -+$", said, re.MULTILINE)) == 2
    ran.stdout.fnmatch_lines(["E*LookupError: at setup"])
    ran.stdout.fnmatch_lines(["E*of its own", "*the world could not be looked at: DoorRefused: *no such world*"])

"""A test repeats itself to the letter: alone, among others, in any order, among workers, in another folder."""

import json
from pathlib import Path
from typing import Any

import pytest

TESTS = """
import json
import os
from pathlib import Path

import pytest


def told(kouan):
    sales = [kouan.sale(), kouan.sale(fault="paid_by_spouse"), *kouan.sales(2)]
    kouan.client.clear_all(sales, timeout=10**6)
    kouan.run_until_quiet()
    said = {"seed": kouan.seed, "journal": list(kouan.world.journal(bodies=True)), "now": kouan.now.isoformat()}
    return said | {"orders": [kouan.order(sale.order_no) for sale in sales]}


@pytest.mark.parametrize("number", range(4))
def test_here(kouan, number, request):
    write(request, told(kouan))


@pytest.mark.kouan(pace="typical")
class TestSlowly:
    def test_here(self, kouan, request):
        write(request, told(kouan))

    def test_server(self, kouan_server, request):
        write(request, told(kouan_server))


def write(request, said):
    name = request.node.name.replace("[", "-").replace("]", "") + ("-slow" if request.cls else "")
    (Path(os.environ["TOLD"]) / f"{name}.json").write_text(json.dumps(said))
"""


def test_the_same_however_it_is_run(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    project.makepyfile(test_it=TESTS)
    (project.path / "deep" / "down").mkdir(parents=True)
    (project.path / "deep" / "down" / "test_it.py").write_text(TESTS)

    def told(*options: str) -> dict[str, Any]:
        folder = project.path / f"told-{len(list(project.path.iterdir()))}"
        folder.mkdir()
        monkeypatch.setenv("TOLD", str(folder))
        ran = project.runpytest_subprocess("-q", *options)
        assert ran.ret == 0
        return {file.stem: json.loads(file.read_text()) for file in Path(folder).iterdir()}

    whole = told("-p", "no:randomly", "test_it.py")
    assert len(whole) == 6
    assert len({one["seed"] for one in whole.values()}) == 6
    for options in (("-p", "randomly", "-p", "xdist", "-n2"), ("-n2", "--dist=loadgroup"), ("-p", "no:xdist")):
        assert told(*options, "test_it.py") == whole
    assert told("deep") == whole
    assert told("test_it.py::test_here[2]") == {"test_here-2": whole["test_here-2"]}

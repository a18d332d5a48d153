"""``@pytest.mark.kouan``: what can be said of a world's beginning, and what is said of what cannot."""

from pathlib import Path

import pytest

from tests.cli.running import ROOT

GOOD = '''
from datetime import datetime
from pathlib import Path

import pytest

pytestmark = pytest.mark.kouan(at="2026-12-31T10:00")


def test_of_the_module(kouan):
    assert kouan.now == datetime(2026, 12, 31, 10)


@pytest.mark.kouan(at=datetime(2027, 1, 1), seed="mine", pace="typical", clock="instant")
def test_the_nearest_word_counts(kouan):
    known = kouan.world.look()
    assert kouan.now == datetime(2027, 1, 1)
    assert (kouan.seed, known["seed"], known["pace"], known["clock"]) == ("mine", "mine", "typical", "instant")


@pytest.mark.kouan(world="worlds/year-end.toml")
class TestYearEnd:
    def test_a_world_file_beside_the_test(self, kouan):
        assert kouan.seed == "year-end"
        assert kouan.quota("420106197804050008")["left"] == "0.00"

    @pytest.mark.kouan(at="2027-01-01T00:00", seed="another")
    def test_some_of_it_otherwise(self, kouan):
        assert (kouan.seed, kouan.now) == ("another", datetime(2027, 1, 1))
        assert kouan.quota("420106197804050008")["left"] == "26000.00"


@pytest.mark.kouan(world=Path("worlds/bonded.toml"), clock="stepped")
def test_a_running_world_stands_still(kouan):
    assert kouan.world.time().kind == "stepped"
    assert kouan.world.look()["stock"]


@pytest.mark.kouan(world={"people": [{"idNumber": "420106197804050008", "used": {"2026": "25999.99"}}]})
def test_tables(kouan_server):
    assert kouan_server.quota("420106197804050008")["left"] == "0.01"
    assert kouan_server.world.time().kind == "stepped"


@pytest.mark.kouan(world="""
    seed = "text"
    [[people]]
    idNumber = "420106197804050008"
    used = { 2026 = "26000.00" }
""")
def test_text(kouan):
    assert (kouan.seed, kouan.now) == ("text", datetime(2026, 12, 31, 10))


@pytest.mark.kouan(pace={"title": {"en": "Mine", "zh": "我的"}, "steps": PACE})
def test_a_pace_of_ones_own(kouan):
    sale = kouan.sale()
    kouan.client.send(*sale.documents)
    kouan.advance("4s")
    assert kouan.order(sale.order_no)["receipts"] == []
    kouan.advance("1s")
    assert kouan.order(sale.order_no)["state"] == "released"
'''

WRONG = {
    "pase='x'": "@pytest.mark.kouan(…): pase is unknown; there are world, seed, pace, at, clock. Did you mean pace?",
    "'typical'": "@pytest.mark.kouan(…): 'typical' has no name: write it as one of world, seed, pace, at, clock,*",
    "pace='typicl'": '@pytest.mark.kouan(pace=…): there is no pace "typicl", *. Did you mean typical?',
    "pace=3": "@pytest.mark.kouan(pace=…): pace 3: must be the name of a pace or a table, not a whole number",
    "pace=None": "@pytest.mark.kouan(…): pace=None says nothing: leave it out",
    "pace={'steps': None}": "@pytest.mark.kouan(pace=…): pace.steps: a NoneType cannot stand in a world file: None",
    "at='tonight'": "@pytest.mark.kouan(at=…): 'tonight' is no time: write 2026-11-11T20:00",
    "at=20": '@pytest.mark.kouan(at=…): 20 is no time: write "2026-12-31T10:00" or a datetime',
    "clock='steped'": "@pytest.mark.kouan(clock=…): 'steped' is none of stepped, instant. Did you mean stepped?",
    "clock='running'": "@pytest.mark.kouan(clock=…): 'running' is none of stepped, instant",
    "seed=''": "@pytest.mark.kouan(seed=…): '' is blank",
    "seed=7": "@pytest.mark.kouan(seed=…): 7 must be a text in quotes, not a whole number",
    "world='year_end.toml'": "@pytest.mark.kouan(world=…): year_end.toml cannot be read: No such file or directory. "
    "Did you mean year-end.toml?",
    "world='double11'": "@pytest.mark.kouan(world=…): 'double11' is no world: write the name of a world file *",
    "world={'stok': []}": "@pytest.mark.kouan(world=…): stok: *Did you mean stock?",
    "world='bad.toml'": '@pytest.mark.kouan(world=…): bad.toml, line 2, clock.kind "steped": *Did you mean stepped?',
    "world={'pace': {'steps': {'acept': {}}}}": "@pytest.mark.kouan(world=…): *pace.steps.acept*",
}


def test_what_can_be_said(project: pytest.Pytester) -> None:
    (project.path / "here" / "worlds").mkdir(parents=True)
    for file in (ROOT / "scenarios" / "worlds").glob("*.toml"):
        (project.path / "here" / "worlds" / file.name).write_bytes(file.read_bytes())
    steps = {"accept": {"distribution": "constant", "time": "5s"}}
    (project.path / "here" / "test_it.py").write_text(GOOD.replace("PACE", repr(steps)), encoding="utf-8")
    ran = project.runpytest_subprocess("-q")
    assert (ran.ret, ran.parseoutcomes()) == (0, {"passed": 8})


def test_what_is_said_of_what_cannot(project: pytest.Pytester) -> None:
    Path("year-end.toml").write_text("")
    Path("bad.toml").write_text('[clock]\nkind = "steped"\n')
    tests = [f"@pytest.mark.kouan({said})\ndef test_{number}(kouan): ...\n" for number, said in enumerate(WRONG)]
    project.makepyfile(test_it="import pytest\n\n" + "\n".join(tests))
    ran = project.runpytest_subprocess("-p", "no:randomly")
    ran.assert_outcomes(errors=len(WRONG))
    for number, why in enumerate(WRONG.values()):
        ran.stdout.fnmatch_lines_random([f"test_it.py::test_{number}: {why.replace('[', '[[]')}"])


def test_in_chinese(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    project.makepyfile(test_it="import pytest\n\n@pytest.mark.kouan(pase=1)\ndef test_it(kouan): ...\n")
    ran = project.runpytest_subprocess()
    ran.stdout.fnmatch_lines(["*pase不是参数；参数有world, seed, pace, at, clock。是否为pace？"])


def test_it_is_declared(project: pytest.Pytester) -> None:
    ran = project.runpytest_subprocess("--markers")
    ran.stdout.fnmatch_lines(["@pytest.mark.kouan(world=…, seed=…, pace=…, at=…, clock=…): *"])

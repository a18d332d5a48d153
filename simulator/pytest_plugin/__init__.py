"""The pytest plugin: a world of its own for each test, one server for a session, stories collected as tests.

    def test_a_sale_clears(kouan):
        assert kouan.client.clear(kouan.sale()).state == "released"

pytest loads this with every run, so nothing else of the house is imported before a test asks for it. The fixtures
are ``kouan`` (a world in this process) and ``kouan_server`` (a world of a real ``kouan up``); ``Kouan`` is what both
give. ``@pytest.mark.kouan(world=…, seed=…, pace=…, at=…, clock=…)`` says how the world begins. Files that are called
``*.story.toml`` are collected, unless the configuration says ``kouan_stories = false``.
"""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from gateway_client.asking import Wire
    from simulator.pytest_plugin.kouan import Kouan

__all__ = ["Kouan"]

_STORY: Final = ".story.toml"
_MARKER: Final = (
    "kouan(world=…, seed=…, pace=…, at=…, clock=…): how the world of the fixtures kouan and kouan_server begins: "
    "a world file (its name, text or tables), its seed, its pace, the time in Beijing, and stepped or instant"
)
_ALIVE: Final = pytest.StashKey["dict[str, Kouan]"]()
"""The worlds of a test, by fixture, while they are alive."""


def __getattr__(name: str) -> Any:
    """Load ``Kouan`` when somebody names it: for annotations."""
    if name == "Kouan":
        from simulator.pytest_plugin.kouan import Kouan

        return Kouan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare what may stand in a configuration."""
    parser.addini("kouan_stories", f"collect files named *{_STORY} as tests (default: true)", type="bool", default=True)
    sourced = "judge without the rules that have no source but our assumption (default: false)"
    parser.addini("kouan_only_sourced", sourced, type="bool", default=False)


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", _MARKER)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "pytest.Collector | None":
    """Collect stories."""
    if not file_path.name.endswith(_STORY) or not parent.config.getini("kouan_stories"):
        return None
    from simulator.pytest_plugin.stories import StoryFile

    return StoryFile.from_parent(parent, path=file_path)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> "Generator[None, Any, None]":
    """Tell of a test's world why it may have failed. The test's own failure stays what it is."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    alive = item.stash.get(_ALIVE, {})
    if report.failed and alive:
        from simulator.pytest_plugin.telling import told

        report.sections += [(fixture, told(world, item)) for fixture, world in alive.items()]


@pytest.fixture
def kouan(request: pytest.FixtureRequest) -> "Iterator[Kouan]":
    """A world of customs of its own for the test, in this process: see ``simulator.pytest_plugin.Kouan``."""
    from simulator.pytest_plugin.ground import ground

    yield from _world(request, ground(request.config))


@pytest.fixture
def kouan_server(request: pytest.FixtureRequest, _kouan_up: "tuple[Wire, str]") -> "Iterator[Kouan]":
    """The same on a real ``kouan up``, one for the session; its ``url`` is for a program of your own."""
    yield from _world(request, *_kouan_up)


@pytest.fixture(scope="session")
def _kouan_up(pytestconfig: pytest.Config) -> "Iterator[tuple[Wire, str]]":
    """A real ``kouan up``, started with the first test that needs it."""
    from simulator.grounds import server

    try:
        with server(*(["--only-sourced"] if pytestconfig.getini("kouan_only_sourced") else [])) as started:
            yield started
    except OSError as wrong:
        pytest.fail(str(wrong), pytrace=False)


def _world(request: pytest.FixtureRequest, wire: "Wire", server: str | None = None) -> "Iterator[Kouan]":
    from simulator.pytest_plugin.kouan import Kouan
    from simulator.pytest_plugin.marking import beginning_of
    from simulator.pytest_plugin.naming import name_of

    fixture, item = str(request.fixturename), request.node
    beginning = beginning_of(item)
    if isinstance(beginning, str):
        pytest.fail(beginning, pytrace=False)
    world = Kouan.begin(wire, name_of(item), beginning, server)
    alive = item.stash.setdefault(_ALIVE, {})
    alive[fixture] = world
    try:
        yield world
    finally:
        del alive[fixture]
        world.world.end()

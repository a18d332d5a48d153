"""A project of somebody else's, in which pytest is run as he would run it."""

import pytest

_INI = """
[pytest]
addopts = --strict-markers --strict-config
filterwarnings = error
xfail_strict = true
asyncio_default_fixture_loop_scope = function
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project, strict about everything."""
    for name in ("PYTEST_ADDOPTS", "LC_ALL", "LC_MESSAGES", "KOUAN_URL", "KOUAN_WORLD"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    pytester.makefile(".ini", pytest=_INI)
    return pytester

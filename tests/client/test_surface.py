"""The package as its users see it: what it exports, what importing it costs, and what it does without."""

import importlib
import subprocess
import sys
from pathlib import Path

import gateway_client

ROOT = Path(__file__).parents[2]


def loaded(code: str) -> set[str]:
    """Return the modules that are loaded when some code has run in an interpreter of its own."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(told.stdout.split())


def test_every_name_is_there_and_documented() -> None:
    for name in gateway_client.__all__:
        assert getattr(gateway_client, name).__doc__, name
    assert gateway_client.__all__ == sorted(gateway_client.__all__)
    assert set(gateway_client.__all__) <= set(dir(gateway_client))
    assert not hasattr(gateway_client, "no_such_name")


def test_importing_the_package_loads_next_to_nothing() -> None:
    assert not loaded("import gateway_client") & {"httpx", "lxml", "asyncio", "sqlite3", "orjson"}


def test_the_client_needs_nothing_of_the_simulator() -> None:
    names = loaded("from gateway_client import *; import gateway_client.transport, gateway_client.build")
    assert not {name for name in names if name.partition(".")[0] in ("simulator", "fastapi", "uvicorn", "xmlschema")}


def test_who_stays_in_this_process_loads_no_http_library() -> None:
    code = """
from gateway_client import GatewayClient, Sender
GatewayClient(Sender(dxp_id="D", cop_code="C", cop_name="N"), app=lambda *_: None).close()
"""
    assert "httpx" not in loaded(code)


def test_types_are_shipped() -> None:
    assert Path(gateway_client.__file__).with_name("py.typed").exists()
    for module in ("client", "errors", "build", "inprocess"):
        assert importlib.import_module(f"gateway_client.{module}").__doc__

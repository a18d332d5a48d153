"""The simulator's own doors, as somebody outside knocks at them: JSON to and fro, refusals as exceptions."""

import json
from collections.abc import Mapping
from typing import Any, Final

from gateway_client.asking import Ask, Reply, Silence, Wire

_PATIENCE: Final = 600.0
"""Seconds: a year may have to be lived through."""
_NO_DOOR: Final = 404


class DoorClosed(Exception):
    """No usable answer: there is nobody, or what answers is no simulator of ours."""

    def __init__(self, path: str, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"no usable answer from {path}: {why}")


class DoorRefused(Exception):
    """The simulator refuses what it was asked; ``errors`` name place, value and reason."""

    def __init__(self, path: str, status: int, errors: list[dict[str, Any]]) -> None:
        self.path, self.status, self.errors = path, status, errors
        said = "; ".join(" ".join(filter(None, (one["place"], one["value"]))) + f": {one['why']}" for one in errors)
        super().__init__(f"{path} refuses (HTTP {status}): {said}")


class Doors:
    """What stands behind a path of a wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """Ask for something. Raises ``DoorRefused`` and ``DoorClosed``, as do all."""
        return self._said(Ask("GET", path, query, patience=_PATIENCE))

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Ask for something to be done."""
        return self._said(Ask("POST", path, {}, json.dumps(body).encode(), "application/json", _PATIENCE))

    def delete(self, path: str) -> dict[str, Any]:
        """Ask for something to end."""
        return self._said(Ask("DELETE", path, patience=_PATIENCE))

    def _said(self, ask: Ask) -> dict[str, Any]:
        heard = self._wire.ask(ask)
        if isinstance(heard, Silence):
            raise DoorClosed(ask.path, heard.why)
        said = _json(heard)
        if 200 <= heard.status < 300 and isinstance(said, dict):
            return said
        if heard.status == _NO_DOOR and _unrouted(said, ask):
            raise DoorClosed(ask.path, "this simulator has no such door: it is of another version than this kouan")
        errors = said.get("errors") if isinstance(said, dict) else None
        keys = {"place", "value", "why"}
        if isinstance(errors, list) and errors and all(isinstance(one, dict) and keys <= one.keys() for one in errors):
            raise DoorRefused(ask.path, heard.status, errors)
        raise DoorClosed(ask.path, f"HTTP {heard.status}, which is no answer of a simulator")


def _unrouted(said: Any, ask: Ask) -> bool:
    """Does an answer say that nothing at all is at this path?"""
    errors = said.get("errors") if isinstance(said, dict) else None
    return isinstance(errors, list) and any(str(one.get("place", "")).startswith(f"{ask.method} ") for one in errors)


def _json(heard: Reply) -> Any:
    try:
        return json.loads(heard.body)
    except ValueError:
        return None

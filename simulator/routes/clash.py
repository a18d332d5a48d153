"""The answer to who asks for one order twice and not for the same: 409, with both values."""

from typing import Any, Final

import orjson
from fastapi import Response

from simulator.request import Clash

JSON: Final = "application/json"
ANSWERS: Final[dict[int | str, dict[str, Any]]] = {
    409: {"description": "something else was asked for the same order before; each place with both values"},
    413: {"description": "larger than any such request"},
    503: {"description": "the database cannot write; nothing was kept"},
}
MOST_BODY: Final = 20_000


def refused(clash: Clash) -> Response:
    """Return the answer that names every difference."""
    errors = [
        {
            "place": f"body.{one.place}",
            "value": one.value,
            "known": one.known,
            "why": f"differs from what was asked before for this order, which got {clash.number}",
        }
        for one in clash.differences
    ]
    return Response(orjson.dumps({"errors": errors}), 409, media_type=JSON)

"""A world of a gateway, spoken to as an ``httpx.Client`` is: every path has its name in front."""

from typing import Any

import orjson


class Place:
    """A world by its name; ``http`` is a client, or whatever is called like one."""

    def __init__(self, http: Any, name: str) -> None:
        self._http, self.name = http, name

    def get(self, url: str, **options: Any) -> Any:
        return self._http.get(f"/w/{self.name}{url}", **options)

    def post(self, url: str, **options: Any) -> Any:
        return self._http.post(f"/w/{self.name}{url}", **options)

    def clock(self, **move: Any) -> dict[str, Any]:
        """Move the clock; without a move, look at it."""
        answer = self.post("/_kouan/clock", json=move) if move else self.get("/_kouan/clock")
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        return said

    def journal(self) -> list[bytes]:
        """Return the whole business journal, an entry a line."""
        found: list[bytes] = []
        after = 0
        while True:
            page = self.get("/_kouan/journal", params={"bodies": True, "after": after}).json()
            found += [orjson.dumps(entry) for entry in page["entries"]]
            after = page["last"]
            if not page["more"]:
                return found


def begun(http: Any, name: str, file: str = "", *claims: str) -> Place:
    """Let a world begin."""
    answer = http.post("/_kouan/worlds", json={"name": name, "file": file})
    assert answer.status_code == 201, answer.text
    place = Place(http, name)
    if claims:
        claimed = http.post(f"/_kouan/worlds/{name}/claim", json={"dxpIds": list(claims)})
        assert claimed.status_code == 200, claimed.text
    return place

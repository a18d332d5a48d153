"""What the heads of all documents begin with: guid, appType, appTime, appStatus.

Made of their arguments alone, so that the same document built twice is the same.
"""

from datetime import datetime, timedelta, timezone
from typing import Final
from uuid import UUID, uuid5

BEIJING: Final = timezone(timedelta(hours=8))
LONGEST_COP_NO: Final = 20
_NAMESPACE: Final = UUID("5b0c1c0e-52a3-5f6e-8d6b-0f6d3a1f4b02")


def opening(kind: str, number: str, now: datetime | None) -> dict[str, str]:
    """Return how the head of a new document begins that is to be declared at once."""
    at = moment(now)
    return {"guid": guid(kind, number, at), "app_type": "1", "app_time": at, "app_status": "2"}


def guid(kind: str, number: str, at: str) -> str:
    """Return the guid of what has this number and was built at this moment."""
    return str(uuid5(_NAMESPACE, f"{kind}\x1f{number}\x1f{at}")).upper()


def moment(now: datetime | None) -> str:
    """Write a moment as Beijing's clock shows it; one without a zone is Beijing time already."""
    now = now or datetime.now(BEIJING)
    return f"{now.astimezone(BEIJING) if now.tzinfo else now:%Y%m%d%H%M%S}"

"""Documents of a purchase as they are declared: new, only to be stored, as a change or deletion of what was sent."""

from datetime import datetime, timedelta
from typing import Any, Final

from gateway_client import change_of, declared, deletion_of
from gateway_client import stored as only_stored
from gateway_client.rules.kinds import Kind, head_of
from simulator.stories.cast import Bought
from simulator.stories.stage import Stage
from simulator.stories.story import Version

_STORED: Final = "1"
_WRITTEN: Final = "%Y%m%d%H%M%S"


def version(stage: Stage, one: Bought, kind: Kind, wanted: Version) -> Any:
    """Return a document of a purchase as it is to be declared now.

    A change and a deletion carry preNo and invtNo as far as they were heard. What was stored is declared as a newer
    version of itself; any other new one is as it was drawn.
    """
    document, last = one.documents[kind], one.sent.get(kind)
    now = newer(stage, document if last is None else last)
    pre_no, invt_no = stage.hearing.numbers(one) if kind is Kind.INVENTORY else (None, None)
    match wanted:
        case "change":
            return change_of(document, pre_no=pre_no, invt_no=invt_no, now=now)
        case "deletion":
            return deletion_of(document, pre_no=pre_no, invt_no=invt_no, now=now)
        case "stored":
            return only_stored(document if last is None else declared(document, now=now))
    was_stored = last is not None and head_of(last).app_status == _STORED
    return declared(document, now=now) if was_stored else document


def newer(stage: Stage, before: Any) -> datetime:
    """Return what the clock shows, or a second after a document's appTime: what follows it must be newer."""
    try:
        least = datetime.strptime(head_of(before).app_time, _WRITTEN) + timedelta(seconds=1)
    except (ValueError, OverflowError):  # a story may have spoilt it
        return stage.now
    return max(stage.now, least)

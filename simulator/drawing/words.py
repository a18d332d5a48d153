"""What diagrams say themselves."""

from typing import Final

from gateway_client.wire.findings import Words

LEFT_OUT: Final = Words("… and {count} more events, left out here", "……另有{count}个事件，此处从略")
NOTHING: Final = Words("nothing went to and fro", "没有任何往来")
TIME: Final = Words("Beijing time", "北京时间")

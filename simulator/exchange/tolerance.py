"""What stands around a message and cannot be read shall not keep the message out, nor all that come behind it.

The library reads every text of a message's properties as UTF-8 and every time as a date, and gives the whole
connection up where one is not; the broker looks at neither, and hands the message out again after each
reconnection. A company that writes 订单 in GBK would so shut the door for everybody, for ever.
"""

import struct
from typing import Final

from pamqp.commands import Basic
from pamqp.header import ContentHeader

UNREADABLE: Final = "kouan-unreadable"
"""The header of a message whose own properties could not be read; it says why."""

_read = ContentHeader.unmarshal


def _tolerant(header: ContentHeader, data: bytes) -> None:
    try:
        _read(header, data)
    except Exception as wrong:
        header.class_id, header.weight, header.body_size = struct.unpack(">HHQ", data[:12])
        header.properties = Basic.Properties(headers={UNREADABLE: str(wrong)[:300]})


ContentHeader.unmarshal = _tolerant  # type: ignore[assignment, method-assign]  # there is no other place to be tolerant at

"""Messages and receipts are kept compressed: alike as they are, a hundred of them shrink to a few kilobytes."""

import threading
from typing import Final

import zstandard

_LEVEL: Final = 1
_LARGEST: Final = 64_000_000
_LOCAL: Final = threading.local()  # the library's objects belong to one thread each


def pack(data: bytes) -> bytes:
    """Return the bytes as they are kept."""
    compressor = getattr(_LOCAL, "compressor", None)
    if compressor is None:
        compressor = _LOCAL.compressor = zstandard.ZstdCompressor(level=_LEVEL)
    packed: bytes = compressor.compress(data)
    return packed


def unpack(kept: bytes) -> bytes:
    """Return the bytes behind ``pack``; a body that was cut is empty."""
    if not kept:
        return b""
    decompressor = getattr(_LOCAL, "decompressor", None)
    if decompressor is None:
        decompressor = _LOCAL.decompressor = zstandard.ZstdDecompressor()
    data: bytes = decompressor.decompress(kept, max_output_size=_LARGEST)
    return data

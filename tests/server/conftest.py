"""What tests of the running server share."""

from collections.abc import Iterator

import pytest

from tests.enterprise import Enterprise


@pytest.fixture
def next_clears(another: Enterprise) -> Iterator[None]:
    """Behind every test, a good parcel."""
    yield
    another.send_all(another.purchase())
    assert [status for status, _ in another.statuses()] == ["2", "120", "800"]

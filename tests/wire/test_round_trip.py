"""What is written reads back the same, whatever the tables allow, and fits both validators' reading of our schemas."""

import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway_client.wire.decode import decode
from gateway_client.wire.encode import encode
from gateway_client.wire.facts import from_json, to_json
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.record import Record
from gateway_client.wire.validate import Schemas
from tests.wire.messages import ROOTS, records

SCHEMAS = Schemas()


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.__name__)
@given(data=st.data(), prefixed=st.booleans())
@settings(max_examples=12)
def test_what_is_written_reads_back_and_fits(root: type[Record], data: st.DataObject, prefixed: bool) -> None:
    record = data.draw(records(root))
    parsed = parse(encode(record, prefixed=prefixed))
    assert isinstance(parsed, Parsed)
    assert decode(parsed.root, root) == record
    assert SCHEMAS.fits(parsed.root), SCHEMAS.first_error(parsed.root)
    assert from_json(root, to_json(record)) == record


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: root.__name__)
@given(data=st.data())
@settings(max_examples=3)
def test_a_second_validator_agrees(root: type[Record], data: st.DataObject) -> None:
    schema = xmlschema.XMLSchema(str(SCHEMAS.source(f"{{{root.table.namespace}}}{root.table.name}")), allow="local")
    schema.validate(encode(data.draw(records(root))).decode())

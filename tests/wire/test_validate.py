"""The format gate: ours by default, the user's own schemas instead where there are some."""

import shutil
import threading
from pathlib import Path

import pytest
from lxml import etree

from gateway_client.wire.ceb import MESSAGES, CEB311Message
from gateway_client.wire.form import check_form
from gateway_client.wire.parse import Parsed, parse
from gateway_client.wire.schema import SIGNATURE_FILE, schema_files
from gateway_client.wire.validate import BadSchemas, Schemas
from tests.purchases import message, purchase

CEB = "{http://www.chinaport.gov.cn/ceb}"
ORDER = message(purchase()["order"])
PAYMENT = message(purchase()["payment"])
STRICTER = schema_files()["CEB311Message.xsd"].replace(
    '<xs:element name="note" minOccurs="0">', '<xs:element name="note">'
)


def tree(data: bytes) -> etree._Element:
    return parsed(data).root


def parsed(data: bytes) -> Parsed:
    found = parse(data)
    assert isinstance(found, Parsed)
    return found


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a schema for orders that requires every note."""
    (tmp_path / "orders.xsd").write_text(STRICTER, encoding="utf-8")
    (tmp_path / SIGNATURE_FILE).write_text(schema_files()[SIGNATURE_FILE], encoding="utf-8")
    return tmp_path


def test_every_message_is_known() -> None:
    schemas = Schemas()
    assert all(schemas.knows(f"{CEB}{name}") for name in MESSAGES)
    assert schemas.knows("{http://www.chinaport.gov.cn/dxp}DxpMsg")
    assert schemas.knows("{http://www.chinaport.gov.cn/dxp}DxpRep")


@pytest.mark.parametrize("tag", ["CEB311Message", f"{CEB}CEB303Message", f"{CEB}Order", "{urn:x}CEB311Message"])
def test_others_are_not(tag: str) -> None:
    schemas = Schemas()
    assert not schemas.knows(tag)
    with pytest.raises(KeyError):
        schemas.fits(etree.Element(tag))


def test_a_message_fits_or_its_first_fault_is_named() -> None:
    schemas = Schemas()
    assert schemas.fits(tree(ORDER))
    assert not schemas.fits(tree(ORDER.replace(b"<ceb:unit>140<", b"<ceb:unit>14<")))
    found = schemas.first_error(tree(ORDER))
    assert found.code == "XSD-01"
    assert found.line


def test_the_user_s_own_schema_replaces_ours_for_its_root_element_alone(own: Path) -> None:
    schemas = Schemas(own)
    assert not schemas.fits(tree(ORDER))
    assert schemas.fits(tree(PAYMENT))
    assert schemas.source(f"{CEB}CEB311Message") == own / "orders.xsd"
    assert schemas.source(f"{CEB}CEB411Message").parent != own


def test_what_only_the_user_s_own_schema_refuses_is_worded(own: Path) -> None:
    found = check_form(parsed(ORDER), Schemas(own), CEB311Message)
    assert isinstance(found, list)
    assert {finding.code for finding in found} == {"XSD-01"}
    assert "OrderHead" in found[0].path
    assert "note" in found[0].words.en


def test_what_both_take_becomes_a_record() -> None:
    record = check_form(parsed(ORDER), Schemas(), CEB311Message)
    assert isinstance(record, CEB311Message)
    assert record.documents[0] == purchase()["order"]


def test_what_the_decoder_refuses_is_worded_by_it(own: Path) -> None:
    found = check_form(parsed(ORDER.replace(b"<ceb:unit>140<", b"<ceb:unit>14<", 1)), Schemas(own), CEB311Message)
    assert isinstance(found, list)
    assert [finding.code for finding in found] == ["FMT-06"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("this is no XML", "it does not begin with an element"),
        ("<!DOCTYPE a><a/>", "document type"),
        (STRICTER.replace("</xs:schema>", ""), "it ends before its elements are closed"),
        (STRICTER.replace('"xs:string"', '"xs:strin"'), "xs:strin|strin"),
        (STRICTER.replace('schemaLocation="xmldsig.xsd"', 'schemaLocation="missing.xsd"'), "Signature|missing"),
    ],
    ids=["no xml", "doctype", "cut off", "unknown type", "missing import"],
)
def test_a_broken_schema_is_named_at_once(own: Path, text: str, said: str) -> None:
    broken = own / "broken.xsd"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(BadSchemas, match=f"{broken}.*({said})"):
        Schemas(own)


def test_a_folder_without_schemas_is_refused(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(BadSchemas, match=r"no \*\.xsd there declares an element"):
        Schemas(tmp_path)


def test_our_schemas_can_be_given_as_the_user_s_own(tmp_path: Path) -> None:
    folder = Schemas().source(f"{CEB}CEB311Message").parent
    shutil.copytree(folder, tmp_path / "own")
    assert Schemas(tmp_path / "own").fits(tree(ORDER))


def test_each_thread_has_its_own_and_no_verdict_is_mixed_up() -> None:
    good, bad = ORDER, ORDER.replace(b"<ceb:unit>140<", b"<ceb:unit>14<")
    wrong: list[object] = []

    def judge() -> None:
        schemas = Schemas()
        for _ in range(100):
            if not schemas.fits(tree(good)) or schemas.fits(tree(bad)):
                wrong.append("verdict")
            elif "unit" not in schemas.first_error(tree(bad)).words.en:
                wrong.append("reason")

    threads = [threading.Thread(target=judge) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []

"""``kouan check`` foresees what port and customs answer, and says where both values stand."""

import json
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from typing import Any

import pytest

from gateway_client.wire.dxp import IMPORT_SYSTEM, DxpMsg, ReceiverIds, TransInfo
from gateway_client.wire.encode import encode
from simulator.cli.examples import Purchase, purchases
from tests.cli.running import PURCHASES, ROOT, Ran, run, same_as_golden, spawn
from tests.enterprise import Enterprise
from tests.purchases import changed, message, purchase
from tests.server.broken import cancel

CLEAR = PURCHASES / "01-milk-powder"
UNDERPAID = PURCHASES / "30-paid-too-little"


@pytest.fixture
def check(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Run ``kouan check`` in the checkout; paths are the shell's."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    return lambda *arguments, stdin=b"": run(capsys, monkeypatch, "check", *map(str, arguments), stdin=stdin)


def findings(ran: Ran) -> list[dict[str, Any]]:
    return json.loads(ran.out)["findings"]


def refused(ran: Ran) -> set[tuple[str, str, str]]:
    """Return (file, code, returnInfo) of everything that would be refused."""
    return {
        (Path(one["file"]).stem, one["code"] or "CEB900", one["answer"]["returnInfo"])
        for one in findings(ran)
        if one["level"] == "refused"
    }


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_all_examples_as_text(check: Any, lang: str) -> None:
    ran = check(PURCHASES, "--lang", lang, "--day", "2026-11-11")
    assert ran.status == 1
    same_as_golden(f"check-{lang}.txt", ran.out)


def test_as_json(check: Any) -> None:
    ran = check(UNDERPAID, PURCHASES / "41-payment-missing", PURCHASES / "42-wrong-letter/inventory.xml", "--json")
    assert ran.status == 1
    same_as_golden("check.json", ran.out)


@pytest.mark.parametrize("example", purchases(), ids=lambda one: one.name)
def test_foresees_what_the_server_does(check: Any, example: Purchase) -> None:
    ran = check(*(file.path for file in example.files), "--day", "2026-11-11", "--json")
    foreseen = {(file, code): info for file, code, info in refused(ran)}
    expected = {(each.file, each.code): each.info for each in example.refused if each.code != "1313"}
    assert foreseen.keys() == expected.keys()
    assert all(foreseen[each] == info for each, info in expected.items() if info)
    assert ran.status == bool(expected)
    waits = {one["why"]["en"].split()[1] for one in findings(ran) if one["rule"] == "CHK-01"}
    assert waits == set(example.waits)


def test_nothing_wrong(check: Any) -> None:
    ran = check(CLEAR)
    assert (ran.status, ran.out, ran.err) == (0, "4 files, 4 documents: all would be accepted\n", "")


def test_both_values_with_their_lines(check: Any) -> None:
    (finding,) = findings(check(UNDERPAID, "--json"))
    for value in finding["values"]:
        line = (ROOT / value["file"]).read_text().splitlines()[value["line"] - 1]
        assert value["path"].rpartition(".")[2] in line
        assert value["value"] in line


def test_standard_input(check: Any) -> None:
    body = (ROOT / CLEAR / "order.xml").read_bytes()
    assert check("-", stdin=body).last == "1 file, 1 document: all would be accepted"
    ran = check("-", stdin=body.replace(b"<ceb:currency>142<", b"<ceb:currency>502<", 1))
    assert ran.status == 1
    assert ran.out.startswith("-:3: refused -301008 order 4401960A01/CZ26111160213719: The currency must be 142")


def test_a_missing_file_is_named_and_the_others_are_checked(check: Any) -> None:
    ran = check(UNDERPAID / "order.xml", "nowhere.xml", UNDERPAID)
    assert ran.status == 2
    assert ran.err == "kouan check: nowhere.xml: No such file or directory\n"
    assert "refused 1332" in ran.out
    assert ran.last.endswith("; 1 file could not be read")


def test_a_folder_without_messages(check: Any, tmp_path: Path) -> None:
    ran = check(tmp_path)
    assert ran.status == 2
    assert "no *.xml in this folder" in ran.err


def test_nothing_given(check: Any) -> None:
    with pytest.raises(SystemExit) as left:
        check()
    assert left.value.code == 2


def test_missing_documents_are_notes(check: Any) -> None:
    ran = check(CLEAR / "inventory.xml")
    assert ran.status == 0
    assert ran.out.count("is not among the files") == 3
    assert ran.last == "1 file, 1 document: all would be accepted; 1 inventory would wait"


def test_what_is_there_is_compared(check: Any) -> None:
    folder = PURCHASES / "33-gift-left-out"
    ran = check(folder / "order.xml", folder / "inventory.xml")
    assert ran.status == 1
    assert "refused 1320" in ran.out
    assert ran.out.count("is not among the files") == 2


def test_the_day_of_acceptance(check: Any) -> None:
    late = PURCHASES / "43-yesterdays-date"
    assert check(late).status == 0
    assert check(late, "--day", "2026-11-10").status == 0
    assert "refused -621001" in check(late, "--day", "2026-11-11").out


def test_limits_of_the_day(check: Any, tmp_path: Path) -> None:
    handbag = (ROOT / PURCHASES / "38-over-the-single-limit/inventory.xml").read_text()
    (tmp_path / "old.xml").write_text(handbag.replace("<ceb:declTime>20261111", "<ceb:declTime>20181111"))
    ran = check(tmp_path, "--json")
    assert next(one for one in findings(ran) if one["code"] == "-621005")["values"][1]["value"] == "2000"


def test_the_same_message_twice(check: Any) -> None:
    ran = check(CLEAR, CLEAR / "order.xml", "./" + str(CLEAR / "order.xml"))
    assert ran.status == 0
    assert ran.out.count("is the same message as") == 1  # the very same name once more is not worth a word


def test_a_newer_version_of_a_living_document(check: Any, tmp_path: Path) -> None:
    order = purchase()["order"]
    newer = changed(order, app_time="20261111130000")
    (tmp_path / "1.xml").write_bytes(message(order))
    (tmp_path / "2.xml").write_bytes(message(newer, root_guid="2" * 36))
    (found,) = findings(check(tmp_path, "--json"))
    assert (found["code"], found["file"]) == ("-301010", str(tmp_path / "2.xml"))


def test_signatures(check: Any, tmp_path: Path) -> None:
    inventory = purchase()["inventory"]
    (tmp_path / "bare.xml").write_bytes(message(inventory))
    (tmp_path / "signed.xml").write_bytes(message(inventory, signed=True))
    assert check(tmp_path / "bare.xml").status == 0
    assert check(tmp_path / "signed.xml", "--signed").status == 0
    ran = check(tmp_path / "bare.xml", "--signed")
    assert ran.status == 1
    assert "Signature is missing" in ran.out
    assert check(CLEAR / "order.xml", "--signed").status == 0  # its schema lets it go without


def enveloped(body: bytes, *, sender: str = "DXPENT0000000001", receiver: str = IMPORT_SYSTEM) -> bytes:
    info = TransInfo(
        cop_msg_id="M-1",
        sender_id=sender,
        receiver_ids=ReceiverIds(ids=(receiver,)),
        creat_time="2026-11-11T12:00:00",
        msg_type="",
    )
    return encode(DxpMsg(trans_info=info, data=b64encode(body).decode()))


def test_messages_in_their_envelope(check: Any, tmp_path: Path) -> None:
    documents = purchase()
    for name, document in documents.items():
        (tmp_path / f"{name}.xml").write_bytes(enveloped(message(document, signed=True)))
    assert check(tmp_path).last == "4 files, 4 documents: all would be accepted"
    (tmp_path / "inventory.xml").write_bytes(enveloped(message(documents["inventory"])))
    ran = check(tmp_path)
    assert f"{tmp_path}/inventory.xml#Data:2: refused: Signature is missing" in ran.out


def test_wrong_envelopes(check: Any, tmp_path: Path) -> None:
    order = message(purchase()["order"])
    (tmp_path / "sender.xml").write_bytes(enveloped(order, sender="DXPENT0000000009"))
    (tmp_path / "receiver.xml").write_bytes(enveloped(order, receiver="DXPEDCCEB0000003"))
    said = {Path(one["file"]).stem: one["answer"] for one in findings(check(tmp_path, "--json"))}
    assert said["sender"]["status"] == "-301008"
    assert said["receiver"] == {"message": "DxpRep", "status": "2001", "returnInfo": "指定的接收方不存在"}


@pytest.mark.parametrize(
    ("name", "rule", "line"), [("gbk", "XML-03", 12), ("labelled", "XML-02", 1), ("utf16", "XML-02", None)]
)
def test_other_encodings(check: Any, tmp_path: Path, name: str, rule: str, line: int | None) -> None:
    text = (ROOT / CLEAR / "order.xml").read_text()
    bodies = {
        "gbk": text.encode("gbk"),
        "labelled": text.replace("UTF-8", "GBK").encode("gbk"),
        "utf16": text.replace("UTF-8", "UTF-16").encode("utf-16"),
    }
    (tmp_path / "order.xml").write_bytes(bodies[name])
    ran = check(tmp_path, "--json")
    (found,) = findings(ran)
    assert (ran.status, found["rule"], found["line"]) == (1, rule, line)


@pytest.mark.parametrize("body", [b"", b"<", b"<a/>", b"PK\x03\x04", b"<!DOCTYPE a><a/>"])
def test_what_is_no_message(check: Any, tmp_path: Path, body: bytes) -> None:
    (tmp_path / "a.xml").write_bytes(body)
    ran = check(tmp_path)
    assert (ran.status, ran.last) == (1, "1 file, 0 documents: 1 of 1 file refused")


def test_receipts_are_held_to_their_schema(check: Any, tmp_path: Path) -> None:
    receipt = (
        '<CEB312Message xmlns="http://www.chinaport.gov.cn/ceb" guid="{0}" version="1.0"><OrderReturn><guid>{0}</guid>'
        "<ebpCode>4401960001</ebpCode><ebcCode>4401960002</ebcCode><orderNo>1</orderNo><returnStatus>2</returnStatus>"
        "<returnTime>{1}</returnTime><returnInfo>ok</returnInfo></OrderReturn></CEB312Message>"
    )
    (tmp_path / "good.xml").write_text(receipt.format("a" * 36, "20261111200000000"))
    assert check(tmp_path).last == "1 file, 0 documents: all would be accepted"
    (tmp_path / "good.xml").write_text(receipt.format("a" * 36, "20261111"))
    ran = check(tmp_path)
    assert ran.status == 1
    assert "returnTime has 8 characters, exactly 17 are required" in ran.out


def test_messages_that_are_not_taken_yet(check: Any, tmp_path: Path) -> None:
    (tmp_path / "623.xml").write_bytes(cancel(Enterprise(None, 1)))
    ran = check(tmp_path)
    assert ran.status == 0
    assert "note: CEB623Message is not handled by this version" in ran.out


@pytest.mark.parametrize(("status", "refused"), [("S", False), ("R", True)])
def test_a_delivery(check: Any, tmp_path: Path, status: str, refused: bool) -> None:
    (tmp_path / "513.xml").write_text(
        '<CEB513Message xmlns="http://www.chinaport.gov.cn/ceb" guid="{0}" version="1.0"><LogisticsStatus>'
        "<guid>{0}</guid><appType>1</appType><appTime>20261111120000</appTime><appStatus>2</appStatus>"
        "<logisticsCode>4401960A04</logisticsCode><logisticsName>飞梭</logisticsName><logisticsNo>1</logisticsNo>\n"
        "<logisticsStatus>{1}</logisticsStatus><logisticsTime>20261111120000</logisticsTime></LogisticsStatus>"
        "<BaseTransfer><copCode>4401960A04</copCode><copName>飞梭</copName><dxpMode>DXP</dxpMode>"
        "<dxpId>DXPLGS0000440004</dxpId></BaseTransfer></CEB513Message>".format("A" * 36, status)
    )
    ran = check(tmp_path)
    assert ran.status == int(refused)
    assert ("refused -505011 delivery 4401960A04/1: The logisticsStatus must be S" in ran.out) == refused
    assert ("513.xml:2" in ran.out) == refused


def test_own_schemas_that_cannot_be_used(check: Any, tmp_path: Path) -> None:
    ran = check(CLEAR, "--schemas", tmp_path)
    assert ran.status == 2
    assert "no *.xsd there declares an element" in ran.err


def test_language_from_the_environment(check: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert check(CLEAR).out == "4个文件，4份单证：均可通过\n"


def test_needs_no_server() -> None:
    code = (
        "import sys\nfrom simulator.cli import main\n"
        f"main(['check', '{CLEAR}'])\n"
        "print(sorted({'sqlalchemy', 'fastapi', 'uvicorn', 'xmlschema', 'pydantic'} & sys.modules.keys()))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_as_a_process_of_its_own() -> None:
    assert spawn("check", str(UNDERPAID)).status == 1

"""A configuration may leave the assumed rules out, in this process and on a server."""

import pytest

TESTS = """
from dataclasses import replace

import pytest


@pytest.mark.parametrize("fixture", ["kouan", "kouan_server"])
def test_another_consignee(request, fixture):
    kouan = request.getfixturevalue(fixture)
    sale = kouan.sale()
    waybill = sale.waybill.changed(head=sale.waybill.head.changed(consignee="李娜"))
    assert kouan.client.clear(replace(sale, waybill=waybill)).state == "{state}"
"""


@pytest.mark.parametrize(("only_sourced", "state"), [("false", "refused"), ("true", "released")])
def test_rules_without_a_source(project: pytest.Pytester, only_sourced: str, state: str) -> None:
    project.makepyfile(test_it=TESTS.replace("{state}", state))
    project.runpytest_subprocess("-o", f"kouan_only_sourced={only_sourced}").assert_outcomes(passed=2)

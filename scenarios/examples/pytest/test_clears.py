"""Two tests of a shop against customs, each in a world of its own; nothing has to run beside them.

    pip install kouan pytest    # or the wheel that you built: pip install dist/kouan-*.whl pytest
    pytest test_clears.py

两个对着海关跑的测试，各在自己的World里，无须另开服务；安装kouan后即有夹具kouan。
"""


def test_a_sale_clears(kouan):
    sale = kouan.sale()
    assert kouan.client.clear(sale).state == "released"


def test_one_yuan_short_is_refused(kouan):
    sale = kouan.sale(fault="coupon_rounded_elsewhere")
    refusal = kouan.client.clear(sale).refusal
    assert "1332" in refusal.info

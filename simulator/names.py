"""The names of enterprises by code, for parties that declare by themselves and are told codes only."""

from typing import Final

_NAMES: Final = {
    "4401960001": "海购平台",
    "4401960002": "海购商贸",
    "4401960003": "易付支付",
    "4401960004": "速达物流",
    "4401960005": "南沙报关",
    "4401960006": "南沙仓储",
    "4401960A01": "广州橙舟网络科技有限公司",
    "4401960A03": "粤汇通支付有限公司",
    "4401960A04": "飞梭速运有限公司",
    "4401960B01": "北屿海淘（广州）信息技术有限公司",
    "4401960B03": "蓝鲸网络支付有限公司",
    "4401960B04": "雁行国际速递有限公司",
}
"""The enterprises of the examples; all of them are made up."""


def name_of(code: str) -> str:
    """Return the name of an enterprise; of one that is not listed, a name that says so."""
    return _NAMES.get(code) or f"企业{code}（名称未登记）"

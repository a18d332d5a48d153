"""The XML signature at the end of a message, as far as its form goes.

The structure is W3C's (XML Signature Syntax and Processing, section 4) reduced to what the port's
profiles use: one ``Reference`` or more to the message itself, ``KeyInfo`` and parameters left open.
"""

from typing import Final

from gateway_client.wire.record import UNBOUNDED, Record, anything, attribute, content, many, one, text

_MOST_FOREIGN: Final = 1000
"""Where W3C sets no limit; each is kept as XML of its own, which a message of millions would make dear."""


class Ds(Record, namespace="http://www.w3.org/2000/09/xmldsig#"):
    """An entity of XML Signature."""


class CanonicalizationMethod(Ds):
    """规范化方法"""

    algorithm: str = attribute("C", "算法", wire="Algorithm")
    anything: bytes = anything("算法参数", most=_MOST_FOREIGN)


class SignatureMethod(Ds):
    """签名方法"""

    algorithm: str = attribute("C", "算法", wire="Algorithm")
    anything: bytes = anything("算法参数", most=_MOST_FOREIGN)


class Transform(Ds):
    """转换方法"""

    algorithm: str = attribute("C", "算法", wire="Algorithm")
    anything: bytes = anything("算法参数", most=_MOST_FOREIGN)


class Transforms(Ds):
    """转换方法列表"""

    transforms: tuple[Transform, ...] = many(UNBOUNDED)


class DigestMethod(Ds):
    """摘要方法"""

    algorithm: str = attribute("C", "算法", wire="Algorithm")
    anything: bytes = anything("算法参数", most=_MOST_FOREIGN)


class Reference(Ds):
    """引用"""

    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    uri: str | None = attribute("C", "引用地址", wire="URI", default=None)
    type: str | None = attribute("C", "类型", wire="Type", default=None)
    transforms: Transforms | None = one(default=None)
    digest_method: DigestMethod = one()
    digest_value: str = text("base64", "摘要值", wire="DigestValue")


class SignedInfo(Ds):
    """签名信息"""

    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    canonicalization_method: CanonicalizationMethod = one()
    signature_method: SignatureMethod = one()
    references: tuple[Reference, ...] = many(UNBOUNDED)


class SignatureValue(Ds):
    """签名值"""

    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    value: str = content("base64", "签名值")


class KeyInfo(Ds):
    """密钥信息"""

    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    anything: bytes = anything("密钥信息", most=_MOST_FOREIGN)


class Signature(Ds):
    """数字签名"""

    id: str | None = attribute("ID", "标识", wire="Id", default=None)
    signed_info: SignedInfo = one()
    signature_value: SignatureValue = one()
    key_info: KeyInfo | None = one(default=None)

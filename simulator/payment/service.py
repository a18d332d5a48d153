"""What the payment company does: pays once for an order, and declares what was paid."""

from typing import NamedTuple

from gateway_client.wire.ceb.payment import CEB411Message, Payment, PaymentHead
from simulator.declarant import Declarant
from simulator.docket import Docket
from simulator.names import name_of
from simulator.payment.request import PaymentRequest
from simulator.request import Clash, clash
from simulator.store import statements
from simulator.store.ids import sequence


class Paid(NamedTuple):
    """A payment as the payment company knows it; ``pay_time`` is Beijing time, ``YYYYMMDDhhmmss``."""

    pay_transaction_id: str
    pay_time: str


def pay(docket: Docket, asked: PaymentRequest, declarant: Declarant) -> Paid | Clash:
    """Pay for an order and declare it; asked again, tell of the payment that there is."""
    number = docket.world.number
    for kept, transaction, time in docket.book(statements.PAYMENT_OF, number, asked.ebp_code, asked.order_no):
        return clash(asked, kept, transaction) or Paid(transaction, time)
    docket.act("payment", asked.model_dump(mode="json", by_alias=True))
    row_id = docket.world.next_id("payment")
    count = sequence(row_id)
    paid = Paid(f"{docket.world.digits('payment', 8)}{count:012d}", str(docket.time)[:14])
    row = (row_id, number, asked.ebp_code, asked.order_no, asked.to_json(), *paid)
    docket.book(statements.INSERT_PAYMENT, *row)
    document = _document(asked, paid, docket.world.guid("payment", count).upper())
    guid = docket.world.guid("payment message", count).upper()
    declarant.declare(
        docket, CEB411Message, (document,), party="payment", code=asked.pay_code, dxp_id=asked.dxp_id, guid=guid
    )
    return paid


def _document(asked: PaymentRequest, paid: Paid, guid: str) -> Payment:
    return Payment(
        head=PaymentHead(
            guid=guid,
            app_type="1",
            app_time=paid.pay_time,
            app_status="2",
            pay_code=asked.pay_code,
            pay_name=name_of(asked.pay_code),
            pay_transaction_id=paid.pay_transaction_id,
            order_no=asked.order_no,
            ebp_code=asked.ebp_code,
            ebp_name=name_of(asked.ebp_code),
            payer_id_type="1",
            payer_id_number=asked.payer.id_number,
            payer_name=asked.payer.name,
            telephone=asked.payer.telephone,
            amount_paid=asked.amount,
            currency="142",
            pay_time=paid.pay_time,
        )
    )

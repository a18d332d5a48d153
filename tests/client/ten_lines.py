from decimal import Decimal

from gateway_client import GatewayClient, Sender
from gateway_client.build import Company, Goods, Parties, Person, Warehouse, purchase

shop, pay = Company("4401960002", "海购商贸"), Company("4401960003", "易付支付")
carrier, depot = Company("4401960004", "速达物流"), Warehouse("4401960006", "南沙仓储", book="T5165W000001")
parties = Parties(platform=shop, retailer=shop, payer=pay, carrier=carrier, agent=shop, warehouse=depot)
buyer = Person("张伟", "440106199003071231", "13800138000", "广东省广州市南沙区进港大道8号")
qty, price, tax, weight = map(Decimal, ("2", "99", "18.02", "2.4"))
milk = Goods(
    name="奶粉", model="3", hs_code="1901101000", price=price, qty=qty, unit="035", country="304", item_record_no="1"
)
sale = purchase("T0001", [milk], buyer, parties, customs="5165", weight=weight, tax=tax)
with GatewayClient(Sender(dxp_id="DXPENT0000000001", cop_code=shop.code, cop_name=shop.name)) as client:
    print(client.clear(sale).state)

// Clears one order with nothing but Node 18 or newer: declares it, waits for the receipts, says how it ended.
// 不用任何软件包，用Node 18以上版本办理一单通关：申报四份报文，等待回执，给出结果。
//
//   kouan up                                    in a terminal of its own / 另开一个终端
//   node clear.mjs T0001                        released / 放行
//   node clear.mjs T0002 --paid 751.43          refused: the payment is 45 yuan short / 少付45元，退单
//   node clear.mjs T0003 --at 2026-11-11T20:00  for a simulator started with --at / 模拟器以--at启动时
//
// --buyer NAME is another buyer, --dxp-id ID another inbox, --patience SECONDS how long to wait (60).
// KOUAN_URL names another server. Exit status 0: released; 1: refused; 2: usage; 3: nobody answers.
// --buyer 订购人，--dxp-id 信箱，--patience 最多等待的秒数；KOUAN_URL 服务器地址。退出码：0放行，1退单，2用法有误，3无人应答。

import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";

const PORT = (process.env.KOUAN_URL || "http://127.0.0.1:8765").replace(/\/+$/, "");
const TRIES = 4;
const USAGE = "node clear.mjs ORDER [--paid YUAN] [--at YYYY-MM-DDThh:mm] [--buyer NAME]"
  + " [--dxp-id ID] [--patience SECONDS]";

class End extends Error {
  constructor(status, text) { super(text); this.status = status; }
}
function fail(status, text) { throw new End(status, text); }

// Money is whole cents in BigInt, never a float: 0.1 + 0.2 is no amount that customs would accept.
function cents(yuan) {
  const [, whole, part = ""] = /^(\d{1,14})(?:\.(\d{1,2}))?$/.exec(yuan)
    ?? fail(2, `“${yuan}” is no amount such as 751.43 / 不是金额，例如751.43`);
  return BigInt(whole + part.padEnd(2, "0"));
}
const yuan = (amount) => `${amount / 100n}.${String(amount % 100n).padStart(2, "0")}`;
const sum = (amounts) => amounts.reduce((one, other) => one + other, 0n);

// XML: what a customer typed must not become markup, nor what the port said stay escaped.
const escaped = (text) => String(text).replace(/[&<>"\r]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const SIGNS = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };
const unescaped = (text) => text.replace(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole, decimal, hex, name) =>
  name ? SIGNS[name] ?? whole : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex, 16)));
const element = (name, content) => Array.isArray(content) ? content.map((one) => element(name, one)).join("")
  : `<ceb:${name}>${typeof content === "object" ? elements(content) : escaped(content)}</ceb:${name}>`;
const elements = (fields) => Object.entries(fields).map(([name, content]) => element(name, content)).join("");
const text = (xml, name) => unescaped(new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(xml)?.[1] ?? "");

// The four documents; their fields are in the order of the schema, which customs insists on.
function declaration(orderNo, { buyerName, now, paid, dxpId }) {
  const buyer = { id: "440106199003071231", phone: "13800138000", address: "广东省广州市南沙区进港大道8号" };
  const basket = [
    { name: "幼儿配方奶粉3段", model: "规格:800克/罐", qty: 2n, price: cents("198.00"), kilograms: "1.6" },
    { name: "幼儿配方奶粉1段", model: "规格:200克/罐", qty: 6n, price: cents("54.00"), kilograms: "1.2" },
  ];
  const value = sum(basket.map((one) => one.qty * one.price));
  const freight = cents("10.00");
  const tax = ((value + freight) * 91n + 500n) / 1000n; // 70% of 13% VAT, to the nearest cent
  const total = value + freight + tax;

  const common = () => ({ guid: randomUUID().toUpperCase(), appType: 1, appTime: now, appStatus: 2 });
  const platform = { ebpCode: "4401960001", ebpName: "海购平台" };
  const retailer = { ebcCode: "4401960002", ebcName: "海购商贸" };
  const payer = { payCode: "4401960003", payName: "易付支付", payTransactionId: `P${orderNo}` };
  const lines = (fields) => basket.map((one, place) => fields({ ...one, gnum: place + 1 }));
  const priced = ({ price, qty }) => ({ price: yuan(price), totalPrice: yuan(price * qty) });
  const tail = { copCode: retailer.ebcCode, copName: retailer.ebcName, dxpMode: "DXP", dxpId };

  const message = (name, type, fields) => {
    const guid = randomUUID().toUpperCase(); // the receipts name it as their copMsgId
    const root = `ceb:CEB${type}Message`;
    const attributes = `xmlns:ceb="http://www.chinaport.gov.cn/ceb" guid="${guid}" version="1.0"`;
    const xml = `<${root} ${attributes}>${elements({ ...fields, BaseTransfer: tail })}</${root}>\n`;
    return { name, guid, bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`, "utf-8") };
  };
  return [
    message("order", 311, { Order: {
      OrderHead: {
        ...common(), orderType: "I", orderNo, ...platform, ...retailer, goodsValue: yuan(value),
        freight: yuan(freight), discount: 0, taxTotal: yuan(tax), acturalPaid: yuan(total), currency: 142,
        buyerRegNo: buyer.phone, buyerName, buyerTelephone: buyer.phone, buyerIdType: 1, buyerIdNumber: buyer.id,
        ...payer, consignee: buyerName, consigneeTelephone: buyer.phone, consigneeAddress: buyer.address,
      },
      OrderList: lines((one) => ({
        gnum: one.gnum, itemName: one.name, gmodel: one.model, unit: 122, qty: one.qty, ...priced(one),
        currency: 142, country: 304,
      })),
    } }),
    message("payment", 411, { Payment: { PaymentHead: {
      ...common(), ...payer, orderNo, ...platform, payerIdType: 1, payerIdNumber: buyer.id, payerName: buyerName,
      telephone: buyer.phone, amountPaid: yuan(paid ?? total), currency: 142, payTime: now,
    } } }),
    message("waybill", 511, { Logistics: { LogisticsHead: {
      ...common(), logisticsCode: "4401960004", logisticsName: "速达物流", logisticsNo: `L${orderNo}`, orderNo,
      freight: yuan(freight), insuredFee: 0, currency: 142, weight: "3.4", packNo: 1, goodsInfo: basket[0].name,
      consignee: buyerName, consigneeAddress: buyer.address, consigneeTelephone: buyer.phone,
    } } }),
    message("inventory", 621, { Inventory: {
      InventoryHead: {
        ...common(), orderNo, ...platform, ...retailer, logisticsNo: `L${orderNo}`, logisticsCode: "4401960004",
        logisticsName: "速达物流", copNo: orderNo.slice(-20), assureCode: retailer.ebcCode, emsNo: "T5165W000001", ieFlag: "I",
        declTime: now.slice(0, 8), customsCode: 5165, portCode: 5165, buyerIdType: 1, buyerIdNumber: buyer.id,
        buyerName, buyerTelephone: buyer.phone, consigneeAddress: buyer.address, agentCode: retailer.ebcCode,
        agentName: retailer.ebcName, areaCode: "4401960006", areaName: "南沙仓储", tradeMode: 1210, trafMode: 9, country: 142, freight: yuan(freight),
        insuredFee: 0, currency: 142, packNo: 1, grossWeight: "3.4", netWeight: "2.8",
      },
      InventoryList: lines((one) => ({
        gnum: one.gnum, itemRecordNo: one.gnum, gcode: "1901101000", gname: one.name, gmodel: one.model, country: 304, currency: 142,
        qty: one.qty, unit: 122, qty1: one.kilograms, unit1: "035", ...priced(one),
      })),
    } }),
  ];
}

const post = (body, type) => ({ method: "POST", body, headers: { "Content-Type": `application/${type}` } });

// Asks until somebody answers. The same bytes may be sent again without fear: the port declares them once.
async function ask(path, options = {}, seconds = 30) {
  let why;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (attempt) await pause(100 * 2 ** attempt);
    try {
      const signal = AbortSignal.timeout(seconds * 1000);
      const answer = await fetch(PORT + path, { ...options, redirect: "manual", signal });
      const body = await answer.text();
      if (answer.status < 500) return { status: answer.status, body };
      why = `HTTP ${answer.status}`;
    } catch (wrong) {
      why = wrong.cause?.code ?? wrong.cause?.message ?? wrong.message;
    }
  }
  return fail(3, `Nobody answers at ${PORT} (${why}): start the simulator with \`kouan up\`, or name it in KOUAN_URL.\n`
    + `${PORT} 无人应答：请先运行 kouan up，或用 KOUAN_URL 指定服务器。`);
}

async function handIn({ name, bytes }) {
  const { status, body } = await ask("/dxp/messages", post(bytes, "xml"));
  const code = text(body, "ResponseCode") || fail(3, `What answers at ${PORT} is no port / 应答的不是口岸: HTTP ${status}`);
  if (code === "0000") return;
  fail(1, `${name} not accepted / 未被接收: ${code} ${text(body, "ResponseInfo")}\n${text(body, "Note")}`.trimEnd());
}

// Fetches receipts; those of this order are acknowledged once they are printed, the others wait for whom they concern.
async function follow(messages, orderNo, dxpId, patience) {
  const inbox = `dxpId=${encodeURIComponent(dxpId)}`;
  const names = new Map(messages.map((one) => [one.guid, one.name]));
  const end = Date.now() + patience * 1000;
  let inTheWay = 0;
  for (let left = patience; left > 0; left = (end - Date.now()) / 1000) {
    const wait = Math.min(left, 30);
    const { status, body } = await ask(`/dxp/receipts?${inbox}&wait=${wait.toFixed(3)}`, {}, wait + 30);
    if (status !== 200 || !body.startsWith("{")) fail(3, `No receipts at ${PORT} / 取不到回执: HTTP ${status} ${body}`);
    const { receipts } = JSON.parse(body);
    const ours = receipts.filter((one) => names.has(one.copMsgId));
    const returns = ours.map(({ copMsgId, body: xml }) => ({ // one document a message, so one return a receipt
      name: names.get(copMsgId),
      status: text(xml, "returnStatus"),
      info: text(xml, "returnInfo"),
      invtNo: text(xml, "invtNo"),
    }));
    for (const one of returns) console.log(`${one.name.padEnd(9)}  ${one.status.padStart(7)}  ${one.info}`);
    const ids = JSON.stringify({ ids: ours.map((one) => one.id) });
    if (ours.length) await ask(`/dxp/receipts/ack?${inbox}`, post(ids, "json"));
    const refused = returns.find((one) => one.status === "100" || one.status.startsWith("-"));
    if (refused) {
      fail(1, `refused / 退单: ${refused.name} ${refused.status} ${refused.info}\nmore / 详情: kouan status ${orderNo}`);
    }
    const released = returns.find((one) => one.name === "inventory" && one.status === "800");
    if (released) return released.invtNo;
    inTheWay = ours.length ? 0 : receipts.length; // the port shows a hundred, the oldest, until they are acknowledged
    if (inTheWay) await pause(200);
  }
  const way = inTheWay < 100 ? ""
    : `\n${inTheWay} receipts of others come first / 前有他人回执: kouan receipts --dxp-id ${dxpId} --ack`;
  return fail(3, `No end within ${patience} s / ${patience}秒内没有结果: kouan status ${orderNo}${way}`);
}

// Beijing time, YYYYMMDDhhmmss: the machine's clock, or the moment given.
function beijing(at) {
  if (at && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(at)) fail(2, `--at ${at}: 2026-11-11T20:00`);
  const moment = at ? new Date(`${at}Z`) : new Date(Date.now() + 8 * 3600_000);
  const written = Number.isNaN(moment.getTime()) ? "" : moment.toISOString(); // 30 February would become 2 March
  if (!written || (at && !written.startsWith(at))) fail(2, `--at ${at}: no such moment / 没有这一时刻`);
  return written.replace(/\D/g, "").slice(0, 14);
}

function read() {
  const strings = ["paid", "at", "buyer", "dxp-id", "patience"].map((name) => [name, { type: "string" }]);
  let given;
  try {
    given = parseArgs({ allowPositionals: true, options: Object.fromEntries(strings) });
  } catch (wrong) {
    fail(2, `${wrong.message}\n${USAGE}`);
  }
  const { positionals, values } = given;
  if (positionals.length !== 1 || !positionals[0]) fail(2, USAGE);
  const patience = Number(values.patience ?? "60");
  if (!(patience > 0 && patience < 86_400)) fail(2, `--patience ${values.patience}: seconds / 秒数`);
  return {
    orderNo: positionals[0],
    paid: values.paid === undefined ? undefined : cents(values.paid),
    now: beijing(values.at),
    buyerName: values.buyer ?? "张伟",
    dxpId: values["dxp-id"] ?? "DXPENT0000000001",
    patience,
  };
}

try {
  const { orderNo, dxpId, patience, ...sale } = read();
  const messages = declaration(orderNo, { dxpId, ...sale });
  for (const message of messages) await handIn(message);
  console.log(`released / 放行: ${await follow(messages, orderNo, dxpId, patience)}`);
} catch (end) {
  if (!(end instanceof End)) throw end;
  console.error(end.message);
  process.exitCode = end.status;
}

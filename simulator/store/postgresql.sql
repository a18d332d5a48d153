CREATE TABLE act (
	id BIGINT NOT NULL, 
	time BIGINT NOT NULL, 
	what VARCHAR NOT NULL, 
	said BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE TABLE arrival (
	world INTEGER NOT NULL, 
	logistics_code VARCHAR NOT NULL, 
	logistics_no VARCHAR NOT NULL, 
	PRIMARY KEY (world, logistics_code, logistics_no)
);

CREATE TABLE attempt (
	id BIGINT NOT NULL, 
	time BIGINT NOT NULL, 
	dxp_id VARCHAR NOT NULL, 
	what VARCHAR NOT NULL, 
	receipts BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE TABLE bill (
	id BIGINT NOT NULL, 
	status SMALLINT NOT NULL, 
	customs_tax BIGINT NOT NULL, 
	value_added_tax BIGINT NOT NULL, 
	consumption_tax BIGINT NOT NULL, 
	billed BIGINT NOT NULL, 
	changed BIGINT NOT NULL, 
	ent_duty_no VARCHAR, 
	PRIMARY KEY (id)
);

CREATE TABLE claim (
	dxp_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (dxp_id)
);

CREATE TABLE document (
	id BIGINT NOT NULL, 
	world INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	key VARCHAR NOT NULL, 
	order_no VARCHAR NOT NULL, 
	app_time VARCHAR NOT NULL, 
	status INTEGER NOT NULL, 
	current SMALLINT NOT NULL, 
	message BIGINT NOT NULL, 
	place SMALLINT NOT NULL, 
	accepted BIGINT, 
	entered BIGINT, 
	finished BIGINT, 
	facts BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE INDEX document_held ON document (world, id) WHERE status IN (300, 400, 500, 501, 502, 503, 599, 600);

CREATE INDEX document_order_no ON document (world, order_no);

CREATE UNIQUE INDEX document_key ON document (world, kind, key) WHERE current = 1;

CREATE TABLE enterprise (
	world INTEGER NOT NULL, 
	code VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	kinds VARCHAR NOT NULL, 
	PRIMARY KEY (world, code)
);

CREATE TABLE message (
	id BIGINT NOT NULL, 
	world INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	sender VARCHAR NOT NULL, 
	dxp_id VARCHAR NOT NULL, 
	cop_msg_id VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	entrance VARCHAR NOT NULL, 
	received BIGINT NOT NULL, 
	subscriptions BYTEA, 
	body BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE UNIQUE INDEX message_digest ON message (world, digest);

CREATE TABLE outbox (
	id BIGINT NOT NULL, 
	dxp_id VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	cop_msg_id VARCHAR NOT NULL, 
	due BIGINT NOT NULL, 
	message BIGINT NOT NULL, 
	acknowledged SMALLINT NOT NULL, 
	body BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE INDEX outbox_message ON outbox (message);

CREATE INDEX outbox_open ON outbox (dxp_id, due, id) WHERE acknowledged = 0;

CREATE TABLE payment (
	id BIGINT NOT NULL, 
	world INTEGER NOT NULL, 
	ebp_code VARCHAR NOT NULL, 
	order_no VARCHAR NOT NULL, 
	asked BYTEA NOT NULL, 
	pay_transaction_id VARCHAR NOT NULL, 
	pay_time VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);

CREATE UNIQUE INDEX payment_order ON payment (world, ebp_code, order_no);

CREATE TABLE quota (
	world INTEGER NOT NULL, 
	year SMALLINT NOT NULL, 
	person VARCHAR NOT NULL, 
	used BIGINT NOT NULL, 
	PRIMARY KEY (world, year, person)
);

CREATE TABLE registry (
	turn BIGINT NOT NULL, 
	PRIMARY KEY (turn)
);

CREATE TABLE step (
	id BIGINT NOT NULL, 
	world INTEGER NOT NULL, 
	due BIGINT NOT NULL, 
	event VARCHAR NOT NULL, 
	documents BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE INDEX step_due ON step (world, due, id);

CREATE TABLE stock (
	world INTEGER NOT NULL, 
	ems_no VARCHAR NOT NULL, 
	item_record_no VARCHAR NOT NULL, 
	actl_inc_qty VARCHAR NOT NULL, 
	actl_redc_qty VARCHAR NOT NULL, 
	prevd_redc_qty VARCHAR NOT NULL, 
	PRIMARY KEY (world, ems_no, item_record_no)
);

CREATE TABLE verdict (
	id BIGINT NOT NULL, 
	document BIGINT NOT NULL, 
	time BIGINT NOT NULL, 
	said BYTEA NOT NULL, 
	PRIMARY KEY (id)
);

CREATE INDEX verdict_document ON verdict (document);

CREATE TABLE waiting (
	world INTEGER NOT NULL, 
	kind SMALLINT NOT NULL, 
	key VARCHAR NOT NULL, 
	document BIGINT NOT NULL, 
	PRIMARY KEY (world, kind, key, document)
);

CREATE TABLE waybill (
	id BIGINT NOT NULL, 
	world INTEGER NOT NULL, 
	ebp_code VARCHAR NOT NULL, 
	order_no VARCHAR NOT NULL, 
	asked BYTEA NOT NULL, 
	logistics_no VARCHAR NOT NULL, 
	delivered BIGINT, 
	PRIMARY KEY (id)
);

CREATE UNIQUE INDEX waybill_number ON waybill (world, logistics_no);

CREATE UNIQUE INDEX waybill_order ON waybill (world, ebp_code, order_no);

CREATE TABLE world (
	number SERIAL NOT NULL, 
	name VARCHAR NOT NULL, 
	state SMALLINT NOT NULL, 
	beginning BYTEA NOT NULL, 
	clock VARCHAR NOT NULL, 
	kept BIGINT NOT NULL, 
	life INTEGER NOT NULL, 
	cut BIGINT NOT NULL, 
	seen BIGINT DEFAULT '0' NOT NULL, 
	turn BIGINT DEFAULT '0' NOT NULL, 
	PRIMARY KEY (number)
);

CREATE UNIQUE INDEX world_name ON world (name) WHERE state = 1;

INSERT INTO registry (turn) VALUES (0);


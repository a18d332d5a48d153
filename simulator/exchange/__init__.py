"""The exchange: messages in and receipts out by way of a broker's queues, as companies with software of their own do.

It knows the house and RabbitMQ (AMQP 0-9-1), whose library is loaded only when a server is given a broker. It must
not know HTTP: what both doors have in common is the reception's.
"""

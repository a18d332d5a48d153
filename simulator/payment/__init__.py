"""The payment company: takes a buyer's money and declares the payment (CEB411) by itself.

Knows its own book; does not know the order, the parcel, or what customs makes of the payment.
"""

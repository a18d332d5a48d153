"""Customs: takes documents in (120), compares the four of a purchase, releases (800) or refuses (100).

Knows declarations that the port has accepted; does not know how messages travel.
"""

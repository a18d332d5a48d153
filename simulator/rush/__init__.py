"""A rush of purchases on the port: how they arrive, what was sent and heard of each, and the verdict in the end.

Knows no load generator: ``load/locustfile.py`` plays it on locust.
"""

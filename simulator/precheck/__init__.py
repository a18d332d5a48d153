"""The check before anything is sent: files judged offline, by the rules of the port and of customs.

Knows the port's gates and both rule books; has no database, no server and no history of a buyer.
"""

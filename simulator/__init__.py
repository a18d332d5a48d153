"""The other side: electronic port, customs and everybody else a declaration meets.

Takes nothing of the client but its pure base (wire, facts, rules); speaks over HTTP, never by import.
"""

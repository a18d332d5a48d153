"""The carrier: writes waybills (CEB511), collects what customs released, delivers it and says so (CEB513).

Knows its own book and that an inventory naming its waybill was released; does not know why.
"""

"""Stories: what companies do at the port, written in TOML, played through the client library, told afterwards.

Knows the client, the shared base, how worlds begin and the marketplace's sales; of the simulator nothing but its doors.
"""

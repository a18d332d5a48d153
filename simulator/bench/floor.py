"""The floor: the same bytes through lxml, the schemas and one SQLite insert a message, nothing else.

Imports nothing of ours. Usage: python floor.py FOLDER-OF-MESSAGES FOLDER-OF-XSD; prints seconds of CPU.
"""

import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from lxml import etree


def main() -> None:
    """Read the messages first, then measure."""
    messages = [path.read_bytes() for path in sorted(Path(sys.argv[1]).glob("*.xml"))]
    schemas = {path.stem: etree.XMLSchema(etree.parse(path)) for path in Path(sys.argv[2]).glob("CEB*.xsd")}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_blank_text=True)
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        database.execute("PRAGMA cache_size = -65536")
        database.execute("CREATE TABLE message (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        started = time.process_time()
        for data in messages:
            root = etree.fromstring(data, parser)
            schemas[etree.QName(root).localname].validate(root)  # a bare inventory lacks its signature, at its end
            database.execute("INSERT INTO message (body) VALUES (?)", (data,))
        print(time.process_time() - started)  # noqa: T201  # a script of its own


if __name__ == "__main__":
    main()

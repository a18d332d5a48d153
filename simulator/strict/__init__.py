"""How our TOML files are read: strictly, everything that is wrong at once, each with file, line, key and way out.

Knows places, keys and findings; knows nothing of what the files are about.
"""

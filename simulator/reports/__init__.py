"""Reports of stories that were played: for a terminal, for build servers, for people with a browser, for programs.

Knows results as values; plays nothing.
"""

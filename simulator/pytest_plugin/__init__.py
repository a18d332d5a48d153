"""The pytest plugin: a world of its own for each test, one server for a session, stories collected as tests."""

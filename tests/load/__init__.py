"""The rush: its profiles, its books, and the whole of it through the command line."""

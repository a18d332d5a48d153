"""Several processes on one PostgreSQL database: whichever is asked, the worlds are the same."""

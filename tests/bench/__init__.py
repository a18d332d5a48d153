"""The bench measures what is there, and notices what must not be; how fast anything was is never asserted."""

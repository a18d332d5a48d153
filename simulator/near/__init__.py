"""Near misses: an inventory waits, and what it waits for came under another number, from elsewhere, or was refused.

Knows what makes two documents belong together, and how people mistype it; changes nothing.
"""

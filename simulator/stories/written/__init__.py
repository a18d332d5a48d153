"""The language of stories as it is written: read strictly, every key of it, into the values of a story.

Knows files, keys and values; knows nothing of how a story is played.
"""

"""Diagrams of what went to and fro in a story: Mermaid for pages that draw it, SVG for everywhere else.

Knows traces as values; knows no world.
"""

"""The electronic port: takes messages in, checks their form, answers with status 2 or a negative code.

Knows messages, duplicates and the port's own limits; does not know how customs judges.
"""

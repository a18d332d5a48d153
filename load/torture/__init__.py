"""Durability under fire: a simulator is killed in the midst of traffic, and nothing is lost, doubled or half there."""

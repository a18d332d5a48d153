"""Does anybody notice when a rule is wrong? Plants mistakes into the rules and runs the tests: ``make mutants``.

Everything happens in one process: a mutated function takes the place of a rule's own, and the tests meet the simulator
over HTTP as always, only that their ``kouan up`` is a thread here. No file is changed. Not part of pytest's own run.
"""

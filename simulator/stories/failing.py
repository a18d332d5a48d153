"""How a step of a story fails: with a sentence from which its author knows what to do."""

from gateway_client.wire.findings import Words


class Failed(Exception):
    """A step that did not go as the story says."""

    def __init__(self, words: Words) -> None:
        self.words = words
        super().__init__(words.en)

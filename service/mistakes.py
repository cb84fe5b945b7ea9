"""What only the user can mend."""


class Mistake(Exception):
    """A wrong setting or a missing library; the message names it and says what to do."""

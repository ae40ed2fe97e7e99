"""How an attempt to deliver may end, other than well: what may pass is told from what will not.

| what happens | ending |
|---|---|
| no connection, time-out, a mail server's 4xx, a web server's 5xx, 408, 425, 429 | ``Delayed``: tried again at once |
| wrong password, missing secret, bad certificate, 401, 403, 407, a folder that is full | ``Blocked``: kept for later |
| a mail server's 5xx, a web server's other 3xx and 4xx | ``Refused``: never tried again |

A blocked letter is in order and the way is not, so it waits until a person mends the way.
"""


class Undelivered(Exception):
    """It did not arrive; the text says why."""


class Delayed(Undelivered):
    """It may arrive in a moment."""


class Blocked(Undelivered):
    """It will not arrive before someone mends the way."""


class Refused(Undelivered):
    """It will not be taken, however often it is sent."""

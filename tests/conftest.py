"""What all tests share: a property may take as long as a busy machine needs, and an interrupt interrupts."""

import signal

from hypothesis import settings

settings.register_profile("workbench", deadline=None)
settings.load_profile("workbench")

# A shell's background jobs ignore interrupts, and whatever they start inherits that.
signal.signal(signal.SIGINT, signal.default_int_handler)

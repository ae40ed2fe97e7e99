"""What all tests share: a property may take as long as a busy machine needs."""

from hypothesis import settings

settings.register_profile("workbench", deadline=None)
settings.load_profile("workbench")

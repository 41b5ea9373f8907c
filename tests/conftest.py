"""What holds for all tests."""

from hypothesis import settings

# A busy machine is no fault of what is tested, and how long something may take is said where that is the question.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

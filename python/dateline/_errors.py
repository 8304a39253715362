"""The exceptions of dateline. Each is also the built-in exception that callers would expect."""

from __future__ import annotations

__all__ = ["DatelineError", "InputError", "InternalError", "ModelError"]


class DatelineError(Exception):
    """Base of all exceptions that dateline raises on its own."""


class InputError(DatelineError, ValueError):
    """An argument that cannot be taken; the message names it, and its index where there are many."""


class ModelError(DatelineError, OSError):
    """A weight or gazetteer file of the package is missing, damaged or of another version."""


class InternalError(DatelineError, RuntimeError):
    """An article on which dateline failed: a bug. The message names the article; ``on_error="null"`` skips it."""


for _class in (DatelineError, InputError, ModelError, InternalError):
    _class.__module__ = "dateline"

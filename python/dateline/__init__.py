"""Read news: who did what to whom, when and where, and who said so.

>>> import dateline
>>> articles = dateline.extract(["Officials met in Geneva on Friday."], published="2016-09-23")
>>> articles[0]["language"]
'en'
"""

from dateline._article import Article, Articles
from dateline._errors import DatelineError, InputError, InternalError, ModelError
from dateline._exports import to_flat, to_plover
from dateline._extract import Extractor, extract, tokenize
from dateline._files import extract_files
from dateline._frames import Frames, frames
from dateline._native import Table, __version__
from dateline._tables import Tables

__all__ = [
    "Article",
    "Articles",
    "DatelineError",
    "Extractor",
    "Frames",
    "InputError",
    "InternalError",
    "ModelError",
    "Table",
    "Tables",
    "__version__",
    "extract",
    "extract_files",
    "frames",
    "to_flat",
    "to_plover",
    "tokenize",
]

"""What ``extract`` returns: a list of dicts that print short and show themselves in a notebook."""

from __future__ import annotations

__all__ = ["Article", "Articles"]

#: How many articles a printed list shows.
_SHOWN = 10


class Article(dict):
    """One article's results: a dict with the keys of the output contract.

    It compares, copies, pickles and turns into JSON like any dict. The attribute ``text`` is the text it was made
    from, which its offsets index; it is no key, so that results can be stored without the texts.

    >>> import dateline
    >>> article = dateline.extract(["Officials met in Geneva."])[0]
    >>> article.text
    'Officials met in Geneva.'
    >>> span = article["sentences"][0]
    >>> article.text[span["start"]:span["end"]] == span["text"]
    True
    """

    __slots__ = ("text",)

    def __repr__(self):
        """Identifier, headline or first words, and how much was found."""
        title = self.get("headline") or next(iter(self.get("sentences") or self.get("paragraphs") or ()), None)
        words = " ".join(title["text"].split()) if title else ""
        if len(words) > 60:
            words = words[:59].rstrip() + "…"
        kinds = ("sentences", "entities", "times", "quotes", "events")
        counts = ", ".join(f"{len(self[kind])} {kind}" for kind in kinds if kind in self)
        return (
            f"<Article {self.get('id')!r} {words!r}: {counts}>" if counts else f"<Article {self.get('id')!r} {words!r}>"
        )

    def _repr_html_(self):
        from dateline._html import article_html

        # An Article that somebody made of a dict has no text to show its marks in.
        return article_html(self) if hasattr(self, "text") else None


class Articles(list):
    """A list of articles, ``None`` for null rows."""

    __slots__ = ()

    def __getitem__(self, index):
        """One article; a slice is a list of articles again."""
        found = super().__getitem__(index)
        return Articles(found) if isinstance(index, slice) else found

    def __repr__(self):
        """At most ten articles, one a line."""
        lines = [repr(article) for article in self[:_SHOWN]]
        if len(self) > _SHOWN:
            lines.append(f"… and {len(self) - _SHOWN} more")
        return "[" + ",\n ".join(lines) + "]"

    def _repr_html_(self):
        from dateline._html import articles_html

        return articles_html(self)


for _class in (Article, Articles):
    _class.__module__ = "dateline"

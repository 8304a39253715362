"""Results as HTML for notebooks: the text with marks and a legend. No script, no style sheet, everything escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dateline import Article, Articles

# Colours that keep black text readable and differ for readers who do not tell red from green.
_PERSON, _GROUP, _PLACE, _OTHER, _TIME, _EVENT = "#cfe2f3", "#d9d2e9", "#d9ead3", "#eeeeee", "#fff2cc", "#f4cccc"
_COLOURS = {
    "PERSON": _PERSON, "ORG": _GROUP, "NORP": _GROUP, "GROUP": _GROUP, "GPE": _PLACE, "LOC": _PLACE, "FAC": _PLACE,
}  # fmt: skip
_LEGEND = (
    (f"background:{_PERSON}", "person"),
    (f"background:{_GROUP}", "organisation, group"),
    (f"background:{_PLACE}", "place"),
    (f"background:{_OTHER}", "other name"),
    (f"background:{_TIME}", "time"),
    (f"background:{_EVENT};font-weight:bold", "event"),
    ("border-bottom:2px dotted #888", "quotation"),
    ("color:#999", "boilerplate"),
)
_BOX = "color:#000;white-space:pre-wrap;line-height:1.6;max-width:60em;background:#fff;padding:.5em"
#: How many articles of a list are shown.
_SHOWN = 20


def article_html(article: Article) -> str:
    """The text of one article with its marks."""
    text: str = article.text
    legend = " ".join(f'<span style="{style};padding:0 .3em">{name}</span>' for style, name in _LEGEND)
    body = "".join(_segments(text, list(_marks(article))))
    head = f"<b>{escape(str(article.get('id')))}</b> {escape(str(article.get('published') or ''))}"
    return (
        f'<div style="{_BOX}"><div style="font-size:85%;margin-bottom:.5em">{head} {legend}</div>'
        f"{body}{_events(article)}</div>"
    )


def articles_html(articles: Articles) -> str:
    """A table of articles: identifier, date, headline and how much was found."""
    kinds = ("sentences", "entities", "times", "quotes", "events")
    header = "".join(f"<th>{name}</th>" for name in ("id", "published", "headline", *kinds))
    rows = "".join(f"<tr>{''.join(_cells(article, kinds))}</tr>" for article in articles[:_SHOWN])
    more = f"<p>… and {len(articles) - _SHOWN} more</p>" if len(articles) > _SHOWN else ""
    return f"<table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cells(article: Article | None, kinds: tuple[str, ...]) -> Iterator[str]:
    if article is None:
        yield f'<td colspan="{3 + len(kinds)}">None</td>'
        return
    headline = (article.get("headline") or {}).get("text") or ""
    for value in (article.get("id"), article.get("published") or "", " ".join(headline.split())):
        yield f"<td>{escape(str(value))}</td>"
    for kind in kinds:
        yield f"<td>{len(article[kind]) if kind in article else ''}</td>"


def _marks(article: Article) -> Iterator[tuple[int, int, str, str]]:
    """All spans to mark: start, end, style, tooltip. Later ones win where styles clash."""
    for span in article.get("boilerplate", ()):
        yield span["start"], span["end"], "color:#999", span["kind"]
    for quote in article.get("quotes", ()):
        for part in quote["parts"] or [quote]:
            yield part["start"], part["end"], "border-bottom:2px dotted #888", f"{quote['kind']} quotation"
    for time in article.get("times", ()):
        yield time["start"], time["end"], f"background:{_TIME}", f"{time['type']} {time['value'] or ''}"
    for entity in article.get("entities", ()):
        colour = _COLOURS.get(entity["type"], _OTHER)
        codes = " ".join([entity["country"] or "", *entity["sectors"]])
        title = f"{entity['type']} {entity['name']} {codes}".strip()
        for mention in entity["mentions"]:
            if mention["kind"] != "pronoun":
                yield mention["start"], mention["end"], f"background:{colour}", title
    for event in article.get("events", ()):
        title = " ".join(filter(None, (event["type"], event["mode"], event["cameo"])))
        for trigger in event["triggers"]:
            yield trigger["start"], trigger["end"], f"background:{_EVENT};font-weight:bold", title


def _segments(text: str, marks: list[tuple[int, int, str, str]]) -> Iterator[str]:
    """The text cut at every start and end of a mark, each piece in one element with the styles that cover it."""
    edges = sorted({0, len(text), *(mark[0] for mark in marks), *(mark[1] for mark in marks)})
    starting = sorted(range(len(marks)), key=lambda index: marks[index][0])
    active: set[int] = set()
    waiting = 0
    for start, end in zip(edges, edges[1:], strict=False):
        while waiting < len(starting) and marks[starting[waiting]][0] <= start:
            active.add(starting[waiting])
            waiting += 1
        active = {index for index in active if marks[index][1] > start}
        piece = escape(text[start:end])
        if not active:
            yield piece
            continue
        covering = [marks[index] for index in sorted(active)]
        style = ";".join(mark[2] for mark in covering)
        yield f'<span style="{style}" title="{escape("; ".join(mark[3] for mark in covering))}">{piece}</span>'


def _events(article: Article) -> str:
    """The events as a table below the text."""
    events: list[dict[str, Any]] = article.get("events") or []
    if not events:
        return ""

    def names(participants: list[dict[str, Any]]) -> str:
        entities = article.get("entities") or []
        shown = (
            entities[p["entity"]]["name"] if entities and p["entity"] is not None else p["text"] for p in participants
        )
        return escape(", ".join(shown))

    rows = "".join(
        f"<tr><td>{escape(event['type'])} {escape(event['mode'] or '')}</td><td>{escape(event['cameo'] or '')}</td>"
        f"<td>{names(event['actors'])}</td><td>{names(event['recipients'])}</td>"
        f"<td>{escape((event['place'] or {}).get('text') or '')}</td><td>{escape(event['date_start'] or '')}</td>"
        f"<td>{escape(event['assertion'])}</td></tr>"
        for event in events
    )
    header = "".join(
        f"<th>{name}</th>" for name in ("event", "CAMEO", "actors", "recipients", "place", "date", "assertion")
    )
    return f'<table style="margin-top:.5em;font-size:85%"><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>'

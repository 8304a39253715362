"""What articles look like when they are printed or shown in a notebook."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

import dateline
from dateline import _html


class Reader(HTMLParser):
    """Collects text and checks that elements are closed in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"style", "title", "colspan"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(source: str) -> Reader:
    reader = Reader()
    reader.feed(source)
    reader.close()
    assert reader.open == []
    return reader


def test_an_article_shows_its_whole_text_with_marks(texts: list[str]) -> None:
    for article in dateline.extract(texts, published="2016-09-23"):
        assert article is not None
        reader = read(article._repr_html_())
        assert article.text.replace("\r\n", "\n").replace("\r", "\n") in reader.text.replace("\r\n", "\n").replace(
            "\r", "\n"
        )
        assert reader.tags <= {"div", "span", "b", "table", "thead", "tbody", "tr", "th", "td"}


def test_marks_stand_where_the_spans_stand(examples: list[str]) -> None:
    [article] = dateline.extract(examples[:1])
    assert article is not None
    shown = article._repr_html_()
    for entity in article["entities"]:
        for mention in entity["mentions"]:
            if mention["kind"] == "name":
                assert re.search(rf'background:#\w+[^>]*title="[^"]*{re.escape(html.escape(entity["name"]))}', shown)
    for event in article["events"]:
        assert f">{html.escape(event['triggers'][0]['text'])}</span>" in shown
        assert event["type"] in shown


def test_everything_is_escaped() -> None:
    attack = '<script>alert("1")</script> said & "<b>Kerry</b>" met <img src=x onerror=alert(1)> in Kyiv.'
    articles = dateline.extract([attack], ids=[attack])
    for shown in (articles[0]._repr_html_(), articles._repr_html_()):
        reader = read(shown)
        assert "script" not in reader.tags and "img" not in reader.tags
        assert attack in reader.text


def test_overlapping_marks_share_their_pieces() -> None:
    marks = [(0, 6, "a:1", "A"), (3, 9, "b:2", "B"), (3, 3, "c:3", "C")]
    assert "".join(_html._segments("abcdefghij", marks)) == (
        '<span style="a:1" title="A">abc</span><span style="a:1;b:2" title="A; B">def</span>'
        '<span style="b:2" title="B">ghi</span>j'
    )


def test_marking_takes_linear_time() -> None:
    text = "ab " * 100_000
    marks = [(n * 3, n * 3 + 2, "a:1", "A") for n in range(100_000)]
    assert len(list(_html._segments(text, marks))) == 200_000


def test_a_list_shows_a_table_of_at_most_twenty() -> None:
    reader = read(dateline.extract([*["Officials met."] * 24, None])._repr_html_())
    assert reader.text.endswith("… and 5 more")
    assert "None" in read(dateline.extract([None])._repr_html_()).text


def test_the_legend_explains_every_mark(examples: list[str]) -> None:
    article = dateline.extract(examples[:1])[0]
    assert article is not None
    shown = article._repr_html_() or ""
    for style, name in _html._LEGEND:
        assert re.search(rf'<span style="{re.escape(style)};[^>]*>{name}</span>', shown), name
    styles = {style for _, _, style, _ in _html._marks(article)}
    assert styles <= {style for style, _ in _html._LEGEND}


def test_an_article_without_its_text_shows_no_marks() -> None:
    assert dateline.Article({"id": 1})._repr_html_() is None
    assert repr(dateline.Article({"id": 1})) == "<Article 1 ''>"


def test_a_slice_of_articles_prints_as_short() -> None:
    articles = dateline.extract(["Officials met."] * 3)
    assert type(articles[1:]) is dateline.Articles
    assert articles[1:] == articles[1:3] == list(articles)[1:]
    assert type(articles[-1]) is dateline.Article


def test_print_is_short(examples: list[str]) -> None:
    articles = dateline.extract([*examples, *["Officials met."] * 20, None])
    printed = repr(articles).splitlines()
    assert len(printed) == 11 and printed[-1] == f" … and {len(articles) - 10} more]"
    assert all(len(line) < 200 for line in printed)
    assert re.fullmatch(
        r"<Article 0 'Armenian and Azerbaijani ministers agree to reopen border c…': "
        r"\d+ sentences, \d+ entities, \d+ times, \d+ quotes, \d+ events>",
        repr(articles[0]),
    )
    assert repr(dateline.extract(["", None])) == (
        "[<Article 0 '': 0 sentences, 0 entities, 0 times, 0 quotes, 0 events>,\n None]"
    )
    assert repr(dateline.extract(["Officials met."], layers=[])[0]) == "<Article 0 'Officials met.'>"

"""Articles: their keys, and spans that are what they say."""

from __future__ import annotations

import copy
import json
import pickle
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import dateline
from dateline import types

ALL = dateline._native.LAYERS
Shape = Callable[[Any, Any, str], None]
KEYS = [
    "id", "published", "published_basis", "language", "headline", "standfirst", "dateline", "byline", "paragraphs",
    "boilerplate", "sentences", "entities", "times", "values", "quotes", "events",
]  # fmt: skip


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """All dicts with offsets, at any depth."""
    if isinstance(value, dict):
        if "start" in value:
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def check_spans(article: dateline.Article) -> int:
    count = 0
    for span in spans(dict(article)):
        assert article.text[span["start"] : span["end"]] == span["text"], span
        assert span["start"] < span["end"], span
        count += 1
    return count


#: Pieces of news that, put together at random, reach every layer; single characters reach few.
PIECES = st.sampled_from(
    [
        "Prime Minister Ana Lindqvist", "“We will not sign,”", "said", "police", "arrested", "12 protesters", "on Friday",
        "in Kyiv", "the U.N.", "’s", "\n", "\n\n", ". ", ", ", " ", "—", "“", "”", "'", "\u00a0", "\u2028", "é", "𝄞",
        "👩‍👩‍👧", "e\u0301", "Côte d’Ivoire", "killed at least 20 people", "according to", "Reuters", "GENEVA (AP) —",
        "Read more:", "Share this", "\t", "\r\n", "2016", "September 23", "he", "they", "$3 million", "20 percent", "http://a.b/c?d",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES | st.text(max_size=5), max_size=40).map(" ".join) | st.text())
@example("\ufeff“A” 𝄞")
def test_text_between_offsets_is_the_text_of_the_span(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()  # hypothesis makes lone surrogates; they have a test of their own
    [article] = dateline.Extractor(layers=ALL, any_language=True, n_threads=1).extract([text], published="2016-09-23")
    assert article is not None
    check_spans(article)
    for tokens in dateline.tokenize([text]):
        assert all(text[token["start"] : token["end"]] == token["text"] for token in tokens or ())


def test_spans_of_whole_articles(texts: list[str]) -> None:
    articles = dateline.extract(texts, layers=ALL, published="2016-09-23")
    assert [article.text for article in articles if article] == texts
    assert sum(check_spans(article) for article in articles if article) > 1000


def test_every_record_has_the_documented_keys_and_types(texts: list[str], check_shape: Shape) -> None:
    kinds = {
        "headline": types.Span, "standfirst": types.Span, "byline": types.Span, "dateline": types.Dateline,
        "paragraphs": types.Span, "boilerplate": types.Boilerplate, "sentences": types.Sentence, "tokens": types.Word,
        "entities": types.Entity, "times": types.Time, "values": types.Value, "quotes": types.Quote,
        "events": types.Event,
    }  # fmt: skip
    seen = set()
    for article in dateline.extract(texts, layers=ALL, published="2016-09-23"):
        assert article is not None
        assert list(article) == [*KEYS, "tokens"]
        for key, kind in kinds.items():
            found = article[key] if isinstance(article[key], list) else [article[key]]
            for value in found:
                if value is not None:
                    check_shape(value, kind, key)
                    seen.add(key)
    assert seen == set(kinds), "the sample articles show every kind of record"


def test_numbers_point_into_the_lists(texts: list[str]) -> None:
    for article in dateline.extract(texts, layers=ALL, published="2016-09-23"):
        assert article is not None
        entities, sentences = range(len(article["entities"])), range(len(article["sentences"]))
        assert [entity["id"] for entity in article["entities"]] == list(entities)
        assert [quote["id"] for quote in article["quotes"]] == list(range(len(article["quotes"])))
        assert [event["id"] for event in article["events"]] == list(range(len(article["events"])))
        for token in article["tokens"]:
            assert token["head"] is None or token["head"] < len(article["tokens"])
            assert token["sentence"] in sentences
        for entity in article["entities"]:
            assert entity["mentions"]
            assert all(mention["sentence"] in sentences for mention in entity["mentions"])
        for quote in article["quotes"]:
            assert quote["speaker"] is None or quote["speaker"] in entities
        for event in article["events"]:
            assert event["triggers"]
            assert all(trigger["sentence"] in sentences for trigger in event["triggers"])
            for participant in event["actors"] + event["recipients"] + event["attributed_to"]:
                assert participant["entity"] is None or participant["entity"] in entities
            assert event["quote"] is None or event["quote"] in range(len(article["quotes"]))
            assert event["time"] is None or event["time"] in range(len(article["times"]))


def test_no_event_comes_from_boilerplate(examples: list[str]) -> None:
    for article in dateline.extract(examples):
        assert article is not None
        furniture = [(span["start"], span["end"]) for span in article["boilerplate"]]
        for event in article["events"]:
            for trigger in event["triggers"]:
                assert not any(start <= trigger["start"] < end for start, end in furniture), trigger


def test_articles_survive_json_pickle_and_copying(examples: list[str]) -> None:
    articles = dateline.extract(examples, published="2016-09-23", layers=ALL)
    assert json.loads(json.dumps(articles)) == articles
    for twin in (pickle.loads(pickle.dumps(articles)), copy.deepcopy(articles)):
        assert twin == articles
        assert type(twin) is dateline.Articles
        assert [article.text for article in twin] == examples


@pytest.mark.parametrize(
    ("layers", "keys"),
    [
        (None, {"sentences", "entities", "times", "values", "quotes", "events"}),
        ([], set()),
        ("tokens", {"tokens"}),
        (["times", "sentences"], {"times", "values", "sentences"}),
        (("events", "entities"), {"events", "entities"}),
    ],
)
def test_layers_choose_the_keys(layers: Any, keys: set[str]) -> None:
    [article] = dateline.extract(["Officials met in Geneva on Friday."], layers=layers)
    assert set(article or ()) - set(KEYS[:10]) == keys


def test_a_layer_is_the_same_whatever_else_is_asked_for(examples: list[str]) -> None:
    whole = dateline.extract(examples, layers=ALL, published="2016-09-23")
    for layer in ALL:
        for part, full in zip(dateline.extract(examples, layers=layer, published="2016-09-23"), whole, strict=True):
            assert part is not None and full is not None
            assert part[layer] == full[layer]


def test_unknown_layers_are_refused() -> None:
    with pytest.raises(dateline.InputError, match=r'layers: no layer "event"; there are sentences, tokens, .* events'):
        dateline.extract([], layers="event")


GERMAN = (
    "Die Bundeskanzlerin traf am Freitag den französischen Präsidenten, um über die Lage in Syrien zu sprechen. " * 5
)


def test_other_languages_are_flagged_and_not_analyzed() -> None:
    german, english, empty = dateline.extract([GERMAN, "The talks in Geneva ended without a result.", " \n "])
    assert german is not None and english is not None and empty is not None
    assert (german["language"], english["language"], empty["language"]) == ("deu", "en", None)
    assert german["sentences"] == german["events"] == empty["sentences"] == []
    assert english["sentences"]
    [asked] = dateline.Extractor(any_language=True).extract([GERMAN])
    assert asked is not None and asked["language"] == "deu" and len(asked["sentences"]) == 5


def test_published_is_given_or_comes_from_the_text() -> None:
    given, without = dateline.extract(["Officials met."] * 2, published=[date(2016, 9, 23), None])
    assert given is not None and without is not None
    assert (given["published"], given["published_basis"]) == ("2016-09-23", "given")
    assert (without["published"], without["published_basis"]) == (None, None)
    [tokens_only] = dateline.extract(["Officials met."], published="2016-09-23", layers="tokens")
    assert tokens_only is not None and tokens_only["published"] == "2016-09-23"


def test_threshold_leaves_out_events(examples: list[str]) -> None:
    def confidences(threshold: float) -> list[float]:
        articles = dateline.Extractor(threshold=threshold).extract(examples)
        return [event["confidence"] for article in articles if article for event in article["events"]]

    every = confidences(0)
    # Between two values of the four decimals that are shown, so that rounding does not matter.
    middle = sorted(every)[len(every) // 2] + 0.00005
    assert 0 < len(confidences(middle)) < len(every)
    # Beside the main act of its sentence another one must be surer than the threshold.
    kept, above = Counter(confidences(middle)), Counter(c for c in every if c >= middle)
    assert kept <= above and kept.total() > above.total() / 2
    wrong_ones: list[Any] = [-0.1, 1.1, float("nan"), "0.5", True, [0.5]]
    for wrong in wrong_ones:
        with pytest.raises(dateline.InputError, match="threshold: expected a number from 0 to 1"):
            dateline.Extractor(threshold=wrong)


def test_tokens_of_tokenize_are_those_of_extract(texts: list[str]) -> None:
    keys = ("start", "end", "text", "sentence")
    whole = dateline.Extractor(layers="tokens", any_language=True).extract(texts)
    expected = [[{key: token[key] for key in keys} for token in article["tokens"]] for article in whole if article]
    assert dateline.tokenize(texts) == expected

"""The benchmark of origins finds a telling by shared words, and its baselines count what they say."""

import pytest

from made_records import made_article, made_claim, span_of
from origins import best_claim, shared, telling_of, texts_of
from rashomon.origins import Ties
from rashomon.records import CopyVerdict, Reason, Span, TextReuse

ARTICLE = made_article()


def row(words: str) -> dict[str, int]:
    span = span_of(ARTICLE.text, words)
    return {"start": span.start, "end": span.end}


@pytest.mark.parametrize(
    ("content", "least", "both"),
    [((Span(0, 10),), 1.0, 0.5), ((Span(0, 5), Span(15, 20)), 1.0, 0.5), ((Span(10, 30),), 0.5, 1 / 3), ((), 0.0, 0.0)],
)
def test_what_two_stretches_share_is_of_the_shorter_and_of_both(content: tuple[Span, ...], least: float, both: float):
    assert shared(content, Span(0, 20)) == pytest.approx((least, both))


def test_the_claim_that_shares_most_with_the_gold_stands_for_it():
    whole = made_claim(ARTICLE, None, (), "The coast guard said a ferry was stopped.")
    inner = made_claim(ARTICLE, None, (), "a ferry was stopped")
    assert best_claim(row("a ferry was stopped."), [whole, inner]) is inner
    assert best_claim(row("Some 12 people are held."), [whole, inner]) is None


def test_outlets_of_near_copies_are_counted_once():
    articles = [made_article(outlet=outlet) for outlet in ("The Lantern", "Keth Courier", "Selm Gazette")]
    tellings = [telling_of(made_claim(article, None, (), "a ferry was stopped"), None, article) for article in articles]
    reuse = TextReuse(
        passages=(),
        quotations=(),
        share_here=1.0,
        share_there=1.0,
        verdict=CopyVerdict.COPY,
        reason=Reason(method="alignment", score=1.0, detail="the same"),
    )
    ties = Ties(reuses={(articles[0].id, articles[1].id): reuse})
    assert texts_of(tellings, ties) == [["Keth Courier", "The Lantern"], ["Selm Gazette"]]

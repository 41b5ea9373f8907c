"""Marks over a text become nested markup, whatever way they overlap; a long text is cut into parts."""

from html import escape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from rashomon.records import Span
from rashomon.room.layers import Closing, Mark, Opening, Piece, Words, paragraphs_of, part_at, parts_of, pieces_of

TEXT = "The ministry said that Harrier was hit on Monday."

spans = st.tuples(st.integers(0, 49), st.integers(0, 49)).map(lambda ends: Span(min(ends), max(ends)))
marks = st.lists(st.builds(Mark, span=spans, layer=st.integers(0, 3), key=st.sampled_from("abc")), max_size=12)


def mark(words: str, key: str, layer: int = 0) -> Mark:
    start = TEXT.index(words)
    return Mark(span=Span(start, start + len(words)), layer=layer, key=key)


def markup(pieces: list[Piece]) -> str:
    """The pieces with an element for each mark, named after its key."""
    return "".join(
        f"<{piece.mark.key}>"
        if isinstance(piece, Opening)
        else f"</{piece.mark.key}>"
        if isinstance(piece, Closing)
        else escape(piece.text)
        for piece in pieces
    )


class Reader(HTMLParser):
    """Reads markup back: its text, and at which places each element stands."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.opened: list[str] = []
        self.covered: dict[str, set[int]] = {}

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag, "an element is closed that is not the innermost one"

    def handle_data(self, data: str) -> None:
        for tag in self.opened:
            self.covered.setdefault(tag, set()).update(range(len(self.text), len(self.text) + len(data)))
        self.text += data


def test_marks_that_overlap_are_closed_and_opened_again():
    pieces = list(pieces_of(TEXT, [mark("said that Harrier", "a"), mark("Harrier was hit", "b")], Span(0, len(TEXT))))
    assert markup(pieces) == "The ministry <a>said that <b>Harrier</b></a><b> was hit</b> on Monday."
    assert "".join(one.text for one in pieces if isinstance(one, Words)) == TEXT


def test_of_equal_marks_the_outer_layer_lies_outside():
    pieces = list(pieces_of(TEXT, [mark("Harrier", "b", 1), mark("Harrier", "a", 0)], Span(23, 30)))
    assert markup(pieces) == "<a><b>Harrier</b></a>"


def test_the_first_and_the_last_piece_of_a_mark_know_that_they_are():
    pieces = list(pieces_of(TEXT, [mark("said that Harrier", "a"), mark("Harrier was hit", "b")], Span(0, len(TEXT))))
    firsts = [piece.is_first for piece in pieces if isinstance(piece, Opening)]
    lasts = [piece.is_last for piece in pieces if isinstance(piece, Closing)]
    assert firsts.count(True) == lasts.count(True) == 2
    halves = [
        *pieces_of(TEXT, [mark("Harrier was hit", "b")], Span(0, 30)),
        *pieces_of(TEXT, [mark("Harrier was hit", "b")], Span(30, len(TEXT))),
    ]
    assert [one.is_first for one in halves if isinstance(one, Opening)] == [True, False]
    assert [one.is_last for one in halves if isinstance(one, Closing)] == [False, True]


@given(marks, spans)
def test_the_markup_is_well_formed_its_text_is_the_text_and_each_mark_covers_its_span(found: list[Mark], within: Span):
    # Each mark gets an element name of its own, so that what it covers can be told apart.
    named = [Mark(span=one.span, layer=one.layer, key=f"m{number}") for number, one in enumerate(found)]
    reader = Reader()
    reader.feed(markup(list(pieces_of(TEXT, named, within))))
    reader.close()
    assert reader.opened == []
    assert reader.text == within.of(TEXT)
    for one in named:
        inside = range(max(one.span.start, within.start), min(one.span.end, within.end))
        assert reader.covered.get(one.key, set()) == {place - within.start for place in inside}


@given(marks)
def test_a_mark_begins_once_and_ends_once(found: list[Mark]):
    named = [Mark(span=one.span, layer=one.layer, key=str(number)) for number, one in enumerate(found)]
    pieces = list(pieces_of(TEXT, named, Span(0, len(TEXT))))
    told = sorted(one.key for one in named if one.span.start < one.span.end)
    assert sorted(one.mark.key for one in pieces if isinstance(one, Opening) and one.is_first) == told
    assert sorted(one.mark.key for one in pieces if isinstance(one, Closing) and one.is_last) == told


pages = st.text(st.sampled_from("ab \n"), max_size=200)


@given(pages)
def test_the_paragraphs_are_all_of_the_text(text: str):
    found = list(paragraphs_of(text, Span(0, len(text))))
    assert "".join(span.of(text) for span in found) == text
    assert all("\n\n" not in span.of(text).strip() for span in found)


@given(pages, st.data(), st.integers(1, 40), st.integers(1, 5))
def test_the_parts_are_all_of_the_text_and_none_is_too_long(text: str, data: st.DataObject, longest: int, most: int):
    places = st.integers(0, max(0, len(text) - 1))
    starts = sorted(data.draw(st.lists(places, max_size=20))) if text else []
    parts = parts_of(text, starts, characters=longest, marks=most)
    assert "".join(part.of(text) for part in parts) == text
    assert max(part.end - part.start for part in parts) <= longest
    for number, part in enumerate(parts):
        inside = [start for start in starts if part.start <= start < part.end]
        assert len(inside) <= most or len(set(inside)) == 1
        assert all(part_at(parts, start) == number for start in inside)


def test_a_part_ends_with_a_paragraph_and_a_paragraph_without_end_at_a_blank():
    text = "One two.\n\nThree four. " + "word " * 20
    assert next(iter(parts_of(text, (), characters=16, marks=9))).of(text) == "One two.\n\n"
    assert all(part.of(text)[-1:].isspace() for part in parts_of(text, (), characters=16, marks=9))
    assert [len(part.of("x" * 50)) for part in parts_of("x" * 50, (), characters=20, marks=9)] == [20, 20, 10]

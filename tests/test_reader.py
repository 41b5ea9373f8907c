"""The shipped model reads: its spans lie in the text, and a reading depends on nothing but its text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import rashomon
from rashomon.errors import ModelError
from rashomon.reader import Reader, open_reader
from rashomon.records import MentionType, Reading
from real_tools import real_reader

MODEL = Path(rashomon.__file__).parent / "models" / "en"

STORY = (
    "Vostria accuses Ostmark of shelling Lenk\n\n"
    "Vostrian Defense Minister Ilan Moreau said on Tuesday that Ostmark had shelled the border town of Lenk. "
    "“They fired forty rounds,” Moreau told reporters in Harrow.\n\n"
    "Ostmark denied that its troops had fired. According to a United Nations official, at least 12 people were killed."
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return real_reader()


def words(reading: Reading, text: str) -> list[tuple[str, str, str]]:
    return [
        (
            " ".join(span.of(text) for span in one.source),
            " ".join(span.of(text) for span in one.cue),
            " ".join(span.of(text) for span in one.content),
        )
        for one in reading.attributions
    ]


def test_source_cue_and_content_are_found_and_belong_together(reader: Reader) -> None:
    (reading,) = reader.read([STORY])
    found = words(reading, STORY)
    assert ("Ostmark", "denied", "that its troops had fired") in found
    assert ("a United Nations official", "According to", "at least 12 people were killed") in found
    assert any("Moreau" in source and cue == "told" and "forty rounds" in content for source, cue, content in found)


def test_people_and_places_are_mentioned_with_their_words(reader: Reader) -> None:
    (reading,) = reader.read([STORY])
    assert all(mention.text == mention.span.of(STORY) for mention in reading.mentions)
    assert all(0 <= mention.score <= 1 for mention in reading.mentions)
    kinds = {mention.type for mention in reading.mentions}
    assert {MentionType.PERSON, MentionType.PLACE, MentionType.TIME} <= kinds


def test_a_reading_does_not_depend_on_what_is_read_beside_it(reader: Reader) -> None:
    others = ["The envoy said the talks had failed. " * 40, "Short.", STORY[::-1]]
    (alone,) = reader.read([STORY])
    beside = list(reader.read([others[0], STORY, *others[1:]]))
    assert beside[1] == alone


def test_no_span_reaches_over_the_end_of_a_line(reader: Reader) -> None:
    (reading,) = reader.read([STORY])
    spans = [mention.span for mention in reading.mentions]
    spans += [span for one in reading.attributions for span in (*one.source, *one.cue, *one.content)]
    assert spans
    assert not any("\n" in span.of(STORY) for span in spans)


def test_odd_spaces_do_not_move_a_span(reader: Reader) -> None:
    odd = STORY.replace("Ilan Moreau", "Ilan\u00a0Moreau").replace("denied that", "denied\u2009that")
    (plain,), (spaced,) = reader.read([STORY]), reader.read([odd])
    assert plain.attributions == spaced.attributions
    assert any(mention.text == "Vostrian Defense Minister Ilan\u00a0Moreau" for mention in spaced.mentions)


def test_a_content_that_tells_who_said_is_read_again(reader: Reader) -> None:
    text = "The Courier reported that two officials had said that the general had fled to Harrow on Monday."
    (reading,) = reader.read([text])
    inner = [one for one in reading.attributions if one.depth == 1]
    assert any("two officials" in one.source[0].of(text) for one in inner if one.source)


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\u200b", "…", "x" * 5000, "word " * 1000, "\U0001f600" * 50, "\ud800 said no."]
)
def test_any_text_gives_a_reading(reader: Reader, text: str) -> None:
    (reading,) = reader.read([text])
    assert all(0 <= mention.span.start < mention.span.end <= len(text) for mention in reading.mentions)


def test_a_long_text_is_read_to_its_end(reader: Reader) -> None:
    text = "\n\n".join([STORY] * 15)
    (reading,) = reader.read([text])
    last = [one for one in reading.attributions if one.cue and one.cue[0].start > len(text) - len(STORY)]
    assert any(one.cue[0].of(text) == "denied" for one in last)


def test_a_broken_model_folder_says_so(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as missing:
        open_reader(tmp_path / "nowhere")
    assert missing.value.code == "R401"
    for name in ("tokenizer.json", "heads.npz", "manifest.json"):
        shutil.copy(MODEL / name, tmp_path / name)
    (tmp_path / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(ModelError) as broken:
        open_reader(tmp_path)
    assert broken.value.code == "R401"
    manifest = json.loads((MODEL / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"format": 99}), encoding="utf-8")
    with pytest.raises(ModelError) as newer:
        open_reader(tmp_path)
    assert newer.value.code == "R402"


def test_the_model_says_what_it_was_learned_from() -> None:
    manifest = json.loads((MODEL / "manifest.json").read_text(encoding="utf-8"))
    assert {"languages", "labels", "licence", "data", "trained_at_commit", "dev_scores"} <= manifest.keys()
    assert sum(path.stat().st_size for path in MODEL.iterdir()) < 32e6

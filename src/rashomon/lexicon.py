"""What English news language says of voices and stances: the tables under `tables/`, checked at load.

In go the TOML tables, out comes one frozen `Lexicon` of cue phrases, hedges, denials, kinds of speakers,
titles, pronouns and given names. A table with an unknown key, an unknown stance or a cue that stands in
two groups is refused with its file and line. The tables hold language, never answers.

Read next: `stances.py` and `voices.py`, which ask the questions.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rashomon.errors import SettingError
from rashomon.records import Stance

_MOST_OPENING_WORDS = 3
TABLES_PATH = Path(__file__).parent / "tables"

_TOKEN = re.compile(r"n't|[a-z0-9]+(?:-[a-z0-9]+)*")
_CLITIC = re.compile(r"'(?:s|d|ve|ll|re|m)\b")
_GROUP_KEYS = frozenset({"stance", "negated", "passive", "object", "otherwise", "claim", "voice", "cues"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """What one cue phrase does: its stance, and what turns it into another."""

    phrase: str
    stance: Stance
    negated: Stance
    passive: Stance
    otherwise: Stance
    needs_report: bool
    is_claim: bool
    is_impersonal: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CueMatch:
    """The cue phrase found in the words of a cue, and whether it stands negated or in the passive."""

    cue: Cue
    is_negated: bool
    is_passive: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StanceWords:
    """The word lists of `words.toml`: field `hedges_words` is key `words` of table `[hedges]`."""

    hedges_words: frozenset[str]
    hedges_phrases: frozenset[str]
    reports_words: frozenset[str]
    reports_things: frozenset[str]
    falsehoods_words: frozenset[str]
    falsehoods_errors: frozenset[str]
    falsehoods_phrases: frozenset[str]
    falsehoods_cues: frozenset[str]
    refused_words: frozenset[str]
    acts_words: frozenset[str]
    negators_words: frozenset[str]
    negators_withholding: frozenset[str]
    negators_auxiliaries: frozenset[str]
    negators_future: frozenset[str]
    opinions_words: frozenset[str]
    outcomes_words: frozenset[str]
    withholding_phrases: frozenset[str]
    bystanders_words: frozenset[str]
    answerable_words: frozenset[str]
    own_words: frozenset[str]
    own_pronouns: frozenset[str]
    holdings_words: frozenset[str]
    presence_words: frozenset[str]
    skipped_words: frozenset[str]
    skipped_auxiliaries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerWords:
    """The word lists of `speakers.toml`, named as those of `StanceWords` are."""

    anonymity_phrases: frozenset[str]
    anonymous_sources: frozenset[str]
    anonymous_people: frozenset[str]
    institution_heads: frozenset[str]
    institution_names: frozenset[str]
    institution_spokespeople: frozenset[str]
    outlet_heads: frozenset[str]
    outlet_name_words: frozenset[str]
    outlet_names: frozenset[str]
    outlet_self: frozenset[str]
    document_heads: frozenset[str]
    document_mouthpieces: frozenset[str]
    document_columns: frozenset[str]
    document_authorless: frozenset[str]
    person_titles: frozenset[str]
    person_roles: frozenset[str]
    person_female_words: frozenset[str]
    person_male_words: frozenset[str]
    pronouns_male: frozenset[str]
    pronouns_female: frozenset[str]
    pronouns_plural: frozenset[str]
    pronouns_neuter: frozenset[str]
    pronouns_relative: frozenset[str]
    pronouns_first: frozenset[str]
    frames_inner: frozenset[str]
    frames_outer: frozenset[str]
    frames_told: frozenset[str]
    frames_breaks: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameWords:
    """The given names of `names.toml`."""

    female_names: frozenset[str]
    male_names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """All tables, and the two things asked of them most: the base form of a word and the cue in some words."""

    cues: Mapping[str, tuple[tuple[tuple[str, ...], Cue], ...]]
    forms: Mapping[str, str]
    vocabulary: frozenset[str]
    stance: StanceWords
    speaker: SpeakerWords
    names: NameWords
    abbreviations: Mapping[str, tuple[str, ...]]
    hedge: re.Pattern[str]
    falsehood: re.Pattern[str]
    untruth: re.Pattern[str]
    withholding: re.Pattern[str]
    anonymity: re.Pattern[str]
    inner_frame: re.Pattern[str]
    outer_frame: re.Pattern[str]
    told_frame: re.Pattern[str]

    def lemma_of(self, word: str) -> str:
        """The base form of a lower-case word, as far as the tables know one; else the word itself."""
        if word in self.forms:
            return self.forms[word]
        if word in self.vocabulary:
            return word
        return next((base for base in _bases_of(word) if base in self.vocabulary), word)

    def find_cue(self, text: str, opening: str = "") -> CueMatch | None:
        """The cue phrase in `text` that says most: more than assert before assert, what tells something before what
        tells nothing, then the longest, then the first.

        A phrase may end in `opening`, the first words of the content ("claimed | responsibility for").
        """
        words = words_of(text)
        cue_length = len(words)
        words += words_of(opening)[:_MOST_OPENING_WORDS]
        lemmas = [self.lemma_of(word) for word in words]
        known = set(lemmas)
        found: list[tuple[int, int, Cue]] = []
        for start, lemma in enumerate(lemmas[:cue_length]):
            for phrase, cue in self.cues.get(lemma, ()):
                end = self._end_of_phrase(phrase, lemmas, start) if known.issuperset(phrase) else None
                if end:
                    found.append((start, end, cue))
        # "expressed concern" is one cue: the "concern" in it is not another.
        outermost = [one for one in found if not any(_is_inside(one, other) for other in found)]
        if not outermost:
            return None
        # "Said when asked about the reports" says.
        start, _, cue = max(
            outermost,
            key=lambda one: (one[2].stance is not Stance.ASSERTS, one[2].is_claim, one[1] - one[0], -one[0]),
        )
        before = lemmas[max(0, start - 4) : start]
        negators = self.stance.negators_words | self.stance.negators_withholding
        only = "only" in lemmas[max(0, start - 1) : start]
        return CueMatch(
            cue=cue,
            is_negated=not only and any(word in negators for word in before),
            is_passive="be" in before and not words[start].endswith("ing"),
        )

    def _end_of_phrase(self, phrase: tuple[str, ...], lemmas: list[str], start: int) -> int | None:
        position = start + 1
        for word in phrase[1:]:
            while position < len(lemmas) and lemmas[position] != word and self._is_skipped(lemmas[position]):
                position += 1
            if position == len(lemmas) or lemmas[position] != word:
                return None
            position += 1
        return position

    def _is_skipped(self, lemma: str) -> bool:
        words = self.stance
        return lemma in words.skipped_words or lemma in words.skipped_auxiliaries or lemma.endswith("ly")


def _is_inside(one: tuple[int, int, Cue], other: tuple[int, int, Cue]) -> bool:
    return other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]


def words_of(text: str) -> list[str]:
    """The words of `text`, lower-case, with "n't" told as "not" and other clitics left out."""
    folded = text.lower().replace("’", "'").replace("‘", "'").replace("won't", "will not").replace("can't", "can not")
    folded = folded.replace("cannot", "can not").replace("n't", " not")
    return _TOKEN.findall(_CLITIC.sub(" ", folded))


def pattern_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of `phrases` as whole words, the longest first, whatever the case and blanks."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    parts = (re.escape(phrase).replace(r"\ ", r"\s+") for phrase in longest_first)
    # The class of first letters changes nothing but the time: most places of a text are passed over at once.
    firsts = "".join(sorted({re.escape(phrase[0]) for phrase in longest_first}))
    return re.compile(rf"(?=[{firsts}])(?<![\w-])(?:{'|'.join(parts)})(?![\w-])", re.IGNORECASE)


@cache
def load_lexicon(folder: Path = TABLES_PATH) -> Lexicon:
    """The lexicon under `folder`; raises SettingError R220-R223 naming file and line where a table is off."""
    cue_table = Table(folder / "cues.toml")
    verb_table = Table(folder / "verbs.toml")
    speaker_table = Table(folder / "speakers.toml")
    stance = StanceWords(**_word_lists(Table(folder / "words.toml"), StanceWords))
    abbreviations = speaker_table.take("person", "abbreviations", dict)
    speaker = SpeakerWords(**_word_lists(speaker_table, SpeakerWords))
    cues = dict(_cues_in(cue_table))
    forms = {form: base for base in verb_table.keys("forms") for form in verb_table.words("forms", base)}
    by_first: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
    for phrase, cue in cues.items():
        by_first.setdefault(phrase[0], []).append((phrase, cue))
    return Lexicon(
        cues=MappingProxyType({first: tuple(found) for first, found in by_first.items()}),
        forms=MappingProxyType(forms),
        vocabulary=frozenset(word for phrase in cues for word in phrase)
        | frozenset(forms.values())
        | stance.reports_words
        | stance.reports_things
        | stance.acts_words
        | stance.negators_withholding,
        stance=stance,
        speaker=speaker,
        names=NameWords(**_word_lists(Table(folder / "names.toml"), NameWords)),
        abbreviations=MappingProxyType({word: tuple(short) for word, short in abbreviations.items()}),
        hedge=pattern_of(stance.hedges_words | stance.hedges_phrases),
        falsehood=pattern_of(stance.falsehoods_words | stance.falsehoods_errors),
        untruth=pattern_of(stance.falsehoods_phrases),
        withholding=pattern_of(stance.withholding_phrases),
        anonymity=pattern_of(speaker.anonymity_phrases),
        inner_frame=pattern_of(speaker.frames_inner),
        outer_frame=pattern_of(speaker.frames_outer),
        told_frame=pattern_of(speaker.frames_told),
    )


class Table:
    """One TOML file: its values, and the line on which a word of it stands."""

    def __init__(self, path: Path) -> None:
        """Reads the file; raises SettingError R220 where it is no TOML."""
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        try:
            self.values: dict[str, Any] = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            raise SettingError(
                "R220",
                f"{path.name} is not TOML: {error}",
                f"mend that line of {path}, or put the file back as installed",
            ) from error

    def refuse(self, code: str, what: str, word: str, last: bool = False) -> SettingError:
        """The error that names the line of `word`: its first, or its last where it stands twice."""
        quoted = re.compile(rf'"{re.escape(word)}"|^\[*{re.escape(word)}\b', re.MULTILINE)
        places = [match.start() for match in quoted.finditer(self.text)]
        line = self.text.count("\n", 0, places[-1 if last else 0]) + 1 if places else 1
        return SettingError(code, f"{self.path.name} line {line}: {what}", f"edit line {line} of {self.path}")

    def keys(self, table: str) -> list[str]:
        """The keys of one table of the file."""
        return list(self.take("", table, dict))

    def take(self, table: str, key: str, kind: type) -> Any:
        """The value under `key`, which must be there and of `kind`."""
        values = self.values.get(table, {}) if table else self.values
        if key not in values:
            raise self.refuse("R221", f'key "{key}" of [{table}] is missing', table)
        if not isinstance(values[key], kind):
            raise self.refuse("R222", f'"{key}" must be a {kind.__name__}', key)
        return values[key]

    def words(self, table: str, key: str) -> list[str]:
        """The list of lower-case words under `key`."""
        words: list[Any] = self.take(table, key, list)
        for word in words:
            if not isinstance(word, str) or not word.strip() or word != word.strip().lower():
                raise self.refuse("R222", f'"{word}" in "{key}" must be lower-case words', str(word))
        return words


def _word_lists(table: Table, kind: type) -> dict[str, frozenset[str]]:
    """The lists that the fields of `kind` name, after checking that the file holds no others."""
    lists: dict[str, frozenset[str]] = {}
    for field in fields(kind):
        name, key = field.name.split("_", 1)
        lists[field.name] = frozenset(table.words(name, key) if name in table.values else table.take(name, key, list))
    for name, values in table.values.items():
        for key in values:
            if f"{name}_{key}" not in lists and key != "abbreviations":
                raise table.refuse("R221", f'unknown key "{key}" in [{name}]', key)
    return lists


def _cues_in(table: Table) -> Iterator[tuple[tuple[str, ...], Cue]]:
    """Every cue phrase of the groups, each once."""
    seen: dict[str, str] = {}
    for group in table.take("", "group", list):
        for key in group:
            if key not in _GROUP_KEYS:
                raise table.refuse("R221", f'unknown key "{key}" in [[group]]', key)
        stance = _stance_in(table, group, "stance", None)
        for phrase in group.get("cues", ()):
            if phrase in seen and seen[phrase] != stance:
                raise table.refuse(
                    "R223", f'cue "{phrase}" is in a group of "{seen[phrase]}" and again here', phrase, last=True
                )
            if not isinstance(phrase, str) or phrase != phrase.strip().lower() or not phrase:
                raise table.refuse("R222", f'cue "{phrase}" must be lower-case words in base form', str(phrase))
            seen[phrase] = stance
            yield (
                tuple(words_of(phrase)),
                Cue(
                    phrase=phrase,
                    stance=stance,
                    negated=_stance_in(table, group, "negated", stance),
                    passive=_stance_in(table, group, "passive", stance),
                    otherwise=_stance_in(table, group, "otherwise", stance),
                    needs_report=group.get("object") == "report",
                    is_claim=group.get("claim", True),
                    is_impersonal=group.get("voice") == "none",
                ),
            )


def _stance_in(table: Table, group: Mapping[str, Any], key: str, default: Stance | None) -> Stance:
    value = group.get(key, default)
    try:
        return Stance(value)
    except ValueError:
        known = " ".join(stance.value for stance in Stance)
        raise table.refuse("R222", f'"{value}" is no stance; known are {known}', str(value)) from None


def _bases_of(word: str) -> Iterator[str]:
    """What `word` may be a regular form of, likeliest first."""
    for ending, replacements in (
        ("ies", ("y",)), ("ied", ("y",)), ("es", ("e", "")), ("s", ("",)), ("ed", ("e", "")), ("ing", ("e", "")),
    ):  # fmt: skip
        if word.endswith(ending):
            stem = word[: -len(ending)]
            yield from (stem + replacement for replacement in replacements)
            if len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]

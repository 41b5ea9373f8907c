"""Which words tell of which type of event: the table `tables/events.toml`, checked at load.

In go the words of a sentence, the place of a trigger and the head words of its arguments; out come the
`Kind`s that the words may tell of, the surest first, each with the PropBank arguments that hold actor and
recipient. A table with an unknown key, type, mode or list is refused with its file and line. The table
holds language; what happened, and whether it happened, is decided in `events.py`.

Read next: `docs/events.md`, then `magnitudes.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rashomon.inflections import Inflections, load_inflections
from rashomon.lexicon import TABLES_PATH, Table
from rashomon.records import EventType

Arguments = Mapping[str, Collection[str]]
"""PropBank label to the lower-case head words of that argument: `{"ARG1": ["warships"]}`."""

_REACH = 3
"""How many other words may stand in a phrase: "pulled all its troops out"."""
_REACH_TO = 8
"""The same before the "to" of an infinitive: "urged the governor of the province and his men to leave"."""
_CLAUSES = frozenset(
    {
        "that",
        "it",
        "it's",
        "he",
        "she",
        "they",
        "we",
        "i",
        "is",
        "are",
        "was",
        "were",
        "has",
        "have",
        "had",
        "will",
        "would",
        "he's",
    }
)
"""Words that begin a clause, behind which "to" belongs to something else."""
_AFTER_PARTICLE = frozenset({",", ".", ";", "and", "to", "for", "from", "after", "as", "by", "when"})
"""What may follow a particle behind an object: "flew doctors in from Sarn"."""
_DAYS = frozenset({"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"})
_SHORTEST = 3
"""Letters of the words that have no plural here: "its" is none of "it"."""
_WINDOW = 6
"""How many words around a trigger stand in for its arguments where none are given."""

_CONDITIONS = ("subject", "object", "needs", "near")
_GROUP_KEYS = {"type", "mode", "weight", "verbs", "nouns", "actor", "recipient", "reciprocal", *_CONDITIONS}
_ROLES = frozenset({"ARG0", "ARG1", "ARG2", "ARG3", "ARG4"})
_BEING = frozenset({"be", "is", "are", "was", "were", "been", "being", "get", "gets", "got"})


_STOPS = frozenset(
    {"on", "in", "at", "to", "of", "with", "for", "by", "from", "against", "after", "into", "over", *",;:.()-–—“”"}
)
"""Words that end what a verb takes with it, but where the word looked for is one of them."""


class Governing(StrEnum):
    """What a verb says of the event noun that it governs."""

    DOES = "does"
    SUFFERS = "suffers"
    ENDS = "ends"
    PREVENTS = "prevents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of event that some words may tell of, how sure they are, and who is who in it.

    `actor` and `recipient` name PropBank arguments, the first that is there; in a reciprocal kind both
    are actors. `phrase` is the entry of the table that matched.
    """

    type: EventType
    mode: str | None
    weight: float
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    is_reciprocal: bool
    phrase: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """One phrase of a group: the words that must stand before or after its head, and the group's conditions."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]
    kind: Kind | None
    rank: tuple[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kinds:
    """The table, and what is asked of it. All words that go in are in lower case."""

    verbs: Mapping[str, tuple[_Entry, ...]]
    nouns: Mapping[str, tuple[_Entry, ...]]
    alone: frozenset[str]
    lists: Mapping[str, frozenset[str]]
    modes: Mapping[EventType, tuple[tuple[str, str], ...]]
    governing: Mapping[str, tuple[tuple[tuple[str, ...], Governing], ...]]
    verb_forms: Mapping[str, str]
    noun_forms: Mapping[str, str]

    def kinds_at(
        self, words: Sequence[str], trigger: int, *, is_noun: bool, heads: Arguments | None = None
    ) -> tuple[Kind, ...]:
        """The kinds of event that `words[trigger]` may tell of in this sentence, the surest first.

        `heads` are the heads of the trigger's arguments; where they are not known (None) the words around
        the trigger stand in for them. Of the entries whose conditions hold, only those with the most
        conditions and words are given; where the surest of these says that there is no event, none is.
        """
        entries = (self.nouns if is_noun else self.verbs).get(words[trigger], ())
        if is_noun and not entries and words[trigger].endswith("ing"):
            entries = self.verbs.get(words[trigger], ())
        around: dict[str, set[str]] = {}
        found = []
        for entry in entries:
            if not _stands(entry, words, trigger):
                continue
            for where, name in entry.conditions:
                if where not in around:
                    around[where] = self._lists_of(_around(where, words, trigger, heads))
                if name not in around[where]:
                    break
            else:
                found.append(entry)
        if not found:
            return ()
        found.sort(key=lambda entry: entry.rank, reverse=True)
        if found[0].kind is None:
            return ()
        best = [entry.kind for entry in found if entry.rank[0] == found[0].rank[0] and entry.kind]
        return tuple(self._with_mode(kind, words, trigger, heads) for kind in best)

    def may_tell(self, words: Sequence[str], trigger: int) -> bool:
        """Whether an entry stands at `words[trigger]`, as a verb's or a noun's, whatever its conditions."""
        word = words[trigger]
        if word in self.alone:
            return True
        entries = (*self.verbs.get(word, ()), *self.nouns.get(word, ()))
        return any(_stands(entry, words, trigger) for entry in entries)

    def governing_at(self, words: Sequence[str], trigger: int) -> Governing | None:
        """What the verb at `trigger` says of an event noun under it ("launched an attack": does), or None."""
        longest = max(
            (found for found in self.governing.get(words[trigger], ()) if _follow(found[0], words, trigger)),
            key=lambda found: len(found[0]),
            default=None,
        )
        return longest[1] if longest else None

    def lemma_of(self, word: str, *, is_noun: bool) -> str:
        """The base form of a lower-case word, as far as the table knows one; else the word itself."""
        return (self.noun_forms if is_noun else self.verb_forms).get(word, word)

    def is_in(self, word: str, name: str) -> bool:
        """Whether the lower-case `word` is a form of one in the list `name` of the table."""
        return name in self.lists.get(word, ())

    def _lists_of(self, words: Iterable[str]) -> set[str]:
        return {name for word in words for name in self.lists.get(word, ())}

    def _with_mode(self, kind: Kind, words: Sequence[str], trigger: int, heads: Arguments | None) -> Kind:
        if kind.mode or kind.type not in self.modes:
            return kind
        around = self._lists_of(_window("needs", words, trigger)) | self._lists_of(_heads("needs", heads or {}))
        mode = next((mode for mode, name in self.modes[kind.type] if name in around), None)
        return replace(kind, mode=mode)


def _stands(entry: _Entry, words: Sequence[str], trigger: int) -> bool:
    """Whether the entry's other words stand before and after the trigger."""
    if entry.before and tuple(words[max(0, trigger - len(entry.before)) : trigger]) != entry.before:
        return False
    return not entry.after or _follow(entry.after, words, trigger)


def _around(where: str, words: Sequence[str], trigger: int, heads: Arguments | None) -> Iterable[str]:
    """The words among which a condition looks for one of its list."""
    if where == "near":
        return words
    return _window(where, words, trigger) if heads is None else _heads(where, heads)


def _follow(rest: tuple[str, ...], words: Sequence[str], trigger: int) -> bool:
    """Whether `rest` stands in this order close after the trigger, a noun of it perhaps in the plural."""
    position = trigger + 1
    end = min(len(words), trigger + 1 + (_REACH_TO if rest == ("to",) else _REACH) + len(rest))
    for word in rest:
        forms = _forms_of(word)
        while position < end and words[position] not in forms and not (word == "#" and words[position].isdigit()):
            # "stepped up attacks on security forces" does not step up security.
            if words[position] in _STOPS and word not in _STOPS:
                return False
            if word == "to" and words[position] in _CLAUSES:
                return False  # "agreed that he had to leave" agrees to nothing
            position += 1
        if position == end:
            return False
        if word is rest[-1] and _ties_on(words, position, is_behind=position > trigger + 1):
            return False
        position += 1
    return True


def _ties_on(words: Sequence[str], position: int, *, is_behind: bool) -> bool:
    """Whether "in" or "on" only ties on where or when: "gave a speech in Sarn", "launched a missile on Sunday"."""
    after = words[position + 1 : position + 2]
    if words[position] == "in":
        return is_behind and not _AFTER_PARTICLE.issuperset(after)
    return words[position] == "on" and bool(after) and after[0] in _DAYS


@cache
def _forms_of(word: str) -> frozenset[str]:
    """A word of an entry and its plural."""
    return frozenset({word, f"{word}s"} if len(word) > _SHORTEST else {word})


def _heads(where: str, heads: Arguments) -> Iterator[str]:
    """The head words of the arguments that a condition speaks of."""
    # "The convoy arrived" has no ARG0: what is moved is its subject.
    subject = "ARG0" if "ARG0" in heads else "ARG1"
    for role, found in heads.items():
        if where == "needs" or (where == "subject") == (role == subject) or (where == "object" and "ARG0" not in heads):
            yield from found


def _window(where: str, words: Sequence[str], trigger: int) -> Iterator[str]:
    """The words that stand in for the arguments that a condition speaks of."""
    before = words[max(0, trigger - _WINDOW) : trigger]
    if where != "object" or not _BEING.isdisjoint(before[-3:]):
        yield from before
    if where != "subject":
        yield from words[trigger + 1 : trigger + 1 + _WINDOW]


def load_kinds(folder: Path = TABLES_PATH) -> Kinds:
    """The kinds of events under `folder`; raises SettingError R220-R223 naming file and line where a table is off."""
    table = Table(folder / "events.toml")
    inflections = load_inflections(folder)
    verbs: dict[str, list[_Entry]] = {}
    nouns: dict[str, list[_Entry]] = {}
    verb_forms: dict[str, str] = {}
    noun_forms: dict[str, str] = {}
    for group in table.take("", "group", list):
        _check(table, group)
        for phrase in group.get("verbs", ()):
            head, *rest = phrase.split()
            entry = _entry(group, phrase, (), tuple(rest))
            for form in inflections.of_verb(head):
                verb_forms.setdefault(form, head)
                verbs.setdefault(form, []).append(entry)
        for phrase in group.get("nouns", ()):
            before, head, after = _parts(phrase)
            entry = _entry(group, phrase, before, after)
            for form in inflections.of_noun(head):
                noun_forms.setdefault(form, head)
                nouns.setdefault(form, []).append(entry)
                if before:
                    joined = _entry(group, phrase, (), after)
                    nouns.setdefault("-".join((*before, form)), []).append(joined)
    lists: dict[str, set[str]] = {}
    for name in table.keys("lists"):
        for word in table.words("lists", name):
            for form in inflections.of_noun(word):
                noun_forms.setdefault(form, word)
                lists.setdefault(form, set()).add(name)
    return Kinds(
        verbs=MappingProxyType({form: tuple(found) for form, found in verbs.items()}),
        nouns=MappingProxyType({form: tuple(found) for form, found in nouns.items()}),
        alone=frozenset(
            form
            for form, found in (*verbs.items(), *nouns.items())
            if any(not entry.before and not entry.after for entry in found)
        ),
        lists=MappingProxyType({form: frozenset(names) for form, names in lists.items()}),
        modes=MappingProxyType(_modes_in(table)),
        governing=MappingProxyType(_governing_in(table, inflections)),
        verb_forms=MappingProxyType(verb_forms),
        noun_forms=MappingProxyType(noun_forms),
    )


def _entry(group: Mapping[str, Any], phrase: str, before: tuple[str, ...], after: tuple[str, ...]) -> _Entry:
    conditions = tuple((where, group[where]) for where in _CONDITIONS if where in group)
    kind = None
    if "type" in group:
        kind = Kind(
            type=EventType(group["type"]),
            mode=group.get("mode"),
            weight=group["weight"],
            actor=tuple(group.get("actor", ("ARG0",))),
            recipient=tuple(group.get("recipient", ("ARG1",))),
            is_reciprocal=group.get("reciprocal", False),
            phrase=phrase,
        )
    rank = (len(conditions) + len(before) + len(after), group["weight"])
    return _Entry(before=before, after=after, conditions=conditions, kind=kind, rank=rank)


def _parts(phrase: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """The words before the head of a noun phrase, the head, and those after: the head is the last before "of"."""
    words = phrase.split()
    head = next((place - 1 for place, word in enumerate(words) if word in ("of", "on", "for", "to", "from")), -1)
    head %= len(words)
    return tuple(words[:head]), words[head], tuple(words[head + 1 :])


def _modes_in(table: Table) -> dict[EventType, tuple[tuple[str, str], ...]]:
    """What stands around the words, and the mode it gives, by type."""
    modes: dict[EventType, list[tuple[str, str]]] = {}
    for row in table.take("", "mode", list):
        _check_place(table, row)
        if not {"type", "mode", "near"} >= row.keys() >= {"type", "mode", "near"}:
            raise table.refuse("R221", "[[mode]] has type, mode and near, and nothing else", "mode")
        _check_list(table, row["near"])
        modes.setdefault(EventType(row["type"]), []).append((row["mode"], row["near"]))
    return {type_: tuple(rows) for type_, rows in modes.items()}


def _governing_in(table: Table, inflections: Inflections) -> dict[str, tuple[tuple[tuple[str, ...], Governing], ...]]:
    """Forms of the verbs that govern event nouns, with the words that follow them."""
    governing: dict[str, list[tuple[tuple[str, ...], Governing]]] = {}
    for how in Governing:
        for phrase in table.words("governing", how):
            head, *rest = phrase.split()
            for form in inflections.of_verb(head):
                governing.setdefault(form, []).append((tuple(rest), how))
    return {form: tuple(found) for form, found in governing.items()}


def _check(table: Table, group: Mapping[str, Any]) -> None:
    """Refuses a group whose keys, type, mode, weight, roles, lists or words are off."""
    for key in group:
        if key not in _GROUP_KEYS:
            raise table.refuse("R221", f'unknown key "{key}" in [[group]]', key)
    if "type" in group:
        _check_place(table, group)
    phrases = [*group.get("verbs", ()), *group.get("nouns", ())]
    weight = group.get("weight")
    if not isinstance(weight, float) or not 0 < weight <= 1:
        place = str(phrases[0]) if weight is None and phrases else f"weight = {weight}"
        raise table.refuse("R222", f'weight "{weight}" must be a number above 0 and up to 1', place)
    for where in _CONDITIONS:
        if where in group:
            _check_list(table, group[where])
    for role in (*group.get("actor", ()), *group.get("recipient", ())):
        if role not in _ROLES:
            raise table.refuse("R222", f'"{role}" is no argument; known are {" ".join(sorted(_ROLES))}', str(role))
    for phrase in phrases:
        if not isinstance(phrase, str) or not phrase.strip() or phrase != " ".join(phrase.lower().split()):
            raise table.refuse("R222", f'"{phrase}" must be lower-case words in base form', str(phrase))


def _check_place(table: Table, row: Mapping[str, Any]) -> None:
    """Refuses a type that PLOVER has not, or a mode that its type has not."""
    known = [type_.value for type_ in EventType]
    if row.get("type") not in known:
        raise table.refuse("R222", f'"{row.get("type")}" is no type; known are {" ".join(known)}', str(row.get("type")))
    modes = table.words("modes", row["type"])
    if row.get("mode", modes[:1]) not in (*modes, modes[:1]):
        text = f'"{row["mode"]}" is no mode of {row["type"]}; known are {" ".join(modes)}'
        raise table.refuse("R222", text, row["mode"])


def _check_list(table: Table, name: str) -> None:
    if name not in table.values.get("lists", {}):
        raise table.refuse("R221", f'"{name}" is no list of [lists]', name)

"""Who stands beside a verb or an event noun, by the order of words alone, for where its tree goes wrong.

In go the words of a scene and the place of a verb or noun; out come the places of head words under PropBank labels,
as `participants.py` gives them from roles and trees. English puts the object right behind its verb, the subject right
before it, and ties others by prepositions: that holds where a long title or a chain of nouns has led the tree astray.
What is found here counts only where nothing else is found. Read next: `participants.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rashomon.actors import code_of
from rashomon.scenes import Scene

LONGEST_CHUNK = 14
MOST_TIED = 3
"""How many phrases in a row are followed behind a verb or noun: "a call from the minister for talks with Drevia"."""
FARTHEST_OPPOSED = 16
"""Words behind which "against" may stand."""
_NOUNS = ("NN", "NNS", "NNP", "NNPS")
_IN_PHRASE = frozenset({"DT", "PRP$", "JJ", "JJR", "JJS", "CD", "POS", "``", "''", "$", "HYPH", "VBG", "VBN", *_NOUNS})
_LEADING = frozenset({"at", "least", "about", "some", "nearly", "more", "than", "around", "up", "to", "all", "both"})
_SKIPPED = frozenset({"RB", "RP", "RBR"})
_BE = frozenset({"be", "is", "are", "was", "were", "been", "being", "get", "gets", "got", "am", "'s", "'re"})
_HELPERS = _BE | frozenset(
    {"has", "have", "had", "will", "would", "can", "could", "may", "might", "must", "should", "do", "does", "did"}
)
_TYING = {
    "with": "ARG2", "against": "ARG2", "to": "ARG2", "on": "ARG2", "upon": "ARG2", "from": "FROM", "of": "OF",
    "by": "BY", "for": "FOR", "between": "BETWEEN", "among": "BETWEEN",
}  # fmt: skip
"""What a preposition makes of the phrase behind it."""
_PLACES_IT = frozenset({"in", "at", "near", "after", "before", "during", "over", "about", "since", "under", "outside"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """A noun phrase without what hangs behind it: the places of its first word, its head and the word after it."""

    first: int
    head: int
    end: int


def chunk_at(scene: Scene, place: int) -> Chunk | None:
    """The noun phrase that begins at a word; a mention that begins there says how far a name goes."""
    words, last = scene.tree.words, min(place + LONGEST_CHUNK, len(scene.tree.words))
    head, end = None, place
    while end < last:
        tag, lower = words[end].tag, scene.lower[end]
        is_lead = head is None and lower in _LEADING and scene.lower[end + 1 : end + 2] != ("the",)
        if tag in _NOUNS:
            head = end
        elif (
            (tag in ("VBG", "VBN") and head is not None)
            or (tag == "DT" and end > place and words[end - 1].tag not in ("DT", "POS", "PDT"))
            or (tag not in _IN_PHRASE and not is_lead)
        ):
            break
        end += 1
    if head is None:
        is_pronoun = place < len(words) and words[place].tag == "PRP" and scene.lower[place] not in ("it", "itself")
        return Chunk(place, place, place + 1) if is_pronoun else None
    end, word = head + 1, words[head]
    if word.relation == "flat" and place <= word.head < head:
        head = word.head  # a tree hangs "Venn" on "Oskar"
    return Chunk(place, head, end)


def neighbours_of(scene: Scene, place: int, begin: int, end: int) -> dict[str, tuple[int, ...]]:
    """The heads beside the word at `place` in its sentence `[begin, end)`: of a verb ARG1 behind it and ARG0 before it,
    the other way round in a passive, where "by" tells ARG0; and what is tied behind, nearest first, under ARG2, OF
    (its owner), FROM, BY, FOR and IN."""
    words = scene.tree.words
    found: dict[str, tuple[int, ...]] = {}
    is_verb = words[place].tag.startswith("VB")
    after = place + 1
    if is_verb:
        is_passive = _is_passive(scene, place, begin)
        chunk = None
        while after < end and words[after].tag in _SKIPPED:
            after += 1
        if not is_passive and after < end:
            chunk = chunk_at(scene, after)
        if chunk is not None and chunk.end <= end:
            found["ARG1"] = tuple(_with_fellows(scene, chunk, end))
            after = chunk.end
        subject = _subject_before(scene, place, begin)
        if subject is not None:
            found["ARG1" if is_passive else "ARG0"] = (subject,)
    is_suffered = is_verb and _is_passive(scene, place, begin)
    if is_suffered and scene.lower[after : after + 1] == ("with",):
        return found  # "was shot with a bullet"
    for label, head in _tied(scene, after, end):
        found.setdefault(label, (head,))
    if is_suffered and "BY" in found:
        found["ARG0"] = found["BY"]
    return found


def verb_before(scene: Scene, place: int, begin: int) -> int | None:
    """The verb whose object a noun is by the order of words: "carried" of "carried out two dozen air strikes"."""
    words = scene.tree.words
    for one in range(place - 1, max(begin, place - LONGEST_CHUNK) - 1, -1):
        if words[one].tag.startswith("VB") and words[one].tag not in ("VBG", "VBN"):
            return one
        if words[one].tag == "VBN":
            return one if _is_perfect(scene, one, begin) or is_active(scene, one) else None
        if words[one].tag == "VBG" and scene.lower[one - 1] in _BE:
            return one
        is_inside = words[one].tag in _IN_PHRASE or words[one].tag in _SKIPPED
        if not is_inside and scene.lower[one] not in _LEADING and scene.lower[one] not in ("in", "of"):
            return None
    return None


def verb_of_purpose(scene: Scene, noun: int, begin: int) -> int | None:
    """The verb that "for" ties a noun to, with no comma between: "connected" of "connected to Halk for a chat"."""
    words, place = scene.tree.words, noun - 1
    while place > begin and words[place].tag in _IN_PHRASE:
        place -= 1
    if scene.lower[place] != "for":
        return None
    for one in range(place - 1, begin - 1, -1):
        if words[one].tag.startswith("VB"):
            return one
        if words[one].tag in (",", ":", "CC"):
            return None
    return None


def object_before(scene: Scene, place: int) -> bool:
    """Whether a noun stands right before a word, and before its phrase its verb: "put out a report accusing"."""
    words, one = scene.tree.words, place - 1
    if one < 0 or not words[one].tag.startswith("NN"):
        return False
    while one >= 0 and words[one].tag in _IN_PHRASE and words[one].tag not in ("VBG", "VBN"):
        one -= 1
    return one >= 0 and words[one].tag.startswith(("VB", "RP"))


def _is_perfect(scene: Scene, place: int, begin: int) -> bool:
    """Whether a form of "have" stands before the participle: "has carried"."""
    before = place - 1
    while before > begin and scene.tree.words[before].tag in _SKIPPED:
        before -= 1
    return before >= begin and scene.lower[before] in ("has", "have", "had", "having")


def is_active(scene: Scene, place: int) -> bool:
    """Whether who does it stands before a participle and what is done behind it, as its roles have them."""
    predicate, start = scene.predicate_at.get(place), scene.tree.words[place].span.start
    starts = {argument.label: argument.span.start for argument in predicate.arguments} if predicate else {}
    return starts.get("ARG0", start) < start < starts.get("ARG1", start)


def person_after(scene: Scene, place: int, end: int) -> tuple[int, ...]:
    """The person whose name is the object right behind an active verb: "freed activist pastor Oskar Venn"."""
    words = scene.tree.words
    if not words[place].tag.startswith("VB") or _is_passive(scene, place, max(0, place - LONGEST_CHUNK)):
        return ()
    chunk = chunk_at(scene, place + 1) if place + 1 < end else None
    if chunk is None or chunk.end > end or not words[chunk.head].tag.startswith("NNP"):
        return ()
    code = code_of(words[chunk.head].span.of(scene.text), scene.actors)
    return tuple(_with_fellows(scene, chunk, end)) if code is None else ()


def opposed_behind(scene: Scene, place: int, end: int) -> tuple[int, ...]:
    """Whom "against" names behind a word, before another clause or deed begins: "a suit in a court against Drevia"."""
    words, deeds = scene.tree.words, scene.kinds.nouns
    for one in range(place + 1, min(end - 1, place + FARTHEST_OPPOSED)):
        if scene.lower[one] == "against":
            chunk = chunk_at(scene, one + 1)
            return tuple(_with_fellows(scene, chunk, end)) if chunk is not None and chunk.end <= end else ()
        is_clause = words[one].tag in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP", "TO", ":")
        if is_clause or scene.lower[one] in (",", "and", "to") or (one > place + 2 and scene.lower[one] in deeds):
            return ()
    return ()


def opposed_before(scene: Scene, place: int) -> tuple[int, ...]:
    """Whom "against" names not far before a word: "charges against a sailor on suspicion of"."""
    for one in range(place - 1, max(0, place - FARTHEST_OPPOSED), -1):
        if scene.lower[one] == "against":
            chunk = chunk_at(scene, one + 1)
            return (chunk.head,) if chunk is not None and chunk.end <= place else ()
        if scene.tree.words[one].tag in (",", ".", ":"):
            return ()
    return ()


def agent_of(scene: Scene, place: int, end: int) -> tuple[int, ...]:
    """Who is told by "by" right behind a participle or an event noun: "jailed by Belarus", "an attack by gunmen"."""
    tag = scene.tree.words[place].tag
    if tag in ("VBG", "VB", "VBZ", "VBP") or scene.lower[place + 1 : place + 2] != ("by",):
        return ()
    if scene.tree.words[place + 2 : place + 3] and scene.tree.words[place + 2].tag == "VBG":
        return ()  # "stole by taking"
    chunk = chunk_at(scene, place + 2)
    return (chunk.head,) if chunk is not None and chunk.end <= end else ()


def subjects_joined(scene: Scene, verb: int, begin: int) -> tuple[int, ...]:
    """The heads of the phrases that "and" joins before a verb, whatever titles they bear: "General of the Army Ole
    Brim and the head of the navy"; nothing where there is but one, or where a preposition ties them."""
    words, lower = scene.tree.words, scene.lower
    place, heads = verb - 1, list[int]()
    while place >= begin and (lower[place] in _HELPERS or words[place].tag in _SKIPPED):
        place -= 1
    while place >= begin:
        is_aside = lower[place] == ","
        last = place - is_aside
        first = _first_of_phrase(scene, last, begin)
        chunk = chunk_at(scene, first) if first <= last else None
        if chunk is None or words[chunk.head].tag not in _NOUNS:
            return ()
        if is_aside and first - 1 > begin and lower[first - 1] == ",":
            first = _first_of_phrase(scene, first - 2, begin)  # "his colleague, Dara Finn, led"
            described = chunk_at(scene, first)
            chunk = described if described and not words[chunk.head].tag.startswith("NNP") else chunk
        heads.insert(0, chunk.head)
        if first - 1 < begin or lower[first - 1] != "and":
            is_tied = first > begin and words[first - 1].tag in ("IN", "TO") and lower[first - 1] != "that"
            return () if is_tied or len(heads) < 2 else tuple(heads)
        place = first - 2
    return ()


def _first_of_phrase(scene: Scene, last: int, begin: int) -> int:
    """The first word of the phrase that ends at `last`, with what "of" ties to it."""
    words, first = scene.tree.words, last + 1
    while first > begin:
        tag = words[first - 1].tag
        if (tag not in _IN_PHRASE or tag in ("VBG", "VBN")) and not (first <= last and scene.lower[first - 1] == "of"):
            break
        first -= 1
    return first


def _with_fellows(scene: Scene, chunk: Chunk, end: int) -> Iterator[int]:
    """The head of a phrase and of the one that "and" joins to it."""
    yield chunk.head
    if chunk.end < end and scene.lower[chunk.end] == "and" and chunk.end + 1 < end:
        other = chunk_at(scene, chunk.end + 1)
        if other is not None and not _begins_clause(scene, other.end, end):
            yield other.head


def _begins_clause(scene: Scene, place: int, end: int) -> bool:
    """Whether a finite verb follows: the phrase before it is its subject."""
    return place < end and (scene.tree.words[place].tag in ("VBD", "VBZ", "VBP", "MD"))


def _tied(scene: Scene, place: int, end: int) -> Iterator[tuple[str, int]]:
    """Label and head of each phrase that a preposition ties on, one behind the other, as far as they follow at once."""
    for _ in range(MOST_TIED):
        if place >= end - 1:
            return
        # "sanctions imposed on", "a deal reached with"
        place += scene.tree.words[place].tag in ("VBN", "VBD") and scene.lower[place + 1] in _TYING
        lower = scene.lower[place]
        if lower not in _TYING and lower not in _PLACES_IT:
            return
        chunk = chunk_at(scene, place + 1)
        if chunk is None or chunk.end > end:
            return
        if lower in _TYING or lower == "in":
            yield _TYING.get(lower, "IN"), chunk.head
        place = chunk.end


def _is_passive(scene: Scene, place: int, begin: int) -> bool:
    """Whether a form of "be" stands before the participle, adverbs aside: "were severely beaten"."""
    words = scene.tree.words
    if not scene.lower[place].endswith(("ed", "en", "n", "t", "d", "k", "g", "l", "ut")) or words[place].tag == "VBG":
        return False
    before = place - 1
    while before >= begin and words[before].tag in _SKIPPED:
        before -= 1
    return before >= begin and scene.lower[before] in _BE


def _subject_before(scene: Scene, place: int, begin: int) -> int | None:
    """The head of the phrase right before a verb and its helpers, where nothing ties that phrase to another one."""
    words = scene.tree.words
    before = place - 1
    while before >= begin and (scene.lower[before] in _HELPERS or words[before].tag in _SKIPPED):
        before -= 1
    if before < begin or words[before].tag not in _NOUNS:
        return None
    first = before
    while first - 1 >= begin and words[first - 1].tag in _IN_PHRASE and words[first - 1].tag not in ("VBG", "VBN"):
        first -= 1
    is_tied = first - 1 >= begin and words[first - 1].tag in ("IN", "TO", "CC")
    return None if is_tied else before

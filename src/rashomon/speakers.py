"""What kind of speaker some words are, and by what name: "US military sources", "Ana Bel, head of …".

In go a span of the article's text and the mentions that lie in it; out comes a Speaker with the kind of
voice, the usual name where the words hold one (else the words as printed), sex and number where they show.
The rules run from the surest sign to the weakest; each is a few lines, so that a wrong kind can be traced.

Read next: `antecedents.py`, which finds whom "he" means, and `voices.py`, which puts the chain together.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from rashomon.lexicon import Lexicon
from rashomon.records import Mention, MentionType, Span, VoiceKind

_WORD = re.compile(r"\w[\w’'.&-]*")
_SEGMENT = re.compile(r"(?:(?!\s--?\s)[^,;()–—“”\"])+")
_LEADING = re.compile(r"(?:\s|by\b|from\b|according to\b|[,“„«‘\"])+", re.IGNORECASE)
_CONJUNCTION = re.compile(
    r"that\s+(?=(?:(?:the|an?|two|three|four|some|many|several|its|his|her|their)\s|[A-Z]|[a-z-]+s$))"
)
"""A "that" which opens the clause and does not point: "that two customs officers", "that survivors"."""
_CLEFT = re.compile(
    r"(?:it|this|that|there)(?:\s+(?:is|was|are|were)|[’']s)\s+(?:not\s+|also\s+|only\s+)?(?=\S)", re.IGNORECASE
)
_OPENING_VERB = re.compile(r"(?:has|have|had|is|are|was|were)\s+(?:\w+ly\s+|also\s+|been\s+|not\s+)*[a-z]+\s+(?=\S)")
_CLAUSE_INSIDE = re.compile(
    r"[,;:()–—]|\b(?:who|which|whose|whom|that|what|where|when|whoever|whatever)\b", re.IGNORECASE
)
_FINITE_VERB = re.compile(
    r"\s+(?:(?:and|but|as|after|because)\s+)?(?:(?:he|she|it|they|we|I|you)\s+)?"
    r"(?:has|have|had|is|are|was|were|will|would|did|does|said|says)\b"
)
_CLOSING = {"”": "“", "»": "«"}
_RELATIVE = re.compile(r"[,\s]+(?:who|which|whose|whom)\b.*$", re.DOTALL | re.IGNORECASE)
_DETERMINER = re.compile(r"^(?:the|a|an|this|that|these|those|its|his|her|their|our|my)\s+", re.IGNORECASE)
_OWNER = re.compile(r"^.*\w(?:[’']s|s[’'])\s(?=\w)", re.DOTALL)
_POSSESSIVE = re.compile(r"(?:[’']s|(?<=s)[’'])$")
_INDEFINITE = re.compile(
    r"^(?:an?|one|another|some|two|three|four|five|several|many|few|a second|a third|no)\b", re.IGNORECASE
)
_OF_A_BODY = re.compile(r"(?:of|for)\s+(?:the\s+)?(?:[A-Z][\w’'-]+\s+(?:and\s+)?)+([a-z][\w-]+)\s*$")
_COUNTRY = re.compile(r"(?:ia|land|stan|mark|burg)$")
_LIST = re.compile(r"(?!an?\s)[^,;:]+(?:,\s[^,;:]+)*,?\sand\s[^,;:]+$", re.IGNORECASE)
"""Several together: "the owners, dockers and village elders"."""
_MOST_ISSUER_DEPTH = 2


class Sex(StrEnum):
    """What pronouns a speaker takes, as far as the words show."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody or something that may be a source; `profile` is all that is printed of it there."""

    span: Span
    kind: VoiceKind
    name: str
    sex: Sex
    is_plural: bool
    profile: str
    is_source: bool = True


@dataclass(frozen=True, slots=True)
class _Phrase:
    """The words of a speaker, cut up: the core before the first "of", "who" or comma, and its head.

    `bare` is the core in lower case without its article.
    """

    text: str
    span: Span
    core: Span
    words: tuple[str, ...]
    lower: tuple[str, ...]
    bare: str
    head: str
    last_two: str
    after_possessive: int

    def ends_in(self, heads: frozenset[str]) -> bool:
        """Whether the last word, or the last two together, are among `heads`."""
        return self.head in heads or self.last_two in heads


def describe_speaker(
    span: Span, text: str, mentions: Sequence[Mention], lexicon: Lexicon, known_names: frozenset[str] = frozenset()
) -> Speaker:
    """The speaker that `span` of `text` names; `known_names` are surnames of people met elsewhere in the article.

    `mentions` are in the order of the text, those of the whole article or fewer.
    """
    trimmed = noun_phrase_in(span, text)
    first = bisect_left(mentions, trimmed.start, key=lambda mention: mention.span.start)
    last = bisect_left(mentions, trimmed.end, key=lambda mention: mention.span.start)
    inside = [mention for mention in mentions[first:last] if mention.span.end <= trimmed.end]
    phrase = _phrase_of(trimmed, text, lexicon)
    kind, name = _kind_and_name(phrase, text, inside, lexicon, known_names, depth=0)
    return Speaker(
        span=trimmed,
        kind=kind,
        name=name,
        sex=sex_of(trimmed.of(text), lexicon) if kind is not VoiceKind.INSTITUTION else Sex.UNKNOWN,
        is_plural=_is_plural(kind, name, phrase),
        profile=folded(trimmed.of(text)),
    )


def is_speaking_noun(head: str, lexicon: Lexicon) -> bool:
    """Whether a noun in lower case is a word for somebody or something that tells: "officials", "ministry", "poll"."""
    words = lexicon.speaker
    return (
        head in words.anonymous_people
        or head in words.anonymous_sources
        or head in words.person_roles
        or head in words.institution_heads
        or head in words.institution_spokespeople
        or head in words.outlet_heads
        or head in words.document_heads
    )


def folded(words: str) -> str:
    """`words` on one line, single blanks, no commas at the ends."""
    return " ".join(words.split()).strip(" ,;:")


def sex_of(words: str, lexicon: Lexicon) -> Sex:
    """The sex that a title, a word for a person or a given name in `words` shows: of "Tom Scott’s wife" that she is a
    wife, of "Lea Scott" that she is Lea."""
    parts = [match.group().lower().rstrip(".") for match in _WORD.finditer(_OWNER.sub("", words))]
    for place, word in enumerate(parts):
        is_given = place == 0 or place < len(parts) - 1
        if word in lexicon.speaker.person_female_words or (is_given and word in lexicon.names.female_names):
            return Sex.FEMALE
        if word in lexicon.speaker.person_male_words or (is_given and word in lexicon.names.male_names):
            return Sex.MALE
    return Sex.UNKNOWN


def bare_name(words: str, lexicon: Lexicon) -> str:
    """A person's name without titles, ranks, offices and nationalities in front of it."""
    parts = _POSSESSIVE.sub("", folded(words)).split()
    is_before = [
        part.lower().rstrip(".") in lexicon.speaker.person_titles or _POSSESSIVE.search(part) is not None
        for part in parts[:-1]
    ]
    if any(is_before):
        parts = parts[len(is_before) - is_before[::-1].index(True) :]
    while len(parts) > 1 and (parts[0][0].islower() or parts[0][0].isdigit()):
        parts = parts[1:]
    return " ".join(parts)


def noun_phrase_in(span: Span, text: str) -> Span:
    """The part of `span` that names somebody: no "by" or "it was" before it, no verb after it, no quotation mark open.

    "It was two clerks", "by “two clerks", "that two clerks", "had been told by two clerks" and "two clerks have said"
    all name two clerks.
    """
    start, end = span
    for opening in (_LEADING, _CONJUNCTION, _CLEFT, _OPENING_VERB, _LEADING):
        found = opening.match(text, start, end)
        start = found.end() if found else start
    verb = _FINITE_VERB.search(text, start, end)
    if verb and not _CLAUSE_INSIDE.search(text, start, verb.start()):
        end = verb.start()
    words = text[start:end].rstrip(" ,;:\n\t\u00a0")
    while words[-1:] in _CLOSING and words.count(words[-1]) > words.count(_CLOSING[words[-1]]):
        words = words[:-1]
    if words.endswith('"') and words.count('"') % 2:
        words = words[:-1]
    words = _POSSESSIVE.sub("", words.rstrip(" ,"))
    return Span(start, start + len(words)) if words else span


def _phrase_of(span: Span, text: str, lexicon: Lexicon) -> _Phrase:
    """The phrase of `span` up to its first comma, cut at its first preposition or relative."""
    segment = _SEGMENT.search(text, span.start, span.end)
    first = Span(segment.start(), segment.end()) if segment else span
    words: list[str] = []
    end, after_possessive = first.start, 0
    for match in _WORD.finditer(text, first.start, first.end):
        word = match.group()
        # "a leaked memo" goes on, "a memo leaked to …" ends.
        if word.lower() in lexicon.speaker.frames_breaks and any(not _DETERMINER.match(f"{one} ") for one in words):
            # "A Ministry of Ports official" is an official, not a ministry.
            of_a_body = _OF_A_BODY.match(text, match.start(), first.end)
            if of_a_body is None or of_a_body.group(1) not in lexicon.speaker.anonymous_people:
                break
        words.append(word)
        end = match.end()
        if _POSSESSIVE.search(word):
            after_possessive = len(words)
    if after_possessive == len(words):
        after_possessive = 0
    if len(words) > 1 and words[-1].isdigit():
        words.pop()
    lower = tuple(word.lower().rstrip(".") for word in words)
    return _Phrase(
        text=span.of(text),
        span=span,
        core=Span(first.start, end),
        words=tuple(words),
        lower=lower,
        bare=_DETERMINER.sub("", " ".join(lower)),
        head=lower[-1] if lower else "",
        last_two=" ".join(lower[-2:]),
        after_possessive=after_possessive,
    )


def _kind_and_name(
    phrase: _Phrase, text: str, mentions: Sequence[Mention], lexicon: Lexicon, known_names: frozenset[str], depth: int
) -> tuple[VoiceKind, str]:
    words = lexicon.speaker
    printed = folded(_RELATIVE.sub("", phrase.text)) or folded(phrase.text)
    called = _name_after_head(phrase, words.outlet_heads)
    if called:
        return VoiceKind.OUTLET, called
    if phrase.ends_in(words.anonymous_sources):
        return VoiceKind.ANONYMOUS, printed
    if phrase.bare in words.document_authorless:
        return VoiceKind.ANONYMOUS, printed
    if phrase.bare in words.outlet_names:
        return VoiceKind.OUTLET, _DETERMINER.sub("", " ".join(phrase.words))
    person = _find_person(phrase, text, mentions, lexicon, known_names)
    if person:
        return VoiceKind.NAMED, person
    if lexicon.anonymity.search(phrase.text):
        return VoiceKind.ANONYMOUS, printed
    outlet = _find_outlet(phrase, lexicon)
    if outlet:
        return VoiceKind.OUTLET, outlet
    if phrase.ends_in(words.institution_spokespeople) and not _INDEFINITE.match(
        "" if phrase.head != "lawyer" else printed
    ):
        return VoiceKind.INSTITUTION, printed
    if phrase.ends_in(words.document_heads) and phrase.bare not in words.institution_names:
        issuer = _find_issuer(phrase, text, mentions, lexicon, known_names, depth)
        return issuer if issuer else (VoiceKind.DOCUMENT, printed)
    is_proper_body = len(phrase.words) > 1 and phrase.words[-1][0].isupper() and phrase.ends_in(words.institution_heads)
    if not is_proper_body and (phrase.ends_in(words.anonymous_people) or phrase.ends_in(words.person_roles)):
        is_office = (
            phrase.ends_in(words.person_roles) and not _INDEFINITE.match(printed) and not phrase.head.endswith("s")
        )
        is_definite = is_office and (
            _DETERMINER.match(printed) or phrase.after_possessive or phrase.words[0][0].isupper()
        )
        return (VoiceKind.NAMED if is_definite else VoiceKind.ANONYMOUS), printed
    if _is_institution(phrase, mentions, lexicon):
        return VoiceKind.INSTITUTION, printed
    return _guess(phrase, mentions, printed)


def _find_person(
    whole: _Phrase, text: str, mentions: Sequence[Mention], lexicon: Lexicon, known_names: frozenset[str]
) -> str | None:
    """The name of the person that the phrase is about, in its first part or in apposition; else None."""
    for place, segment in enumerate(_SEGMENT.finditer(text, whole.span.start, whole.span.end)):
        phrase = _phrase_of(Span(segment.start(), segment.end()), text, lexicon) if place else whole
        inside = [
            Span(max(mention.span.start, phrase.core.start), min(mention.span.end, phrase.core.end))
            for mention in mentions
            if mention.type is MentionType.PERSON
            and (phrase.core.contains(mention.span) or mention.span.contains(phrase.core))
        ]
        people = [span for span in inside if _is_name(span.of(text), lexicon)]
        at_end = [span.of(text) for span in people if span.end >= phrase.core.end - 1]
        if at_end and not _POSSESSIVE.search(at_end[-1]):
            if len(people) > 1 and re.search(r"\band\b", phrase.core.of(text)):
                return folded(phrase.core.of(text))
            return bare_name(at_end[-1], lexicon)
        name = _name_by_shape(phrase, mentions, lexicon, known_names)
        if name:
            return name
    return None


def names_no_person(words: str, lexicon: Lexicon) -> bool:
    """Whether words marked as a person name none: "Secretary of state", or a body, "Orland’s Foreign Ministry"."""
    speaker = lexicon.speaker
    name = bare_name(words, lexicon)
    if not name[:1].isupper():
        return True
    *before, last = [part.lower().rstrip(".") for part in folded(words).split()]
    if not before or last not in speaker.institution_heads or " " in name:
        return False
    titles = speaker.person_roles | speaker.person_male_words | speaker.person_female_words
    return not any(part in titles or part in chain(*lexicon.abbreviations.values()) for part in before)


def _is_name(words: str, lexicon: Lexicon) -> bool:
    """Whether a mention of a person names one ("Oskar Venn") rather than describing one ("His spokesman") or a body."""
    if names_no_person(words, lexicon):
        return False
    speaker = lexicon.speaker
    parts = bare_name(_DETERMINER.sub("", folded(words)), lexicon).split()
    if parts[-1:] and parts[-1][0].islower():  # "A Vostrian naval officer" ends in what somebody is
        return False
    lower = [part.lower().rstrip(".") for part in parts]
    return any(
        part[0].isupper() and word not in speaker.person_titles and word not in speaker.anonymous_people
        for part, word in zip(parts, lower, strict=True)
    )


def _name_by_shape(
    phrase: _Phrase, mentions: Sequence[Mention], lexicon: Lexicon, known_names: frozenset[str]
) -> str | None:
    """A person's name that no mention marks: capitalised words at the end, after a title or two by two."""
    words = lexicon.speaker
    if any(
        mention.type is not MentionType.PERSON
        and mention.span.end >= phrase.core.end
        and phrase.core.overlaps(mention.span)
        for mention in mentions
    ):
        return None
    run: list[str] = []
    for word in reversed(phrase.words[phrase.after_possessive :]):
        if not word[0].isupper() and word.lower() not in (
            "de",
            "van",
            "von",
            "bin",
            "al",
            "el",
            "der",
            "la",
            "di",
            "ibn",
        ):
            break
        run.insert(0, word)
    while run and not run[0][0].isupper():
        run = run[1:]
    if (
        run
        and len(phrase.words) > len(run) + 1
        and phrase.lower[-len(run) - 1] == "and"
        and phrase.words[-len(run) - 2][0].isupper()
    ):
        return None if len(run) < 2 else " ".join(phrase.words)
    titled = [word for word in run if word.lower().rstrip(".") in words.person_titles]
    name = bare_name(" ".join(run), lexicon) if run else ""
    parts = [part.lower().rstrip(".") for part in name.split()]
    is_other = any(
        part in words.institution_heads
        or part in words.outlet_name_words
        or part in words.document_heads
        or part in words.anonymous_people
        or part in words.outlet_heads
        for part in parts
    )
    if (
        not parts
        or is_other
        or name.lower() in words.outlet_names
        or name.lower() in words.institution_names
        or phrase.bare in words.institution_names
    ):
        return None
    if parts[-1] in words.person_titles or " ".join(parts) in words.person_roles:
        return None
    before = phrase.lower[-len(run) - 1] if len(phrase.words) > len(run) else ""
    is_titled = bool(titled) or before in words.person_roles or before in words.person_titles
    if len(parts) == 1 and not is_titled and parts[0] not in known_names:
        return None
    if _DETERMINER.match(" ".join(phrase.words)) and not is_titled:
        return None
    return name


def _find_outlet(phrase: _Phrase, lexicon: Lexicon) -> str | None:
    """The name of the paper, station or agency that the phrase is, else None."""
    words = lexicon.speaker
    own = phrase.words[phrase.after_possessive :]
    own_lower = phrase.lower[phrase.after_possessive :]
    proper = [word for word in own if word[0].isupper()]
    name = " ".join(proper)
    bare = _DETERMINER.sub("", " ".join(own_lower))
    if bare in words.outlet_names or (proper and name.lower() in words.outlet_names):
        return name or " ".join(phrase.words)
    has_head = phrase.ends_in(words.outlet_heads)
    heads_before_name = any(
        word in words.outlet_heads or pair in words.outlet_heads
        for word, pair in zip(
            own_lower[:-1], (" ".join(own_lower[i : i + 2]) for i in range(len(own_lower) - 1)), strict=True
        )
    )
    ends_proper = own[-1][0].isupper() if own else False
    if has_head or (heads_before_name and ends_proper and phrase.head not in words.anonymous_people):
        tail = " ".join(_proper_run(own, words.outlet_heads))
        return tail or " ".join(phrase.words)
    if ends_proper and phrase.head in words.outlet_name_words and (len(own) > 1):
        return _DETERMINER.sub("", " ".join(own))
    return None


def _name_after_head(phrase: _Phrase, heads: frozenset[str]) -> str | None:
    """The name that ends the phrase right behind a word for what bears it: "Italian newspaper Il Faro"; else None.

    Whoever it is that the model marks there, a newspaper is no person: of "newspaper editor Ilse Marrow" the word right
    before the name says who she is.
    """
    first = len(phrase.words)
    while first and phrase.words[first - 1][0].isupper():
        first -= 1
    before = phrase.lower[:first]
    is_called = first < len(phrase.words) and (" ".join(before[-2:]) in heads or " ".join(before[-1:]) in heads)
    return " ".join(phrase.words[first:]) if is_called else None


def _proper_run(own: Sequence[str], heads: frozenset[str]) -> list[str]:
    """The capitalised words that name the paper: not "Switzerland’s", not the generic word beside them."""
    run = [word for word in own if word[0].isupper() and not _DETERMINER.match(word + " ")]
    is_named = len([word for word in run if word.lower() not in heads]) > 0 and own[-1][0].isupper()
    if is_named:
        return run
    # "the Harrow Gazette newspaper" names a paper, "Italian and Gulf media" does not.
    return (
        run
        if len(run) > 1 and own[-1].lower().rstrip("s") in ("newspaper", "daily", "weekly", "magazine", "tabloid")
        else []
    )


def _find_issuer(
    phrase: _Phrase, text: str, mentions: Sequence[Mention], lexicon: Lexicon, known_names: frozenset[str], depth: int
) -> tuple[VoiceKind, str] | None:
    """Who speaks through a statement ("a statement by the ministry") or a report ("a report in the Courier")."""
    words = lexicon.speaker
    is_mouthpiece = phrase.ends_in(words.document_mouthpieces)
    is_column = phrase.ends_in(words.document_columns)
    if not (is_mouthpiece or is_column) or depth == _MOST_ISSUER_DEPTH:
        return None
    rest = re.compile(r"\s+(?:issued\s+by|published\s+by|by|from|of|in|on|published\s+in|carried\s+by)\s+").match(
        text, phrase.core.end
    )
    if rest and rest.end() < phrase.span.end:
        found = _kind_and_name(
            _phrase_of(Span(rest.end(), phrase.span.end), text, lexicon),
            text,
            mentions,
            lexicon,
            known_names,
            depth + 1,
        )
        is_by = rest.group().split()[-1] in ("by", "from", "of")
        if (is_column and found[0] is VoiceKind.OUTLET) or (
            is_mouthpiece and is_by and found[0] is not VoiceKind.DOCUMENT
        ):
            return found
    if phrase.after_possessive and (is_mouthpiece or is_column):
        owner_end = text.rfind("’" if "’" in phrase.text else "'", phrase.core.start, phrase.core.end)
        owner = Span(phrase.core.start, owner_end) if owner_end > phrase.core.start else phrase.core
        found = _kind_and_name(_phrase_of(owner, text, lexicon), text, mentions, lexicon, known_names, depth + 1)
        if is_mouthpiece or found[0] is VoiceKind.OUTLET:
            return found
    return None


def _is_institution(phrase: _Phrase, mentions: Sequence[Mention], lexicon: Lexicon) -> bool:
    words = lexicon.speaker
    if phrase.bare in words.institution_names or phrase.ends_in(words.institution_heads):
        return True
    if any(word[0].isupper() and word.lower() in words.institution_heads for word in phrase.words):
        return True
    return any(
        mention.type in (MentionType.ORGANISATION, MentionType.PLACE) and mention.span.end >= phrase.core.end - 1
        for mention in mentions
    )


def _guess(phrase: _Phrase, mentions: Sequence[Mention], printed: str) -> tuple[VoiceKind, str]:
    """The kind where no word list knows the head: by capitals, and by what the mention says."""
    types = {mention.type for mention in mentions if phrase.core.overlaps(mention.span)}
    last = phrase.words[-1] if phrase.words else printed
    if MentionType.DOCUMENT in types:
        return VoiceKind.DOCUMENT, printed
    if not last[:1].isupper() or (MentionType.NATIONALITY in types and last.endswith("s")):
        return VoiceKind.ANONYMOUS, printed
    if MentionType.PERSON in types:
        return VoiceKind.NAMED, printed
    if _DETERMINER.match(printed) or last.isupper() or _COUNTRY.search(last) or MentionType.PLACE in types:
        return VoiceKind.INSTITUTION, printed
    return VoiceKind.NAMED, printed


def _is_plural(kind: VoiceKind, name: str, phrase: _Phrase) -> bool:
    if kind is VoiceKind.NAMED:
        return " and " in name  # "president and chief executive Ana Bel" is one
    if "and" in phrase.lower or _LIST.match(phrase.text):
        return True
    return kind is VoiceKind.ANONYMOUS and (
        phrase.head.endswith("s") or phrase.head in ("people", "men", "women", "some", "many", "media")
    )

"""The reader's spans made into Attributions: joined, nested, each with its voices and its stance.

In go a Reading (source, cue and content that belong together) and its Article; out come Attributions in
the order of the text, an outer one before those inside it. How voices and stance are decided: docs/voices.md.

Read next: `joins.py`, `nesting.py`, `voices.py`, `stances.py`, then `claims.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from rashomon.casts import Cast, cast_of, is_pronoun, settled
from rashomon.joins import extent_of, join_spans, pieces_of
from rashomon.lexicon import Lexicon, words_of
from rashomon.nesting import nesting_of
from rashomon.phrases import (
    Tree,
    clause_of,
    conjuncts_of,
    find_subject,
    head_of,
    is_bare,
    mention_of,
    phrase_of,
    tree_of,
)
from rashomon.records import (
    Article,
    Attribution,
    AttributionSpans,
    MentionType,
    Reading,
    Reason,
    Span,
    Stance,
    VoiceKind,
)
from rashomon.speakers import is_speaking_noun
from rashomon.stances import BY_CONTENT, Utterance, stance_of
from rashomon.voices import Chain, Setting, chain_of, outlet_key

_BEFORE_CUE = 24  # characters in which a "not" may stand before its cue
_TALKING = frozenset({"spoke", "speaks", "talked", "talks", "continued", "shouted", "listened", "read", "saw"})
_THIRD_PERSON = frozenset({"he", "she", "they"})
"""The pronouns that are taken for a source that the reader missed; of nouns, names and those who speak as a rule."""
_WHO = frozenset({MentionType.PERSON, MentionType.ORGANISATION, MentionType.DOCUMENT})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ANSWERING = frozenset(
    {"deny", "denies", "denied", "refute", "refutes", "refuted", "dispute", "disputes", "disputed"}
    | {"confirm", "confirms", "confirmed", "acknowledge", "acknowledges", "acknowledged"}
)
_COUNTING = frozenset({"recorded", "registered", "counted", "logged"})
"""What somebody says who gives a number: "the police recorded nine thefts"."""
UNMARKED_SCORE = 0.5
"""Of an attribution that the tree alone gives."""
_BEING = frozenset({"is", "are", "was", "were", "be", "been"})
_DONE_TO = re.compile(
    r"\b(?P<be>(?:is|are|was|were|be|been|being) (?:\w+ly )?)?(?P<done>\w+(?:ed|en|ought)) (?:of|for|as|with)$"
)
_SEEMING = frozenset({"appear", "seem", "look", "look like", "look as if", "sound"})
_FEELING = frozenset({"convinced", "concerned", "worried", "tired", "scared", "ashamed", "persuaded", "agreed"})
"""Participles of one who is the voice all the same: "was convinced of"."""
_RELATIVE = re.compile(r",\s+(?:who|whom|which|whose\s[\w-]+)\s\Z")
_LONGEST_RELATIVE = 30
_QUOTE = re.compile(r"[“”\"]")
_SENTENCE_END = re.compile(r"[.!?…][”\"’']?\s+(?=[“\"‘A-Z])")
_CLAUSE = re.compile(r"[^\w\s’'-]|\n")


def attributions_of(reading: Reading, article: Article, lexicon: Lexicon) -> tuple[Attribution, ...]:
    """Every attribution of the article with parent, voices and stance, outer before inner, in text order."""
    text = article.text
    tree = tree_of(reading.words)
    read = (_with_clause_told(one, tree) for one in reading.attributions)
    marked = replace(reading, attributions=(*read, *_answers_unmarked(reading, tree, text)))
    people = sorted(mention.span for mention in reading.mentions if mention.type in _WHO)
    sourced = (
        _with_subject(_without_seeming(_without_accused(one, tree, text), text, lexicon), tree, text, lexicon, people)
        for one in join_spans(marked, text, lexicon)
        if not _is_act(one, text, lexicon)
    )
    joined = [one for one in sourced if not _is_nobodys(one, tree, text, lexicon)]
    joined = _with_relatives_freed(_with_clauses(joined, tree, text), text)
    nesting = nesting_of(joined, reading.sentences, text)
    mentions = settled(reading.mentions, text, lexicon)
    cast = cast_of(
        [span for one in joined for span in one.source[:1]],
        [span for one in joined for span in one.content],
        text,
        mentions,
        lexicon,
        tree,
    )
    setting = Setting(
        article_id=article.id,
        text=text,
        outlet_key=outlet_key(article.outlet) if article.outlet else None,
        mentions=mentions,
        lexicon=lexicon,
        known_names=frozenset(
            mention.text.split()[-1].lower() for mention in mentions if mention.type is MentionType.PERSON
        )
        | frozenset(
            one.name.split()[-1].lower() for one in cast.speakers if one.kind is VoiceKind.NAMED and " " in one.name
        ),
        tree=tree,
    )
    taken = [span for span, _ in nesting.taken]
    made: list[Attribution] = []
    all_made: list[Attribution] = []
    chains: list[Chain] = []
    for place, one in enumerate(joined):
        parent, before = nesting.around[place], nesting.implied_before(place)
        chain = chain_of(
            one,
            nesting.own_stretches(place),
            cast,
            setting,
            chains[parent] if parent is not None else None,
            chains[before] if before is not None else None,
        )
        cast = _with_reference(cast, one, chain, setting)
        chains.append(chain)
        utterance = _utterance_of(one, chain, cast, setting)
        made.append(_attribution_of(one, chain, utterance, setting, made[parent].id if parent is not None else None))
        all_made += [made[-1], *_denied_later(made[-1], utterance, taken, setting)]
    return tuple(all_made)


def _answers_unmarked(reading: Reading, tree: Tree, text: str) -> Iterator[AttributionSpans]:
    """What the reader leaves unmarked though its verb says it: "the navy, which denied the report, …"."""
    cues = sorted(cue for one in reading.attributions for cue in one.cue)
    contents = [piece for one in reading.attributions for piece in one.content]
    for place, word in enumerate(tree.words):
        verb = word.span.of(text).lower()
        if word.tag not in _FINITE or verb not in _ANSWERING | _COUNTING:
            continue
        near = bisect_right(cues, word.span, key=lambda cue: Span(cue.start, word.span.end))
        if any(cue.overlaps(word.span) for cue in cues[max(0, near - 2) : near + 1]):
            continue
        subject = find_subject(tree, place)
        told = next((child for child in tree.children[place] if tree.words[child].relation in ("obj", "ccomp")), None)
        if subject is None or told is None or told < place:
            continue
        if verb in _COUNTING and not _is_counted(tree, told):
            continue
        source, content = phrase_of(tree, subject), mention_of(tree, told)
        spans = (source, word.span, content)
        crosses = any(piece.overlaps(one) and not piece.contains(one) for piece in contents for one in spans)
        if not crosses and not source.overlaps(content):
            yield AttributionSpans(source=(source,), cue=(word.span,), content=(content,), score=UNMARKED_SCORE)


def _with_clause_told(one: AttributionSpans, tree: Tree) -> AttributionSpans:
    """The attribution with the clause right behind its cue for what it tells, where the reader took it for who tells:
    "Karelm denies it, says | rebels fired first"."""
    if one.content or not one.cue or not one.source or not 0 < one.source[0].start - one.cue[-1].end <= 1:
        return one
    head = head_of(tree, one.source[0])
    is_clause = head is not None and tree.words[head].tag in _FINITE and tree.words[head].relation == "ccomp"
    return replace(one, source=(), content=one.source) if is_clause else one


def _is_counted(tree: Tree, place: int) -> bool:
    """Whether a number stands with the noun."""
    return any(tree.words[child].relation == "nummod" for child in tree.children[place])


def _without_accused(one: AttributionSpans, tree: Tree, text: str) -> AttributionSpans:
    """The attribution without a source of whom it only tells: "two clerks were accused of", "a clerk suspected of"."""
    if not one.source or not one.cue or one.source[0].start > one.cue[0].start:
        return one
    last = one.cue[-1]
    found = _DONE_TO.search(text, max(one.source[0].end, last.start), last.end)
    if found is None or found["done"] in _FEELING:
        return one
    place = bisect_left(tree.starts, found.start("done"))
    is_beside = place < len(tree.words) and tree.words[place].tag == "VBN" and tree.words[place].relation == "acl"
    return replace(one, source=()) if found["be"] or is_beside else one


def _with_subject(
    one: AttributionSpans, tree: Tree, text: str, lexicon: Lexicon, people: Sequence[Span]
) -> AttributionSpans:
    """The attribution with the subject of its cue for a source, where the reader marks none, or a thing that
    nobody speaks through, but the tree shows one; `people` are the mentions of persons, bodies and documents.

    "She stood up, accusing the mayor" has it at the verb above. What is said by nobody ("is said to") stays so.
    """
    known = lexicon.find_cue(_cue_of(one, text))
    if not one.cue or not tree.words or (one.source and not _is_thing(one.source[-1], tree, text, lexicon)):
        return one
    if known and known.cue.is_impersonal:
        return one
    first = bisect_left(tree.starts, one.cue[0].start)
    inside = takewhile(lambda place: tree.words[place].span.end <= one.cue[-1].end, range(first, len(tree.words)))
    verbs = [place for place in inside if tree.words[place].tag.startswith("VB")]
    subject = _subject_of(tree, verbs[-1]) if verbs else None
    if subject is not None and one.source and one.source[-1].contains(tree.words[subject].span):
        subject = find_subject(tree, tree.words[verbs[-1]].head)  # "called the raid a “theft” | saying that …"
    if subject is None or tree.words[verbs[0]].span.of(text).lower() in _BEING:
        return one
    word = tree.words[subject]
    head = word.span.of(text).lower()
    is_who = head in _THIRD_PERSON or word.tag.startswith("NNP") or is_speaking_noun(head, lexicon) or head == "who"
    at = bisect_right(people, word.span.start, key=lambda mention: mention.start)
    if not is_who and not any(mention.contains(word.span) for mention in people[max(0, at - 2) : at]):
        return one
    # "Prison spokesman Teo Varga" is one by his name.
    named = [child for child in tree.children[subject] if tree.words[child].relation in ("appos", "flat")]
    phrases = [phrase_of(tree, place) for place in (*conjuncts_of(tree, subject), *named)]
    phrases += [mention for mention in people[max(0, at - 1) : at + 1] if phrases[0].overlaps(mention)]
    span = Span(min(phrase.start for phrase in phrases), max(phrase.end for phrase in phrases))
    content = one.content
    if (
        not one.source and known
    ):  # "Bel said he had left, and suggested | …": who suggests is no part of what is suggested
        content = tuple(piece for piece in content if not piece.overlaps(span) or piece.end > one.cue[0].start)
    return (
        one
        if any(span.overlaps(piece) for piece in (*one.source, *one.cue, *content))
        else (replace(one, source=(span,), content=content))
    )


def _subject_of(tree: Tree, verb: int) -> int | None:
    """The place of the subject that acts in a verb; a participle has that of a passive, too: "asked | saying no, he
    was led away"."""
    subject = find_subject(tree, verb)
    above = tree.words[verb].head
    if subject is not None or tree.words[verb].tag != "VBG" or tree.words[verb].relation != "advcl":
        return subject
    return next((child for child in tree.children[above] if tree.words[child].relation == "nsubj:pass"), None)


def _is_thing(source: Span, tree: Tree, text: str, lexicon: Lexicon) -> bool:
    """Whether a source is a thing that nobody speaks through: "the criticism", "a “political trial”"."""
    head = head_of(tree, source)
    if head is None or tree.words[head].tag not in ("NN", "NNS"):
        return False
    return not is_speaking_noun(tree.words[head].span.of(text).lower(), lexicon)


def _with_clauses(joined: Sequence[AttributionSpans], tree: Tree, text: str) -> list[AttributionSpans]:
    """Each attribution with what the tree shows its verb to tell and nobody has: the clause of one left without a
    content, and a later "…, and that the wounded had left"."""
    pieces = sorted(piece for one in joined for piece in pieces_of(one))
    return [replace(one, content=(*one.content, *_clauses_told(one, pieces, tree, text))) for one in joined]


def _with_relatives_freed(joined: Sequence[AttributionSpans], text: str) -> list[AttributionSpans]:
    """Each attribution without a relative clause that somebody else tells: "a report listed a clerk|, who the police
    said had fled"."""
    commas = []
    for one in joined:
        start = one.source[0].start if one.source and one.cue else 0
        found = _RELATIVE.search(text, max(0, start - _LONGEST_RELATIVE), start)
        if found:
            commas.append((found.start(), found.end(), extent_of(one).end))
    return [replace(one, content=tuple(_cut_at(piece, commas, text) for piece in one.content)) for one in joined]


def _cut_at(piece: Span, commas: Sequence[tuple[int, int, int]], text: str) -> Span:
    """A piece without the relative clause of another teller that it ends in; a quote is its speaker's to the end, and
    "that the clerk, who they said had fled, was back" goes on behind it."""
    if not commas or text.startswith("that ", piece.start) or _QUOTE.search(text, max(0, piece.start - 1), piece.end):
        return piece
    cuts = (comma for comma, begin, end in commas if piece.start < comma < piece.end <= end and begin <= piece.end + 1)
    return Span(piece.start, min(cuts, default=piece.end))


def _clauses_told(one: AttributionSpans, pieces: Sequence[Span], tree: Tree, text: str) -> Iterator[Span]:
    """What of the text outside all `pieces` hangs on the verb of the cue as what it tells."""
    words = tree.words
    verbs = [place for span in one.cue[-1:] for place in tree.places_in(span) if words[place].tag.startswith("VB")]
    if not verbs or not one.source:
        return
    first, last = min(pieces_of(one)).start, max(one.content or one.cue).end
    if not one.content:
        yield from _clause_beside_as(verbs[-1], first, pieces, tree, text)
    for clause in (child for child in tree.children[verbs[-1]] if words[child].relation == "ccomp"):
        later = [child for child in tree.children[clause] if words[child].relation == "conj" and _has_that(tree, child)]
        for place in later if one.content else [clause]:
            span = clause_of(tree, place)
            is_whole = any(words[child].relation.startswith("nsubj") for child in tree.children[clause])
            is_before = is_whole and not one.content and text[span.end : first].strip() == ","
            is_free = is_before and not any(span.overlaps(piece) for piece in pieces)
            if is_free or (span.start > last and not _crosses(span, pieces)):
                yield span


def _clause_beside_as(verb: int, first: int, pieces: Sequence[Span], tree: Tree, text: str) -> Iterator[Span]:
    """The clause that goes on behind "As the minister underlined, | the guns were sold"; a talk is only the hour."""
    words = tree.words
    opening = next((child for child in tree.children[verb] if words[child].relation == "mark"), verb)
    is_as = words[opening].span.of(text) == "As" and words[opening].span.end + 1 >= first
    if not is_as or words[verb].relation != "advcl" or words[verb].span.of(text).lower() in _TALKING:
        return
    above, end = words[verb].head, clause_of(tree, verb).end
    comma = bisect_left(tree.starts, end)
    has_subject = any(words[child].relation.startswith("nsubj") for child in tree.children[above])
    if above <= comma or words[comma].tag != "," or not has_subject:
        return
    span = Span(words[comma + 1].span.start, clause_of(tree, above).end)
    if not _crosses(span, pieces):
        yield span


def _crosses(span: Span, pieces: Sequence[Span]) -> bool:
    """Whether one of the pieces lies only in part in the span."""
    return any(span.overlaps(piece) and not span.contains(piece) for piece in pieces)


def _has_that(tree: Tree, place: int) -> bool:
    """Whether a clause begins with a "that" of its own."""
    return any(tree.words[child].relation == "mark" and child < place for child in tree.children[place])


def _is_act(one: AttributionSpans, text: str, lexicon: Lexicon) -> bool:
    """Whether the cue tells what somebody did and not what they said: "seized | the port". Such a cue is an event.

    Of the cues of PolNeAR's training part this is 1 %, most of them figures of speech ("took a swipe at").
    """
    cue = _cue_of(one, text)
    lemmas = {lexicon.lemma_of(word) for word in words_of(cue)}
    return not lemmas.isdisjoint(lexicon.stance.acts_words) and lexicon.find_cue(cue) is None


def _without_seeming(one: AttributionSpans, text: str, lexicon: Lexicon) -> AttributionSpans:
    """The attribution without a source of whom the outlet only tells how it looks: "the mayor | seems | tired"; the
    pictures that "appear to show" it show it."""
    cue = _cue_of(one, text)
    known = lexicon.find_cue(cue)
    opening = one.content[0].of(text).split()[:2] if one.content else []
    shown = lexicon.find_cue(cue.partition(" to ")[2] or (opening[1] if opening[:1] == ["to"] and opening[1:] else ""))
    is_seeming = known is not None and known.cue.phrase in _SEEMING and not (shown and shown.cue.is_claim)
    return replace(one, source=()) if is_seeming else one


def _is_nobodys(one: AttributionSpans, tree: Tree, text: str, lexicon: Lexicon) -> bool:
    """Whether nobody tells anything: no source, no cue that the tables know, and no clause ("deeply divided about")."""
    return bool(one.cue) and not one.source and not _is_telling(one, tree, text, lexicon)


def _is_telling(one: AttributionSpans, tree: Tree, text: str, lexicon: Lexicon) -> bool:
    """Whether the tables know the cue; if they do not, whether there is a clause or a quote, which somebody told."""
    return lexicon.find_cue(_cue_of(one, text)) is not None or any(
        _QUOTE.match(text, max(0, piece.start - 1)) or _QUOTE.match(text, piece.start) or not is_bare(tree, piece)
        for piece in one.content
    )


def _cue_of(one: AttributionSpans, text: str) -> str:
    return " ".join(span.of(text) for span in one.cue)


def _attribution_of(
    spans: AttributionSpans, chain: Chain, utterance: Utterance, setting: Setting, parent: str | None
) -> Attribution:
    judgement = stance_of(utterance, setting.lexicon)
    return Attribution(
        article_id=setting.article_id,
        source=spans.source,
        cue=spans.cue,
        content=spans.content,
        stance=judgement.stance,
        voices=chain.voices,
        parent=parent,
        reason=Reason(method=judgement.method, score=spans.score, detail=f"{judgement.detail}; {chain.detail}"),
    )


def _utterance_of(spans: AttributionSpans, chain: Chain, cast: Cast, setting: Setting) -> Utterance:
    speaker = chain.speaker
    return Utterance(
        cue=_cue_words(spans, setting),
        content=" ".join(span.of(setting.text) for span in spans.content),
        has_source=bool(spans.source) or speaker is not None,
        profile=f"{speaker.profile} {cast.profile_of(speaker.name)}" if speaker else "",
        is_institution=speaker is not None and speaker.kind is VoiceKind.INSTITUTION,
    )


def _denied_later(
    attribution: Attribution, utterance: Utterance, taken: Sequence[Span], setting: Setting
) -> Iterator[Attribution]:
    """The later sentences of an assertion that call a report untrue, each as an attribution inside it: "We regret the
    loss. But the claim that we fired is false." """
    if attribution.stance is not Stance.ASSERTS or attribution.reason.method != "cue":
        return
    for piece in attribution.content:
        starts = [match.end() for match in _SENTENCE_END.finditer(setting.text, piece.start, piece.end)]
        if piece is not attribution.content[0]:
            starts.insert(0, piece.start)
        for start, end in zip(starts, [*starts[1:], piece.end], strict=False):
            sentence = Span(start, start + len(setting.text[start:end].rstrip()))
            if any(sentence.overlaps(span) and not span.contains(sentence) for span in taken):
                continue
            judgement = stance_of(replace(utterance, content=sentence.of(setting.text)), setting.lexicon)
            if judgement.stance is Stance.DENIES and judgement.method == BY_CONTENT:
                reason = replace(attribution.reason, method=judgement.method, detail=judgement.detail)
                yield replace(
                    attribution, content=(sentence,), stance=Stance.DENIES, parent=attribution.id, reason=reason
                )


def _cue_words(spans: AttributionSpans, setting: Setting) -> str:
    """The words of the cue, with the "not" before it that a reader left out ("has not | denied")."""
    words = [span.of(setting.text) for span in spans.cue]
    if not words:
        return ""
    first = spans.cue[0].start
    begin = max([first - _BEFORE_CUE, *(span.end for span in pieces_of(spans) if span.end <= first)])
    known = setting.lexicon.stance
    between: list[str] = []
    for word in reversed(words_of(_CLAUSE.split(setting.text[max(0, begin) : first])[-1])):
        between.insert(0, word)
        if word in known.negators_words:
            return " ".join([*between, *words])
        lemma = setting.lexicon.lemma_of(word)
        if lemma not in known.skipped_words and lemma not in known.skipped_auxiliaries and not word.endswith("ly"):
            break
    return " ".join(words)


def _with_reference(cast: Cast, one: AttributionSpans, chain: Chain, setting: Setting) -> Cast:
    """The cast with a resolved "he" as one more place where that speaker spoke."""
    speaker = chain.speaker
    if speaker is None or not one.source or is_pronoun(speaker.name.lower(), setting.lexicon):
        return cast
    return cast.joined_by(speaker)

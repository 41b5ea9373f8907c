"""Events and attributions made into Claims: each event with the voices of whoever tells it.

In go the attributions and events of one article, out come claims with the whole chain of voices, outermost first.
A content without an event gives a claim too, if it tells something: an outer content that is nothing but another
attribution only carries it; a feeling tells nothing, nor do mere pronouns. docs/voices.md has the cases. So does what
the outlet tells of its news in its own word (`ledes.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from rashomon.denials import find_answered, is_check, points_back
from rashomon.ledes import ledes_in
from rashomon.phrases import (
    Tree,
    fellows_of,
    head_of,
    is_bare,
    is_under,
    main_clauses_in,
    mention_of,
    statement_of,
    tree_of,
)
from rashomon.records import (
    Article,
    Attribution,
    Claim,
    EventMention,
    Factuality,
    Reading,
    Reason,
    Span,
    Stance,
    VoiceKind,
    quote_of,
)
from rashomon.stances import ATTITUDE, BY_DEFAULT
from rashomon.tellers import chain_of, is_idle, is_presupposed, is_unsaid, parents_of, stance_at, tellers_of
from rashomon.vocabulary import Vocabulary

_WORD = re.compile(r"\w[\w’'-]*")
_SMALL_WORD = re.compile(
    r"""(?:a|about|again|also|am|an|and|any|are|as|at|be|because|been|being|but|by|can|could|did|do|does|for|from|had|has|have
    |he|her|him|his|how|i|if|in|into|is|it|its|itself|just|me|my|now|of|off|on|once|one|only|or|our|out|over|s|she|so|some|such|t
    |than|that|the|their|them|then|there|these|they|this|those|to|too|two|under|up|us|very|was|we|were|what|when|where|which|while
    |who|whom|why|will|with|would|yes|you|your
    |(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday)$""",
    re.IGNORECASE | re.VERBOSE,
)
_HEDGE = re.compile(
    r"""\b(?:(?:reported|alleged|purported|supposed|reputed|ostensib|apparent)ly
    |(?:is|are|was|were)\s(?:suspected\sof|(?:believed|thought|alleged|rumou?red|said|reported|suspected)\sto))\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""What makes the clause of an event an allegation, as it does the content of an attribution."""
_BEGINS_A_RELATIVE = re.compile(r"\b(?:that|which|who|whom|whose|where|after|before|because|while|when|for)\s")
_RELATIVE_WITHIN = re.compile(r",\s(?:who|which|whose)\b[^,]*,")
_SUPPOSED = re.compile(r"(?:that\s+)?(?:if|unless|whether|when|should)\b", re.IGNORECASE)
"""How a clause begins that tells nothing by itself."""
_CONDITION = re.compile(
    r"(?:^|[.!?…:][”\"’']?\s|\n|\bthat\s)[“\"‘']?(?P<if>(?:if|unless)\b[^.!?…;”\n]*,[”\"’']?\s[“\"‘']?)\Z",
    re.IGNORECASE,
)
_LONGEST_CONDITION = 200
_ENDS_A_CLAUSE = re.compile(r"(?:[.,:;!?…—–“”\"']|--|\bthat|\band|\bbut|\bor|\bso)\s*\Z", re.IGNORECASE)
"""What stands before a clause that begins where it seems to: "the shop | was shut" does not."""
_QUOTES = "“\"‘'"
_MOST_WORDS_LEFT = 1
_FEWEST_WORDS = 2
"""Words that say something in a clause that is told beside events."""
LONGEST_STATEMENT = 45
"""Words that the content of a claim is widened to at most."""
_FINITE = frozenset({"VB", "VBD", "VBP", "VBZ", "MD"})
_OF_A_THING = frozenset(Stance) - {Stance.ASSERTS}
"""What a voice can do with a mere thing ("denied any part"); to assert "the plan" tells nothing."""


def claims_of(
    reading: Reading,
    attributions: tuple[Attribution, ...],
    events: tuple[EventMention, ...],
    article: Article,
    vocabulary: Vocabulary,
) -> tuple[Claim, ...]:
    """The claims of the article in the order of the text: one for each event, with the voices of whoever tells it,
    and one for each content that tells something but no event."""
    by_id = {attribution.id: attribution for attribution in attributions}
    inner: dict[str, list[Attribution]] = {}
    for attribution in attributions:
        if attribution.parent is not None:
            inner.setdefault(attribution.parent, []).append(attribution)
    triggers = sorted(event.trigger.start for event in events)
    verbs = [word.span.start for word in reading.words if word.tag in _FINITE]
    told = tellers_of(attributions)
    idle: set[str] = set()
    for one in attributions:  # an outer one comes before those inside it
        if one.parent in idle or is_idle(one, article.text):
            idle.add(one.id)
    tellers = {event.id: told.at(event.trigger) for event in events}
    events = tuple(event for event in events if (teller := tellers[event.id]) is None or teller.id not in idle)
    telling = {
        teller.id
        for one in events
        if (teller := tellers[one.id]) and not is_presupposed(teller, one.trigger, article.text)
    }
    eventful = telling | {one.id for teller in telling for one in parents_of(by_id[teller], by_id)}
    tree = tree_of(reading.words)
    apart = sorted({*triggers, *(cue.start for attribution in attributions for cue in attribution.cue)})
    claims = [_claim_of_event(one, tellers[one.id], by_id, apart, tree, article.text) for one in events]
    events_by_id, told_of = {event.id: event for event in events}, tuple(claims)
    answers: list[tuple[int, Claim]] = []
    for attribution_id, attribution in by_id.items():
        if attribution_id in idle or is_check(attribution, article.text, vocabulary.denials):
            continue
        parents = parents_of(attribution, by_id)
        is_bare = bool(reading.words) and not _has(verbs, attribution.content) and _is_thin(attribution, article.text)
        # "Pledged to hire a firm": the pledge is the event, and what was pledged no further claim.
        is_act = _has(triggers, attribution.cue)
        # "Claimed responsibility for the raid, which they say was a reprisal": more than the voice around an event.
        is_around = attribution_id not in telling and attribution.stance in _OF_A_THING
        is_told = attribution_id in eventful and not is_around
        if is_told and not points_back(attribution, article.text, vocabulary.denials):
            claims += _claims_of_rest(
                attribution, parents, inner.get(attribution_id, []), triggers, apart, tree, article
            )
            continue
        if attribution.stance not in _OF_A_THING and (is_bare or is_act):
            continue
        answered = find_answered(attribution, told_of, events_by_id, answers, article.text, vocabulary.denials)
        if answered is not None and attribution.stance is Stance.DENIES:
            answers.append((attribution.content[0].start, answered))
        if is_told and answered is None:
            continue
        if is_told:  # "No such talks were held" is of the talks told before
            claims = [claim for claim in claims if claim.attribution_id != attribution_id]
        if answered or _tells(attribution, parents, inner.get(attribution_id, []), article.text):
            content = _with_what_governs(attribution, attribution.content, apart, tree, article.text)
            content = (*content[:-1], _with_fellows(content[-1], apart, tree))
            claims.append(_claim_of_content(attribution, content, attribution.content[0], parents, answered, article))
    said = [span for one in attributions for span in (*one.source, *one.cue, *one.content)]
    for lede in ledes_in(reading, tree, article, (*(event.clause for event in events), *said), vocabulary):
        claims.append(_claim_of_lede(_with_fellows(lede, apart, tree), article))
    once = {claim.id: claim for claim in sorted(claims, key=lambda claim: claim.content[0])}
    return tuple(once.values())


def _claims_of_rest(
    attribution: Attribution,
    parents: Sequence[Attribution],
    inner: Sequence[Attribution],
    triggers: Sequence[int],
    apart: Sequence[int],
    tree: Tree,
    article: Article,
) -> Iterator[Claim]:
    """What an attribution that tells events says beside them: its main clauses in which there is none, nor a voice."""
    if attribution.reason.method == ATTITUDE or is_unsaid(attribution, parents) or not _adds(attribution):
        return
    taken = [span for one in inner for span in (*one.source, *one.cue, *one.content)]
    for piece in attribution.content:
        for clause in main_clauses_in(tree, piece):
            is_told = _has(triggers, (clause,)) or any(clause.overlaps(span) for span in taken)
            is_told = is_told or _SUPPOSED.match(clause.of(article.text)) is not None
            is_whole = clause.start == piece.start or _ENDS_A_CLAUSE.search(article.text[piece.start : clause.start])
            if is_whole and not is_told and sum(1 for _ in _words_in((clause,), (), article.text)) >= _FEWEST_WORDS:
                content = (_with_fellows(_with_condition(clause, tree, article.text), apart, tree),)
                yield _claim_of_content(attribution, content, clause, parents, None, article)


def _claim_of_content(
    attribution: Attribution,
    content: tuple[Span, ...],
    told: Span,
    parents: Sequence[Attribution],
    answered: Claim | None,
    article: Article,
) -> Claim:
    """What an attribution says in which no event is told; one that only names what was told before is of the event of
    the claim `answered`. The stance is that of the words `told`."""
    why = f"; answers what was told: “{answered.quote}”" if answered else ""
    factuality = Factuality.NOT_JUDGED
    if answered and attribution.stance is Stance.DENIES:
        factuality = Factuality.DID_NOT_HAPPEN
    elif answered and attribution.stance is Stance.CONFIRMS:
        factuality = answered.factuality
    return Claim(
        article_id=attribution.article_id,
        attribution_id=attribution.id,
        event_mention_id=answered.event_mention_id if answered else None,
        voices=chain_of(attribution, parents),
        stance=stance_at(attribution, told, article.text),
        content=content,
        quote=quote_of(content, article.text),
        factuality=factuality,
        reason=Reason(method="attribution", score=attribution.reason.score, detail=attribution.reason.detail + why),
    )


def _claim_of_event(
    event: EventMention,
    teller: Attribution | None,
    by_id: Mapping[str, Attribution],
    apart: Sequence[int],
    tree: Tree,
    text: str,
) -> Claim:
    """The event as told by `teller`, or by the outlet itself; the content is its statement within the teller's words,
    without what the other events and cues, which begin at `apart`, tell beside it."""
    content = _statement_around(event.clause, apart, tree, text)
    if teller is not None:
        content = tuple(
            Span(max(piece.start, part.start), min(piece.end, part.end))
            for part in content
            for piece in teller.content
            if piece.overlaps(part)
        )
        content = _with_what_governs(teller, content, apart, tree, text)
    content = (_with_condition(content[0], tree, text), *content[1:])
    stance = stance_at(teller, event.trigger, text) if teller else Stance.ASSERTS
    if teller and teller.stance is Stance.DENIES and event.factuality is Factuality.DID_NOT_HAPPEN:
        stance = Stance.DENIES  # "we did not fire, and never shelled the port"
    if stance is Stance.ASSERTS and _is_hedged(event, text):
        stance = Stance.ALLEGES
    return Claim(
        article_id=event.article_id,
        attribution_id=teller.id if teller else None,
        event_mention_id=event.id,
        voices=chain_of(teller, parents_of(teller, by_id)) if teller else (),
        stance=stance,
        content=content,
        quote=quote_of(content, text),
        factuality=event.factuality,
        reason=event.reason,
    )


def _claim_of_lede(content: Span, article: Article) -> Claim:
    """What the outlet tells of its news in its own word, of no coded event."""
    quote = content.of(article.text)
    return Claim(
        article_id=article.id,
        attribution_id=None,
        event_mention_id=None,
        voices=(),
        stance=Stance.ALLEGES if _HEDGE.search(quote) else Stance.ASSERTS,
        content=(content,),
        quote=quote,
        factuality=Factuality.NOT_JUDGED,
        reason=Reason(method="lede", score=1.0, detail="in the outlet's own word, what the headline is about"),
    )


def _is_hedged(event: EventMention, text: str) -> bool:
    """Whether a hedge in the clause is about the event, and not about somebody in a relative clause: "seized a ship
    | that was believed to carry arms", "the guns, | which were reportedly new, | were sold"."""
    start, end = event.clause
    aside = [range(*match.span()) for match in _RELATIVE_WITHIN.finditer(text, start, event.trigger.start)]
    return any(
        not any(hedge.start() in one for one in aside)
        and (hedge.start() < event.trigger.end or not _BEGINS_A_RELATIVE.search(text, event.trigger.end, hedge.start()))
        for hedge in _HEDGE.finditer(text, start, end)
    )


def _statement_around(clause: Span, apart: Sequence[int], tree: Tree, text: str) -> tuple[Span, ...]:
    """The clause of an event as a whole statement: with the verb that governs it, the subject that it shares, and the
    verbs after it that share its own. A long one gives way to the clause itself."""
    head = head_of(tree, clause)
    if head is not None and _SUPPOSED.match(clause.of(text)) and tree.words[head].relation == "advcl":
        head = tree.words[head].head
    pieces = statement_of(tree, head, apart) if head is not None else ()
    if not pieces or not pieces[-1].overlaps(clause):
        return (clause,)
    *before, last = pieces
    whole = (*before, Span(min(last.start, clause.start), max(last.end, clause.end)))
    return whole if len(quote_of(whole, text).split()) <= LONGEST_STATEMENT else (clause,)


def _with_condition(clause: Span, tree: Tree, text: str) -> Span:
    """The clause with the condition that stands before it in its sentence: "If the fog lifts, | we will sail"."""
    condition = _CONDITION.search(text, max(0, clause.start - _LONGEST_CONDITION), clause.start)
    return Span(condition.start("if"), clause.end) if condition and not is_bare(tree, clause) else clause


def _with_fellows(piece: Span, apart: Sequence[int], tree: Tree) -> Span:
    """The piece of a content with the verbs right after it that share its subject: "they were tired, | but stayed"."""
    head = head_of(tree, piece)
    fellows = fellows_of(tree, head, apart) if head is not None else []
    after = [place for place in fellows if tree.words[place].span.start >= piece.end]
    while after and tree.words[after[-1]].relation == "punct":
        after.pop()
    is_next = after and tree.words[after[0]].span.start <= piece.end + 1 and after[-1] - after[0] < len(after)
    return Span(piece.start, tree.words[after[-1]].span.end) if is_next else piece


def _with_what_governs(
    attribution: Attribution, content: tuple[Span, ...], apart: Sequence[int], tree: Tree, text: str
) -> tuple[Span, ...]:
    """The content; of one that is a mere object of its cue the whole clause, so that no "not" is left outside: "they
    weren’t on board with | the plan", "two clerks are accused of | hiding money"."""
    cue = [place for piece in attribution.cue for place in tree.places_in(piece) if tree.words[place].tag[:2] == "VB"]
    head = head_of(tree, content[0])
    if not cue or head is None or not is_under(tree, head, cue[-1]):
        return content
    is_passive = any(tree.words[child].relation == "nsubj:pass" for child in tree.children[cue[-1]])
    is_whole = not all(is_bare(tree, piece) for piece in content)
    is_spoken = attribution.reason.method != BY_DEFAULT and content[0].of(text)[0] in _QUOTES
    if is_whole or is_spoken or not (is_passive or attribution.stance is Stance.ASSERTS):
        return content
    verb = tree.words[cue[-1]]
    if verb.relation in ("acl", "acl:relcl"):
        whole: tuple[Span, ...] = (mention_of(tree, verb.head),)  # "letters that describe | the raid"
    else:
        whole = statement_of(tree, cue[-1], apart)
    is_all = all(any(piece.contains(part) for piece in whole) for part in content)
    return whole if is_all and len(quote_of(whole, text).split()) <= LONGEST_STATEMENT else content


def _tells(attribution: Attribution, parents: Sequence[Attribution], inner: Sequence[Attribution], text: str) -> bool:
    """Whether the attribution gives a claim of its own."""
    if (
        not attribution.content
        or attribution.reason.method == ATTITUDE
        or not any(_words_in(attribution.content, (), text))
    ):
        return False
    if is_unsaid(attribution, parents) or (parents and not _adds(attribution)):
        return False
    return not _is_carrier(attribution, inner, text)


def _is_thin(attribution: Attribution, text: str) -> bool:
    """Whether words without a verb tell nothing as they are asserted: by a cue that is no word of telling ("dangled |
    the prospect of reform") or in nobody's voice, if they tell no figure; or because they are one word ("the plan").
    Words on both sides of the cue are a sentence with it: "the sentence | appears | unlikely"."""
    spoken = [voice for voice in attribution.voices if voice.span]
    is_paper = any(voice.kind is VoiceKind.DOCUMENT for voice in spoken)  # what it "lists" or "includes" it says
    is_known = bool(spoken) and (is_paper or attribution.reason.method != BY_DEFAULT)
    if not is_known and len(attribution.content) == 1:
        return not any(letter.isdigit() for letter in attribution.content[0].of(text))
    return sum(1 for _ in _words_in(attribution.content, (), text)) <= _MOST_WORDS_LEFT


def _has(places: Sequence[int], content: Sequence[Span]) -> bool:
    """Whether any of the `places`, in order, lies in the content."""
    return any(bisect_left(places, piece.start) < bisect_left(places, piece.end) for piece in content)


def _adds(attribution: Attribution) -> bool:
    """Whether a nested attribution adds a voice or a stance to the one around it."""
    return bool(attribution.voices) or attribution.stance is not Stance.ASSERTS


def _is_carrier(attribution: Attribution, inner: Sequence[Attribution], text: str) -> bool:
    """Whether the content is nothing but attributions inside it that give claims themselves.

    A stance that none of them has is more than carrying: "denied that two officials had said so".
    """
    told = [one for one in inner if one.content and one.reason.method != ATTITUDE and _adds(one)]
    taken = [span for one in told for span in (*one.source, *one.cue, *one.content)]
    is_plain = attribution.stance is Stance.ASSERTS or any(one.stance is attribution.stance for one in told)
    left = sum(1 for _ in _words_in(attribution.content, taken, text))
    return bool(told) and is_plain and left <= _MOST_WORDS_LEFT


def _words_in(content: Sequence[Span], taken: Sequence[Span], text: str) -> Iterator[str]:
    """The words of `content` that say something and lie in none of the `taken` spans."""
    for piece in content:
        for match in _WORD.finditer(text, piece.start, piece.end):
            word = Span(match.start(), match.end())
            if not _SMALL_WORD.match(match.group()) and not any(word.overlaps(span) for span in taken):
                yield match.group()

"""What a voice does with a content: asserts, confirms, alleges, denies, declines, predicts or demands.

In go the words of cue and content and what is known of the speaker; out comes the stance with the words
that decided it. The cue decides first (with its negation); an asserting cue gives way to what the content
itself says: a hedge, a falsehood called by name, a plain negation by one who answers for the act, a "must".
How each is decided, with examples: docs/voices.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rashomon.lexicon import CueMatch, Lexicon, words_of
from rashomon.records import Stance

ATTITUDE = "attitude"
"""The method of a Reason whose cue is a feeling or a perception that tells nothing; gives no claim."""
BY_DEFAULT = "default"
"""The method of a Reason whose cue no table knows: it asserts, if its content says something."""
BY_CONTENT = "content"
"""The method of a Reason whose cue only asserts, and whose content says more: "said the reports were false"."""
BY_NEGATION = "negation"
"""The same where it negates an act: "said that it had not fired"."""

_NEGATES = "content negates"
_FIRST_CLAUSE = re.compile(
    r"[,;:.!?—]|\s[–-]\s|\b(?:which|who|because|but|until|unless|if|when|while|since|although|though|after|before|despite)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\s(?:which|who|whose|because|after|before|while|since|although|though|despite|for)\b")
"""Where what is told besides begins: "could be jailed | for allegedly hitting"."""
_FIRST_SENTENCE = re.compile(r"[.!?…][”\"’']?\s|,[”\"]\s(?=[“\"][A-Z])")
"""Where the first sentence ends; a quote that the cue breaks up goes on with a capital letter in a new one."""
_NEXT_TOLD = re.compile(r"[.!?…][”\"’']?\s|,[”\"]\s(?=[“\"][A-Z])|[,;]?\s(?:and|but)\sthat\b|[,;]\s(?:and|but)\b")
_OPENING = re.compile(
    r"^[\s“”\"‘'…]*(?:(?:no|never|well|look|absolutely\snot|contrary\sto\s[^,.]*),\s*)?(?:that\b)?[\s“\"‘']*",
    re.IGNORECASE,
)
_TIME_CLAUSE = re.compile(
    r"""(?<=\w)\s(?:[Oo]n\sthe\s(?:very\s|same\s)?(?:night|day|morning|evening|afternoon)\s
    (?:(?:that|when)\s|(?=(?:the|an?|its|their|his|her|our|he|she|it|they|we|one|two|three|several)\s|\d|[A-Z]))
    |when\s(?!asked\b))[^,;:.!?“”"]+""",
    re.VERBOSE,
)
"""The clause that says when it was: "lay in the bay | on the night two guards died"."""
_OF_A_REPORT = re.compile(r"^[\s“\"‘']*(?!that\b)(?:\w+\s){1,4}that\b")
_PERFORMED = re.compile(r"^[\s“\"‘']*(?:I|we)(?:\s\w+ly)?\s(?=(?:deny|reject|refute|dismiss|dispute)\b)", re.IGNORECASE)
_CONFIRMED = re.compile(r"^[\s“\"‘']*(?:I|we)\s(?:can\s(?:now\s)?)?confirm\b", re.IGNORECASE)
"""How a quote confirms by saying so."""
_LIKELY = re.compile(
    r"\b(?:unlikely\b(?!\sto\shave|\sthat\b)|(?<!more\s)(?<!less\s)(?<!as\s)likely\sto\s(?!have\b)[a-z]+)",
    re.IGNORECASE,
)
"""How a content says what it expects; of what "is likely to have been" it says what it thinks was."""
_WARNINGS = frozenset({"warn", "warning", "caution"})
_TOLD_AS_SO = re.compile(
    r"(?:\bthat\b|^\s*[“\"‘'])[^,;:.!?”\"]*?\b(?:is|are|was|were|has|have|had)\b[^,;:.!?”\"]*", re.IGNORECASE
)
_AHEAD = re.compile(
    r"\b(?:will|would|could|can|may|might|should|must|shall|cannot|if|unless|risk\w*|dangers?|threats?|likely|possible|possibility"
    r"|chances?|about\sto|going\sto|to\scome|(?:is|are|was|were)\sto|bound\sto|coming)\b|[’']ll\b",
    re.IGNORECASE,
)
"""What makes a warning one of something that is still to come."""
_WILL = re.compile(r"\bwill\b|[’']ll\b")
_NO = re.compile(
    r"^[\s“\"‘']*(?:(?:absolutely|certainly|of\scourse|definitely)\snot|not\sat\sall|(?<=[“\"‘'])(?:no|never|nonsense))[.,!”\"’']*$",
    re.IGNORECASE,
)
_CAPITALISED = re.compile(r"\b[A-Z][\w’'-]+")
_THAT_CLAUSE = re.compile(
    r"^[\s“\"‘']*that\b.*\b(?:is|are|was|were|has|had|have|did|does|do|would|will|could|can|\w+ed)\b",
    re.DOTALL | re.IGNORECASE,
)
_TO_DO = re.compile(r"^[\s“\"‘']*(?:not\s+)?to\s+[a-z]")
_TO_ACT = re.compile(r"\bto\s+(?!(?:the|an?|his|her|its|their|these|those|this|that|such|any|all|reports?)\b)(?=[a-z])")
"""Where what is offered or wanted begins: "an offer | to hold talks"."""
_QUESTION_WORD = re.compile(r"^[\s“\"‘']*(?:whether|if|why|how|what)\b", re.IGNORECASE)
_MUST = re.compile(r"\bmust\s+(?:not\s+|immediately\s+|now\s+)?(?!have\b|be\s+(?!\w+(?:ed|en)\b))[a-z]+", re.IGNORECASE)
_LEAST_STEM = 4
_OPENING_LENGTH = 60  # characters of content in which a phrase of the cue may end
_POINTING_WORDS, _POINTED = 6, 2
_POINTERS = tuple([word] for word in ("it", "this", "that", "they", "these", "those", "all", "which"))
_FEW_WORDS = 4
_IS = re.compile(
    r"\b(?:is|are|was|were|be|been)\b(?:\s+[“\"‘']?\w+){0,3}\s*[“\"‘']?\s*$|[’'](?:s|re)(?:\s+\w+){0,3}\s*$"
)
_MAYBE = re.compile(r"\b(?:may|might|could|would|if|whether|not|never)\b|n[’']t\b", re.IGNORECASE)
_NOT = re.compile(r"n[’']t\b|(?<=can)not\b", re.IGNORECASE)
_OF_ITS_OBJECT = re.compile(r"\b(?:of|to|for|by|in|at|on|from|that|which|who|and|or|until|unless|by)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One content as somebody spoke it: the words, and what the article tells of the speaker.

    `profile` is everything printed of the speaker: source, title, what stands beside the name.
    """

    cue: str
    content: str
    has_source: bool
    profile: str
    is_institution: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A stance, in words what decided it, and the method: `ATTITUDE` of a cue that tells nothing."""

    stance: Stance
    method: str
    detail: str


def stance_of(utterance: Utterance, lexicon: Lexicon) -> Judgement:
    """The stance of the voice to the content, with its reason."""
    match = lexicon.find_cue(utterance.cue, utterance.content[:_OPENING_LENGTH])
    if match is None:
        stance, detail = Stance.ASSERTS, "no cue that the tables know"
    else:
        stance, detail = _stance_of_cue(match, utterance, lexicon)
    turned = None
    if stance in (Stance.ASSERTS, Stance.ALLEGES):
        turned = _stance_of_content(stance, match, utterance, lexicon)
    elif stance is Stance.DEMANDS and _QUESTION_WORD.match(utterance.content):
        turned = Stance.ASSERTS, f"{detail} of a question"
    stance, detail = turned or (stance, detail)
    if match is not None and not match.cue.is_claim and stance is Stance.ASSERTS:
        method = ATTITUDE
    elif match is None and turned is None:
        method = BY_DEFAULT
    else:
        is_of_content = turned is not None or _reaches_into_content(match, utterance, lexicon)
        method = (BY_NEGATION if detail.startswith(_NEGATES) else BY_CONTENT) if is_of_content else "cue"
    return Judgement(stance=stance, method=method, detail=detail)


def _stance_of_cue(match: CueMatch, utterance: Utterance, lexicon: Lexicon) -> tuple[Stance, str]:
    cue = match.cue
    if cue.needs_report and not _is_about_a_report(utterance, lexicon):
        return cue.otherwise, f'cue "{cue.phrase}" of something that is no report'
    if match.is_negated:
        return cue.negated, f'negated cue "{cue.phrase}"'
    if cue.phrase.startswith("deny") and _is_refused(utterance.content, lexicon):
        return Stance.ASSERTS, f'cue "{cue.phrase}" of something that is refused'
    if not utterance.has_source and not utterance.cue.lower().endswith("ing"):
        return cue.passive, f'cue "{cue.phrase}" without a source'
    if cue.phrase in ("tell", "ask", "advise") and _TO_DO.match(utterance.content):
        return Stance.DEMANDS, f'cue "{cue.phrase}" with an infinitive'
    if cue.phrase == "estimate" and _WILL.search(_first_clause(utterance.content)):
        return Stance.PREDICTS, f'cue "{cue.phrase}" of what is to come'
    if cue.stance is Stance.PREDICTS and cue.phrase.split()[0] in _WARNINGS and _is_told_as_so(utterance.content):
        return Stance.ASSERTS, f'cue "{cue.phrase}" of what is so'
    return cue.stance, f'cue "{cue.phrase}"'


def _is_told_as_so(content: str) -> bool:
    """Whether what somebody warns of is there already ("that the dam is leaking"), and neither ahead nor a risk."""
    told = _TOLD_AS_SO.search(content)
    return told is not None and not _AHEAD.search(told.group())


def _reaches_into_content(match: CueMatch | None, utterance: Utterance, lexicon: Lexicon) -> bool:
    """Whether the cue ends in the words of the content: "said | no such talks were held"."""
    if match is None or match.cue.stance is not Stance.DENIES:
        return False
    alone = lexicon.find_cue(utterance.cue)
    return alone is None or alone.cue is not match.cue


def _is_refused(content: str, lexicon: Lexicon) -> bool:
    """Whether what is denied is something that somebody wanted, and no report: "them entry", "bail", "a visa"."""
    words = words_of(_OF_ITS_OBJECT.split(content, maxsplit=1)[0])
    nouns = {words[-1], words[-1].removesuffix("s")} if words and len(words) <= _FEW_WORDS else set()
    return not nouns.isdisjoint(lexicon.stance.refused_words)


def _is_about_a_report(utterance: Utterance, lexicon: Lexicon) -> bool:
    """Whether what is rejected or dismissed is a report, a claim or an accusation (and not an offer)."""
    opening = re.split(r"[,;.]", utterance.content, maxsplit=1)[0]
    if (
        opening.strip().lower() in ("", "that")
        or _THAT_CLAUSE.match(opening)
        or re.search(r"\bas\s*$", utterance.cue)
        or lexicon.falsehood.search(utterance.content)
    ):
        return True
    words = words_of(utterance.cue)[1:] + words_of(_TO_ACT.split(opening, maxsplit=1)[0])[:8]
    return any(lexicon.lemma_of(word) in lexicon.stance.reports_words for word in words)


def _stance_of_content(
    stance: Stance, match: CueMatch | None, utterance: Utterance, lexicon: Lexicon
) -> tuple[Stance, str] | None:
    content = utterance.content
    is_question = (match is not None and match.cue.is_impersonal) or _QUESTION_WORD.match(content) is not None
    if is_question or (match is not None and match.is_negated):
        return None
    sentence = _FIRST_SENTENCE.split(content, maxsplit=1)[0]
    falsehood = find_falsehood(sentence, utterance.cue, lexicon) if utterance.has_source else None
    if falsehood and _answers_for_itself(utterance, lexicon):
        return Stance.DENIES, f'content calls it "{falsehood}"'
    if stance is Stance.ALLEGES:
        return None
    if utterance.has_source and _NO.match(content):
        return Stance.DENIES, f'content says "{content.strip()}"'
    if utterance.has_source and _CONFIRMED.match(content):
        return Stance.CONFIRMS, 'content says "confirm"'
    performed = _performed_denial(sentence, utterance, lexicon)
    if performed:
        return Stance.DENIES, f'content says "{performed}"'
    negation = find_denial(utterance, lexicon)
    if negation:
        return Stance.DENIES, negation
    clause = _first_clause(content)
    hedge = lexicon.hedge.search(_BESIDE.split(sentence, maxsplit=1)[0])
    if hedge:
        return Stance.ALLEGES, f'content hedged by "{hedge.group()}"'
    likely = _LIKELY.search(clause)
    if likely:
        return Stance.PREDICTS, f'content says "{likely.group()}"'
    withheld = lexicon.withholding.search(clause)
    if utterance.has_source and withheld:
        return Stance.DECLINES, f'content leaves it open: "{withheld.group()}"'
    if utterance.has_source and _MUST.search(clause):
        return Stance.DEMANDS, 'content says what "must" be done'
    return None


def _performed_denial(sentence: str, utterance: Utterance, lexicon: Lexicon) -> str | None:
    """The verb with which a quote denies by saying so, or None: "I categorically reject these allegations"."""
    opening = _PERFORMED.match(sentence)
    if opening is None:
        return None
    rest = sentence[opening.end() :]
    match = lexicon.find_cue(rest)
    is_report = _is_about_a_report(replace(utterance, cue="", content=rest), lexicon)
    return match.cue.phrase if match is not None and is_report else None


def find_falsehood(sentence: str, cue: str, lexicon: Lexicon) -> str | None:
    """The words by which the sentence calls a report or an accusation untrue, or None; `cue` is what the voice does.

    "The reports are fabricated", "called the list pure invention", "it isn't true that …", "had nothing to do
    with it"; not "people are given false hope", nor "that is wrong".
    """
    words = lexicon.stance
    sentence = _NOT.sub(" not", sentence)
    phrase = lexicon.untruth.search(sentence)
    if phrase:
        return phrase.group()
    found = lexicon.falsehood.search(sentence)
    if found is None:
        return None
    before = sentence[: found.start()]
    spoken_of = words_of(before)
    tellings = words.reports_words | words.reports_things
    is_report = any(lexicon.lemma_of(word) in tellings for word in spoken_of)
    is_called = any(lexicon.lemma_of(word) in words.falsehoods_cues for word in words_of(cue))
    is_predicate = _IS.search(before) is not None and not _MAYBE.search(before)
    is_error = found.group().lower() in words.falsehoods_errors
    is_pointed_at = (
        not is_error
        and spoken_of[:1] in _POINTERS
        and (
            len(spoken_of) <= _POINTED
            or spoken_of[1] in words.negators_auxiliaries
            or spoken_of[1].endswith(("ll", "ly"))
        )
    )
    is_called = is_called and (is_report or (not is_error and len(spoken_of) <= _FEW_WORDS))
    if is_called or (is_predicate and (is_report or (is_pointed_at and len(spoken_of) <= _POINTING_WORDS))):
        return found.group()
    return None


def find_denial(utterance: Utterance, lexicon: Lexicon) -> str | None:
    """Why the content is itself a denial: a negated act, past or going on, by one who answers for it; else None.

    "Vostria is not arming anyone, its envoy said" is one. A negated opinion ("does not believe"), future
    ("will not attack") or outcome ("no one was hurt") is none, nor is anything a bystander tells.
    """
    words = lexicon.stance
    clause = _first_clause(utterance.content)
    tokens = words_of(clause)
    at = next((place for place, token in enumerate(tokens) if token in words.negators_words), None)
    # "Nobody had been warned" tells what was not done to somebody, which answers no accusation.
    if (
        at is None
        or tokens[at] == "nobody"
        or (tokens[at] == "none" and words.own_pronouns.isdisjoint(tokens[at + 2 : at + 3]))
        or not utterance.has_source
        or not _answers_for_itself(utterance, lexicon)
    ):
        return None
    if any(token in words.negators_future for token in tokens[: at + 3]) or "yet" in tokens:
        return None
    if not _negates_own_act(tokens, at, clause, utterance, lexicon):
        return None
    return f'{_NEGATES} an act of the speaker\'s side: "{" ".join(tokens[at : at + 3])}"'


def _negates_own_act(tokens: list[str], at: int, clause: str, utterance: Utterance, lexicon: Lexicon) -> bool:
    """Whether the "not" at `at` negates what the speaker answers for: "our troops did not fire", "there was no raid",
    "not a single shell was fired", "we have no base there"."""
    words = lexicon.stance
    subject, rest = tokens[:at], tokens[at + 1 :]
    is_none = tokens[at] in ("no", "neither", "none")
    if tokens[at : at + 2] == ["not", "one"] or rest[:2] == ["a", "single"]:
        rest, is_none = rest[rest[:1].count("a") + 1 :], True
    if subject[:1] == ["there"]:
        there_is = words.negators_auxiliaries.issuperset(subject[1:])
        rest = [word for word in rest if word not in ("been", "any")][:_FEW_WORDS]
        return there_is and _is_thing(rest, lexicon) and _is_answerable(utterance, lexicon)
    if is_none and subject and subject[-1] in words.negators_auxiliaries:
        is_held = not words.holdings_words.isdisjoint(rest[:_FEW_WORDS])
        return is_held and _is_thing(rest[:_FEW_WORDS], lexicon) and _speaks_of_own(subject, clause, utterance, lexicon)
    if is_none or not subject:
        verbs = (word for word in rest[1:8] if lexicon.lemma_of(word) in words.acts_words | words.negators_auxiliaries)
        return any(verbs) and rest[0] != "to" and _is_thing(rest, lexicon) and _is_answerable(utterance, lexicon)
    if "by" in rest and not words.own_pronouns.isdisjoint(rest[rest.index("by") :]):
        return _is_negated_act(subject, rest, lexicon)  # "the missile was not fired by our forces"
    # "Defended the position of not letting them in" denies nothing.
    is_verb = tokens[at] != "not" or subject[-1] in words.negators_auxiliaries | words.own_pronouns  # "we’re"
    return is_verb and _is_negated_act(subject, rest, lexicon) and _speaks_of_own(subject, clause, utterance, lexicon)


def reach_of(content: str, method: str) -> int:
    """How many characters of a content its stance holds for: all where the cue decided, else the first sentence up to
    an "and that", and of a negated act the clause: "we did not fire, and they shelled us"."""
    if method == BY_NEGATION:
        opening = _OPENING.match(content)
        return (opening.end() if opening else 0) + len(_first_clause(content))
    return len(_NEXT_TOLD.split(content, maxsplit=1)[0]) if method == BY_CONTENT else len(content)


def presupposed_in(content: str) -> range:
    """The characters of a denied content that only say when it would have been, and so are taken for true: "it was in
    the bay | on the night two guards died"; none where a whole report is denied ("reports that …")."""
    clause = None if _OF_A_REPORT.match(content) else _TIME_CLAUSE.search(content)
    return range(*clause.span()) if clause else range(0)


def _first_clause(content: str) -> str:
    return _FIRST_CLAUSE.split(_OPENING.sub("", content, count=1), maxsplit=1)[0]


def _is_thing(rest: list[str], lexicon: Lexicon) -> bool:
    """Whether "no shells …" or "there was no raid" speaks of what happened or goes on, and of no mere outcome."""
    words = lexicon.stance
    return bool(rest) and words.outcomes_words.isdisjoint(rest) and rest[0] not in words.opinions_words


def _is_negated_act(subject: list[str], rest: list[str], lexicon: Lexicon) -> bool:
    """Whether what follows the "not" is a verb of doing, or a word of presence, and no opinion."""
    words = lexicon.stance
    if rest and rest[0] in words.opinions_words:
        return False
    verbs = [
        token
        for token in rest
        if not token.endswith("ly") and token not in ("been", "being", "ever", "even", "also", "a")
    ]
    if not verbs or verbs[0] in words.opinions_words or lexicon.lemma_of(verbs[0]) in words.opinions_words:
        return False
    if any(token in words.outcomes_words for token in (*subject[-2:], verbs[0])):
        return False
    if subject[-1] in ("is", "are", "was", "were", "am") and verbs[0].endswith("ing"):
        return True
    if subject[-1] in words.negators_auxiliaries and verbs[0] in words.presence_words:
        return not any(token in words.opinions_words for token in rest[:4])
    return lexicon.lemma_of(verbs[0]) in words.acts_words


def _speaks_of_own(subject: list[str], clause: str, utterance: Utterance, lexicon: Lexicon) -> bool:
    """Whether the subject of the negated act is the speaker, the speaker's side, or nobody in particular."""
    words = lexicon.stance
    if any(token in words.own_pronouns for token in subject):
        return True
    names = [name.lower() for name in _CAPITALISED.findall(clause.split(" not ")[0].split("n’t")[0].split("n't")[0])]
    profile = utterance.profile.lower()
    spoken = set(words_of(profile))
    if any(shares_stem(name, word) for name in names for word in spoken):
        return True
    if not _is_answerable(utterance, lexicon):
        return False
    proper = [name for name in names if name not in ("the", "such", "these", "those", "this", "any", "our", "its")]
    first_is_proper = bool(proper) and not clause.lower().startswith(proper[0])
    if any(token in words.own_words for token in subject):
        return not (first_is_proper or len(proper) > 1)
    return "being" in words_of(clause) or subject[0] in ("such", "this", "these", "those")


def shares_stem(name: str, word: str) -> bool:
    """Whether the two are forms of one name: "Vostria" and "Vostrian"."""
    shortest = min(len(name), len(word))
    shared = next((place for place in range(shortest) if name[place] != word[place]), shortest)
    return shared >= _LEAST_STEM and shared >= shortest - 2


def _answers_for_itself(utterance: Utterance, lexicon: Lexicon) -> bool:
    """Whether the speaker is no bystander (a witness, an analyst, a study)."""
    return not any(word in lexicon.stance.bystanders_words for word in words_of(utterance.profile))


def _is_answerable(utterance: Utterance, lexicon: Lexicon) -> bool:
    """Whether the speaker answers for somebody: an institution, or a person with an office."""
    return utterance.is_institution or any(
        word in lexicon.stance.answerable_words for word in words_of(utterance.profile)
    )

"""Rashomon: rival accounts of the same events. Who says what in the news, in whose words, on whose word.

The files in the order in which to read them:

    records         the nouns: Document, Article, Mention, Attribution, Voice, Claim, Refusal
    errors          what can go wrong: a code, a sentence, a way to mend it
    settings        where the ledger is, which model reads
                    -- knowledge: bytes and pages
    charsets        which characters bytes stand for
    streams         gzip unpacked as far as it goes
    rows            a line of JSONL
    pages           the lines of a page: prose, heading, furniture
    webpages        HTML taken apart
    datelines       the dates and bylines that pages print
    outlets         names of news outlets
    languages       the language of a text
    borders         where on a page a new report begins (border_weights: by what odds)
    bodies          what is told, apart from what is printed around it
                    -- knowledge: language
    words           text to sentences and words with their places
    tags            what a word's form says of its part of speech
    decoding        the model's numbers to labels, trees, roles and chains
    reader          the model: text to Reading
    phrases         which words belong to a head
    lexicon         cues, speakers and names, from tables/*.toml
    joins           which pieces that the model marks belong together
    nesting         how they lie in each other and beside each other
    stances         what a voice does with a content
    speakers        what kind of speaker some words are
    casts           who in an article may be meant by a pronoun
    antecedents     whom "he" and "the ministry" mean
    voices          the chain that one attribution adds
    tellers         whose words stand at a place
    denial_words    how a denial names what it denies
    denials         which event a denial means that only names it
    quotations      the stretches in quotation marks
    newsrooms       agencies and outlets by all their names, and the phrases that credit or cite them
    inflections     every form of a base form
    states          which states of things exclude each other
    vocabulary      how much the words of a quote tell
    ledes           what an article tells in its own word of what its headline says
    meanings        what a claim means, as a vector
    kinds           which words tell of which type of event
    countries       names of countries, peoples and capitals, with their codes
    actors          who an actor is in PLOVER's terms: country and sector
    magnitudes      how many, as printed and as numbers
    scenes          what the words of an event are read from
    referents       whom pronouns and descriptions in it mean
    parties         whom the words of an event stand for
    chunks          who stands beside it, by the order of words alone
    participants    which words take part in it
    frames          who of them does it, and to whom
    triggers        which words tell of one, each told once
    recalls         what an event takes up of those told before it
    rhetoric        whether words of force are meant as such
    factualities    whether it is told as having happened
    spellings       what the spellings of one place name share
    gazetteer_file  the file of places: its form, and writing it
    gazetteer       names of places to GeoNames' entries
    geonames        GeoNames' dump to such a file
    placewords      what English says around the names of places
    candidates      the entries that a printed name may stand for
    placenames      where an article names places
    toponyms        which entry each stands for (toponym_weights: by what odds)
    names           what a name is made of
    timewords       words of time, by their classes
    timegrammar     which of them make a time phrase
    calendars       TIMEX3 values to days
    timevalues      what a time phrase is read against, and what comes of it
    timedates       "Tuesday, March 14"
    timestretches   "last week", "the third quarter"
    timelengths     "for three days", "two weeks ago", "every Monday"
    offices         which office an article gives a person
    descriptions    what the words for a voice say of it: its bodies, whether it hides
    likenesses      whether two voices of one event are one
    groupings       such voices put together, each joining with its reason
    sides           what of a telling is compared
    comparisons     what two tellings have in common, one kind of evidence each (link_weights: by what odds)
    blocks          by which keys a telling is found again
    presuppositions  what a denial covers that is told in other words
    contraries      whether two assertions cannot both be
    relations       what the claims of one event are to each other
    migrations      the tables of the ledger file
    schema          the ledger file: opening, errors
    decisions       what analysts decided, and what stands of it
    labels          records as a few plain words
    filters         which claims are meant, and the SQL that says so
                    -- stages: record in, records out
    documents       bytes to Documents
    articles        Document to Articles
    attributions    Reading to Attributions with stance and voices
    events          Reading to EventMentions: who did what to whom
    times           Reading to TimePhrases
    places          Reading to Places
    grounding       EventMentions with where and when
    claims          EventMentions and Attributions to Claims
    entities        names of one article to whom it means
    merges          which entity of the ledger that is
    copies          who copied whom: sketches, candidates, passages in common
    credits         which agency an article credits
    citations       which other outlet an article has something from
    links           tellings to events: edges between pairs, and what follows from them
    origins         tellings of one event to independent origins, and whether they go in a circle
    grades          what the origins make of the event: status and credibility
                    -- edges
    fetch           the only socket
    sources         files, folders, addresses to Documents
    reconcile       who entities may be elsewhere, asked of a service
    registry        the entities of the ledger and their index
    entity_rulings  what analysts decided of entities, followed in the registry
    rulings         decisions as rows, and which claims they touch
    ties            what articles have to do with each other, stored
    linkage         the events of the ledger: edges, origins, status
    ledger          what is written
    answers         what it is answered with
    accounts        one event as its outlets or voices tell it: values, differences, sentences
    findings        claims, mentions and events with what stands around them
    listings        a page of events, and how many there are by status, day and place
    margins         what stands beside the text of an article
    searches        what words are found in
    queries         what can be asked
    anchors         what a decision is about, in ids that every ledger has
    testimony       what a voice or an entity says, and what others made of it
    namings         how an entity is named, where, and what it is said to have done
    doubts          what an analyst should look at first
    verdicts        the way of a decision into the ledger
    contradictions  rows of linked events that do not follow from the others
    verification    the proof that the ledger is what its documents give
    export          records as JSON
    tally           what became of the documents, counted
    traits          what an article is linked by
    pipeline        the order of the stages
    screen          records as they look on a terminal
    event_sheets    events, and the accounts of one side by side, on a terminal
    sheets          one record with all that it rests on
    terminal        the way out to it
    options         the words that commands share
    asking          the commands that ask
    deciding        the commands that decide
    room            the reading room: pages over the ledger (its own order stands in room/__init__.py)
    cli             words to calls

    >>> from rashomon import ClaimFilter, open_queries
    >>> with open_queries(Path("rashomon.db")) as queries:
    ...     for found in queries.find_claims(ClaimFilter(stances=(Stance.DENIES,))):
    ...         print(found.article.outlet, found.claim.voices, found.claim.quote)
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rashomon.errors import RashomonError
from rashomon.records import Article, Attribution, Claim, Document, Mention, Span, Stance, Voice, VoiceKind

if TYPE_CHECKING:
    from rashomon.filters import ClaimFilter
    from rashomon.ledger import open_ledger
    from rashomon.lexicon import load_lexicon
    from rashomon.pipeline import read_documents
    from rashomon.queries import open_queries
    from rashomon.reader import open_reader

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Attribution",
    "Claim",
    "ClaimFilter",
    "Document",
    "Mention",
    "RashomonError",
    "Span",
    "Stance",
    "Voice",
    "VoiceKind",
    "load_lexicon",
    "open_ledger",
    "open_queries",
    "open_reader",
    "read_documents",
]

_DOORS = {
    "ClaimFilter": "filters",
    "load_lexicon": "lexicon",
    "open_ledger": "ledger",
    "open_queries": "queries",
    "open_reader": "reader",
    "read_documents": "pipeline",
}


def __getattr__(name: str) -> Any:
    """The names behind heavy imports, brought in when they are first asked for."""
    if name not in _DOORS:
        raise AttributeError(f"module 'rashomon' has no attribute {name!r}")
    return getattr(import_module(f"rashomon.{_DOORS[name]}"), name)

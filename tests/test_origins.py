"""Origins: who stands behind the tellings of one event, by invented cases of every rule and of what is hard."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.descriptions import load_source_tables
from rashomon.errors import SettingError
from rashomon.lexicon import TABLES_PATH, load_lexicon
from rashomon.offices import Office, offices_of, parted
from rashomon.origins import Sourcing, Ties, origins_of
from rashomon.records import (
    Citation,
    CitationKind,
    Claim,
    CopyVerdict,
    CreditExtent,
    EventMention,
    EventType,
    Factuality,
    Magnitude,
    MagnitudeKind,
    Passage,
    Reason,
    Span,
    Stance,
    Telling,
    TextReuse,
    Voice,
    VoiceKind,
    WireCredit,
)

REASON = Reason(method="test", score=1.0, detail="made by hand")
KINDS = {kind.value: kind for kind in VoiceKind}
LEXICON = load_lexicon()
TABLES = load_source_tables(LEXICON)
NO_TIES = Ties()


def voice(words: str) -> Voice:
    """A voice from "kind: name"."""
    kind, name = words.split(": ")
    return Voice(kind=KINDS[kind], name=name, span=None)


def tell(
    outlet: str,
    *voices: str,
    stance: Stance = Stance.ASSERTS,
    entities: Sequence[str | None] = (),
    dead: int | None = None,
    at: int = 0,
    published: date = date(2031, 3, 12),
) -> Telling:
    """What one article of an outlet tells; its id is the outlet's name, so one outlet has one article."""
    span = Span(at, at + 50)
    claim = Claim(
        article_id=f"a-{outlet}",
        attribution_id=None,
        event_mention_id=None,
        voices=tuple(map(voice, voices)),
        stance=stance,
        content=(span,),
        quote=f"{outlet} {at}",
        factuality=Factuality.HAPPENED,
        reason=REASON,
    )
    return Telling(
        claim=claim,
        event=None if dead is None else event_with(claim.article_id, span, dead),
        outlet=outlet,
        outlet_entity=None,
        published=published,
        voices=tuple(entities) or (None,) * len(voices),
        actors=(),
        recipients=(),
    )


def event_with(article_id: str, span: Span, dead: int) -> EventMention:
    return EventMention(
        article_id=article_id,
        trigger=span,
        clause=span,
        type=EventType.ASSAULT,
        mode=None,
        actors=(),
        recipients=(),
        magnitudes=(
            Magnitude(kind=MagnitudeKind.DEAD, span=span, text=str(dead), low=dead, high=dead, is_approximate=False),
        ),
        factuality=Factuality.HAPPENED,
        reason=REASON,
    )


def office(outlet: str, person: str, words: str) -> Office:
    role, body = parted(words)
    return Office(article_id=f"a-{outlet}", person=person, words=words, role=role, body=body)


def credit(outlet: str, agency: str, extent: CreditExtent = CreditExtent.WHOLE) -> WireCredit:
    return WireCredit(
        article_id=f"a-{outlet}", agency=agency, extent=extent, span=None, text=f"({agency})", reason=REASON
    )


def cite(outlet: str, cited: str, at: int = 500) -> Citation:
    return Citation(
        article_id=f"a-{outlet}",
        outlet=cited,
        span=Span(at, at + 5),
        kind=CitationKind.REPORT,
        content=(Span(at, at + 50),),
        speaker=None,
        reason=REASON,
    )


def copy_of(
    here: str, there: str, verdict: CopyVerdict = CopyVerdict.COPY, at: tuple[int, int] = (0, 100), quoted: bool = False
) -> dict[tuple[str, str], TextReuse]:
    passage = Passage(here=Span(*at), there=Span(*at), words=20)
    reuse = TextReuse(
        passages=() if quoted else (passage,),
        quotations=(passage,) if quoted else (),
        share_here=0.9,
        share_there=0.9,
        verdict=verdict,
        reason=REASON,
    )
    return {(f"a-{here}", f"a-{there}"): reuse}


def independent(sourcing: Sourcing) -> int:
    return sum(origin.is_support for origin in sourcing.origins)


@dataclass(frozen=True)
class Case:
    """Some tellings with what ties their articles, and how many origins support."""

    name: str
    tellings: tuple[Telling, ...]
    count: int
    ties: Ties = NO_TIES


CASES = [
    Case(
        "two outlets that give no source are two origins",
        (tell("The Lantern"), tell("Keth Courier")),
        2,
    ),
    Case(
        "two articles of one outlet are one origin, whatever it is called",
        (tell("The Lantern"), tell("Lantern", at=7)),
        1,
    ),
    Case(
        "what somebody says in a speech or writes in a book is their word",
        (
            tell("The Lantern", "named: Oskar Venn"),
            tell("Keth Courier", "anonymous: Venn’s New Year address"),
            tell("Tolne Gazette", "document: Oskar Venn's memoir"),
        ),
        1,
    ),
    Case(
        "the speech of somebody else is another origin",
        (tell("The Lantern", "named: Oskar Venn"), tell("Keth Courier", "anonymous: Ada Brenn’s speech")),
        2,
    ),
    Case(
        "an outlet that calls itself by the end of its name",
        (tell("Keth Courier"), tell("Keth Courier", "named: The Courier", at=9)),
        1,
    ),
    Case(
        "an outlet and the town in its name",
        (tell("Keth Courier"), tell("Keth Courier", "institution: Keth", at=9)),
        2,
    ),
    Case(
        "one person named fully and by the last name",
        (tell("A", "named: Mara Venn"), tell("B", "named: Venn"), tell("C", "named: Ms. Venn")),
        1,
    ),
    Case(
        "two persons of one last name stay two, and the last name alone goes to neither",
        (tell("A", "named: Mara Venn"), tell("B", "named: Oskar Venn"), tell("C", "named: Venn")),
        3,
    ),
    Case(
        "one name in two transliterations",
        (tell("A", "named: Samir Abdel Hafez"), tell("B", "named: Samir Abdel Hafiz")),
        1,
    ),
    Case(
        "the same entity under two names",
        (tell("A", "named: Mara Venn", entities=["e1"]), tell("B", "named: the admiral", entities=["e1"])),
        1,
    ),
    Case(
        "an outlet that one article takes for a body is the outlet that the others cite",
        (
            tell("A", "outlet: Velmar Ilbo", "anonymous: two officials"),
            tell("B", "institution: The Velmar Ilbo"),
            tell("C", "outlet: Velmar Ilbo"),
        ),
        1,
    ),
    Case(
        "an outlet cited for the fact has the source that it names for the suspicion",
        (
            tell("A", "outlet: Vost News"),
            tell("B", "outlet: Vost News", "institution: Keth police", stance=Stance.ALLEGES),
            tell("C", "institution: Keth police"),
        ),
        1,
    ),
    Case(
        "a body and its unnamed spokesman",
        (tell("A", "institution: the coast guard"), tell("B", "institution: a spokesman for the coast guard")),
        1,
    ),
    Case(
        "a body and its named spokeswoman",
        (tell("A", "institution: the Keth port authority"), tell("B", "named: Mara Venn")),
        1,
        Ties(offices=(office("B", "Mara Venn", "a spokeswoman for the Keth port authority"),)),
    ),
    Case(
        "an office is known from another article of the event",
        (tell("A", "institution: the dockers' union"), tell("B", "named: Mara Venn"), tell("C", "named: Mara Venn")),
        1,
        Ties(offices=(office("C", "Mara Venn", "head of the dockers' union"),)),
    ),
    Case(
        "two officials of one body",
        (tell("A", "named: Mara Venn"), tell("B", "named: Ilan Moreau")),
        1,
        Ties(
            offices=(
                office("A", "Mara Venn", "the Keth police chief"),
                office("B", "Ilan Moreau", "a spokesman for the Keth police"),
            )
        ),
    ),
    Case(
        "two officials of one body who give two numbers are two",
        (tell("A", "named: Mara Venn", dead=4), tell("B", "named: Ilan Moreau", dead=9)),
        2,
        Ties(
            offices=(
                office("A", "Mara Venn", "the Keth police chief"),
                office("B", "Ilan Moreau", "a spokesman for the Keth police"),
            )
        ),
    ),
    Case(
        "one body that corrects its number stays one",
        (tell("A", "institution: Keth police", dead=4), tell("B", "institution: the Keth police", dead=9)),
        1,
    ),
    Case(
        "ministries of one government",
        (
            tell("A", "institution: the Norwegian foreign ministry"),
            tell("B", "institution: Norway's defence ministry"),
            tell("C", "institution: Norway"),
        ),
        1,
    ),
    Case(
        "the same ministry of two countries",
        (
            tell("A", "institution: the Norwegian foreign ministry"),
            tell("B", "institution: the Finnish foreign ministry"),
        ),
        2,
    ),
    Case(
        "the government and the army of one country are two bodies",
        (tell("A", "institution: the Norwegian government"), tell("B", "institution: the Norwegian army")),
        2,
    ),
    Case(
        "the police goes to the only police that is named",
        (tell("A", "institution: the police"), tell("B", "institution: Keth police")),
        1,
    ),
    Case(
        "the police of two towns are two, and the police alone goes to neither",
        (
            tell("A", "institution: the police"),
            tell("B", "institution: Keth police"),
            tell("C", "institution: Selm police"),
        ),
        3,
    ),
    Case(
        "a senior police officer speaks for the police",
        (tell("A", "anonymous: a senior police officer"), tell("B", "institution: the police")),
        1,
    ),
    Case(
        "police sources do not",
        (tell("A", "anonymous: police sources"), tell("B", "institution: the police")),
        2,
    ),
    Case(
        "nor does an officer who must not be named",
        (
            tell("A", "anonymous: a police officer who spoke on condition of anonymity"),
            tell("B", "institution: the police"),
        ),
        2,
    ),
    Case(
        "unnamed sources of two outlets are two",
        (tell("A", "anonymous: two diplomats"), tell("B", "anonymous: diplomats")),
        2,
    ),
    Case(
        "unnamed sources of one outlet are one",
        (tell("A", "anonymous: two diplomats"), tell("A", "anonymous: diplomats", at=60)),
        1,
    ),
    Case(
        "unless it tells them apart",
        (tell("A", "anonymous: one diplomat"), tell("A", "anonymous: a second diplomat", at=60)),
        2,
    ),
    Case(
        "officials and residents of one outlet are two",
        (tell("A", "anonymous: officials"), tell("A", "anonymous: residents", at=60)),
        2,
    ),
    Case(
        "officials of two countries in one outlet are two",
        (tell("A", "anonymous: Norwegian officials"), tell("A", "anonymous: Finnish officials", at=60)),
        2,
    ),
    Case(
        "whoever cites an outlet shares its unnamed sources",
        (
            tell("A", "outlet: Keth Courier", "anonymous: two officers"),
            tell("B", "outlet: the Keth Courier", "anonymous: unnamed officers"),
            tell("C", "outlet: Keth Courier"),
        ),
        1,
    ),
    Case(
        "and shares them with the outlet itself",
        (tell("Keth Courier", "anonymous: two officers"), tell("B", "outlet: the Keth Courier")),
        1,
    ),
    Case(
        "but nobody cites an outlet that has two origins for one of them",
        (
            tell("Keth Courier", "anonymous: two officers"),
            tell("Keth Courier", "named: Mara Venn", at=60),
            tell("B", "outlet: the Keth Courier"),
        ),
        3,
    ),
    Case(
        "a paper that only the cited outlet has seen is that outlet's",
        (
            tell("A", "outlet: Keth Courier", "document: satellite pictures"),
            tell("B", "outlet: Keth Courier", "anonymous: officers"),
        ),
        1,
    ),
    Case(
        "an outlet without a name is the only one that others cite by name",
        (
            tell("A", "outlet: Keth Courier", "anonymous: officers"),
            tell("B", "outlet: a Velmari newspaper"),
            tell("C", "outlet: media reports"),
        ),
        1,
    ),
    Case(
        "with two reports cited by name it is neither",
        (
            tell("A", "outlet: Keth Courier"),
            tell("B", "outlet: Selm Gazette"),
            tell("C", "outlet: a Velmari newspaper"),
        ),
        3,
    ),
    Case(
        "whom somebody told is the origin, not the outlet that was told",
        (tell("A", "outlet: Keth Courier", "named: Mara Venn"), tell("B", "named: Mara Venn")),
        1,
    ),
    Case(
        "an article credited to a wire is the wire's word",
        (tell("A"), tell("B"), tell("Reuters")),
        1,
        Ties(credits=(credit("A", "Reuters"), credit("B", "Reuters"))),
    ),
    Case(
        "a wire that helped with a part leaves the outlet its own word",
        (tell("A"), tell("Reuters")),
        2,
        Ties(credits=(credit("A", "Reuters", CreditExtent.PART),)),
    ),
    Case(
        "a copy without a credit is the word of what it copies",
        (tell("A"), tell("B"), tell("C")),
        2,
        Ties(reuses=copy_of("A", "B")),
    ),
    Case(
        "a copy of a text that credits a wire is the wire's word",
        (tell("A"), tell("B"), tell("Reuters")),
        1,
        Ties(reuses=copy_of("A", "B"), credits=(credit("B", "Reuters"),)),
    ),
    Case(
        "unnamed sources of a copied text are the same",
        (tell("A", "anonymous: two diplomats"), tell("B", "anonymous: two diplomats")),
        1,
        Ties(reuses=copy_of("A", "B")),
    ),
    Case(
        "one passage in the same words",
        (tell("A"), tell("B")),
        1,
        Ties(reuses=copy_of("A", "B", CopyVerdict.PARTIAL)),
    ),
    Case(
        "a passage elsewhere in the articles says nothing",
        (tell("A"), tell("B")),
        2,
        Ties(reuses=copy_of("A", "B", CopyVerdict.PARTIAL, at=(400, 600))),
    ),
    Case(
        "the same quotation of an unnamed source",
        (tell("A", "anonymous: a diplomat"), tell("B", "anonymous: a diplomat")),
        1,
        Ties(reuses=copy_of("A", "B", CopyVerdict.NONE, quoted=True)),
    ),
    Case(
        "an outlet that credits the report of another and gives no source",
        (tell("A"), tell("B", "outlet: Keth Courier", "anonymous: officers")),
        1,
        Ties(citations=(cite("A", "Keth Courier"),)),
    ),
    Case(
        "not if it has another number",
        (tell("A", dead=2), tell("B", "outlet: Keth Courier", "anonymous: officers", dead=7)),
        2,
        Ties(citations=(cite("A", "Keth Courier"),)),
    ),
    Case(
        "who has it from somebody shares the origin with him",
        (tell("A", "named: Mara Venn", "institution: the Selm police"), tell("B", "named: Mara Venn")),
        1,
    ),
    Case(
        "the mayor, by name and by office",
        (tell("A", "named: the mayor"), tell("B", "named: Mara Venn")),
        1,
        Ties(offices=(office("B", "Mara Venn", "the mayor of Keth"),)),
    ),
    Case(
        "two mayors are two, and the mayor alone is neither",
        (tell("A", "named: the mayor"), tell("B", "named: Mara Venn"), tell("C", "named: Ilan Moreau")),
        3,
        Ties(
            offices=(
                office("B", "Mara Venn", "the mayor of Keth"),
                office("C", "Ilan Moreau", "the mayor of Selm"),
            )
        ),
    ),
    Case(
        "the prosecutor and the prosecutor's office",
        (
            tell("A", "named: Mara Venn"),
            tell("B", "institution: the prosecutor's office"),
            tell("C", "named: the prosecutor"),
        ),
        1,
        Ties(offices=(office("A", "Mara Venn", "the Keth prosecutor"),)),
    ),
    Case(
        "her father, named in another article",
        (tell("A", "named: her father"), tell("B", "named: Oskar")),
        1,
        Ties(offices=(office("B", "Oskar", "her father"),)),
    ),
    Case(
        "somebody's father, named in another article",
        (tell("A", "anonymous: Tove Ask’s father"), tell("B", "named: Oskar")),
        1,
        Ties(offices=(office("B", "Oskar", "her father"),)),
    ),
    Case(
        "one name that was taken for a person's and for a body's",
        (tell("A", "named: Harrow"), tell("B", "institution: Harrow")),
        1,
    ),
    Case(
        "a former minister speaks for himself",
        (tell("A", "named: Mara Venn"), tell("B", "institution: the Norwegian government")),
        2,
        Ties(offices=(office("A", "Mara Venn", "a former Norwegian foreign minister"),)),
    ),
    Case(
        "an expert speaks for himself",
        (tell("A", "named: Mara Venn"), tell("B", "institution: Keth University")),
        2,
        Ties(offices=(office("A", "Mara Venn", "a professor at Keth University"),)),
    ),
    Case(
        "a statement is the word of whoever issues it",
        (tell("A", "document: a police statement"), tell("B", "institution: the police")),
        1,
    ),
    Case(
        "a recording is nobody's",
        (tell("A", "document: police radio recordings"), tell("B", "institution: the police")),
        2,
    ),
    Case(
        "the central bank is not the government",
        (tell("A", "institution: the Norwegian central bank"), tell("B", "institution: the Norwegian government")),
        2,
    ),
    Case(
        "a photographer of an outlet is that outlet's own eyes",
        (tell("A", "anonymous: a Reuters photographer"), tell("Reuters", at=60)),
        1,
    ),
    Case(
        "a suspicion, a forecast and a refusal to comment support nothing",
        (
            tell("A", "named: Mara Venn", stance=Stance.ALLEGES),
            tell("B", "named: Ilan Moreau", stance=Stance.PREDICTS),
            tell("C", "named: Tove Ask", stance=Stance.DECLINES),
            tell("D", "named: Per Holt", stance=Stance.DENIES),
        ),
        0,
    ),
    Case(
        "who says yes to one outlet and no to another is one, and supports",
        (tell("A", "named: Mara Venn"), tell("B", "named: Mara Venn", stance=Stance.DENIES)),
        1,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_number_of_independent_origins(case: Case):
    assert independent(origins_of(case.tellings, case.ties, TABLES)) == case.count


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_the_tellings_does_not_matter(case: Case):
    whole = origins_of(case.tellings, case.ties, TABLES)
    assert all(origins_of(other, case.ties, TABLES) == whole for other in permutations(case.tellings))


SPOKEN = [one for case in CASES for one in case.tellings]


@settings(max_examples=25)
@given(st.lists(st.sampled_from(SPOKEN), max_size=12, unique_by=lambda one: one.claim.id), st.randoms())
def test_every_claim_rests_on_one_origin_in_any_order(tellings: list[Telling], random: object):
    whole = origins_of(tellings, Ties(), TABLES)
    assert sorted(claim for origin in whole.origins for claim in origin.claims) == sorted(
        one.claim.id for one in tellings
    )
    shuffled = list(tellings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert origins_of(shuffled, Ties(), TABLES) == whole


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("[service]", "[servise]", "R221"), ("vague = [", "vage = [", "R221"), ('"hospital"', '"Hospital"', "R222")],
)
def test_a_table_that_is_off_is_refused_with_its_line(tmp_path: Path, old: str, new: str, code: str):
    folder = Path(shutil.copytree(TABLES_PATH, tmp_path / "tables"))
    path = folder / "origins.toml"
    text = path.read_text(encoding="utf-8")
    at = text.rindex(old)  # the comment at the head names the keys, too
    path.write_text(text[:at] + new + text[at + len(old) :], encoding="utf-8")
    with pytest.raises(SettingError) as refused:
        load_source_tables(LEXICON, folder)
    assert refused.value.code == code
    assert re.search(r"origins\.toml line \d+", refused.value.sentence)


def test_every_joining_has_its_reason_in_words():
    tellings = (tell("A", "institution: the coast guard"), tell("B", "institution: a coast guard spokesman"), tell("C"))
    sourcing = origins_of(tellings, Ties(), TABLES)
    joined = next(origin for origin in sourcing.origins if len(origin.claims) == 2)
    assert [reason.detail for reason in joined.reasons] and all(reason.detail for reason in joined.reasons)
    assert all(not origin.reasons for origin in sourcing.origins if len(origin.claims) == 1)


def test_an_origin_is_called_by_its_best_name():
    tellings = (tell("The Lantern", "anonymous: two officers"), tell("B", "named: Venn"), tell("C", "named: Mara Venn"))
    names = {origin.name for origin in origins_of(tellings, Ties(), TABLES).origins}
    assert names == {"two officers (of The Lantern)", "Mara Venn"}


def test_an_article_of_no_known_outlet_is_called_by_its_heading():
    own = replace(tell("A"), outlet=None, heading="Ferry stopped")
    unnamed = replace(tell("B", "anonymous: two officers"), outlet=None, heading=None)
    names = {origin.name for origin in origins_of((own, unnamed), Ties(), TABLES).origins}
    assert names == {"“Ferry stopped”", "two officers (of an untitled article)"}


def test_outlets_that_cite_each_other_go_in_a_circle():
    tellings = (tell("Keth Courier", "outlet: Selm Gazette"), tell("Selm Gazette", "outlet: Keth Courier"))
    sourcing = origins_of(tellings, Ties(), TABLES)
    assert sourcing.is_circular
    assert sourcing.circular[0].detail == "Keth Courier and Selm Gazette cite each other"


def test_one_report_under_all_tellings_is_circular():
    tellings = (tell("A", "outlet: Keth Courier", "anonymous: officers"), tell("B", "outlet: Keth Courier"))
    assert [reason.method for reason in origins_of(tellings, Ties(), TABLES).circular] == ["one report"]


def test_one_speaker_whom_many_outlets_heard_is_not_circular():
    tellings = (tell("A", "named: Mara Venn"), tell("B", "named: Mara Venn"))
    assert not origins_of(tellings, Ties(), TABLES).is_circular


def test_two_independent_origins_are_not_circular():
    tellings = (tell("A", "outlet: Keth Courier"), tell("B"))
    assert not origins_of(tellings, Ties(), TABLES).is_circular


@pytest.mark.parametrize(
    ("text", "person", "words", "role", "body"),
    [
        ("Mara Venn, a union spokeswoman, said so.", "Mara Venn", "a union spokeswoman", "spokeswoman", "union"),
        ("Venn, head of the Keth port, said so.", "Mara Venn", "head of the Keth port", "head", "Keth port"),
        ("The harbour police chief Mara Venn left.", "Venn", "The harbour police chief", "chief", "harbour police"),
        ("So said a union spokesman, Ilan Moreau.", "Ilan Moreau", "a union spokesman", "spokesman", "union"),
        ("Norwegian Minister Ilan Moreau left.", "Moreau", "Norwegian Minister", "minister", "Norwegian"),
        ("Her father, Oskar, told the court.", "Oskar", "Her father", "father", ""),
    ],
)
def test_an_office_is_read_beside_the_name(text: str, person: str, words: str, role: str, body: str):
    found = offices_of("a", text, [person], TABLES.names)
    assert [(one.words, one.role, one.body) for one in found] == [(words, role, body)]


@pytest.mark.parametrize("text", ["Mara Venn went home.", "He met Mara Venn, and left.", "Mara Venn, 43, was there."])
def test_who_is_only_named_has_no_office(text: str):
    assert offices_of("a", text, ["Mara Venn"], TABLES.names) == ()

"""One person, body, country or place: how it is named, what it says, what it is said to have done, and where.

In: the id of an entity. Out: `/entities/n-…`. The page holds what the claims of the ledger hold and nothing else: it
gathers no facts about people from anywhere, and of a person shows no identity that a service proposed.
Read next: `review.py`, where spellings are parted and entities merged.
"""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.answers import ArticleHeading, FoundMerge
from rashomon.labels import DEEDS, one_line
from rashomon.listings import SpotCount
from rashomon.namings import LATEST_ARTICLES, Deed, Deeds, NamedIn, Naming, articles_naming, deeds_of, naming_of
from rashomon.queries import Queries
from rashomon.records import EntityKind, Identity, Reason, Stance, Voice
from rashomon.room.charts import Spec, map_spec
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page
from rashomon.room.sayings import SHOWN, TestimonyView, page_number, pages_of, testimony_view_of
from rashomon.testimony import Testimony, testimony_of_entity

ARTICLES_SHOWN = 30
DEEDS_SHOWN = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellingView:
    """A spelling: in how many articles, and why these were taken to mean the entity."""

    name: str
    articles: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedView:
    """What an article says the entity did or suffered: in which role, of what type, in whose words."""

    id: str
    role: str
    type: str
    factuality: str
    quote: str
    stance: Stance
    voices: tuple[Voice, ...]
    article: ArticleHeading
    event_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """All that the page of an entity shows; `others` are names that articles print beside a fuller one."""

    id: str
    name: str
    kind: EntityKind
    country: str | None
    articles: int
    spellings: tuple[SpellingView, ...]
    others: tuple[str, ...]
    merges: tuple[FoundMerge, ...]
    identities: tuple[Identity, ...]
    said: TestimonyView
    deeds: tuple[DeedView, ...]
    deeds_total: int
    deeds_number: int
    deeds_pages: int
    looked_through: int
    spots: tuple[SpotCount, ...]
    picture: Spec | None
    named_in: tuple[NamedIn, ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Which page of each list is asked for, from 1."""

    says: int = 1
    deeds: int = 1
    articles: int = 1


def entity_view_of(
    naming: Naming, testimony: Testimony, deeds: Deeds, named_in: tuple[NamedIn, ...], pages: Pages
) -> EntityView:
    """What the page of an entity shows."""
    entity = naming.entity
    full = {spelling.name for spelling in naming.spellings}
    return EntityView(
        id=entity.id,
        name=one_line(entity.name),
        kind=entity.kind,
        country=entity.country,
        articles=entity.articles,
        spellings=tuple(
            SpellingView(name=one_line(one.name), articles=one.articles, reason=one.reason) for one in naming.spellings
        ),
        others=tuple(one_line(name) for name, _ in entity.names if name not in full),
        merges=naming.merges,
        identities=naming.identities,
        said=testimony_view_of(testimony, pages.says),
        deeds=tuple(map(deed_view_of, deeds.page)),
        deeds_total=deeds.claims,
        deeds_number=pages.deeds,
        deeds_pages=pages_of(deeds.claims, DEEDS_SHOWN),
        looked_through=min(LATEST_ARTICLES, entity.articles),
        spots=deeds.spots,
        picture=map_spec(deeds.spots),
        named_in=named_in,
        number=pages.articles,
        pages=pages_of(entity.articles, ARTICLES_SHOWN),
    )


def deed_view_of(deed: Deed) -> DeedView:
    """A claim in which the entity takes part, with its role in words."""
    found = deed.found
    return DeedView(
        id=found.claim.id,
        role="does it" if deed.roles == ("actor",) else "suffers it" if "actor" not in deed.roles else "both",
        type=DEEDS[found.told.type] if found.told else "",
        factuality=found.factuality.value,
        quote=one_line(found.claim.quote),
        stance=found.stance,
        voices=found.claim.voices,
        article=found.article,
        event_id=found.event_id,
    )


async def show(datasette: Datasette, request: Request) -> Response:
    """The entity of this id; one that was merged into another is shown as that one."""
    entity_id = request.url_vars["id"]
    pages = Pages(**{name: page_number(request.args.get(name)) for name in ("says", "deeds", "articles")})

    def question(queries: Queries) -> EntityView | None:
        naming = naming_of(queries.ask, entity_id)
        if naming is None:
            return None
        id_ = naming.entity.id
        return entity_view_of(
            naming,
            testimony_of_entity(queries.ask, id_, first=(pages.says - 1) * SHOWN, number=SHOWN),
            deeds_of(queries.ask, id_, first=(pages.deeds - 1) * DEEDS_SHOWN, number=DEEDS_SHOWN),
            articles_naming(queries.ask, id_, first=(pages.articles - 1) * ARTICLES_SHOWN, number=ARTICLES_SHOWN),
            pages,
        )

    view = await ask(datasette, question)
    if view is None:
        raise missing("entity", entity_id)
    return await page(datasette, request, "entity.html", entity=view)


ROUTES: Routes = ((r"^/entities/(?P<id>[^/]+)$", show),)

"""One article: its text with claims, voices, places and times marked, and beside it what its claims are to others.

In: the id of an article, and which part of it is wanted (a long text is cut, so that a page stays a page). Out:
`/articles/a-…`, where `#c-…` is the entry of a claim, and `/claims/c-…`, which leads there.
Read next: `marginalia.py`, the entries; `markings.py`, the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from rashomon.accounts import outlet_of
from rashomon.labels import FLAGS, day, in_quotes, one_line
from rashomon.margins import ArticleTies, Margin, claim_start, claim_starts, margin_of, ties_of
from rashomon.queries import Queries
from rashomon.records import Article, CitationKind, CopyVerdict, CreditExtent, FurnitureKind, Span
from rashomon.room.desk import Datasette, Request, Response, Routes, ask, missing, page
from rashomon.room.layers import part_at, parts_of
from rashomon.room.marginalia import ClaimView, claim_views, shortened
from rashomon.room.markings import Legend, Paragraph, marked_text

PART_CHARACTERS, PART_CLAIMS = 24_000, 150
"""What of an article one page shows at most: some 4,000 words."""

_LEFTOVERS: Mapping[FurnitureKind, str] = {
    FurnitureKind.CAPTION: "caption",
    FurnitureKind.CREDIT: "credit",
    FurnitureKind.READ_MORE: "read more",
    FurnitureKind.ARCHIVE_HEADING: "archive heading",
    FurnitureKind.REPEATED_TITLE: "the title again",
    FurnitureKind.OUTLET_DATE_LINE: "outlet and date",
    FurnitureKind.NAVIGATION: "navigation",
    FurnitureKind.OTHER: "other",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What the article has in common with others: a word for it, a name with a link where there is one, and how far."""

    kind: str
    name: str
    href: str | None
    detail: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """Which part of a long article is shown: its number from 1, of how many, and the claims in it."""

    number: int
    parts: int
    characters: int
    first: int
    last: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleView:
    """All that the page shows. `headline` is the title where the text itself begins with it."""

    id: str
    title: str
    headline: Paragraph | None
    outlet: str
    byline: str | None
    dateline: str | None
    published: date | None
    url: str | None
    is_web: bool
    flags: tuple[str, ...]
    ties: tuple[Tie, ...]
    paragraphs: tuple[Paragraph, ...]
    legend: tuple[Legend, ...]
    claims: tuple[ClaimView, ...]
    furniture: tuple[tuple[str, str], ...]
    part: PartView


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPart:
    """What the ledger has for the page: the article, how it is cut, which part is wanted, what stands beside that."""

    article: Article
    parts: tuple[Span, ...]
    number: int
    claims: int
    margin: Margin
    ties: ArticleTies


def find_part(queries: Queries, article_id: str, number: int) -> FoundPart | None:
    """This part (from 0, at most the last one) of the article, or None where there is no such article."""
    article = queries.find_text(article_id)
    if article is None:
        return None
    starts, parts = _cut(queries, article)
    number = min(number, len(parts) - 1)
    return FoundPart(
        article=article,
        parts=parts,
        number=number,
        claims=len(starts),
        margin=margin_of(queries.ask, article_id, parts[number]),
        ties=ties_of(queries.ask, article_id),
    )


def find_claims_place(queries: Queries, claim_id: str) -> str | None:
    """The address of a claim, with the part of its article, or None where there is no such claim."""
    found = claim_start(queries.ask, claim_id)
    article = queries.find_text(found[0]) if found else None
    if found is None or article is None:
        return None
    number = part_at(_cut(queries, article)[1], found[1])
    return f"/articles/{article.id}{f'?part={number + 1}' if number else ''}#{claim_id}"


def article_view(found: FoundPart) -> ArticleView:
    """The page of one part of an article."""
    article, margin = found.article, found.margin
    claims = claim_views(margin)
    paragraphs, legend = marked_text(article.text, found.parts[found.number], margin, claims)
    is_headed = found.number == 0 and bool(paragraphs) and paragraphs[0].text == article.title
    return ArticleView(
        id=article.id,
        title=one_line(article.title or "(no title)"),
        headline=paragraphs[0] if is_headed else None,
        outlet=one_line(article.outlet or "outlet unknown"),
        byline=article.byline,
        dateline=article.dateline,
        published=article.published,
        url=article.url,
        is_web=(article.url or "").casefold().startswith(("http://", "https://")),
        flags=tuple(FLAGS.get(flag, flag) for flag in article.flags),
        ties=tuple(_ties(found.ties)),
        paragraphs=paragraphs[is_headed:],
        legend=legend,
        claims=claims,
        furniture=tuple((_LEFTOVERS[one.kind], one.text) for one in article.furniture),
        part=PartView(
            number=found.number + 1,
            parts=len(found.parts),
            characters=len(article.text),
            first=margin.first + 1,
            last=margin.first + len(claims),
            claims=found.claims,
        ),
    )


def _cut(queries: Queries, article: Article) -> tuple[tuple[int, ...], tuple[Span, ...]]:
    starts = claim_starts(queries.ask, article.id)
    return starts, parts_of(article.text, starts, characters=PART_CHARACTERS, marks=PART_CLAIMS)


def _ties(ties: ArticleTies) -> Iterator[Tie]:
    for heading, reuse in ties.copies:
        is_copy = reuse.verdict is CopyVerdict.COPY
        yield Tie(
            kind="Same text as" if is_copy else "Passages in common with",
            name=outlet_of(heading),
            href=f"/articles/{heading.id}",
            detail=f"{day(heading.published)}; {reuse.share_here:.0%} of its own words",
            why=reuse.reason.detail,
        )
    for credit in ties.credits:
        yield Tie(
            kind="Credits",
            name=credit.agency or "an agency that is not named",
            href=None,
            detail="for all of it" if credit.extent is CreditExtent.WHOLE else "for a part",
            why=in_quotes(shortened(credit.text)),
        )
    cited: dict[tuple[str, CitationKind], Tie] = {}
    for one in ties.citations:
        speaker = one_line(one.speaker.name) if one.speaker else "somebody"
        is_interview = one.kind is CitationKind.INTERVIEW
        cited[one.outlet, one.kind] = Tie(
            kind=f"Has what {speaker} said to" if is_interview else "Has something from",
            name=one.outlet,
            href=f"/search?q={quote(one.outlet, safe='')}",
            detail="",
            why=one.reason.detail,
        )
    yield from cited.values()


async def show(datasette: Datasette, request: Request) -> Response:
    """The article of this id, or the part of it that `part` names."""
    article_id, wanted = request.url_vars["id"], request.args.get("part") or ""
    number = int(wanted[:9]) - 1 if wanted.isdecimal() and wanted.isascii() else 0
    found = await ask(datasette, lambda queries: find_part(queries, article_id, max(number, 0)))
    if found is None:
        raise missing("article", article_id)
    return await page(datasette, request, "article.html", article=article_view(found))


async def turn(datasette: Datasette, request: Request) -> Response:
    """A claim is read where it stands, in its article."""
    claim_id = request.url_vars["id"]
    place = await ask(datasette, lambda queries: find_claims_place(queries, claim_id))
    if place is None:
        raise missing("claim", claim_id)
    return Response.redirect(place)


ROUTES: Routes = ((r"^/articles/(?P<id>a-[^/]+)$", show), (r"^/claims/(?P<id>c-[^/]+)$", turn))

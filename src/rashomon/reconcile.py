"""Whom entities may be elsewhere: a client of the Reconciliation Service API (W3C community group, 0.1 and 0.2).

In: entities, the address of a service, and the calls that reach it. Out: `Identity` proposals, batch by batch. Only the
names and the kinds of entities are sent, nothing of any article, and nothing at all unless somebody asks for it. A
proposal is kept beside the entity with the service's own score; nothing is ever joined by it. Refuses, as FetchError
R507, an address where no such service answers.

Read next: `cli.py`, where `rashomon reconcile` asks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from rashomon.errors import FetchError
from rashomon.records import Entity, EntityKind, Identity

BATCH = 10
"""Queries in one request, where the service does not say how many it takes: what OpenRefine sends."""
PROPOSALS = 3
"""How many proposals for one entity are asked for."""
WIKIDATA_TYPES = {EntityKind.PERSON: "Q5", EntityKind.ORGANISATION: "Q43229", EntityKind.COUNTRY: "Q6256"}
"""The class that is asked for where the service speaks of Wikidata's items: human, organization, country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A reconciliation service as its manifest describes it; `types` are the ids of classes it is asked for."""

    url: str
    name: str
    batch: int
    types: Mapping[EntityKind, str]


def describe_service(url: str, fetch: Callable[[str], bytes]) -> Service:
    """The service under `url` by its own manifest; FetchError R507 where the answer is none."""
    manifest = _object_in(fetch(url), url)
    if not isinstance(manifest.get("name"), str) or "identifierSpace" not in manifest:
        raise _no_service(url, "it has no name or no identifierSpace")
    batch = manifest.get("batchSize", BATCH)
    is_wikidata = "wikidata.org/entity" in str(manifest["identifierSpace"])
    return Service(
        url=url,
        name=manifest["name"],
        batch=batch if isinstance(batch, int) and 0 < batch < 1000 else BATCH,
        types=WIKIDATA_TYPES if is_wikidata else {},
    )


def propose_identities(
    entities: Iterator[Entity],
    service: Service,
    post: Callable[[str, Mapping[str, str]], bytes],
    now: Callable[[], datetime],
    pause: Callable[[], None],
) -> Iterator[tuple[tuple[Entity, ...], tuple[Identity, ...]]]:
    """Each batch of entities with what the service proposes for them; `pause` is called between two requests."""
    is_first = True
    while batch := tuple(islice(entities, service.batch)):
        if not is_first:
            pause()
        is_first = False
        queries = {f"q{number}": _query_of(entity, service) for number, entity in enumerate(batch)}
        answer = _object_in(post(service.url, {"queries": json.dumps(queries, ensure_ascii=False)}), service.url)
        asked_at = now()
        yield (
            batch,
            tuple(
                identity
                for number, entity in enumerate(batch)
                for identity in _identities(entity, answer.get(f"q{number}"), service, asked_at)
            ),
        )


def _query_of(entity: Entity, service: Service) -> dict[str, Any]:
    type_ = service.types.get(entity.kind)
    return {"query": entity.name, "limit": PROPOSALS, **({"type": type_} if type_ else {})}


def _identities(entity: Entity, answer: Any, service: Service, asked_at: datetime) -> Iterator[Identity]:
    """The proposals in the answer to one query; one without id or name is passed over, a service may be careless."""
    found: Sequence[Any] = answer.get("result", []) if isinstance(answer, dict) else []
    for one in found[:PROPOSALS]:
        if not (isinstance(one, dict) and one.get("id") and isinstance(one.get("name"), str)):
            continue
        types = one.get("type") or []
        score = one.get("score", 0)
        yield Identity(
            entity_id=entity.id,
            service=service.url,
            identifier=str(one["id"]),
            name=one["name"],
            description=str(one["description"]) if one.get("description") else None,
            types=tuple(map(_name_of_type, types)),
            score=float(score) if isinstance(score, int | float) else 0.0,
            is_match=one.get("match") is True,
            proposed_at=asked_at,
        )


def _name_of_type(type_: Any) -> str:
    return str(type_.get("name") or type_.get("id")) if isinstance(type_, dict) else str(type_)


def _object_in(content: bytes, url: str) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise _no_service(url, "its answer is no JSON") from error
    if not isinstance(answer, dict):
        raise _no_service(url, "its answer is no JSON object")
    if answer.get("status") == "error":
        raise _no_service(url, str(answer.get("message") or "it reports an error"))
    return answer


def _no_service(url: str, what: str) -> FetchError:
    return FetchError(
        "R507",
        f"{url} does not answer as a reconciliation service: {what}",
        "give the address of the service itself, such as https://wikidata.reconci.link/en/api",
    )

"""The client of the Reconciliation Service API against a small server of it, on this machine and over real HTTP."""

import difflib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from click.testing import CliRunner

from made_records import made_article, made_document
from rashomon.cli import cli
from rashomon.errors import FetchError
from rashomon.fetch import fetch_url, post_form
from rashomon.ledger import open_ledger
from rashomon.queries import open_queries
from rashomon.reconcile import describe_service, propose_identities
from rashomon.records import ArticleEntity, ArticleReading, DocumentReading, Entity, EntityKind, Reason, Span

AUTHORITY = {"B1": "Orvani Peace Front", "B2": "Orvani Rail Union", "P1": "Danil Qoraz"}
MANIFEST = {
    "name": "Orvan Authority",
    "identifierSpace": "https://example.org/id/",
    "schemaSpace": "https://example.org/",
}


class Asked:
    """What the server was asked, and what it is."""

    def __init__(self) -> None:
        self.batches: list[dict[str, Any]] = []
        self.manifest: object = MANIFEST
        self.url = ""


@contextmanager
def service_running() -> Iterator[Asked]:
    asked = Asked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(asked.manifest)

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            queries = json.loads(form["queries"][0])
            asked.batches.append(queries)
            self.answer({key: {"result": list(self.proposals(query["query"]))} for key, query in queries.items()})

        def proposals(self, query: str) -> Iterator[dict[str, Any]]:
            for id_, name in AUTHORITY.items():
                score = 100 * difflib.SequenceMatcher(None, query.lower(), name.lower()).ratio()
                if score > 60:
                    yield {
                        "id": id_,
                        "name": name,
                        "score": score,
                        "match": score == 100,
                        "type": [{"id": "T", "name": "thing"}],
                        "description": "of Orvan",
                    }

        def answer(self, content: object) -> None:
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    asked.url = f"http://127.0.0.1:{server.server_port}/reconcile"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def service() -> Iterator[Asked]:
    with service_running() as asked:
        yield asked


def entity(name: str, kind: EntityKind = EntityKind.ORGANISATION) -> Entity:
    return Entity(
        id=f"n-{name}", kind=kind, name=name, names=((name, 1),), key=None, country=None, context=(), articles=1
    )


def ask(url: str, *entities: Entity, pauses: list[int] | None = None) -> list[tuple[str, str, bool]]:
    described = describe_service(url, lambda address: fetch_url(address).content)
    batches = propose_identities(
        iter(entities),
        described,
        lambda address, form: post_form(address, form).content,
        lambda: datetime(2031, 3, 14, tzinfo=UTC),
        lambda: (pauses if pauses is not None else []).append(1),
    )
    return [(one.entity_id, one.identifier, one.is_match) for _, identities in batches for one in identities]


def test_each_entity_gets_the_proposals_for_its_own_name(service: Asked):
    found = ask(service.url, entity("Orvani Peace Front"), entity("Danil Koraz", EntityKind.PERSON), entity("Tolne"))
    assert ("n-Orvani Peace Front", "B1", True) in found
    assert ("n-Danil Koraz", "P1", False) in found
    assert not [one for one in found if one[0] == "n-Tolne"]


def test_names_alone_are_sent_in_batches_with_a_pause_between(service: Asked):
    pauses: list[int] = []
    ask(service.url, *(entity(f"Body {number}") for number in range(23)), pauses=pauses)
    assert [len(batch) for batch in service.batches] == [10, 10, 3]
    assert len(pauses) == 2
    assert service.batches[0]["q0"] == {"query": "Body 0", "limit": 3}


def test_a_service_of_wikidata_is_asked_for_classes_and_takes_its_own_batches(service: Asked):
    service.manifest = MANIFEST | {"identifierSpace": "http://www.wikidata.org/entity/", "batchSize": 2}
    ask(service.url, entity("Ada Venn", EntityKind.PERSON), entity("Tolne", EntityKind.PLACE), entity("Rail Union"))
    assert [len(batch) for batch in service.batches] == [2, 1]
    assert service.batches[0]["q0"]["type"] == "Q5" and "type" not in service.batches[0]["q1"]


@pytest.mark.parametrize("manifest", [b"<html>", ["no", "object"], {"name": "no space"}, {"status": "error"}])
def test_what_is_no_service_is_refused(service: Asked, manifest: object):
    service.manifest = manifest
    with pytest.raises(FetchError, match="R507"):
        ask(service.url, entity("Tolne"))
    assert service.batches == []


def made_ledger(path: Path, *names: str) -> None:
    article = made_article()
    entities = tuple(
        ArticleEntity(
            article_id=article.id,
            kind=EntityKind.ORGANISATION,
            name=name,
            names=(name,),
            key=None,
            country=None,
            spans=(Span(place, place + 1),),
            context=(),
            reason=Reason(method="test", score=1.0, detail="as made"),
        )
        for place, name in enumerate(names)
    )
    reading = ArticleReading(article=article, mentions=(), attributions=(), events=(), claims=(), entities=entities)
    with open_ledger(path) as ledger:
        ledger.write_document(
            DocumentReading(document=made_document(), articles=(article,), readings=(reading,)), read_by="test"
        )


def test_the_command_keeps_proposals_beside_the_entity_and_merges_nothing(
    service: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    made_ledger(tmp_path / "rashomon.db", "Orvani Peace Front", "Orvani Rail Union", "Tolne Works")
    words = ["reconcile", "--service", service.url, "--pause", "0"]
    result = CliRunner().invoke(cli, [*words, "--json"])
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert {(row["entity"], row["identifier"]) for row in rows if row["match"]} == {
        ("Orvani Peace Front", "B1"),
        ("Orvani Rail Union", "B2"),
    }
    assert "2 of 3 entities; nothing was merged" in result.stderr
    with open_queries(tmp_path / "rashomon.db") as queries:
        entities = list(queries.find_entities((EntityKind.ORGANISATION,)))
        assert len(entities) == 3
        found = queries.find_entity(entities[0].id)
    assert found is not None and found.identities[0].identifier == "B1" and found.identities[0].types == ("thing",)
    shown = CliRunner().invoke(cli, ["show", entities[0].id])
    assert "Orvani Peace Front (B1), of Orvan, 100, sure" in " ".join(shown.stdout.split())
    CliRunner().invoke(cli, words)
    assert [query["query"] for query in service.batches[-1].values()] == ["Tolne Works"]


def test_nothing_is_asked_where_no_service_is_named(tmp_path: Path):
    result = CliRunner().invoke(cli, ["reconcile", "--ledger", str(tmp_path / "x.db")])
    assert result.exit_code == 2 and "--service" in result.output

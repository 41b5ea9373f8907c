"""The tables of a ledger, as numbered migrations.

A migration is appended, never edited: files in the field were made by the old ones. Every table and column is explained
in `docs/ledger.md`; a test holds the two together. Read next: `schema.py`, which applies them.
"""

from __future__ import annotations

_FIRST = (
    """
    CREATE TABLE documents (
        sha256 TEXT PRIMARY KEY,
        source TEXT NOT NULL,
        media_type TEXT NOT NULL,
        retrieved_at TEXT NOT NULL,
        hints TEXT NOT NULL,
        size INTEGER NOT NULL,
        original BLOB,
        read_by TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT,
        outlet TEXT,
        byline TEXT,
        dateline TEXT,
        published TEXT,
        language TEXT,
        url TEXT,
        flags TEXT NOT NULL,
        text TEXT NOT NULL
    )
    """,
    "CREATE INDEX articles_by_outlet ON articles (outlet)",
    "CREATE INDEX articles_by_published ON articles (published)",
    """
    CREATE TABLE provenances (
        document_sha256 TEXT NOT NULL REFERENCES documents (sha256) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        given_id TEXT,
        PRIMARY KEY (document_sha256, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX provenances_by_article ON provenances (article_id)",
    """
    CREATE TABLE furniture (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE mentions (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        type TEXT NOT NULL,
        text TEXT NOT NULL,
        score REAL NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attributions (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        source TEXT NOT NULL,
        cue TEXT NOT NULL,
        content TEXT NOT NULL,
        stance TEXT NOT NULL,
        parent TEXT REFERENCES attributions (id) DEFERRABLE INITIALLY DEFERRED,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX attributions_by_article ON attributions (article_id, position)",
    "CREATE INDEX attributions_by_parent ON attributions (parent) WHERE parent IS NOT NULL",
    """
    CREATE TABLE voices (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        name TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE attribution_voices (
        attribution_id TEXT NOT NULL REFERENCES attributions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        voice_id TEXT NOT NULL REFERENCES voices (id),
        start INTEGER,
        "end" INTEGER,
        PRIMARY KEY (attribution_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX attribution_voices_by_voice ON attribution_voices (voice_id)",
    """
    CREATE TABLE claims (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        attribution_id TEXT REFERENCES attributions (id) ON DELETE CASCADE,
        event_id TEXT,
        stance TEXT NOT NULL,
        factuality TEXT NOT NULL,
        content TEXT NOT NULL,
        quote TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    )
    """,
    "CREATE INDEX claims_by_article ON claims (article_id, position)",
    "CREATE INDEX claims_by_attribution ON claims (attribution_id) WHERE attribution_id IS NOT NULL",
    """
    CREATE TABLE claim_voices (
        claim_id TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        voice_id TEXT NOT NULL REFERENCES voices (id),
        start INTEGER,
        "end" INTEGER,
        PRIMARY KEY (claim_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX claim_voices_by_voice ON claim_voices (voice_id)",
    """
    CREATE TABLE refusals (
        id TEXT PRIMARY KEY,
        code TEXT NOT NULL,
        source TEXT NOT NULL,
        sentence TEXT NOT NULL,
        mend TEXT NOT NULL,
        document_sha256 TEXT,
        refused_at TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE articles_fts USING fts5 (
        title, text, content = 'articles', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER articles_fts_insert AFTER INSERT ON articles BEGIN
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
    END
    """,
    """
    CREATE TRIGGER articles_fts_delete AFTER DELETE ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    END
    """,
    """
    CREATE TRIGGER articles_fts_update AFTER UPDATE OF title, text ON articles BEGIN
        INSERT INTO articles_fts (articles_fts, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
        INSERT INTO articles_fts (rowid, title, text) VALUES (new.number, new.title, new.text);
    END
    """,
    """
    CREATE VIRTUAL TABLE claims_fts USING fts5 (
        quote, content = 'claims', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER claims_fts_insert AFTER INSERT ON claims BEGIN
        INSERT INTO claims_fts (rowid, quote) VALUES (new.number, new.quote);
    END
    """,
    """
    CREATE TRIGGER claims_fts_delete AFTER DELETE ON claims BEGIN
        INSERT INTO claims_fts (claims_fts, rowid, quote) VALUES ('delete', old.number, old.quote);
    END
    """,
    """
    CREATE TRIGGER claims_fts_update AFTER UPDATE OF quote ON claims BEGIN
        INSERT INTO claims_fts (claims_fts, rowid, quote) VALUES ('delete', old.number, old.quote);
        INSERT INTO claims_fts (rowid, quote) VALUES (new.number, new.quote);
    END
    """,
)

_EVENTS = (
    """
    CREATE TABLE event_mentions (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        trigger_start INTEGER NOT NULL,
        trigger_end INTEGER NOT NULL,
        clause_start INTEGER NOT NULL,
        clause_end INTEGER NOT NULL,
        type TEXT NOT NULL,
        mode TEXT,
        factuality TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX event_mentions_by_article ON event_mentions (article_id, position)",
    "CREATE INDEX event_mentions_by_type ON event_mentions (type, factuality)",
    """
    CREATE TABLE event_parties (
        number INTEGER PRIMARY KEY,
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        name TEXT NOT NULL,
        code TEXT,
        UNIQUE (event_mention_id, role, position)
    )
    """,
    """
    CREATE TABLE event_magnitudes (
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        low INTEGER NOT NULL,
        high INTEGER,
        is_approximate INTEGER NOT NULL,
        PRIMARY KEY (event_mention_id, position)
    ) WITHOUT ROWID
    """,
    "ALTER TABLE claims ADD COLUMN event_mention_id TEXT REFERENCES event_mentions (id) ON DELETE CASCADE",
    "CREATE INDEX claims_by_event_mention ON claims (event_mention_id) WHERE event_mention_id IS NOT NULL",
    """
    CREATE VIRTUAL TABLE event_parties_fts USING fts5 (
        text, name, code, content = 'event_parties', content_rowid = 'number',
        tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER event_parties_fts_insert AFTER INSERT ON event_parties BEGIN
        INSERT INTO event_parties_fts (rowid, text, name, code) VALUES (new.number, new.text, new.name, new.code);
    END
    """,
    """
    CREATE TRIGGER event_parties_fts_delete AFTER DELETE ON event_parties BEGIN
        INSERT INTO event_parties_fts (event_parties_fts, rowid, text, name, code)
        VALUES ('delete', old.number, old.text, old.name, old.code);
    END
    """,
    """
    CREATE TRIGGER event_parties_fts_update AFTER UPDATE OF text, name, code ON event_parties BEGIN
        INSERT INTO event_parties_fts (event_parties_fts, rowid, text, name, code)
        VALUES ('delete', old.number, old.text, old.name, old.code);
        INSERT INTO event_parties_fts (rowid, text, name, code) VALUES (new.number, new.text, new.name, new.code);
    END
    """,
)

_GROUNDS = (
    """
    CREATE TABLE places (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        geonameid INTEGER,
        name TEXT,
        latitude REAL,
        longitude REAL,
        feature_class TEXT,
        feature_code TEXT,
        country TEXT,
        admin1 TEXT,
        admin2 TEXT,
        population INTEGER,
        precision TEXT NOT NULL,
        relation TEXT,
        is_metonym INTEGER NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        runners_up TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX places_by_geonameid ON places (geonameid)",
    """
    CREATE TABLE times (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        text TEXT NOT NULL,
        type TEXT NOT NULL,
        value TEXT,
        earliest TEXT,
        latest TEXT,
        precision TEXT NOT NULL,
        mod TEXT,
        flags TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX times_by_earliest ON times (earliest)",
    """
    CREATE TABLE event_grounds (
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        article_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (event_mention_id, kind)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX event_grounds_by_article ON event_grounds (article_id, kind, position)",
)

_ENTITIES = (
    """
    CREATE TABLE entities (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        key TEXT,
        country TEXT,
        context TEXT NOT NULL,
        articles INTEGER NOT NULL,
        same_as TEXT NOT NULL
    )
    """,
    "CREATE UNIQUE INDEX entities_by_key ON entities (kind, key) WHERE key IS NOT NULL",
    "CREATE INDEX entities_by_same_as ON entities (same_as)",
    """
    CREATE TABLE entity_names (
        number INTEGER PRIMARY KEY,
        entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        name TEXT NOT NULL,
        articles INTEGER NOT NULL,
        UNIQUE (entity_id, name)
    )
    """,
    """
    CREATE TABLE entity_blocks (
        block TEXT NOT NULL,
        number INTEGER NOT NULL REFERENCES entities (number) ON DELETE CASCADE,
        PRIMARY KEY (block, number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entity_blocks_by_entity ON entity_blocks (number)",
    """
    CREATE TABLE article_entities (
        id TEXT PRIMARY KEY,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind TEXT NOT NULL,
        name TEXT NOT NULL,
        names TEXT NOT NULL,
        key TEXT,
        country TEXT,
        context TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX article_entities_by_article ON article_entities (article_id, position)",
    """
    CREATE TABLE article_entity_spans (
        article_id TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        article_entity_id TEXT NOT NULL REFERENCES article_entities (id) ON DELETE CASCADE,
        PRIMARY KEY (article_id, start, "end")
    ) WITHOUT ROWID
    """,
    "CREATE INDEX article_entity_spans_by_entity ON article_entity_spans (article_entity_id)",
    """
    CREATE TABLE entity_members (
        article_entity_id TEXT PRIMARY KEY REFERENCES article_entities (id) ON DELETE CASCADE,
        entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entity_members_by_entity ON entity_members (entity_id)",
    """
    CREATE TABLE entity_merges (
        entity_id TEXT PRIMARY KEY REFERENCES entities (id) ON DELETE CASCADE,
        into_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        article_id TEXT,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX entity_merges_by_into ON entity_merges (into_id)",
    """
    CREATE TABLE entity_identities (
        entity_id TEXT NOT NULL REFERENCES entities (id) ON DELETE CASCADE,
        service TEXT NOT NULL,
        identifier TEXT NOT NULL,
        name TEXT NOT NULL,
        description TEXT,
        types TEXT NOT NULL,
        score REAL NOT NULL,
        is_match INTEGER NOT NULL,
        proposed_at TEXT NOT NULL,
        PRIMARY KEY (entity_id, service, identifier)
    ) WITHOUT ROWID
    """,
    """
    CREATE VIRTUAL TABLE entity_names_fts USING fts5 (
        name, content = 'entity_names', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
    )
    """,
    """
    CREATE TRIGGER entity_names_fts_insert AFTER INSERT ON entity_names BEGIN
        INSERT INTO entity_names_fts (rowid, name) VALUES (new.number, new.name);
    END
    """,
    """
    CREATE TRIGGER entity_names_fts_delete AFTER DELETE ON entity_names BEGIN
        INSERT INTO entity_names_fts (entity_names_fts, rowid, name) VALUES ('delete', old.number, old.name);
    END
    """,
    """
    CREATE TRIGGER entity_names_fts_update AFTER UPDATE OF name ON entity_names BEGIN
        INSERT INTO entity_names_fts (entity_names_fts, rowid, name) VALUES ('delete', old.number, old.name);
        INSERT INTO entity_names_fts (rowid, name) VALUES (new.number, new.name);
    END
    """,
)

_LINKS = (
    """
    CREATE TABLE article_traits (
        article_id TEXT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
        keywords TEXT NOT NULL,
        words INTEGER NOT NULL,
        keys INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE sketch_keys (
        key INTEGER NOT NULL,
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        PRIMARY KEY (key, article_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX sketch_keys_by_article ON sketch_keys (article_id)",
    """
    CREATE TABLE reuses (
        here TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        there TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        verdict TEXT NOT NULL,
        share_here REAL NOT NULL,
        share_there REAL NOT NULL,
        passages TEXT NOT NULL,
        quotations TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (here, there)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX reuses_by_there ON reuses (there)",
    """
    CREATE TABLE wire_credits (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        agency TEXT NOT NULL,
        extent TEXT NOT NULL,
        start INTEGER,
        "end" INTEGER,
        text TEXT NOT NULL,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE citations (
        article_id TEXT NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        outlet TEXT NOT NULL,
        start INTEGER NOT NULL,
        "end" INTEGER NOT NULL,
        kind TEXT NOT NULL,
        content TEXT NOT NULL,
        speaker TEXT,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (article_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE claim_traits (
        claim_id TEXT PRIMARY KEY REFERENCES claims (id) ON DELETE CASCADE,
        vector BLOB NOT NULL
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE claim_keys (
        key TEXT NOT NULL,
        claim_id TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        PRIMARY KEY (key, claim_id)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX claim_keys_by_claim ON claim_keys (claim_id)",
    """
    CREATE TABLE edges (
        one TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        other TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        probability REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (one, other)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX edges_by_other ON edges (other)",
    """
    CREATE TABLE events (
        id TEXT PRIMARY KEY,
        type TEXT,
        status TEXT NOT NULL,
        independent_origins INTEGER NOT NULL,
        is_circular INTEGER NOT NULL,
        circular TEXT NOT NULL,
        credibility INTEGER NOT NULL,
        rule TEXT NOT NULL,
        grade_reasons TEXT NOT NULL,
        differs TEXT NOT NULL,
        earliest TEXT,
        latest TEXT,
        published TEXT,
        claims INTEGER NOT NULL,
        outlets INTEGER NOT NULL
    ) WITHOUT ROWID
    """,
    "CREATE INDEX events_by_published ON events (published)",
    "CREATE INDEX events_by_status ON events (status)",
    "CREATE INDEX claims_by_event ON claims (event_id) WHERE event_id IS NOT NULL",
    """
    CREATE TABLE origins (
        event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        entity_id TEXT,
        is_support INTEGER NOT NULL,
        reasons TEXT NOT NULL,
        PRIMARY KEY (event_id, position)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE origin_claims (
        claim_id TEXT PRIMARY KEY REFERENCES claims (id) ON DELETE CASCADE,
        event_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        FOREIGN KEY (event_id, position) REFERENCES origins (event_id, position) ON DELETE CASCADE
    ) WITHOUT ROWID
    """,
    "CREATE INDEX origin_claims_by_origin ON origin_claims (event_id, position)",
    """
    CREATE TABLE links (
        source TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        target TEXT NOT NULL REFERENCES claims (id) ON DELETE CASCADE,
        relation TEXT NOT NULL,
        difference TEXT NOT NULL,
        source_value TEXT,
        target_value TEXT,
        method TEXT NOT NULL,
        score REAL NOT NULL,
        detail TEXT NOT NULL,
        PRIMARY KEY (source, target, relation, difference)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX links_by_target ON links (target)",
    """
    CREATE TABLE decisions (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        action TEXT NOT NULL,
        groups TEXT NOT NULL,
        field TEXT,
        value TEXT,
        note TEXT,
        analyst TEXT,
        decided_at TEXT NOT NULL
    )
    """,
    """
    CREATE TRIGGER decisions_are_never_changed BEFORE UPDATE ON decisions BEGIN
        SELECT RAISE(ABORT, 'a decision is never changed: undo it by another one');
    END
    """,
    """
    CREATE TRIGGER decisions_are_never_deleted BEFORE DELETE ON decisions BEGIN
        SELECT RAISE(ABORT, 'a decision is never deleted: undo it by another one');
    END
    """,
)

_TO_LINK = ("CREATE INDEX claims_to_link ON claims (article_id) WHERE event_id IS NULL",)

_TELLINGS = """
INSERT INTO event_tellings
SELECT ifnull(events.published, ''), events.claims, events.id, claims.number, events.status, articles.published,
       articles.outlet, event_mentions.type, places.text, places.name, places.country, places.latitude, places.longitude
FROM events JOIN claims ON claims.event_id = events.id JOIN articles ON articles.id = claims.article_id
     LEFT JOIN event_mentions ON event_mentions.id = claims.event_mention_id
     LEFT JOIN event_grounds AS grounds ON grounds.event_mention_id = event_mentions.id AND grounds.kind = 'place'
     LEFT JOIN places ON places.article_id = grounds.article_id AND places.position = grounds.position
WHERE (events.type IS NOT NULL
       OR (SELECT min(article_id) < max(article_id) FROM claims AS told WHERE told.event_id = events.id))
"""
"""The claims of events that are listed: those of a type, and those that several articles tell."""

_LISTINGS = (
    """
    CREATE TABLE event_tellings (
        published TEXT NOT NULL,
        claims INTEGER NOT NULL,
        event_id TEXT NOT NULL REFERENCES events (id) ON DELETE CASCADE,
        claim_number INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
        status TEXT NOT NULL,
        told_on TEXT,
        outlet TEXT,
        type TEXT,
        place TEXT,
        place_name TEXT,
        country TEXT,
        latitude REAL,
        longitude REAL,
        PRIMARY KEY (published DESC, claims DESC, event_id, claim_number)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX event_tellings_by_event ON event_tellings (event_id)",
    "CREATE UNIQUE INDEX event_tellings_by_claim ON event_tellings (claim_number)",
    _TELLINGS,
    f"""
    CREATE TRIGGER event_tellings_of_claim AFTER UPDATE OF event_id ON claims BEGIN
        DELETE FROM event_tellings WHERE claim_number = new.number;
        {_TELLINGS} AND events.id = new.event_id AND (
            claims.number = new.number
            OR NOT EXISTS (SELECT 1 FROM event_tellings AS known WHERE known.event_id = new.event_id));
    END
    """,
)

_SPEAKERS = (
    "CREATE INDEX origins_by_entity ON origins (entity_id) WHERE entity_id IS NOT NULL",
    # What lists of voices count of each claim and article, without reading rows that hold quotes and whole texts.
    "CREATE INDEX claims_with_stance ON claims (id, stance, article_id)",
    "CREATE INDEX articles_with_outlet ON articles (id, published, outlet)",
)

_PARTY_ENTITIES = """
INSERT OR IGNORE INTO party_entities
SELECT at.article_entity_id, party.event_mention_id, party.role
FROM article_entity_spans AS at JOIN event_mentions ON event_mentions.article_id = at.article_id
     JOIN event_parties AS party ON party.event_mention_id = event_mentions.id
          AND party.start = at.start AND party."end" = at."end"
"""

_ACTING = (
    """
    CREATE TABLE party_entities (
        article_entity_id TEXT NOT NULL REFERENCES article_entities (id) ON DELETE CASCADE,
        event_mention_id TEXT NOT NULL REFERENCES event_mentions (id) ON DELETE CASCADE,
        role TEXT NOT NULL,
        PRIMARY KEY (article_entity_id, event_mention_id, role)
    ) WITHOUT ROWID
    """,
    "CREATE INDEX party_entities_by_event_mention ON party_entities (event_mention_id)",
    _PARTY_ENTITIES,
    # An article's entities are written after its events.
    f"""
    CREATE TRIGGER party_entities_of_span AFTER INSERT ON article_entity_spans BEGIN
        {_PARTY_ENTITIES}
        WHERE at.article_id = new.article_id AND at.start = new.start AND at."end" = new."end";
    END
    """,
    """
    CREATE TRIGGER event_tellings_of_article AFTER UPDATE OF published ON articles BEGIN
        UPDATE event_tellings SET told_on = new.published
        WHERE claim_number IN (SELECT number FROM claims WHERE article_id = new.id);
    END
    """,
)

_MOST_TOLD = (
    "CREATE INDEX event_tellings_by_status ON event_tellings (status, claims DESC, published DESC, event_id)",
)

_NUMBERED_KEYS = (
    """
    CREATE TABLE numbered_keys (
        key INTEGER NOT NULL,
        claim_number INTEGER NOT NULL REFERENCES claims (number) ON DELETE CASCADE,
        PRIMARY KEY (key, claim_number)
    ) WITHOUT ROWID
    """,
    "INSERT OR IGNORE INTO numbered_keys (key, claim_number)"
    " SELECT number_of_key(key), number FROM claim_keys JOIN claims ON claims.id = claim_id ORDER BY 1, 2",
    "DROP TABLE claim_keys",
    "ALTER TABLE numbered_keys RENAME TO claim_keys",
    "CREATE INDEX claim_keys_by_claim ON claim_keys (claim_number)",
    """
    CREATE TABLE numbered_sketch_keys (
        key INTEGER NOT NULL,
        article_number INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
        PRIMARY KEY (key, article_number)
    ) WITHOUT ROWID
    """,
    "INSERT INTO numbered_sketch_keys (key, article_number)"
    " SELECT key, number FROM sketch_keys JOIN articles ON articles.id = article_id ORDER BY 1, 2",
    "DROP TABLE sketch_keys",
    "ALTER TABLE numbered_sketch_keys RENAME TO sketch_keys",
    "CREATE INDEX sketch_keys_by_article ON sketch_keys (article_number)",
)
"""Keys of claims were texts, and both kinds of keys held ids: a third of a ledger."""

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    _FIRST,
    _EVENTS,
    _GROUNDS,
    _ENTITIES,
    _LINKS,
    _TO_LINK,
    _LISTINGS,
    _SPEAKERS,
    _ACTING,
    _MOST_TOLD,
    _NUMBERED_KEYS,
)
"""The statements of each migration; the first makes version 1. Append, never edit."""

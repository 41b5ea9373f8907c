"""What becomes of documents, and the counts that `read` ends with.

In: the outcome of each document. Out: articles, claims, denials, events by type, voices by kind, refusals.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from rashomon.records import Document, DocumentReading, EventType, Refusal, Stance, Voice, VoiceKind

SHOWN_REFUSALS = 10
"""How many refusals a tally keeps to show; the ledger has them all."""

Outcome = DocumentReading | Refusal | Document
"""What becomes of a document: read, refused, or (the bare Document) found in the ledger already."""


class Tally:
    """What `read` ends with: counts of all that became of the documents."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self.documents = self.known = self.articles = self.claims = self.denials = self.refusals = 0
        self.events: Counter[EventType] = Counter()
        self.voices: set[Voice] = set()
        self.first_refusals: list[Refusal] = []

    def add(self, outcome: Outcome) -> None:
        """Count one more document."""
        if isinstance(outcome, Refusal):
            self.refusals += 1
            self.first_refusals = [*self.first_refusals, outcome][:SHOWN_REFUSALS]
        elif isinstance(outcome, Document):
            self.known += 1
        else:
            claims = [claim for reading in outcome.readings for claim in reading.claims]
            self.documents += 1
            self.articles += len(outcome.readings)
            self.claims += len(claims)
            self.denials += sum(claim.stance is Stance.DENIES for claim in claims)
            self.events.update(event.type for reading in outcome.readings for event in reading.events)
            self.voices.update(replace(voice, span=None) for claim in claims for voice in claim.voices)

    def voices_by_kind(self) -> dict[VoiceKind, int]:
        """How many different voices of each kind spoke."""
        counts = Counter(voice.kind for voice in self.voices)
        return {kind: counts[kind] for kind in VoiceKind}

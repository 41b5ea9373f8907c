"""The labels of every head, and how each corpus's own labels map onto them."""

from __future__ import annotations

from rashomon.records import EventType, MentionType

ATTRIBUTION = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]

RE3D = {
    "Person": MentionType.PERSON,
    "Organisation": MentionType.ORGANISATION,
    "Location": MentionType.PLACE,
    "Nationality": MentionType.NATIONALITY,
    "MilitaryPlatform": MentionType.MILITARY_PLATFORM,
    "Weapon": MentionType.WEAPON,
    "Vehicle": MentionType.VEHICLE,
    "Quantity": MentionType.QUANTITY,
    "Money": MentionType.MONEY,
    "Temporal": MentionType.TIME,
    "DocumentReference": MentionType.DOCUMENT,
}
"""re3d's types (Dstl, 2017) by our names."""


def bio(types: list[str]) -> list[str]:
    """`O`, then `B-` and `I-` of each type."""
    return ["O"] + [f"{mark}-{name}" for name in types for mark in "BI"]


MENTION = bio([kind.value for kind in RE3D.values()])

NAMES = bio(["PERSON", "ORGANISATION", "PLACE", "OTHER"])
"""Names of any kind of text: an auxiliary head that keeps the encoder from learning only one corpus."""

NAMES_OF = {
    "PER": "PERSON", "person": "PERSON", "ORG": "ORGANISATION", "organization": "ORGANISATION",
    "corporation": "ORGANISATION", "group": "ORGANISATION", "LOC": "PLACE", "location": "PLACE", "place": "PLACE",
    "MISC": "OTHER", "creative-work": "OTHER", "product": "OTHER", "object": "OTHER", "event": "OTHER",
}  # fmt: skip

PARTY = bio(["S", "T", "R"])
"""Source, target and reciprocal side of a CAMEO event, as `cameo-conflibert` labels them."""

FIELDS = {"attribution": ATTRIBUTION, "mention": MENTION, "names": NAMES, "party": PARTY}

KINDS = [kind.value for kind in EventType] + ["STATEMENT"]
"""PLOVER's roots, and the mere statement, which PLOVER does not code."""

ROOTS_OF_PLV = {"YIELD": ("CONCEDE", "RETREAT")}
"""PLV's own name for roots that PLOVER parts."""

KINDS_OF_CLASS = [
    ("STATEMENT",),
    ("AGREE", "CONSULT", "SUPPORT"),
    ("COOPERATE", "AID", "CONCEDE", "RETREAT"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
]
"""The roots that a class number of `cameo-conflibert` (CAMEO's penta classes) may stand for."""

PTB = {"``": "“", "''": "”", "`": "‘", "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]"}
"""Penn Treebank's spelling of marks."""

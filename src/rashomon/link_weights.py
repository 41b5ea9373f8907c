"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -1.195,
    "actors: same": 0.280,
    "actors: same country": 0.063,
    "bias": -12.157,
    "contents: of one article": -3.000,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.303,
    "mode: same": 1.347,
    "names: none shared": -1.500,
    "numbers: agree": 0.545,
    "numbers: differ": 0.031,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 0.600,
    "place: same country": 0.200,
    "published: apart": -2.010,
    "recipients: differ": -0.999,
    "recipients: same": 0.672,
    "recipients: same country": 0.198,
    "sides: turned": -1.500,
    "sides: two in both": 0.331,
    "speakers: each of itself": -2.000,
    "story: same article": 8.427,
    "story: shared": 7.917,
    "story: shared, same trigger": 0.170,
    "told as: ahead in one": -0.791,
    "told as: lasting": 0.477,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.149,
    "trigger: nothing beside": -1.998,
    "trigger: only the subject beside": -1.001,
    "trigger: same": 1.306,
    "trigger: told beside": -1.172,
    "type: differs": -0.157,
    "type: one has none": 0.478,
    "type: same": 1.143,
    "vector": 4.212,
    "vector: none": 1.682,
    "words: alike": 8.000,
    "words: held": 0.367,
    "words: none shared": -0.364,
    "words: same number": -0.377,
    "words: shared, same type": 2.999,
    "words: whole contents": 4.000,
}

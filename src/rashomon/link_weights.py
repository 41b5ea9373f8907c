"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -0.447,
    "actors: same": 0.227,
    "actors: same country": 0.683,
    "bias": -13.238,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.046,
    "mode: same": 0.678,
    "numbers: agree": 0.761,
    "numbers: differ": -0.724,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 1.200,
    "place: same country": 0.200,
    "published: apart": -2.007,
    "recipients: differ": 0.117,
    "recipients: same": 0.745,
    "recipients: same country": 0.630,
    "sides: turned": 0.315,
    "story: same article": 9.619,
    "story: shared": 9.411,
    "story: shared, same trigger": 0.007,
    "told as: ahead in one": 0.030,
    "told as: lasting": 0.935,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.213,
    "trigger: same": 1.294,
    "trigger: told beside": -1.186,
    "type: differs": -0.558,
    "type: neither has any": 1.000,
    "type: one has none": 0.297,
    "type: same": 0.447,
    "vector": 4.117,
    "vector: none": 1.666,
    "words: held": 0.457,
    "words: none shared": -0.318,
    "words: rare": -0.250,
    "words: same number": -0.093,
    "words: shared": 0.184,
    "words: shared, same type": 2.999,
    "words: whole contents": 4.000,
}

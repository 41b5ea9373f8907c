"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -0.625,
    "actors: same": 0.230,
    "actors: same country": 0.553,
    "bias": -12.643,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.036,
    "mode: same": 0.963,
    "numbers: agree": 0.721,
    "numbers: differ": 0.004,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 1.200,
    "place: same country": 0.200,
    "published: apart": -2.010,
    "recipients: differ": -0.051,
    "recipients: same": 0.812,
    "recipients: same country": 0.433,
    "sides: turned": -1.499,
    "story: same article": 8.877,
    "story: shared": 8.263,
    "story: shared, same trigger": 0.271,
    "told as: ahead in one": 0.047,
    "told as: lasting": 0.445,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.073,
    "trigger: same": 1.075,
    "trigger: told beside": -1.024,
    "type: differs": -0.392,
    "type: neither has any": 0.000,
    "type: one has none": 0.294,
    "type: same": 0.108,
    "vector": 4.259,
    "vector: none": 1.666,
    "words: alike": 6.000,
    "words: held": 0.417,
    "words: none shared": -0.550,
    "words: same number": -0.240,
    "words: shared, same type": 2.999,
    "words: whole contents": 4.000,
}

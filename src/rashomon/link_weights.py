"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -0.460,
    "actors: same": 0.241,
    "actors: same country": 0.633,
    "bias": -13.323,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.257,
    "mode: same": 0.904,
    "numbers: agree": 1.221,
    "numbers: differ": -0.814,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 1.200,
    "place: same country": 0.200,
    "published: apart": -2.007,
    "recipients: differ": 0.068,
    "recipients: same": 0.735,
    "recipients: same country": 0.445,
    "sides: turned": 0.324,
    "story: same article": 9.578,
    "story: shared": 9.373,
    "story: shared, same trigger": -0.007,
    "told as: ahead in one": 0.023,
    "told as: lasting": 1.173,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.100,
    "trigger: same": 1.426,
    "trigger: told beside": -1.071,
    "type: differs": -0.537,
    "type: neither has any": 1.000,
    "type: one has none": 0.302,
    "type: same": 0.848,
    "vector": 4.093,
    "vector: none": 1.660,
    "words: held": 0.480,
    "words: none shared": -0.313,
    "words: rare": -0.253,
    "words: same number": -0.104,
    "words: shared": 0.259,
    "words: whole contents": 4.000,
}

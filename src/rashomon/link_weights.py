"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -0.614,
    "actors: same": 0.200,
    "actors: same country": 0.531,
    "bias": -12.356,
    "contents: of one article": -3.000,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.170,
    "mode: same": 0.966,
    "numbers: agree": 0.705,
    "numbers: differ": 0.011,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 0.600,
    "place: same country": 0.200,
    "published: apart": -2.010,
    "recipients: differ": 0.006,
    "recipients: same": 0.779,
    "recipients: same country": 0.422,
    "sides: turned": -1.500,
    "sides: two in both": 1.000,
    "story: same article": 8.636,
    "story: shared": 8.168,
    "story: shared, same trigger": 0.206,
    "told as: ahead in one": -0.800,
    "told as: lasting": 0.472,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.100,
    "trigger: same": 1.146,
    "trigger: told beside": -1.046,
    "type: differs": -0.351,
    "type: one has none": 0.331,
    "type: same": 0.206,
    "vector": 4.087,
    "vector: none": 1.619,
    "words: alike": 8.000,
    "words: held": 0.382,
    "words: none shared": -0.453,
    "words: same number": -0.226,
    "words: shared, same type": 2.999,
    "words: whole contents": 4.000,
}

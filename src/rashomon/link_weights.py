"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -0.613,
    "actors: same": 0.277,
    "actors: same country": 0.612,
    "bias": -12.631,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.185,
    "mode: same": 0.961,
    "numbers: agree": 0.700,
    "numbers: differ": 0.009,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 1.200,
    "place: same country": 0.200,
    "published: apart": -2.010,
    "recipients: differ": -0.042,
    "recipients: same": 0.823,
    "recipients: same country": 0.497,
    "sides: turned": -1.500,
    "story: same article": 8.878,
    "story: shared": 8.265,
    "story: shared, same trigger": 0.279,
    "told as: ahead in one": 0.042,
    "told as: lasting": 0.451,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.082,
    "trigger: same": 1.044,
    "trigger: told beside": -1.008,
    "type: differs": -0.486,
    "type: neither has any": 0.000,
    "type: one has none": 0.285,
    "type: same": 0.022,
    "vector": 4.282,
    "vector: none": 1.676,
    "words: alike": 6.000,
    "words: held": 0.536,
    "words: none shared": -0.560,
    "words: rare": -0.154,
    "words: same number": -0.083,
    "words: shared": 0.007,
    "words: shared, same type": 2.999,
    "words: whole contents": 4.000,
}

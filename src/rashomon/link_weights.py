"""What each piece of evidence adds to the log-odds that two tellings are about one event.

Written by `python training/link_weights.py --write` from ECB+, MEANTIME and NewsWCL50; not typed by hand.
Read `comparisons.py` for what the evidence is.
"""

from collections.abc import Mapping
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = {
    "actors: differ": -1.200,
    "actors: same": 0.221,
    "actors: same country": 0.698,
    "bias": -12.372,
    "contents: of one article": -3.000,
    "days: apart": -2.500,
    "days: same": 0.800,
    "days: within": 0.200,
    "denial: names it": 4.000,
    "mode: differs": -0.296,
    "mode: same": 0.950,
    "names: none shared": -1.500,
    "numbers: agree": 0.541,
    "numbers: differ": -0.004,
    "place: apart": -2.000,
    "place: near": 0.800,
    "place: one in the other": 0.500,
    "place: same": 0.600,
    "place: same country": 0.200,
    "published: apart": -2.010,
    "recipients: differ": -1.000,
    "recipients: same": 0.783,
    "recipients: same country": 0.379,
    "sides: turned": -1.500,
    "sides: two in both": 0.586,
    "speakers: each of itself": -2.000,
    "story: same article": 8.581,
    "story: shared": 8.080,
    "story: shared, same trigger": 0.203,
    "told as: ahead in one": -0.792,
    "told as: lasting": 0.501,
    "trigger: among the words": 1.500,
    "trigger: differs": -0.100,
    "trigger: nothing beside": -2.000,
    "trigger: only the subject beside": -1.000,
    "trigger: same": 1.201,
    "trigger: told beside": -1.100,
    "type: differs": -0.346,
    "type: one has none": 0.421,
    "type: same": 0.628,
    "vector": 4.230,
    "vector: none": 1.672,
    "words: alike": 8.000,
    "words: held": 0.381,
    "words: none shared": -0.396,
    "words: same number": -0.295,
    "words: shared, same type": 2.999,
    "words: whole contents": 4.000,
}

"""Which words take part in an event: the heads of its arguments, by label.

In go a scene and the place of a verb or noun; out come the places of the head words of its PropBank arguments, or,
where the model gives none, of subject, object, agent and what prepositions tie to it, under the same labels. An
infinitive, a participle or a coordinated verb shares the subject of the verb above it. Who these words stand for is
said in `parties.py`. Read next: `events.py`.
"""

from __future__ import annotations

from rashomon.actors import code_of
from rashomon.parties import FARTHEST_SUBJECT, PRONOUNS, Scene, is_party
from rashomon.phrases import conjuncts_of, head_of, phrase_of
from rashomon.records import Span

NEXT = 7
"""Characters between two parts of one argument: ", " or " and "."""
_WITH_A_MEANS = frozenset({"use", "promise", "threaten"})
"""Verbs whose subject, not object, does what follows: "used drones to strike", "promised her to leave"."""
_TOWARDS = frozenset({"on", "against", "with", "to", "for", "from", "into", "of", "at"})
_OBLIQUE = frozenset({"with", "against", "to", "on", "at", "from"})
_OF_VERBS = {"nsubj": "ARG0", "nsubj:pass": "ARG1", "obj": "ARG1", "iobj": "ARG2"}
_ADJECTIVES = ("JJ", "NNP", "NNPS")
_OWNERS = (*_ADJECTIVES, "PRP$", "NN", "NNS")


def heads_of_argument(scene: Scene, span: Span) -> tuple[int, ...]:
    """The head words of an argument: one, or those of all its coordinated parts inside the span."""
    head = head_of(scene.tree, span)
    if head is None:
        return ()
    return tuple(
        place for place in conjuncts_of(scene.tree, head) if span.start <= scene.tree.words[place].span.start < span.end
    )


def argument_heads(scene: Scene, place: int) -> dict[str, tuple[int, ...]]:
    """The head words of each core argument of the predicate at `place`, by label; empty where it is none."""
    predicate = scene.predicate_at.get(place)
    found: dict[str, tuple[int, ...]] = {}
    ends: dict[str, int] = {}
    for argument in predicate.arguments if predicate else ():
        label = argument.label.removeprefix("R-").removeprefix("C-")
        if label.startswith("ARGM"):
            continue
        heads = heads_of_argument(scene, argument.span)
        is_next = 0 <= argument.span.start - ends.get(label, -NEXT) < NEXT  # "Moscow" and then "Cairo and Qatar"
        ends[label] = argument.span.end
        if label in found and not is_next and not argument.label.startswith("C-"):
            continue  # a core argument stands once, but for its continuation
        found[label] = tuple(dict.fromkeys((*found.get(label, ()), *(h for h in heads if h != place))))
    return found


def syntactic_heads(scene: Scene, place: int, *, only_own: bool = False) -> dict[str, tuple[int, ...]]:
    """Subject, object, agent and what belongs to the word at `place`, as the tree has them, under PropBank labels;
    with `only_own`, no subject of a verb above it."""
    words = scene.tree.words
    found: dict[str, tuple[int, ...]] = {}
    for child in scene.tree.children[place]:
        relation = words[child].relation
        case = next((scene.lower[c] for c in scene.tree.children[child] if words[c].relation == "case"), "")
        is_verb = words[place].tag.startswith("V")
        is_adjective = (
            relation in ("amod", "compound") and words[child].tag in _ADJECTIVES and not _is_venue(scene, child)
        )
        label = _OF_VERBS.get(relation) if is_verb else None
        if relation == "obl:agent" or (relation in ("obl", "nmod") and case == "by"):
            label = "ARG0"
        elif is_verb and relation == "obl" and case in _OBLIQUE:
            label = "ARG2"
        elif relation == "nmod:poss" and scene.kinds.is_in(scene.lower[place], "undergone"):
            label = "ARG1"  # "her arrest"
        elif not is_verb and (relation == "nmod:poss" or is_adjective or (relation == "nmod" and case == "between")):
            label = "ARG0"
        elif not is_verb and relation == "nmod" and case in _TOWARDS:
            label = "ARG1"
        if label:
            found[label] = (*found.get(label, ()), *conjuncts_of(scene.tree, child))
    if words[place].tag.startswith("V"):
        found["OF_OBJECT"], found["OF_CLAUSE"] = _of_object(scene, place), _of_clause(scene, place)
        found["OF_GOODS"] = _of_goods(scene, place)
    if words[place].tag.startswith("V") and not only_own:
        label = "ARG1" if is_passive(scene, place) else "ARG0"
        found[label] = found.get(label) or _subject_above(scene, place)
    return {label: heads for label, heads in found.items() if heads}


def _is_venue(scene: Scene, place: int) -> bool:
    """Whether a name before a noun is that of a capital: the "Lowen" of the Lowen accord is where it was signed."""
    code = code_of(scene.tree.words[place].span.of(scene.text), scene.actors)
    return scene.tree.words[place].relation == "compound" and code is not None and code.sector == "GOV"


def _of_object(scene: Scene, place: int) -> tuple[int, ...]:
    """What a preposition ties to the object of a verb ("imposed sanctions on three banks"), or else who owns it
    ("condemned Drevia's test")."""
    words, children = scene.tree.words, scene.tree.children
    objects = [child for child in children[place] if words[child].relation in ("obj", "nsubj:pass")]
    below = [one for child in objects for one in children[child]]
    tied = [b for b in below if words[b].relation == "nmod" and any(scene.lower[c] in _TOWARDS for c in children[b])]
    owners = [b for b in below if words[b].relation in ("nmod:poss", "amod", "compound") and words[b].tag in _OWNERS]
    return tuple(head for one in tied or owners for head in conjuncts_of(scene.tree, one))


def _of_goods(scene: Scene, place: int) -> tuple[int, ...]:
    """Whose the things are that a verb takes: "took delivery of Drevian rifles"."""
    words, children = scene.tree.words, scene.tree.children
    objects = [child for child in children[place] if words[child].relation in ("obj", "obl")]
    objects += [below for child in objects for below in children[child] if words[below].relation == "nmod"]
    return tuple(
        below
        for child in objects
        for below in children[child]
        if words[below].relation in ("amod", "compound", "nmod:poss") and words[below].tag in _ADJECTIVES
    )


def _of_clause(scene: Scene, place: int) -> tuple[int, ...]:
    """The subject of the clause that is asked, demanded or said: "demanded that Drevia withdraw"."""
    words, children = scene.tree.words, scene.tree.children
    return tuple(
        head
        for child in children[place]
        if words[child].relation in ("ccomp", "xcomp")
        for below in children[child]
        if words[below].relation in ("nsubj", "nsubj:pass")
        for head in conjuncts_of(scene.tree, below)
    )


def is_passive(scene: Scene, place: int) -> bool:
    """Whether the subject of a verb suffers it: "was seized", "boats seized by", "was seized and burned"."""
    words = scene.tree.words
    for _ in range(FARTHEST_SUBJECT):
        relations = {words[child].relation for child in scene.tree.children[place]}
        if relations & {"aux:pass", "nsubj:pass"}:
            return True
        if words[place].tag != "VBN" or relations & {"aux", "nsubj"}:
            return False
        if words[place].relation.startswith("acl"):
            return True
        if words[place].relation != "conj" or "obj" in relations:
            return words[place].relation == "advcl" and "obj" not in relations
        place = words[place].head
    return False


def _subject_above(scene: Scene, place: int) -> tuple[int, ...]:
    """The subject that an infinitive, a participle or a coordinated verb shares with the verb above it."""
    words = scene.tree.words
    for _ in range(FARTHEST_SUBJECT):
        word = words[place]
        if word.head == place:
            return ()
        if word.relation.startswith("acl"):
            return () if word.tag == "VB" else (word.head,)
        if word.relation not in ("xcomp", "advcl", "conj", "parataxis"):
            return ()
        place = word.head
        ordered = _who_is_told(scene, place) if word.relation == "xcomp" and word.tag == "VB" else ()
        if ordered:
            return ordered
        subjects = [c for c in scene.tree.children[place] if words[c].relation in ("nsubj", "nsubj:pass")]
        if subjects:
            return tuple(other for subject in subjects for other in conjuncts_of(scene.tree, subject))
    return ()


def _who_is_told(scene: Scene, verb: int) -> tuple[int, ...]:
    """Whom a verb tells, lets or makes do something, and who then does it: "ordered his men to storm the bank"."""
    words = scene.tree.words
    if scene.kinds.lemma_of(scene.lower[verb], is_noun=False) in _WITH_A_MEANS:
        return ()
    return tuple(
        other
        for child in scene.tree.children[verb]
        if words[child].relation in ("obj", "iobj")
        for other in conjuncts_of(scene.tree, child)
        if words[other].tag in PRONOUNS
        or is_party(scene, other, code_of(phrase_of(scene.tree, other).of(scene.text), scene.actors), things=())
    )

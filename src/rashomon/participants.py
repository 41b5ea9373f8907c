"""Which words take part in an event: the heads of its arguments, by label.

In go a scene and the place of a verb or noun; out come the places of the head words of its PropBank arguments, or,
where the model gives none, of subject, object, agent and what prepositions tie to it, under the same labels. An
infinitive, a participle or a coordinated verb shares the subject of the verb above it. Who these words stand for is
said in `parties.py`. Read next: `frames.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from rashomon.actors import code_of
from rashomon.chunks import chunk_at, neighbours_of, object_before, opposed_before, verb_of_purpose
from rashomon.parties import is_party
from rashomon.phrases import conjuncts_of, head_of, phrase_of
from rashomon.records import Mention, MentionType, Span
from rashomon.referents import FARTHEST_SUBJECT, noun_of_relative
from rashomon.scenes import PRONOUNS, Scene

Groups = tuple[tuple[int, ...], ...]
"""Head words in groups: the first group in which there is a party counts."""

NEXT = 7
"""Characters between two parts of one argument: ", " or " and "."""
_BETWEEN = re.compile(r"(?:[a-z]+ )?(?:the )?|(?:, | and |, and )(?:the )?")
"""What stands between the names of a list, and before its first."""
_LEADING = re.compile(r"(?:(?:with|by|to|for|from|against|on|of) )?(?:the |a |an )?")
_TRAILING = re.compile(r",? (?:at|in|on|near|to|from|for|with|of|over|about|after|before|during|who|which|that)\b")
"""What stands before and behind the name that an argument begins with."""
_TO_VERB = re.compile(r"(?:not )?to (?=[a-z]+ )(?!the |a |an |its |his |her |their )")
_WITH_GOODS = frozenset({"supply", "provide", "equip", "arm", "furnish", "present", "resupply", "reequip", "re-equip"})
"""Verbs whose object is given what stands after "with"."""
_WITH_A_MEANS = frozenset({"use", "promise", "threaten"})
"""Verbs whose subject, not object, does what follows: "used drones to strike", "promised her to leave"."""
_OF_ITS_OBJECT = frozenset(
    {"accuse", "suspect", "blame", "charge", "convict", "acquit", "criticise", "criticize", "condemn", "denounce"}
    | {"praise", "thank", "stop", "prevent", "keep", "punish", "sentence", "fine", "jail", "imprison", "arrest"}
)
"""Verbs whose object, not subject, does what "of" or "for" tells: "accused the guards of beating"."""
_CONNECTED = frozenset({"connected", "linked", "patched", "hooked", "put", "joined", "brought", "invited", "called"})
"""What is done to two that are to speak with each other."""
_GOODS = ("goods", "military", "arms")
"""Lists of what is given or sent, and is nobody whom a deed reaches."""
_BACKED = "backing"
"""Words for support, which is for somebody, and of whoever gives it."""
_WHERE = frozenset({"in", "at", "aboard"})
_TOWARDS = frozenset({"on", "against", "with", "to", "for", "from", "into", "of", "at", "upon", "among", "between"})
_OBLIQUE = frozenset({"with", "against", "to", "on", "at", "from", "into", "upon"})
_FACED = frozenset({"stand", "face", "plead", "deny", "admit", "be", "await", "go"})
"""Verbs whose subject did what the charges under them say: "pleaded guilty to charges of"."""
_AGENTS = frozenset({"by", "from"})
_TIES = frozenset({"at", "in", "on", "near", "over", "about", "during", "for", "to", "with", "against", "into"})
"""Prepositions of what only hangs on the phrase before them."""
_NO_HEADS = frozenset({"DT", "IN", "TO", "POS", "CC"})
_OF_VERBS = {"nsubj": "ARG0", "nsubj:pass": "ARG1", "obj": "ARG1", "iobj": "ARG2"}
_ADJECTIVES = ("JJ", "NNP", "NNPS")
_OWNERS = (*_ADJECTIVES, "PRP$", "NN", "NNS")


def heads_of_argument(scene: Scene, span: Span) -> tuple[int, ...]:
    """The head words of an argument: one, or those of all its coordinated parts inside the span."""
    clause = _TO_VERB.match(scene.text, span.start, span.end)
    if clause is not None:
        return tuple(scene.tree.places_in(Span(clause.end(), span.end))[:1])  # "to disarm the militias" is a deed
    named = _first_mention(scene, span)
    head = head_of(scene.tree, span)
    if head is None:
        return ()
    head = _head_in_front(scene, span, head)
    if named is not None and not named.span.overlaps(scene.tree.words[head].span):
        head = scene.head_of_mention[named.span]  # the tree took "the Hall" for the head of "the premier at the Hall"
    if scene.tree.words[head].tag in _NO_HEADS:  # the tree goes in a circle
        head = _first_noun(scene, head, span) or head
    fellows = tuple(
        place for place in conjuncts_of(scene.tree, head) if span.start <= scene.tree.words[place].span.start < span.end
    )
    return tuple(dict.fromkeys((*_listed(scene, span), *fellows)))


def _first_mention(scene: Scene, span: Span) -> Mention | None:
    """The mention that an argument begins with, if nothing but a preposition or a clause stands behind it there."""
    first = bisect_left(scene.mention_starts, span.start)
    if first == len(scene.mentions) or scene.mentions[first].span not in scene.head_of_mention:
        return None
    mention = scene.mentions[first]
    is_first = _LEADING.fullmatch(scene.text, span.start, mention.span.start) is not None
    is_whole = _TRAILING.match(scene.text, mention.span.end, span.end) is not None
    return mention if is_first and is_whole else None


def _head_in_front(scene: Scene, span: Span, head: int) -> int:
    """The head of the phrase that an argument begins with, where its tree took one behind a preposition for the head:
    "the premier", and not "the Hall", of "the premier at the Hall"."""
    words, places = scene.tree.words, scene.tree.places_in(span)
    first = places[0] + (words[places[0]].tag in ("IN", "TO"))
    chunk = chunk_at(scene, first)
    if chunk is None or head < chunk.end or not span.contains(words[chunk.end - 1].span):
        return head
    behind = words[chunk.end] if chunk.end < len(words) else None
    is_tied = behind is not None and behind.tag == "IN" and scene.lower[chunk.end] in _TIES
    return chunk.head if is_tied and words[chunk.head].tag.startswith("NN") else head


def _first_noun(scene: Scene, place: int, span: Span) -> int | None:
    """The last word of the first run of nouns after `place` in the span."""
    words = scene.tree.words
    inside = takewhile(lambda one: words[one].span.start < span.end, range(place, len(words)))
    nouns = dropwhile(lambda one: not words[one].tag.startswith("NN"), inside)
    return max(takewhile(lambda one: words[one].tag.startswith("NN"), nouns), default=None)


def _listed(scene: Scene, span: Span) -> tuple[int, ...]:
    """The head words of names in a list at the beginning of an argument ("the army and the Salt Front"), which a tree
    may take apart; nothing where there is but one."""
    first = bisect_left(scene.mention_starts, span.start)
    heads: list[int] = []
    end, is_joined = span.start, False
    for place in range(first, len(scene.mentions)):
        mention = scene.mentions[place]
        between = _BETWEEN.fullmatch(scene.text, end, mention.span.start)
        if between is None or mention.span.end > span.end:
            break
        is_joined = is_joined or "and" in between[0]
        head = scene.head_of_mention.get(mention.span)
        if head is not None:
            heads.append(head)
        end = mention.span.end
    return tuple(heads) if is_joined else ()  # without an "and" the second name is another one of the first


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
    if not found:
        return found
    return (_as_in_tree if scene.tree.words[place].tag.startswith("V") else _as_of_noun)(scene, place, found)


def _as_of_noun(scene: Scene, noun: int, roles: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The roles of an event noun that has both a doer before it and "of" behind: "police shootings of protesters"."""
    words, children = scene.tree.words, scene.tree.children[noun]
    doers = [one for one in children if one < noun and _is_doer(scene, one)]
    done_to = [one for one in children if words[one].relation == "nmod" and _case_of(scene, one) == "of"]
    if doers and not done_to and scene.kinds.is_in(scene.lower[noun], "undergone"):
        doers, done_to = [], [one for one in doers if words[one].relation == "nmod:poss"]  # "the editor's arrest"
    elif not doers or not done_to:
        return roles
    placed = {other for one in (*doers, *done_to) for other in conjuncts_of(scene.tree, one)}
    mended = {label: tuple(head for head in heads if head not in placed) for label, heads in roles.items()}
    for label, heads in (("ARG0", doers), ("ARG1", done_to)):
        own = tuple(other for one in heads for other in conjuncts_of(scene.tree, one))
        mended[label] = (*own, *mended.get(label, ()))
    return {label: heads for label, heads in mended.items() if heads}


def _is_doer(scene: Scene, place: int) -> bool:
    """Whether a word before an event noun tells who does it: "Drevia's", "police"."""
    word = scene.tree.words[place]
    if word.relation == "nmod:poss":
        return True
    return word.relation == "compound" and any(
        scene.kinds.is_in(scene.lower[place], name) for name in ("police", "militias", "military")
    )


def _as_in_tree(scene: Scene, verb: int, roles: dict[str, tuple[int, ...]]) -> dict[str, tuple[int, ...]]:
    """The roles with subject, object and agent of a verb where its tree says that they stand.

    Who does what is plain in the grammar of English: the agent of a passive acts, its subject does not; whoever has a
    direct object acts. A model of roles is less sure of it than a tree is.
    """
    words, own = scene.tree.words, _core_of(scene, verb)
    labels: dict[str, str] = {}
    if "agent" in own or "passive" in own:
        labels = {"agent": "ARG0", "passive": "ARG1", "object": "ARG1"}
        if "object" in own:
            labels["passive"] = "ARG2"  # "the rebels were given rifles"
        elif any(head in roles.get("ARG2", ()) for head in own.get("passive", ())):
            del labels["passive"]
    elif "equipped" in own:
        labels = {"subject": "ARG0", "equipped": "ARG2"}  # "supplied the rebels with rifles"
    elif "object" in own:
        labels = {"subject": "ARG0", "object": "ARG1", "given": "ARG2"}
        if any(head in roles.get("ARG2", ()) for head in own["object"]):
            del labels["object"]
    if "ARG0" in roles:
        labels.pop("subject", None)
    placed = {head for name in labels for head in own.get(name, ())}
    placed |= {noun_of_relative(scene, head) for head in own.get("passive", ())}  # "women who have been attacked"
    above = words[verb].head if words[verb].relation == "conj" else verb
    # "Killing four and wounding nine": the four wound nobody.
    fellows = (head for head in roles.get("ARG0", ()) if above < head < verb and words[head].head == above)
    placed |= {head for head in fellows if not _is_agent(scene, head)}
    told = _who_is_told(scene, words[verb].head) if words[verb].relation == "xcomp" and words[verb].tag == "VB" else ()
    if told:  # "let the clerk question the aides"
        placed |= {*_core_of(scene, words[verb].head).get("subject", ())}
    mended = {label: tuple(head for head in heads if head not in placed) for label, heads in roles.items()}
    if told:
        mended["ARG0"] = tuple(dict.fromkeys((*told, *mended.get("ARG0", ()))))
    for name, label in labels.items():
        if name in own:
            mended[label] = (*own[name], *mended.get(label, ()))
    return {label: heads for label, heads in mended.items() if heads}


def _core_of(scene: Scene, verb: int) -> dict[str, tuple[int, ...]]:
    """Subject, passive subject, agent, object and whoever is given it ("gave the army trucks"), with their fellows."""
    words = scene.tree.words
    found: dict[str, tuple[int, ...]] = {}
    objects: list[int] = []
    for child in scene.tree.children[verb]:
        relation = _relation_of(scene, verb, child)
        if relation == "nsubj":
            found["subject"] = conjuncts_of(scene.tree, child)
        elif relation == "nsubj:pass":
            found["passive"] = conjuncts_of(scene.tree, child)
        elif relation == "obl:agent" or (
            relation == "obl" and words[verb].tag in ("VBN", "VBD") and _case_of(scene, child) == "by"
        ):
            found.setdefault("agent", conjuncts_of(scene.tree, child))
        elif relation == "iobj":
            found["given"] = conjuncts_of(scene.tree, child)
        elif relation == "obj" and child > verb:
            objects.append(child)
    is_with = any(
        words[child].relation == "obl" and _case_of(scene, child) == "with" for child in scene.tree.children[verb]
    )
    if objects and is_with and scene.kinds.lemma_of(scene.lower[verb], is_noun=False) in _WITH_GOODS:
        found["equipped"] = conjuncts_of(scene.tree, objects[0])
    if len(objects) > 1:
        found["given"] = conjuncts_of(scene.tree, objects[0])
    if objects:
        found["object"] = conjuncts_of(scene.tree, objects[-1])
    return found


def _relation_of(scene: Scene, verb: int, child: int) -> str:
    """The relation of a word to its verb; a subject behind the verb of a relative clause is what it is done to: "a
    blast that killed two guards"."""
    words, relation = scene.tree.words, scene.tree.words[child].relation
    if relation != "nsubj" or child < verb:
        return relation
    before = [one for one in scene.tree.children[verb] if words[one].relation == "nsubj" and one < verb]
    is_second = any(scene.lower[one] in ("that", "which", "who") for one in before)
    return "obj" if is_second else relation


def _is_agent(scene: Scene, place: int) -> bool:
    return scene.tree.words[place].relation == "obl:agent" or _case_of(scene, place) == "by"


def _case_of(scene: Scene, place: int) -> str:
    """The preposition of a noun, or nothing."""
    words = scene.tree.words
    return next((scene.lower[child] for child in scene.tree.children[place] if words[child].relation == "case"), "")


def syntactic_heads(scene: Scene, place: int, *, only_own: bool = False) -> dict[str, tuple[int, ...]]:
    """Subject, object, agent and what belongs to the word at `place`, as the tree has them, under PropBank labels;
    with `only_own`, no subject of a verb above it."""
    words = scene.tree.words
    found: dict[str, tuple[int, ...]] = {}
    has_copula = any(words[child].relation == "cop" for child in scene.tree.children[place])
    for child in scene.tree.children[place]:
        relation = _relation_of(scene, place, child)
        case = _case_of(scene, child)
        is_verb = words[place].tag.startswith("V")
        is_adjective = (
            relation in ("amod", "compound") and words[child].tag in _ADJECTIVES and not _is_venue(scene, child)
        )
        label = _OF_VERBS.get(relation) if is_verb else None
        if relation == "obl:agent" or (relation in ("obl", "nmod") and case == "by"):
            label = "ARG0"
        elif is_verb and relation == "obl" and case in _OBLIQUE:
            label = None if case == "with" and is_passive(scene, place) else "ARG2"  # "was shot with a bullet"
        elif is_verb and relation == "nmod" and not case:
            label = "ARG0" if child < place else "ARG1"  # the tree took the verb for a noun
        elif not is_verb and relation == "nsubj" and not has_copula:
            label = "ARG0"  # the tree took the verb that carries the noun for an auxiliary
        elif relation == "nmod:poss" and scene.kinds.is_in(scene.lower[place], "undergone"):
            label = "ARG1"  # "her arrest"
        elif not is_verb and (relation == "nmod:poss" or is_adjective or (relation == "nmod" and case == "between")):
            label = "ARG0"
        elif not is_verb and relation in ("nmod", "obl") and case in _TOWARDS:
            label = "ARG1"
        if label:
            found[label] = (*found.get(label, ()), *conjuncts_of(scene.tree, child))
    if words[place].tag.startswith("V"):
        found["OF_CLAUSE"], found["OF_GOODS"] = _of_clause(scene, place), _of_goods(scene, place)
    if words[place].tag.startswith("V") and not only_own:
        label = "ARG1" if is_passive(scene, place) else "ARG0"
        found[label] = found.get(label) or _subject_above(scene, place)
    return {label: heads for label, heads in found.items() if heads}


def _is_venue(scene: Scene, place: int) -> bool:
    """Whether a name before a noun is that of a capital or another city: the "Lowen" of the Lowen accord is where it
    was signed, that of the Lowen shootings where they were."""
    word, mention = scene.tree.words[place], scene.mention_of.get(place)
    code = code_of(word.span.of(scene.text), scene.actors)
    is_city = mention is not None and mention.type is MentionType.PLACE and code is None
    return word.relation == "compound" and (is_city or (code is not None and code.sector == "GOV"))


def whose(scene: Scene, heads: Sequence[int], *, is_judged: bool) -> Groups:
    """Whom a thing stands for that something is done to: of "imposed sanctions on three banks" the banks, of
    "condemned Drevia's test" Drevia.

    Where the thing `is_judged` (condemned, rejected, praised) it is whoever does it, and not who suffers it: of
    "condemned the killing of a guard by Drevia" it is Drevia, never the guard.
    """
    words, children = scene.tree.words, scene.tree.children
    found: list[tuple[int, ...]] = []
    for head in heads:
        below: dict[str, list[int]] = {"by": [], "owner": [], "of": [], "at": []}
        for child in children[head]:
            relation, case = words[child].relation, _case_of(scene, child)
            if relation in ("nmod", "obl:agent", "obl") and case in _AGENTS:
                below["by"].append(child)
            elif _is_owner(scene, child):
                below["owner"].append(child)
            elif relation == "nmod" and case == "of":
                below["of"].append(child)
            elif relation == "nmod" and (case in _TOWARDS or (is_judged and case == "over")):
                below["at"].append(child)
        is_deed = is_judged and bool(scene.kinds.nouns.get(scene.lower[head]))
        order = (
            ("at",)
            if scene.kinds.is_in(scene.lower[head], _BACKED)
            else ("by", "owner")
            if is_deed
            else ("by", "owner", "of", "at")
            if is_judged
            else ("at", "by", "owner", "of")
        )
        for name in order:
            found += [conjuncts_of(scene.tree, one) for one in below[name]]
        if is_judged and not is_deed:  # "the results of a test by Drevia"
            found += [group for one in below["of"] for group in _behind(scene, one)]
    return tuple(found)


def _behind(scene: Scene, place: int) -> Groups:
    """Who does, or owns, a thing that stands behind another one."""
    words = scene.tree.words
    return tuple(
        conjuncts_of(scene.tree, child)
        for child in scene.tree.children[place]
        if (words[child].relation == "nmod" and _case_of(scene, child) in _AGENTS) or _is_owner(scene, child)
    )


def _is_owner(scene: Scene, place: int) -> bool:
    """Whether a word tells whose the noun after it is: "Drevia's", "Drevian", "their"."""
    word = scene.tree.words[place]
    if word.relation == "nmod:poss":
        return word.tag in _OWNERS
    return word.relation in ("amod", "compound") and word.tag in _ADJECTIVES


def promised_to(scene: Scene, place: int) -> Groups:
    """Whom the deed that is promised, refused or threatened would reach: "agreed to lend money to Oskany"."""
    words = scene.tree.words
    for child in scene.tree.children[place]:
        if words[child].relation in ("xcomp", "advcl", "ccomp") and words[child].tag == "VB":
            heads = syntactic_heads(scene, child, only_own=True)
            things = heads.get("ARG1", ())
            reached = tuple(one for one in things if not any(scene.kinds.is_in(scene.lower[one], x) for x in _GOODS))
            owners = tuple(
                tuple(one for one in group if not _is_venue(scene, one))
                for group in whose(scene, things, is_judged=False)
            )
            return (*_groups_of(heads.get("ARG2", ())), *owners, *_groups_of(reached))
    return ()


def _groups_of(heads: tuple[int, ...]) -> Groups:
    return (heads,) if heads else ()


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
    if place and words[place].tag in ("VBN", "VBD") and scene.lower[place - 1] in ("being", "been"):
        return True
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
        is_reported = word.relation == "ccomp" and scene.lower[place - 1] == "being"  # "reported being attacked"
        if word.relation not in ("xcomp", "advcl", "conj", "parataxis") and not is_reported:
            return ()
        marks = {scene.lower[child] for child in scene.tree.children[place] if words[child].relation == "mark"}
        if marks & {"of", "for"} and _is_of_its_object(scene, word.head):
            return tuple(other for child in _objects_of(scene, word.head) for other in conjuncts_of(scene.tree, child))
        place = word.head
        ordered = _who_is_told(scene, place) if word.relation == "xcomp" and word.tag == "VB" else ()
        if ordered:
            return ordered
        subjects = [c for c in scene.tree.children[place] if words[c].relation in ("nsubj", "nsubj:pass")]
        if subjects:
            return tuple(other for subject in subjects for other in conjuncts_of(scene.tree, subject))
    return ()


def brought_together(scene: Scene, noun: int, sentence: tuple[int, int]) -> tuple[int, ...]:
    """Those whom a verb brings together for what a noun says: "was connected to the minister for a chat"."""
    verb = verb_of_purpose(scene, noun, sentence[0])
    if verb is None or scene.lower[verb] not in _CONNECTED:
        return ()
    found = (syntactic_heads(scene, verb), argument_heads(scene, verb), neighbours_of(scene, verb, *sentence))
    heads = {head for some in found for label in ("ARG0", "ARG1", "ARG2") for head in some.get(label, ())}
    around = scene.tree.children
    return tuple(sorted(head for head in heads if _WHERE.isdisjoint(scene.lower[child] for child in around[head])))


def with_counted(scene: Scene, places: Sequence[int]) -> Iterator[int]:
    """The places, what a word of number among them counts ("dozens of troops"), and the office before a name."""
    words = scene.tree.words
    for place in places:
        yield place
        children = scene.tree.children[place]
        if words[place].tag == "CD" or scene.kinds.is_in(scene.lower[place], "quantities"):
            yield from (c for c in children if words[c].relation == "nmod")
        yield from (
            c for c in children if words[c].relation in ("compound", "flat", "appos") and words[c].tag != "NNPS"
        )


def sources_of(scene: Scene, noun: int) -> tuple[int, ...]:
    """From whom something comes that is suffered: the union of "criticism from the union"."""
    children = scene.tree.children
    tied = [child for child in children[noun] if _case_of(scene, child) in _AGENTS]
    return tuple(other for child in tied for other in conjuncts_of(scene.tree, child))


def makers_of(scene: Scene, place: int) -> tuple[int, ...]:
    """Who does a deed that hangs on a noun or a preposition: the owner of the noun, or whoever has it or does the rest.

    "Drevia's plan to seize", "put out a report accusing", "took measures to mobilise", "after bombing the bridge"; of
    "accused the guards of beating" it is the guards.
    """
    words, children = scene.tree.words, scene.tree.children
    above = words[place].head
    is_finite = any(words[child].relation.startswith(("aux", "nsubj")) for child in children[place])
    if words[place].tag not in ("VB", "VBG") or above == place or is_finite:
        return ()
    if above > place and words[place - 1].tag not in ("IN", "TO"):
        return ()  # a quote before "he said" is no deed of his
    is_behind = words[place].tag == "VBG" and object_before(scene, place)  # "put out a report accusing"
    noun = place - 1 if is_behind else above
    if is_behind or (words[place].relation.startswith("acl") and words[above].tag.startswith("NN")):
        owners = tuple(child for child in children[noun] if words[child].relation == "nmod:poss")
        if owners:
            return owners
    elif not words[place].relation.startswith(("advcl", "acl", "nmod", "obl", "xcomp")):
        return ()
    if scene.kinds.is_in(scene.lower[above], "accusations") or scene.kinds.is_in(scene.lower[above], "suspicions"):
        return _accused(scene, above)
    for _ in range(FARTHEST_SUBJECT):
        if words[above].tag.startswith("VB"):
            if _is_of_its_object(scene, above):
                found = _objects_of(scene, above)
            else:
                found = [child for child in children[above] if words[child].relation in ("nsubj", "nsubj:pass")]
            found = [child for child in found if child != place]
            if found:
                return tuple(other for child in found for other in conjuncts_of(scene.tree, child))
        if words[above].head == above:
            return ()
        above = words[above].head
    return ()


def _accused(scene: Scene, noun: int) -> tuple[int, ...]:
    """Who did what a charge says: whom it is brought against, or who is on trial, held or convicted for it."""
    words, children = scene.tree.words, scene.tree.children
    against = opposed_before(scene, noun)
    for _ in range(FARTHEST_SUBJECT):
        if against or words[noun].head == noun:
            break
        noun = words[noun].head
        base = scene.kinds.lemma_of(scene.lower[noun], is_noun=False)
        is_theirs = not words[noun].tag.startswith("VB") or is_passive(scene, noun) or base in _FACED
        wanted = ("nsubj", "nsubj:pass") if is_theirs else ("obj",)
        found = [child for child in children[noun] if words[child].relation in wanted]
        against = tuple(other for child in found for other in conjuncts_of(scene.tree, child))
    return against


def _is_of_its_object(scene: Scene, verb: int) -> bool:
    return scene.kinds.lemma_of(scene.lower[verb], is_noun=False) in _OF_ITS_OBJECT


def _objects_of(scene: Scene, verb: int) -> list[int]:
    words = scene.tree.words
    return [child for child in scene.tree.children[verb] if words[child].relation in ("obj", "nsubj:pass")]


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

"""Readers: every corpus becomes a list of `Example`s over surface tokens, each with the annotations that corpus has.

Which corpora train, and under what licence, is in ../README.md. `RESTRICTED` names those without a stated licence or with a ban on
passing their text on: `prepare --open-only` leaves them out.
"""

from __future__ import annotations

import glob
import json
import os
import random
import re
import zlib
from dataclasses import dataclass, field

from . import lemma, markup, segment, surface

NAMES = ["person", "organisation", "place", "nationality", "event", "work", "other"]
ROLES = ["source", "content", "addressee", "topic", "medium"]
ACTS = ["assert", "deny", "admit", "decline", "demand", "propose", "promise", "threaten", "warn", "accuse", "endorse", "criticise", "opine", "ask"]
RESTRICTED = {"polnear", "framenet", "dwie", "spkatt"}
IGNORE = -100
MAX_TOKENS = 130


@dataclass
class Cue:
    """One row of cue-conditioned roles; spans are token ranges, half open. `tagged` is what the cue tagger learns, where that is
    more than the roles are conditioned on: FrameNet marks « déclaré », our cue is « a déclaré »."""

    span: tuple[int, int]
    roles: dict[str, list[tuple[int, int]]]
    act: str = ""
    tagged: tuple[int, int] | None = None


@dataclass
class Example:
    words: list[str]
    lang: str
    corpus: str
    rows: list[surface.Row] | None = None
    names: list[tuple[int, int, str]] | None = None
    cues: list[Cue] | None = None
    cue_weight: list[float] = field(default_factory=list)  # per token; 0 = do not learn from this token
    weight: float = 1.0


def _ranges(offsets: list[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The token range that `start..end` (code points) touches."""
    inside = [i for i, (a, b) in enumerate(offsets) if a < end and b > start]
    return (inside[0], inside[-1] + 1) if inside else None


def _one_span(pieces: list[tuple[int, int]]) -> tuple[int, int]:
    """A discontinuous cue as one range: joined over a small gap, else its last piece, where the main verb stands."""
    pieces = sorted(pieces)
    first, last = pieces[0], pieces[-1]
    return (first[0], last[1]) if last[0] - first[1] <= 1 else last


# ---------------------------------------------------------------- trees

GUM_OPEN = re.compile(r"wikinews\.org|wikipedia\.org|wikivoyage\.org|journals\.plos\.org|mdpi\.com|frontiersin\.org|adho\.org|whitehouse\.gov|\.gov/")


def treebank(path: str, lang: str, corpus: str, weight: float = 1.0, keep=lambda k: True, gum: bool = False) -> list[Example]:
    out, allowed, k = [], True, 0
    for tree in surface.read(path):
        if gum and "newdoc id" in tree.comments:
            allowed = bool(GUM_OPEN.search(tree.comments.get("meta::sourceURL", "")))
        if allowed and len(tree.rows) <= MAX_TOKENS and keep(k):
            out.append(Example([r.form for r in tree.rows], lang, corpus, rows=tree.rows, weight=weight))
        k += 1
    return out


def gsd_split(path: str) -> tuple[list[Example], list[Example]]:
    """UD French GSD dev: its first 80 % trains, the last 20 % measures."""
    examples = treebank(path, "fr", "gsd")
    cut = int(len(examples) * 0.8)
    return examples[:cut], examples[cut:]


# ---------------------------------------------------------------- names


def dwie_kind(tags: list[str]) -> str | None:
    """DWIE's types as ours. Demonyms, religions and ethnicities are nationality; roles, values, times and skipped ones no names."""
    types = {t[6:] for t in tags if t.startswith("type::")}
    if types & {"role", "value", "time", "money", "none", "skip"} and not types & {"person", "organization", "location"}:
        return None
    if any(t.endswith("-x") for t in types) or types & {"ethnicity", "religion"}:
        return "nationality"
    for ours, theirs in (
        ("person", {"person"}),
        ("organisation", {"organization"}),
        ("place", {"location", "gpe", "facility"}),
        ("event", {"event"}),
        ("work", {"work_of_art", "treaty", "film_title", "book_title", "music_title", "tv_title", "culture_title", "report", "award"}),
    ):
        if types & theirs:
            return ours
    return "other" if types & {"misc", "other", "object", "entity"} else None


def dwie(path: str) -> list[list[Example]]:
    """One list of examples per article."""
    articles = []
    for line in open(path, encoding="utf8"):
        data = json.loads(line)
        text = data["content"]
        kinds = {c["concept"]: dwie_kind(c.get("tags", [])) for c in data["concepts"]}
        spans = [(m["begin"], m["end"], kinds[m["concept"]]) for m in data["mentions"] if kinds[m["concept"]]]
        articles.append(_named(text, spans, "en", "dwie"))
    return articles


def _named(text: str, spans: list[tuple[int, int, str]], lang: str, corpus: str) -> list[Example]:
    out = []
    for a, b in segment.sentences(text):
        offsets = segment.tokens(text[a:b], lang, a)
        if not 0 < len(offsets) <= MAX_TOKENS:
            continue
        names = []
        for s, e, kind in sorted(spans, key=lambda x: (x[0], -x[1])):
            if a <= s and e <= b and (r := _ranges(offsets, s, e)) and not (names and r[0] < names[-1][1]):
                names.append((*r, kind))
        out.append(Example([text[x:y] for x, y in offsets], lang, corpus, names=names))
    return out


def wikiann(folder: str) -> list[Example]:
    """Silver French names; titles and lists (no lowercase context) are left out."""
    kinds = {"PER": "person", "ORG": "organisation", "LOC": "place"}
    out = []
    for part in ("train", "dev", "test"):
        words, tags = [], []
        for line in [*open(f"{folder}/{part}", encoding="utf8"), "\n"]:
            if line.strip():
                word, tag = line.rstrip("\n").split("\t")
                words.append(word.removeprefix("fr:"))
                tags.append(tag)
            elif words:
                names, at = [], 0
                for i, tag in enumerate(tags):
                    if tag[0] == "B":
                        names.append((i, i + 1, kinds[tag[2:]]))
                    elif tag[0] == "I" and names:
                        names[-1] = (names[-1][0], i + 1, names[-1][2])
                outside = [w for w, t in zip(words, tags) if t == "O" and w.isalpha() and w.islower()]
                if len(outside) >= 4 and len(words) <= MAX_TOKENS:
                    out.append(Example(words, "fr", "wikiann", names=names, weight=0.5))
                words, tags = [], []
    return out


# ---------------------------------------------------------------- attribution


def polnear(folder: str) -> list[list[Example]]:
    """PolNeAR (Newell et al. 2018), one list of examples per article. Contents are clipped to the cue's sentence."""
    articles = []
    for path in sorted(glob.glob(f"{folder}/attributions/*.ann")):
        stem = os.path.basename(path)[:-4]
        text_path = f"{folder}/text/{stem}.txt"
        if not os.path.exists(text_path):
            text_path = f"{folder}/text/{stem.rsplit('_', 1)[0]}.txt"
        text = open(text_path, encoding="utf8").read()
        spans, events = {}, []
        for line in open(path, encoding="utf8"):
            parts = line.rstrip("\n").split("\t")
            if parts[0].startswith("T") and len(parts) > 1:
                kind, _, where = parts[1].partition(" ")
                try:
                    spans[parts[0]] = (kind, [tuple(map(int, p.split())) for p in where.split(";")])
                except ValueError:
                    continue
            elif parts[0].startswith("E") and len(parts) > 1:
                events.append([p.split(":") for p in parts[1].split() if ":" in p])
        marks = []
        for event in events:
            got: dict[str, list[tuple[int, int]]] = {}
            for role, ref in event:
                role = re.sub(r"\d+$", "", role)
                if ref in spans and role in ("Source", "Cue", "Content"):
                    got.setdefault(role, []).extend(spans[ref][1])
            if "Cue" in got:
                marks.append(got)
        articles.append(_attributed(text, marks, "en", "polnear"))
    return articles


def _attributed(text: str, marks: list[dict[str, list[tuple[int, int]]]], lang: str, corpus: str) -> list[Example]:
    out = []
    for a, b in segment.sentences(text):
        offsets = segment.tokens(text[a:b], lang, a)
        if not 0 < len(offsets) <= MAX_TOKENS:
            continue
        cues = []
        for mark in marks:
            pieces = [r for s, e in mark["Cue"] if a <= s < b and (r := _ranges(offsets, s, min(e, b)))]
            if not pieces:
                continue
            roles = {}
            for role in ("Source", "Content"):
                found = [r for s, e in mark.get(role, []) if s < b and e > a and (r := _ranges(offsets, max(s, a), min(e, b)))]
                if found:
                    roles[role.lower()] = found
            cues.append(Cue(_one_span(pieces), roles))
        out.append(Example([text[x:y] for x, y in offsets], lang, corpus, cues=cues, cue_weight=[1.0] * len(offsets)))
    return out


# French FrameNet (ASFALDA): frames whose targets are cues, with their roles as ours.
_SAY = {"Speaker": "source", "Communicator": "source", "Cognizer": "source", "Source": "source", "Persuader": "source", "Complainer": "source",
        "Message": "content", "Eventuality": "content", "Information": "content", "Specified_content": "content", "Content": "content",
        "Proposition": "content", "Action": "content", "Complaint": "content", "Requested_entity": "content", "Decision": "content",
        "Expectation": "content", "Reason": "content", "State_of_affairs": "content", "Phenomenon": "content",
        "Addressee": "addressee", "Topic": "topic", "Medium": "medium"}
_FRAMES = {"FR_Statement-manner-noise", "FR_Speak_on_topic", "FR_Request", "FR_Telling", "FR_Commitment.to_do", "FR_Commitment.veracity",
           "Convey_importance", "Communication_response", "FR_Attributed_information", "FR_Expressing_truth_of_proposition", "FR_Encoding",
           "Reveal_secret", "Mention", "Complaining", "FR_Justifying", "FR_Judgment_communication", "Judgment_communication",
           "Judgment_direct_address", "FR_Attempt_suasion.to_do", "FR_Attempt_suasion.legitimacy", "FR_Attempt_suasion.content", "Predicting",
           "FR_Reliance_on_expectation", "Bragging", "FR_Quoting", "Questioning", "FR_Taking_sides", "FR_Expressing_side"}
_OPINION = {"penser.v", "estimer.v", "croire.v", "juger.v", "considérer.v", "trouver.v", "opinion.n", "avis.n", "selon.prep", "prévoir.v",
            "s'attendre.v", "prévision.n", "tabler.v", "escompter.v", "douter.v", "supposer.v", "imaginer.v", "soupçonner.v", "conclure.v"}
_OPINION_FRAMES = {"FR_Awareness-Certainty-Opinion", "FR_Expectation", "Coming_to_believe", "Regard"}
# In between: sometimes a statement to our readers, sometimes not. Their targets teach nothing either way.
_GREY = {"FR_Awareness-Certainty-Opinion", "FR_Expectation", "Coming_to_believe", "Regard", "FR_Deciding", "FR_Becoming_aware", "Response",
         "FR_Being_in_favor_of", "FR_Expressing_decision", "FR_Agree_or_refuse_to_act", "Respond_to_proposal", "FR_Grant_permission-Permitting",
         "FR_Cognizer_affecting.veracity", "FR_Proving", "Judgment", "FR_Purpose", "FR_Chatting-Discussion", "Explaining_the_facts",
         "FR_Attributing_cause", "FR_Attempt_supported_suasion", "FR_Attempt_suasion.veracity", "Summarizing", "FR_Making_speech", "Evidence",
         "FR_Memory-Remembering_experience-Remembering_information", "Adducing", "Categorization", "FR_Contacting", "Willingness"}


_AUXILIARY = set("a ai as ont avons avez avait avaient avais aura auront aurait auraient ayant est sont suis était étaient fut furent sera seront serait".split())
_BESIDE = set("ne n' n’ pas jamais plus ni se s' s’ été également aussi déjà toutefois toujours d'ailleurs encore récemment ensuite".split())


def _verb_group(words: list[str], span: tuple[int, int]) -> tuple[int, int]:
    """A French verb target with its auxiliaries, negation and reflexive before it."""
    start = at = span[0]
    while at > 0 and (words[at - 1].lower() in _AUXILIARY or words[at - 1].lower() in _BESIDE):
        at -= 1
        if words[at].lower() in _AUXILIARY or words[at].lower() in ("ne", "n'", "n’", "se", "s'", "s’"):
            start = at
    return start, span[1]


def _join(words: list[str], spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """FrameNet cuts a role at commas and leaves « que » out; ours is whole, with its « que »."""
    joined: list[tuple[int, int]] = []
    for a, b in sorted(spans):
        if a > 0 and words[a - 1].lower() in ("que", "qu'", "qu’"):
            a -= 1
        if joined and a - joined[-1][1] <= 1 and all(not w.isalnum() for w in words[joined[-1][1] : a]):
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined


def framenet(path: str, dev: bool = False) -> list[Example]:
    """French FrameNet, targets of one sentence together. Only some predicates are annotated: other tokens are weak negatives, targets
    of no communication frame are full ones. `dev` picks every twentieth sentence (by hash), training the others."""
    texts: dict[str, list[dict]] = {}
    for line in open(path, encoding="utf8"):
        data = json.loads(line)
        texts.setdefault(data["text"], []).append(data)
    out = []
    for text, targets in texts.items():
        if (zlib.crc32(text.encode()) % 20 == 0) != dev:
            continue
        offsets = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
        if not 0 < len(offsets) <= MAX_TOKENS:
            continue
        words = [text[x:y] for x, y in offsets]
        weights, cues = [0.2] * len(offsets), []
        for target in targets:
            pieces = [r for s, e in target["target"] if (r := _ranges(offsets, s, e))]
            if not pieces:
                continue
            frame = target["frame"]
            is_cue = frame in _FRAMES or (frame in _OPINION_FRAMES and target["lu"] in _OPINION)
            for a, b in pieces:
                for i in range(a, b):
                    weights[i] = 1.0 if is_cue or frame not in _GREY else 0.0
            if is_cue:
                roles: dict[str, list[tuple[int, int]]] = {}
                for role in target["roles"]:
                    ours = _SAY.get(role["role"])
                    r = _ranges(offsets, *role["span"])
                    if ours and r:
                        roles.setdefault(ours, []).append(r)
                roles = {role: _join(words, spans) for role, spans in roles.items()}
                if "content" in roles or "source" in roles:
                    cue = Cue(_one_span(pieces), roles)
                    if target["lu"].endswith(".v"):
                        cue.tagged = _verb_group(words, cue.span)
                        weights[cue.tagged[0] : cue.tagged[1]] = [1.0] * (cue.tagged[1] - cue.tagged[0])
                    cues.append(cue)
                else:
                    for a, b in pieces:
                        weights[a:b] = [0.0] * (b - a)
        out.append(Example(words, "fr", "framenet", cues=cues, cue_weight=weights))
    return out


def spkatt(folder: str) -> list[list[Example]]:
    """SpkAtt-DE (GermEval 2023), German parliament speeches, one list a speech."""
    speeches = []
    names = {"Source": "source", "Message": "content", "Addr": "addressee", "Topic": "topic", "Medium": "medium"}
    for path in sorted(glob.glob(f"{folder}/*.json")):
        data = json.load(open(path, encoding="utf8"))
        speech = []
        for sentence in data["Sentences"]:
            sid, words = sentence["SentenceId"], sentence["Tokens"]
            if not 0 < len(words) <= MAX_TOKENS:
                continue

            def here(refs: list[str]) -> list[tuple[int, int]]:
                places = sorted(int(r.split(":")[1]) for r in refs if r.split(":")[0] == str(sid))
                spans: list[tuple[int, int]] = []
                for i in places:
                    if spans and spans[-1][1] == i:
                        spans[-1] = (spans[-1][0], i + 1)
                    else:
                        spans.append((i, i + 1))
                return spans

            cues = []
            for annotation in data["Annotations"]:
                pieces = here(annotation["Cue"])
                if pieces:
                    roles = {ours: spans for theirs, ours in names.items() if (spans := here(annotation.get(theirs, [])))}
                    cues.append(Cue(_one_span(pieces), roles))
            speech.append(Example(words, "de", "spkatt", cues=cues, cue_weight=[1.0] * len(words)))
        speeches.append(speech)
    return speeches


# ---------------------------------------------------------------- ours

_KINDS = {"per": "person", "org": "organisation", "loc": "place", "norp": "nationality", "event": "event", "work": "work", "misc": "other"}


def invented(paths: list[str]) -> list[list[Example]]:
    """The project's own corpus (see markup.py), one list a passage: names, cues with acts, roles."""
    passages = []
    for path in paths:
        lang = os.path.basename(path).split("-")[0]
        for p in markup.read(path):
            examples = []
            for a, b in segment.sentences(p.text):
                offsets = segment.tokens(p.text[a:b], lang, a)
                if not 0 < len(offsets) <= MAX_TOKENS:
                    continue
                names: list[tuple[int, int, str]] = []
                for s, e, kind in sorted(p.names, key=lambda x: (x[0], -x[1])):
                    if a <= s and e <= b and (r := _ranges(offsets, s, e)) and not (names and r[0] < names[-1][1]):
                        names.append((*r, _KINDS[kind]))
                cues = []
                for st in p.statements:
                    pieces = [r for s, e in st.cue if a <= s < b and (r := _ranges(offsets, s, min(e, b)))]
                    if pieces:
                        roles = {}
                        for role, spans in st.roles.items():
                            found = [r for s, e in spans if s < b and e > a and (r := _ranges(offsets, max(s, a), min(e, b)))]
                            if found:
                                roles[role] = found
                        cues.append(Cue(_one_span(pieces), roles, st.act))
                examples.append(
                    Example([p.text[x:y] for x, y in offsets], lang, "invented", names=names, cues=cues, cue_weight=[1.0] * len(offsets))
                )
            passages.append(examples)
    return passages


def split(groups: list[list[Example]], every: int = 12) -> tuple[list[Example], list[Example]]:
    """Groups (articles, passages) to train and dev: every `every`-th to dev."""
    train = [e for k, g in enumerate(groups) if k % every for e in g]
    dev = [e for k, g in enumerate(groups) if not k % every for e in g]
    return train, dev


def parallel_sentences(gold: str) -> list[tuple[str, str, int]]:
    """NTREX lines of the first half of its articles, in every language: (text, language, line). The other half measures."""
    ids = [line.split("\t")[0].strip() for line in open(f"{gold}/ntrex/DOCUMENT_IDS.tsv", encoding="utf8")]
    half = len(ids) // 2
    out = []
    for path in sorted(glob.glob(f"{gold}/ntrex/newstest*.txt")):
        lang = path.split(".")[-2]
        out += [(line.strip(), lang, k) for k, line in enumerate(open(path, encoding="utf8")) if k < half]
    return out

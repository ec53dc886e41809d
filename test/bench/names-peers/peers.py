"""Searches a list of names with the matchers that are compared with ours; reads and answers JSON lines."""

import json
import sys
import time

from rapidfuzz import fuzz, process


def logic(algorithm):
    from followthemoney import model

    def entity(name):
        made = model.make_entity("Person")
        made.id = "x"
        made.add("name", name)
        return made

    from nomenklatura.matching import ScoringConfig

    config = ScoringConfig.defaults()

    def search(names):
        made = [entity(name) for name in names]

        def ask(query):
            asked = entity(query)
            scores = [algorithm.compare(asked, one, config).score for one in made]
            return sorted(range(len(scores)), key=lambda at: -scores[at])[:5]

        return ask

    return search


def fuzzy(scorer):
    return lambda names: lambda query: [at for _, _, at in process.extract(query, names, scorer=scorer, limit=5)]


def contestants():
    yield "token_sort_ratio", fuzzy(fuzz.token_sort_ratio), None
    yield "WRatio", fuzzy(fuzz.WRatio), None
    try:
        from nomenklatura.matching import get_algorithm
    except ImportError:
        return
    for name in ("logic-v1", "logic-v2"):
        algorithm = get_algorithm(name)
        if algorithm is not None:
            yield name, logic(algorithm), 3


job = json.load(sys.stdin)
answers = {}
for name, make, most in contestants():
    ask = make(job["names"])
    queries = job["queries"][: most or len(job["queries"])]
    times, hits = [], 0
    for text, at in queries:
        start = time.perf_counter()
        found = ask(text)
        times.append((time.perf_counter() - start) * 1000)
        hits += at in found
    answers[name] = {"ms": times, "recall": hits / len(queries)}
json.dump(answers, sys.stdout)

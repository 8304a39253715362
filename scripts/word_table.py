"""Writes the table of words that tagger and parser learn with.

    pip download --no-deps spacy-lookups-data==1.0.5 && unzip spacy_lookups_data-*.whl -d lookups
    python scripts/word_table.py lookups/spacy_lookups_data/data > ../words.tsv

Rows: a word in lower case, the number of its Brown cluster (0 for none), and how often it has a capital (1 hardly ever to
7 nearly always), most frequent words first. The tables of spacy-lookups-data (MIT licence) hold the log probabilities of
a million words as they are written in web text, and Brown clusters.
"""
import collections
import gzip
import json
import math
import pathlib
import re
import sys

WORDS = 80_000
# A word belongs to the first level whose share of capitals it stays below.
LEVELS = (0.04, 0.12, 0.3, 0.6, 0.8, 0.93)


def main(folder):
    def load(name):
        with gzip.open(folder / f"en_{name}.json.gz") as file:
            return json.load(file)

    clusters, shares = load("lexeme_cluster"), load("lexeme_prob")
    # By word: frequency in small letters and with capitals, frequency of the form whose cluster it has, and the cluster.
    lower, capital, known = collections.defaultdict(float), collections.defaultdict(float), {}
    for form, share in shares.items():
        if not re.search(r"[^\W\d_]", form) or re.search(r'[\d\s"]', form):
            continue
        word, frequency = form.lower(), math.exp(share)
        (lower if form == word else capital)[word] += frequency
        cluster = clusters.get(form, 0)
        if cluster and (word not in known or known[word][0] < frequency):
            known[word] = (frequency, cluster)
    numbers = {cluster: number for number, cluster in enumerate(sorted({c for _, c in known.values()}), 1)}
    frequency = {word: lower[word] + capital[word] for word in {*lower, *capital}}
    for word in sorted(frequency, key=lambda word: (-frequency[word], word))[:WORDS]:
        cluster = numbers[known[word][1]] if word in known else 0
        level = 1 + sum(capital[word] / frequency[word] >= limit for limit in LEVELS)
        print(word, cluster, level, sep="\t")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))

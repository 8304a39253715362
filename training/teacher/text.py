"""Words as the encoder sees them: one form for all quotation marks, word pieces, written shapes and noise in capitals."""

import re
import subprocess
from json import dumps, loads

from tokenizers import Tokenizer

MARKS = str.maketrans({
    **dict.fromkeys("’‘`´ʼ‚‛", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys("–—‒―−‐‑", "-"),
    "…": "...",
})
LONGEST = 10  # pieces of one word; addresses would fill a row

NO_LETTER, LOWER, TITLE, CAPS, ONE_CAP, MIXED, LOWER_DIGIT, OTHER_DIGIT = range(1, 9)  # 0 is the sentence mark


def normal(word):
    """The word with one form for all quotation marks and dashes."""
    word = word.translate(MARKS)
    return '"' if word in ("``", "''") else word


def shape(word):
    """Class of the word's capital letters; the encoder itself is blind to them."""
    letters = [c for c in word if c.isalpha()]
    digits = any(c.isdigit() for c in word)
    if not letters:
        return NO_LETTER
    upper = [c.isupper() for c in letters]
    if digits:
        return OTHER_DIGIT if any(upper) else LOWER_DIGIT
    if not any(upper):
        return LOWER
    if all(upper):
        return CAPS if len(letters) > 1 else ONE_CAP
    return TITLE if upper[0] and not any(upper[1:]) else MIXED


class Pieces:
    """Word pieces of words, remembered."""

    def __init__(self, folder):
        self.tokenizer = Tokenizer.from_file(f"{folder}/tokenizer.json")
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        begin = self.tokenizer.token_to_id("<s>")  # MPNet's mark of a beginning; BERT's is another
        self.start = self.tokenizer.token_to_id("[CLS]") if begin is None else begin
        self.unknown = self.tokenizer.token_to_id("[UNK]")
        self.known = {}

    def __call__(self, word):
        found = self.known.get(word)
        if found is None:
            ids = self.tokenizer.encode(normal(word), add_special_tokens=False).ids
            found = self.known[word] = ids[:LONGEST] or [self.unknown]
        return found


def noisy(shapes, lengths, random):
    """Shapes of the same words after a writer or a machine got the capitals wrong.

    Real input has headlines, shouted and lower-case text, and single slips ("the us state Department").
    """
    kind = random.random()
    letters = [s in (LOWER, TITLE, CAPS, ONE_CAP, MIXED) for s in shapes]
    if kind < 0.25:
        return [LOWER if x else s for s, x in zip(shapes, letters)]
    if kind < 0.5:
        small = 1 if random.random() < 0.3 else 4  # some headlines keep short words small
        return [TITLE if x and s == LOWER and n >= small else s for s, x, n in zip(shapes, letters, lengths)]
    if kind < 0.65:
        return [(CAPS if n > 1 else ONE_CAP) if x else s for s, x, n in zip(shapes, letters, lengths)]
    out = []
    for i, (s, n) in enumerate(zip(shapes, lengths)):
        if s in (TITLE, CAPS, MIXED) and i and random.random() < 0.35:
            s = LOWER
        elif s == LOWER and n > 3 and random.random() < 0.08:
            s = TITLE
        out.append(s)
    return out


def tokenize(texts, command):
    """Sentences of spans in code points for each text, by the project's own tokenizer (training/examples/tokens.rs)."""
    lines = "".join(dumps(text) + "\n" for text in texts)
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, shell=isinstance(command, str))
    found = [loads(line) for line in done.stdout.splitlines()]
    if len(found) != len(texts):
        raise RuntimeError(f"{len(texts)} texts given to the tokenizer, {len(found)} came back")
    return found


# Written with what follows, but no part of a name: "pro-Syrian" holds the name "Syrian", "sub-Saharan Africa" is one.
PREFIX = re.compile(r"(?:[Pp]ro|anti|non|mid|pre|post|ex|re|un|pan|counter|cross|co|intra)-(?=[A-Z])")


def trimmed(text, start, end):
    """The span of a name without a prefix that the tokenizer leaves on its first word."""
    found = PREFIX.match(text, start, end)
    return (found.end() if found else start), end

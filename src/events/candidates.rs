//! Words that may name an act: every trigger of a frame, with the frames that its surroundings match.

use compact_str::CompactString;

use super::arguments::{self, Arguments};
use super::frames::{Frame, Frames, Role, TriggerClass};
use super::pattern::{ClauseKind, Position};
use crate::pipeline::Document;
use crate::quotes::tree::Tree;
use crate::syntax::{Deprel, Upos};

/// Verbs too common to name an act where no frame fits in full.
const COMMON: [&str; 26] = [
    "be", "have", "do", "make", "take", "give", "get", "go", "come", "put", "say", "see", "use", "find", "need",
    "know", "think", "tell", "show", "keep", "let", "become", "set", "run", "work", "play",
];

/// Endings of verb forms and what the base form has in their place; the tables spell "-ize".
const ENDINGS: [(&str, &str); 12] = [
    ("", ""),
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ise", "ize"),
    ("ises", "ize"),
    ("ised", "ize"),
    ("ising", "ize"),
];

/// Forms of irregular verbs that are often taken for something else.
const IRREGULAR: [(&str, &str); 12] = [
    ("shot", "shoot"),
    ("struck", "strike"),
    ("fled", "flee"),
    ("overthrew", "overthrow"),
    ("overthrown", "overthrow"),
    ("sought", "seek"),
    ("withdrew", "withdraw"),
    ("slain", "slay"),
    ("fought", "fight"),
    ("beaten", "beat"),
    ("stole", "steal"),
    ("swore", "swear"),
];

/// A frame that fits.
#[derive(Clone, Debug)]
pub(crate) struct Match {
    /// The frame's number.
    pub frame: u32,
    /// How many of its conditions the text meets.
    pub conditions: usize,
    /// Whether all are met; a partial match only proposes.
    pub complete: bool,
    /// What fills its slots.
    pub(crate) fillers: Vec<(Role, u32)>,
}

/// A trigger with the frames that propose it.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The token that heads the trigger.
    pub token: u32,
    /// The trigger's first token.
    pub first: u32,
    /// The trigger's last token.
    pub last: u32,
    /// The modal verb right before it that asks for the act, "must" or "should", if a frame says so.
    pub modal: Option<u32>,
    /// Index of the sentence.
    pub sentence: u32,
    /// What the trigger is.
    pub class: TriggerClass,
    /// The best frame of each type, the best type first.
    pub matches: Vec<Match>,
    pub(crate) arguments: Arguments,
}

/// Reads the text around a token.
pub(crate) struct Reader<'a> {
    pub text: &'a str,
    pub document: &'a Document,
    pub tree: &'a Tree<'a>,
    pub frames: &'a Frames,
    /// Every token in lower case.
    pub lower: Vec<CompactString>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str, document: &'a Document, tree: &'a Tree<'a>, frames: &'a Frames) -> Self {
        let tokens = &document.tokens.tokens;
        let lower = tokens.iter().map(|token| crate::quotes::lower(token.span.text(text))).collect();
        Self { text, document, tree, frames, lower }
    }

    pub(crate) fn form(&self, token: u32) -> &str {
        self.lower.get(token as usize).map_or("", CompactString::as_str)
    }

    /// The lemma in lower case.
    pub(crate) fn lemma(&self, token: u32) -> CompactString {
        crate::quotes::lower(self.tree.lemma(token))
    }

    /// All candidates, in order of the text.
    pub(crate) fn candidates(&self) -> Vec<Candidate> {
        let mut out = Vec::new();
        if self.tree.is_empty() {
            return out;
        }
        for (index, sentence) in self.document.tokens.sentences.iter().enumerate() {
            if !sentence.kind.is_prose() {
                continue;
            }
            for token in sentence.tokens.clone() {
                #[allow(clippy::cast_possible_truncation)]
                if let Some(candidate) = self.candidate(token, index as u32) {
                    out.push(candidate);
                }
            }
        }
        out
    }

    fn candidate(&self, token: u32, sentence: u32) -> Option<Candidate> {
        let upos = self.tree.upos(token);
        let class = match upos {
            Upos::Verb => TriggerClass::Verb,
            Upos::Noun | Upos::Propn => TriggerClass::Noun,
            Upos::Adj | Upos::Adv => TriggerClass::Adjective,
            _ => return None,
        };
        let mut lemma = self.lemma(token);
        let modal = (class == TriggerClass::Verb).then(|| self.modal(token)).flatten();
        if self.frames.of(&lemma).is_empty() && modal.is_none() {
            // A verb that the tagger took for a noun: "Two shot in bar", "Kurds accuse Ankara".
            lemma = (upos != Upos::Propn).then(|| self.verb_of(token)).flatten()?;
        }
        let numbers = self.frames.of(&lemma);
        let arguments = match class {
            TriggerClass::Noun => arguments::of_noun(self.tree, token, self.frames),
            _ => arguments::of_verb(self.tree, token, self.frames),
        };
        let mut matches: Vec<Match> = Vec::new();
        // Where no frame fits in full, one whose lists of words do not hold still proposes.
        for loose in [false, true] {
            if loose && (!matches.is_empty() || modal.is_some() || COMMON.contains(&lemma.as_str())) {
                break;
            }
            for &number in numbers {
                let frame = self.frames.get(number);
                // A mistagged word, or a participle used as an adjective, still proposes.
                let same = frame.class == class;
                let near = frame.class != TriggerClass::Noun && class != TriggerClass::Noun;
                let strict = same || near;
                let Some(mut found) = self.compare(frame, number, token, &arguments, strict, loose) else { continue };
                if !strict {
                    if class == TriggerClass::Adjective {
                        continue;
                    }
                    found.complete = false;
                }
                // A user's frame counts where all of it is there; no model could tell what a part of it is worth.
                if frame.user && !found.complete {
                    continue;
                }
                keep_best(&mut matches, found, self.frames);
            }
        }
        if let Some((modal, _)) = &modal {
            for &number in self.frames.of_modal(modal) {
                let frame = self.frames.get(number);
                let Some((_, verbs)) = &frame.modal else { continue };
                if verbs.is_empty() || verbs.contains(&lemma) {
                    let fillers = arguments.subject.map(|subject| (Role::Actor, subject)).into_iter().collect();
                    let conditions = 1 + usize::from(!verbs.is_empty());
                    keep_best(&mut matches, Match { frame: number, conditions, complete: true, fillers }, self.frames);
                }
            }
        }
        if matches.is_empty() {
            return None;
        }
        let user = |found: &Match| self.frames.get(found.frame).user;
        matches.sort_by_key(|it| (!it.complete, !user(it), std::cmp::Reverse(it.conditions), it.frame));
        let (first, last) = self.extent(token, self.frames.get(matches[0].frame));
        let asks = || matches.iter().any(|it| self.frames.get(it.frame).asks());
        let modal = modal.map(|(_, modal)| modal).filter(|&modal| self.leads_to(modal, token) && asks());
        Some(Candidate { token, first, last, modal, sentence, class, matches, arguments })
    }

    /// Whether a token is one of a trigger's words; "men" in "shot two men dead" is none.
    pub(crate) fn is_trigger(&self, candidate: &Candidate, token: u32) -> bool {
        let words = &self.frames.get(candidate.matches[0].frame).trigger;
        let lemma = self.tree.lemma(token);
        let between = candidate.arguments.object == Some(token)
            && token != candidate.token
            && !words.iter().any(|word| word == lemma || word == self.form(token));
        (candidate.first..=candidate.last).contains(&token) && !between
    }

    /// Whether only adverbs and auxiliaries stand between a modal verb and its verb.
    fn leads_to(&self, modal: u32, verb: u32) -> bool {
        let small = |token| matches!(self.tree.upos(token), Upos::Adv | Upos::Aux | Upos::Part);
        modal < verb && (modal + 1..verb).all(small)
    }

    /// The modal verb of a verb, "must", "will", "will not", and its token.
    fn modal(&self, verb: u32) -> Option<(CompactString, u32)> {
        let aux = self.tree.children(verb).iter().copied().find(|&child| {
            self.tree.deprel(child) == Deprel::Aux
                && matches!(self.tree.lemma(child), "must" | "should" | "will" | "ought" | "would" | "shall")
        })?;
        let lemma = match self.tree.lemma(aux) {
            "ought" => "ought to",
            "would" | "shall" => "will",
            other => other,
        };
        let negative = lemma == "will" && self.is_negated(verb);
        Some((if negative { "will not".into() } else { lemma.into() }, aux))
    }

    pub(crate) fn is_negated(&self, token: u32) -> bool {
        let word = |&child: &u32| matches!(self.form(child), "not" | "n't" | "n’t" | "never" | "no" | "neither");
        self.tree.children(token).iter().any(word)
    }

    /// The verb that a form may be one of, if a frame has it.
    fn verb_of(&self, token: u32) -> Option<CompactString> {
        let form = self.form(token);
        let known =
            |verb: &str| self.frames.of(verb).iter().any(|&number| self.frames.get(number).class == TriggerClass::Verb);
        if let Some((_, verb)) = IRREGULAR.iter().find(|(past, _)| *past == form).filter(|(_, verb)| known(verb)) {
            return Some((*verb).into());
        }
        for (ending, instead) in ENDINGS {
            if let Some(stem) = form.strip_suffix(ending)
                && stem.len() >= 3
            {
                let verb = compact_str::format_compact!("{stem}{instead}");
                if known(&verb) {
                    return Some(verb);
                }
            }
        }
        None
    }

    fn compare(
        &self,
        frame: &Frame,
        number: u32,
        token: u32,
        around: &Arguments,
        strict: bool,
        loose: bool,
    ) -> Option<Match> {
        if !self.has_words(frame, token) {
            return None;
        }
        let noun = frame.class == TriggerClass::Noun;
        let mut found =
            Match { frame: number, conditions: 2 * (frame.trigger.len() - 1), complete: true, fillers: vec![] };
        let mut objects = 0;
        let object_slots = frame.slots.iter().filter(|slot| slot.position == Position::Object).count();
        for slot in &frame.slots {
            let filler = match &slot.position {
                Position::Before if noun => around.subject.or_else(|| self.modifier(around)),
                Position::Before => around.subject,
                Position::Object => {
                    objects += 1;
                    match (object_slots, objects) {
                        (2, 1) if around.second.is_some_and(|it| self.tree.deprel(it) == Deprel::Iobj) => around.second,
                        (2, 2) if around.second.is_some_and(|it| self.tree.deprel(it) == Deprel::Iobj) => around.object,
                        (2, 2) => around.second,
                        _ => around.object,
                    }
                }
                Position::Preposition(words) => {
                    let fits = |(preposition, noun): &&(CompactString, u32)| {
                        words.contains(preposition) && (slot.nouns.is_empty() || self.is_one_of(*noun, &slot.nouns))
                    };
                    around.obliques.iter().find(fits).map(|(_, noun)| *noun)
                }
            };
            let listed = filler.is_some_and(|token| slot.nouns.is_empty() || self.is_one_of(token, &slot.nouns));
            let optional = noun || slot.position == Position::Before;
            if listed {
                found.conditions +=
                    usize::from(slot.position != Position::Before) + 2 * usize::from(!slot.nouns.is_empty());
                found.fillers.extend(filler.map(|token| (slot.role, token)));
            } else if !slot.nouns.is_empty() {
                if !loose {
                    return None;
                }
                found.complete = false;
            } else if !optional {
                found.complete = false;
            }
        }
        for particle in &frame.particles {
            if !self.stands_near(token, particle, 8) {
                return None;
            }
            found.conditions += 2;
        }
        if let Some((kind, verbs)) = &frame.clause {
            let fits = |(other, clause): &&(ClauseKind, u32)| {
                kind == other && (verbs.is_empty() || verbs.iter().any(|verb| self.clause_is(*clause, verb)))
            };
            if around.clauses.iter().any(|clause| fits(&clause)) {
                found.conditions += 1 + 2 * usize::from(!verbs.is_empty());
            } else if verbs.is_empty() || loose {
                found.complete = false;
            } else {
                return None;
            }
        }
        (found.complete || strict || found.conditions > 0 || frame.trigger.len() == 1).then_some(found)
    }

    /// Whether a clause has a verb; "not" stands for a negated one.
    fn clause_is(&self, clause: u32, verb: &str) -> bool {
        if verb == "not" {
            return self.is_negated(clause);
        }
        let first = verb.split('_').next().unwrap_or(verb);
        self.tree.lemma(clause) == first
    }

    /// A modifier of a noun that is a name or a group and may be its actor or recipient.
    fn modifier(&self, around: &Arguments) -> Option<u32> {
        around.modifiers.iter().copied().find(|&token| {
            matches!(self.tree.upos(token), Upos::Propn | Upos::Noun)
                || self.tree.xpos(token) == crate::syntax::Xpos::Nnp
                || self.form_is_capital(token)
        })
    }

    fn form_is_capital(&self, token: u32) -> bool {
        self.document.tokens.form(self.text, token).starts_with(char::is_uppercase)
    }

    /// Whether the words of a trigger besides its head stand beside it.
    fn has_words(&self, frame: &Frame, token: u32) -> bool {
        if frame.trigger.len() == 1 {
            return true;
        }
        let noun = frame.class == TriggerClass::Noun;
        let mut at = token;
        self.follows(token, frame.trigger[..frame.head].iter().rev().map(CompactString::as_str))
            && frame.trigger[frame.head + 1..].iter().all(|word| {
                if noun {
                    at += 1;
                    while matches!(self.form(at), "the" | "a" | "an" | "-") && word != self.form(at) {
                        at += 1;
                    }
                    self.form(at) == word || self.tree.lemma(at) == word
                } else {
                    self.stands_near(token, word, 5)
                }
            })
    }

    /// Whether a token stands behind some words, the nearest given first.
    fn follows<'w>(&self, token: u32, mut words: impl Iterator<Item = &'w str>) -> bool {
        let mut at = token;
        words.all(|word| {
            let found = self.before(at).filter(|&it| self.form(it) == word || self.tree.lemma(it) == word);
            at = found.unwrap_or(at);
            found.is_some()
        })
    }

    /// The word before a token; a hyphen between them is none.
    fn before(&self, token: u32) -> Option<u32> {
        let before = token.checked_sub(1)?;
        if self.form(before) == "-" { before.checked_sub(1) } else { Some(before) }
    }

    /// Whether a word stands within some tokens after another, in its sentence.
    fn stands_near(&self, token: u32, word: &str, reach: u32) -> bool {
        (token + 1..=token + reach).any(|at| self.form(at) == word || self.tree.lemma(at) == word)
    }

    /// Whether a noun, with the words before it, is in a list.
    fn is_one_of(&self, token: u32, nouns: &[CompactString]) -> bool {
        let lemma = self.lemma(token);
        nouns.iter().any(|noun| match noun.rsplit_once('_') {
            None => *noun == lemma || noun == self.form(token),
            Some((before, last)) => {
                (last == lemma || last == self.form(token)) && self.follows(token, before.rsplit('_'))
            }
        })
    }

    /// The trigger's tokens: the head with the words of a phrasal verb or compound.
    fn extent(&self, token: u32, frame: &Frame) -> (u32, u32) {
        let first = (0..frame.head).fold(token, |at, _| self.before(at).unwrap_or(at));
        let mut last = token;
        if frame.head + 1 < frame.trigger.len() {
            for word in &frame.trigger[frame.head + 1..] {
                let next = (token + 1..=token + 3).find(|&at| self.form(at) == word);
                last = next.map_or(last, |next| last.max(next));
            }
        }
        (first, last)
    }
}

/// Keeps one match for each type: complete before partial, then the one with more conditions, a user's first.
fn keep_best(matches: &mut Vec<Match>, found: Match, frames: &Frames) {
    let own = frames.get(found.frame);
    let rank = |it: &Match| (it.complete, frames.get(it.frame).user, it.conditions);
    match matches.iter_mut().find(|it| frames.get(it.frame).is_of_type_of(own)) {
        Some(old) => {
            if rank(&found) > rank(old) {
                *old = found;
            }
        }
        None => matches.push(found),
    }
}

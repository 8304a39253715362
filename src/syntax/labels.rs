//! The closed label sets of Universal Dependencies v2 for English and of the Penn Treebank.

use super::bundles::BUNDLES;

/// Declares an enum of labels with their standard spellings, in one list.
macro_rules! labels {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum $name { $($variant),+ }

        impl $name {
            /// Every label, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The standard spelling.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// The label of a standard spelling.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

labels! {
    /// Universal part of speech.
    Upos {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET", Intj = "INTJ", Noun = "NOUN",
        Num = "NUM", Part = "PART", Pron = "PRON", Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM",
        Verb = "VERB", X = "X",
    }
}

labels! {
    /// Penn Treebank part of speech, as in EWT and GUM.
    Xpos {
        Dollar = "$", OpenQuote = "``", CloseQuote = "''", Comma = ",", LeftBracket = "-LRB-", RightBracket = "-RRB-",
        Period = ".", Colon = ":", Add = "ADD", Afx = "AFX", Cc = "CC", Cd = "CD", Dt = "DT", Ex = "EX", Fw = "FW",
        Gw = "GW", Hyph = "HYPH", In = "IN", Jj = "JJ", Jjr = "JJR", Jjs = "JJS", Ls = "LS", Md = "MD", Nfp = "NFP",
        Nn = "NN", Nnp = "NNP", Nnps = "NNPS", Nns = "NNS", Pdt = "PDT", Pos = "POS", Prp = "PRP", PrpPoss = "PRP$",
        Rb = "RB", Rbr = "RBR", Rbs = "RBS", Rp = "RP", Sym = "SYM", To = "TO", Uh = "UH", Vb = "VB", Vbd = "VBD",
        Vbg = "VBG", Vbn = "VBN", Vbp = "VBP", Vbz = "VBZ", Wdt = "WDT", Wp = "WP", WpPoss = "WP$", Wrb = "WRB",
        Xx = "XX",
    }
}

labels! {
    /// Dependency relation with its subtype.
    Deprel {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl", Advmod = "advmod", Amod =
        "amod", Appos = "appos", Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc", CcPreconj =
        "cc:preconj", Ccomp = "ccomp", Compound = "compound", CompoundPrt = "compound:prt", Conj = "conj", Cop =
        "cop", Csubj = "csubj", CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep", Det = "det",
        DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated", Expl = "expl", Fixed =
        "fixed", Flat = "flat", Goeswith = "goeswith", Iobj = "iobj", List = "list", Mark = "mark", Nmod = "nmod",
        NmodDesc = "nmod:desc", NmodPoss = "nmod:poss", NmodUnmarked = "nmod:unmarked", Nsubj = "nsubj", NsubjOuter
        = "nsubj:outer", NsubjPass = "nsubj:pass", Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent =
        "obl:agent", OblUnmarked = "obl:unmarked", Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
}

impl Deprel {
    /// The spelling without the subtype: `nsubj` for `nsubj:pass`.
    #[must_use]
    pub fn universal(self) -> &'static str {
        let name = self.name();
        name.split_once(':').map_or(name, |(base, _)| base)
    }
}

/// Morphological features of a word: one of the feature bundles seen in training, as `Name=Value` pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Features(pub(crate) u16);

impl Features {
    /// The value of a feature.
    ///
    /// ```
    /// let features = dateline::syntax::Features::from_text("Tense=Past|VerbForm=Part").unwrap();
    /// assert_eq!(features.get("Tense"), Some("Past"));
    /// assert_eq!(features.get("Number"), None);
    /// ```
    #[must_use]
    pub fn get(self, name: &str) -> Option<&'static str> {
        self.pairs().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// All features as name and value, in alphabetical order.
    pub fn pairs(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.text().split('|').filter_map(|pair| pair.split_once('='))
    }

    /// The features as in CoNLL-U, `Tense=Past|VerbForm=Fin`; the empty text if there are none.
    #[must_use]
    pub fn text(self) -> &'static str {
        BUNDLES[usize::from(self.0)]
    }

    /// The bundle of this spelling, if it is one that dateline tells apart.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn from_text(text: &str) -> Option<Self> {
        BUNDLES.iter().position(|bundle| *bundle == text).map(|place| Self(place as u16))
    }

    /// The bundle of a number as in [`Features::number`].
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        (usize::from(number) < BUNDLES.len()).then_some(Self(number))
    }

    /// The number of the bundle, 0 for none.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_come_back_from_their_names() {
        assert!(Upos::ALL.iter().all(|label| Upos::from_name(label.name()) == Some(*label)));
        assert!(Xpos::ALL.iter().all(|label| Xpos::from_name(label.name()) == Some(*label)));
        assert!(Deprel::ALL.iter().all(|label| Deprel::from_name(label.name()) == Some(*label)));
        assert_eq!(Deprel::NsubjPass.universal(), "nsubj");
    }

    #[test]
    fn features_are_read_by_name() {
        assert_eq!(Features::default().text(), "");
        assert_eq!(Features::default().get("Tense"), None);
        let past = Features::from_text("Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin").unwrap();
        assert_eq!(past.get("Tense"), Some("Past"));
        assert_eq!(Features::from_number(past.number()), Some(past));
        assert_eq!(Features::from_number(u16::MAX), None);
    }
}

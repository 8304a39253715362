//! Counting right answers.

/// Right, returned and gold items.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Tally {
    pub right: usize,
    pub returned: usize,
    pub gold: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, right: usize, returned: usize, gold: usize) {
        self.right += right;
        self.returned += returned;
        self.gold += gold;
    }

    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn precision(&self) -> f64 {
        100.0 * self.right as f64 / self.returned.max(1) as f64
    }

    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn recall(&self) -> f64 {
        100.0 * self.right as f64 / self.gold.max(1) as f64
    }

    #[allow(clippy::cast_precision_loss)]
    pub(crate) fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.returned + self.gold).max(1) as f64
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { returned, gold, .. } = self;
        write!(f, "P {:5.1}  R {:5.1}  F1 {:5.1}  (", self.precision(), self.recall(), self.f1())?;
        write!(f, "{returned} returned, {gold} gold)")
    }
}

/// A share of right answers.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Share {
    pub right: usize,
    pub all: usize,
}

impl Share {
    pub(crate) fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }
}

impl std::fmt::Display for Share {
    #[allow(clippy::cast_precision_loss)]
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:5.1} % of {}", 100.0 * self.right as f64 / self.all.max(1) as f64, self.all)
    }
}

/// The head word of a phrase: the last word of the head noun phrase, before any "of" or other preposition, in lower case.
pub(crate) fn head_word(phrase: &str) -> String {
    let stop = [" of ", " in ", " from ", " for ", " at ", " to ", " on ", " with ", " who ", " that ", ", "];
    let phrase = phrase.trim();
    let end = stop.iter().filter_map(|word| phrase.find(word)).filter(|&at| at > 0).min().unwrap_or(phrase.len());
    let last = phrase[..end].split_whitespace().last().unwrap_or("");
    let last = last.trim_matches(|c: char| !c.is_alphanumeric());
    let last = last.strip_suffix("'s").or_else(|| last.strip_suffix("’s")).unwrap_or(last);
    last.to_lowercase()
}

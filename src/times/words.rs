//! The words of temporal expressions, from `lexicon/times/`, behind one hash look-up.

use rustc_hash::FxHashMap;

use super::calendar::{DayPart, Season};
use super::holidays::Holidays;
use super::measures::Measures;
use crate::Error;
use crate::lexicon::Table;

const WORDS: &str = include_str!("../../lexicon/times/words.tsv");
const TENSES: &str = include_str!("../../lexicon/times/tenses.tsv");
const CONTEXTS: &str = include_str!("../../lexicon/times/contexts.tsv");
const RULES: &str = include_str!("../../lexicon/times/rules.tsv");

/// A unit of time, from fine to coarse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Semester,
    Year,
    Decade,
    Century,
    Millennium,
}

/// What a word may be in a temporal expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Other,
    Key(Key),
    Month(u8),
    Weekday(u8),
    /// "Mondays".
    Weekdays(u8),
    Season(Season),
    Seasons(Season),
    Part(DayPart),
    Parts(DayPart),
    Unit(Unit),
    Units(Unit),
    Cardinal(u8),
    Scale(u64),
    Ordinal(u8),
    /// "thousands": the scale.
    Many(u64),
    /// "thirds": 3.
    Fraction(u8),
    /// "nineties": 90.
    Decade(u8),
    Vague,
    Couple,
    /// Index into [`Words::sets`].
    Set(u8),
    Reference(Reference),
    /// Days from today.
    Step(i8),
    Tonight,
    Overnight,
    /// Minutes east of UTC.
    Zone(i16),
}

/// TIMEX3's values for times without a calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reference {
    Past,
    Present,
    Future,
}

/// What a verb form says about the time of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
}

/// What a word beside a time makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Counted,
    Label,
    Paper,
    Attack,
    Carried,
}

macro_rules! keys {
    ($($key:ident $text:literal),+ $(,)?) => {
        /// Function words of the grammar.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Key { $($key),+ }
        const KEYS: &[(&str, Key)] = &[$(($text, Key::$key)),+];
    };
}

keys! {
    Single "single", As "as", Hrs "hrs", Eve "eve", Then "then",
    The "the", A "a", An "an", This "this", That "that", These "these", Those "those", Same "same", Very "very",
    Last "last", Past "past", Previous "previous", Prior "prior", Preceding "preceding", Next "next",
    Following "following", Coming "coming", Subsequent "subsequent", Ensuing "ensuing", Upcoming "upcoming",
    Final "final", Early "early", Late "late", Mid "mid", Earlier "earlier", Later "later", Latter "latter",
    Beginning "beginning", Start "start", Outset "outset", Opening "opening", End "end", Middle "middle",
    Half "half", Turn "turn", Portion "portion", Of "of", In "in", On "on", At "at", By "by", For "for", From "from",
    To "to", Until "until", Till "till", Through "through", Thru "thru", Since "since", During "during",
    Within "within", Throughout "throughout", Between "between", Over "over", And "and", Or "or", Ago "ago",
    Before "before", After "after", Afterwards "afterwards", Afterward "afterward", Hence "hence",
    Previously "previously", About "about", Around "around", Approximately "approximately", Roughly "roughly",
    Nearly "nearly", Almost "almost", Circa "circa", Ca "ca", Just "just", Only "only", Exactly "exactly",
    More "more", Less "less", Fewer "fewer", Than "than", Least "least", Most "most", Under "under", Up "up",
    Long "long", Old "old", Each "each", Every "every", Per "per", Once "once", Twice "twice", Thrice "thrice",
    Times "times", Other "other", Local "local", Time "time", Period "period", Point "point", Moment "moment",
    Date "date", Present "present", Future "future", Era "era", O "o", Clock "clock", Am "am", Pm "pm", P "p", M "m",
    H "h", S "s", Bc "bc", Bce "bce", Ad "ad", Ce "ce", B "b", C "c", E "e", Fy "fy", Q "q", Fiscal "fiscal",
    Financial "financial", Calendar "calendar", St "st", Nd "nd", Rd "rd", Th "th", Full "full", Straight "straight",
    Consecutive "consecutive", Trading "trading", Business "business", Working "working", Whole "whole",
    Entire "entire", Further "further", Additional "additional", Successive "successive", Extra "extra",
    Whopping "whopping", His "his", Her "her", Its "its", Their "their", Our "our", My "my", All "all",
    Another "another", Part "part", No "no", Modern "modern", Being "being", Term "term", Shortly "shortly", Is "is",
    Was "was", When "when", Academic "academic", School "school", Close "close", Mere "mere", Immediate "immediate",
    Near "near", Foreseeable "foreseeable", Distant "distant", Little "little", Short "short", Total "total",
    Longer "longer",
}

/// All tables of this layer.
#[derive(Debug)]
pub struct Words {
    slots: Vec<(u128, Word, bool)>,
    mask: usize,
    /// Values of [`Word::Set`].
    pub(super) sets: Vec<&'static str>,
    pub(super) holidays: Holidays,
    pub(super) measures: Measures,
    tenses: FxHashMap<&'static str, Tense>,
    rules: FxHashMap<&'static str, f32>,
    contexts: FxHashMap<&'static str, Role>,
}

/// Lower-cases an ASCII word of at most 16 letters into one integer.
#[inline]
pub(super) fn pack(word: &[u8]) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut bytes = [0u8; 16];
    bytes[..word.len()].copy_from_slice(word);
    // Every letter of the alphabet has this bit in lower case; other bytes never occur in table words.
    Some(u128::from_le_bytes(bytes) | (0x2020_2020_2020_2020_2020_2020_2020_2020u128 >> (8 * (16 - word.len()))))
}

#[inline]
#[allow(clippy::cast_possible_truncation)]
fn hash(packed: u128) -> usize {
    let folded = (packed as u64) ^ ((packed >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (folded.wrapping_mul(0xd6e8_feb8_6659_fd93) >> 40) as usize
}

impl Words {
    /// The shipped tables.
    ///
    /// # Errors
    /// A row that does not parse.
    pub fn built_in() -> Result<Self, Error> {
        let holidays = Holidays::built_in()?;
        let mut sets = Vec::new();
        let mut entries: Vec<(&'static str, Word)> = KEYS.iter().map(|&(text, key)| (text, Word::Key(key))).collect();
        for row in Table::parse("times/words", WORDS, &["word", "class", "value"])?.rows() {
            let word = word(row.cells[1], row.cells[2], &mut sets)
                .ok_or_else(|| Error::table("times/words", row.number, "value", "unknown class or value"))?;
            entries.push((row.cells[0], word));
        }
        let mut words = Self {
            slots: vec![(0, Word::Other, false); 4096],
            mask: 4095,
            sets,
            holidays,
            measures: Measures::built_in()?,
            tenses: FxHashMap::default(),
            rules: FxHashMap::default(),
            contexts: FxHashMap::default(),
        };
        for (text, word) in entries {
            // Rows of the table win over function words.
            words.slot(text).1 = word;
        }
        for name in words.holidays.first_words() {
            words.slot(name).2 = true;
        }
        for row in Table::parse("times/tenses", TENSES, &["form", "tense"])?.rows() {
            let tense = match row.cells[1] {
                "past" => Tense::Past,
                "present" => Tense::Present,
                "future" => Tense::Future,
                _ => return Err(Error::table("times/tenses", row.number, "tense", "past, present or future")),
            };
            words.tenses.insert(row.cells[0], tense);
        }
        for row in Table::parse("times/contexts", CONTEXTS, &["word", "role"])?.rows() {
            let role = match row.cells[1] {
                "counted" => Role::Counted,
                "label" => Role::Label,
                "paper" => Role::Paper,
                "attack" => Role::Attack,
                "carried" => Role::Carried,
                _ => return Err(Error::table("times/contexts", row.number, "role", "unknown role")),
            };
            words.contexts.insert(row.cells[0], role);
        }
        for row in Table::parse("times/rules", RULES, &["rule", "confidence"])?.rows() {
            let share = row.cells[1]
                .parse()
                .map_err(|_| Error::table("times/rules", row.number, "confidence", "expected a number"))?;
            words.rules.insert(row.cells[0], share);
        }
        Ok(words)
    }

    fn slot(&mut self, text: &str) -> &mut (u128, Word, bool) {
        let packed = pack(text.as_bytes()).unwrap_or(0);
        let mut at = hash(packed) & self.mask;
        while self.slots[at].0 != 0 && self.slots[at].0 != packed {
            at = (at + 1) & self.mask;
        }
        self.slots[at].0 = packed;
        &mut self.slots[at]
    }

    /// What a word of ASCII letters is, and whether a holiday's name may begin with it.
    #[inline]
    pub(super) fn find(&self, word: &[u8]) -> (Word, bool) {
        let Some(packed) = pack(word) else { return (Word::Other, false) };
        let mut at = hash(packed) & self.mask;
        loop {
            let (key, word, holiday) = self.slots[at];
            if key == packed {
                return (word, holiday);
            }
            if key == 0 {
                return (Word::Other, false);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// What a word makes of a time beside it.
    pub(super) fn role(&self, word: &str) -> Option<Role> {
        self.contexts.get(word).copied()
    }

    /// The tense that a lower-case verb form shows.
    pub(super) fn tense(&self, form: &str) -> Option<Tense> {
        self.tenses.get(form).copied()
    }

    /// Share of the expressions of a rule that are right on dev.
    pub(super) fn confidence(&self, rule: &str) -> f32 {
        self.rules.get(rule).copied().unwrap_or(0.5)
    }
}

fn word(class: &str, value: &str, sets: &mut Vec<&'static str>) -> Option<Word> {
    let number = || value.parse::<u8>().ok();
    Some(match class {
        "month" => Word::Month(number()?),
        "weekday" => Word::Weekday(number()?),
        "weekdays" => Word::Weekdays(number()?),
        "season" => Word::Season(Season::from_name(value)?),
        "seasons" => Word::Seasons(Season::from_name(value)?),
        "part" => Word::Part(DayPart::from_name(value)?),
        "parts" => Word::Parts(DayPart::from_name(value)?),
        "unit" => Word::Unit(unit(value)?),
        "units" => Word::Units(unit(value)?),
        "cardinal" => Word::Cardinal(number()?),
        "scale" => Word::Scale(value.parse().ok()?),
        "ordinal" => Word::Ordinal(number()?),
        "decade" => Word::Decade(number()?),
        "many" => Word::Many(value.parse().ok()?),
        "fraction" => Word::Fraction(number()?),
        "vague" => Word::Vague,
        "couple" => Word::Couple,
        "set" => {
            let known = ["P1D", "PT1H", "P1W", "P2W", "P1M", "P2M", "P1Q", "P1Y", "P6M", "P2Y"];
            sets.push(known.into_iter().find(|&known| known == value)?);
            Word::Set(u8::try_from(sets.len() - 1).ok()?)
        }
        "reference" => Word::Reference(match value {
            "PAST_REF" => Reference::Past,
            "PRESENT_REF" => Reference::Present,
            "FUTURE_REF" => Reference::Future,
            _ => return None,
        }),
        "step" => Word::Step(value.parse().ok()?),
        "tonight" => Word::Tonight,
        "overnight" => Word::Overnight,
        "zone" => Word::Zone(value.parse().ok()?),
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "semester" => Unit::Semester,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

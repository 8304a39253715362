//! One spelling for all ways to write a place's name, used when the gazetteer is built and when it is asked.

/// Folds a place name: no case, diacritics, apostrophes or dots; hyphens are blanks; "St" and "Ft" for "Saint" and "Fort".
///
/// ```
/// use dateline::places::normalize;
/// assert_eq!(normalize("Saint-Étienne"), "st etienne");
/// assert_eq!(normalize("St. Étienne"), "st etienne");
/// assert_eq!(normalize("U.S."), "us");
/// ```
#[must_use]
pub fn normalize(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut blank = false;
    for c in name.chars() {
        match c {
            '-' | '\u{2010}'..='\u{2015}' | '_' | '/' | ',' => blank = true,
            c if c.is_whitespace() => blank = true,
            '.' | '\'' | '’' | '‘' | '`' | '´' | 'ʻ' | 'ʼ' | '"' => {}
            c => {
                if blank && !out.is_empty() {
                    out.push(' ');
                }
                blank = false;
                if c.is_ascii() {
                    out.push(c.to_ascii_lowercase());
                } else {
                    any_ascii::any_ascii_char(c)
                        .chars()
                        .filter(|c| *c != '\'')
                        .for_each(|c| out.push(c.to_ascii_lowercase()));
                }
            }
        }
    }
    for (long, short) in [("saint ", "st "), ("sainte ", "ste "), ("fort ", "ft "), ("mount ", "mt ")] {
        if let Some(rest) = out.strip_prefix(long) {
            return format!("{short}{rest}");
        }
    }
    out
}

/// Words that say what kind of region a name is, after ("Takhar province") or before it ("province of Takhar").
const DESIGNATORS: [&str; 27] = [
    "state",
    "province",
    "region",
    "oblast",
    "krai",
    "governorate",
    "prefecture",
    "county",
    "parish",
    "borough",
    "department",
    "district",
    "municipality",
    "republic",
    "division",
    "territory",
    "canton",
    "emirate",
    "voivodeship",
    "island",
    "islands",
    "peninsula",
    "valley",
    "river",
    "sea",
    "ocean",
    "agency",
];

/// Whether a word is one that says what kind of region a name is: "province", "oblast", "valley".
#[must_use]
pub(super) fn is_designator(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    DESIGNATORS.contains(&word.strip_suffix('s').unwrap_or(&word)) || DESIGNATORS.contains(&word.as_str())
}

/// The name of a region without the word at its end that says what kind of region it is.
///
/// ```
/// use dateline::places::region_designator;
/// assert_eq!(region_designator("Kursk Oblast"), Some("Kursk"));
/// assert_eq!(region_designator("Bavaria"), None);
/// ```
#[must_use]
pub fn region_designator(name: &str) -> Option<&str> {
    let (front, last) = name.rsplit_once(' ')?;
    is_designator(last).then_some(front)
}

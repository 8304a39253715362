//! Names of writers: bylines and lines of nothing but names.

/// Names of two to four words: "Jane Doe", "Jane Doe and John Roe", "Jane Doe, Associated Press".
/// `bars` and `commas`: whether the line may have marks between entries, and commas.
pub(super) fn is_name_list(line: &str, words: &[&str], bars: bool, commas: bool) -> bool {
    if words.len() < 2 || has_small_word(line) || (bars && line.contains('“')) {
        return false;
    }
    let is_name = |(index, part): (usize, &str)| {
        if index > 0 && AGENCIES.contains(&part) {
            return true;
        }
        let mut count = 0;
        let names = part.split_whitespace().all(|word| {
            count += 1;
            count <= 4 && is_name_word(word)
        });
        names && count >= 2
    };
    let and = words.contains(&"and");
    if !and && !commas && !bars && !line.contains('&') {
        return is_name((0, line));
    }
    let parts = line.split([',', '&', '|']);
    if and {
        parts.flat_map(|part| part.split(" and ")).map(str::trim).enumerate().all(is_name)
    } else {
        parts.map(str::trim).enumerate().all(is_name)
    }
}

/// Whether a word starts with a small letter or a digit and can be in no name, which tells most titles.
fn has_small_word(line: &str) -> bool {
    line.as_bytes().split(|&b| b == b' ').any(|word| {
        let small = word.first().is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let length = if small { word.iter().take_while(|b| b.is_ascii_alphanumeric()).count() } else { 0 };
        small && &word[..length] != b"and" && !std::str::from_utf8(&word[..length]).is_ok_and(is_particle)
    })
}

/// Names of one word that stand behind a writer's.
const AGENCIES: [&str; 12] =
    ["Reuters", "AP", "AFP", "EPA", "Xinhua", "TASS", "CNN", "BBC", "UPI", "Bloomberg", "Sputnik", "DPA"];

/// Whether a word may be part of a writer's name.
pub(super) fn is_name_word(word: &str) -> bool {
    if word.is_ascii() {
        let letters = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'\'' | b'-' | b'.');
        return word.as_bytes()[0].is_ascii_uppercase() && word.bytes().all(|b| letters(&b)) || is_particle(word);
    }
    let capital = word.starts_with(char::is_uppercase);
    capital && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.')) || is_particle(word)
}

fn is_particle(word: &str) -> bool {
    matches!(word, "de" | "van" | "von" | "bin" | "al" | "el" | "da" | "di")
}

/// What stands between the names of a byline.
const BYLINE_WORDS: [&str; 38] = [
    "and",
    "in",
    "for",
    "of",
    "the",
    "at",
    "with",
    "de",
    "la",
    "van",
    "von",
    "der",
    "den",
    "al",
    "bin",
    "el",
    "correspondent",
    "staff",
    "writer",
    "reporter",
    "editor",
    "special",
    "to",
    "our",
    "contributor",
    "agencies",
    "am",
    "pm",
    "updated",
    "published",
    "on",
    "from",
    "diplomatic",
    "senior",
    "foreign",
    "political",
    "chief",
    "news",
];

/// "By Jane Doe", "By JANE DOE and JOHN ROE, Associated Press".
pub(super) fn is_byline(line: &str, words: &[&str]) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    if !matches!(*first, "By" | "BY" | "by")
        || rest.is_empty()
        || rest.len() > 14
        || !line.get(2..).is_some_and(|rest| rest.starts_with([' ', ':', '\u{a0}']))
    {
        return false;
    }
    let small = |word: &str| BYLINE_WORDS.contains(&word.to_ascii_lowercase().as_str());
    let names = rest.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    let name_first = rest[0].starts_with(char::is_uppercase) && !matches!(rest[0], "The" | "A" | "This");
    name_first
        && names >= 1
        && rest.iter().all(|word| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || small(word))
}

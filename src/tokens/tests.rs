use super::tokenize;
use crate::article::layout;

/// Sentences as lines, tokens separated by blanks; `~` marks a token that continues the word before.
fn show(text: &str) -> String {
    let found = tokenize(text, &layout(text));
    let lines: Vec<String> = found
        .sentences
        .iter()
        .map(|sentence| {
            let words: Vec<String> = found.tokens[sentence.range()]
                .iter()
                .map(|token| format!("{}{}", if token.continues { "~" } else { "" }, token.span.text(text)))
                .collect();
            words.join(" ")
        })
        .collect();
    lines.join("\n")
}

#[test]
fn words_after_universal_dependencies() {
    for (text, expected) in [
        ("He didn't say he can't.", "He did ~n't say he ca ~n't ."),
        ("I’d’ve thought it’s John’s.", "I ~’d ~’ve thought it ~’s John ~’s ."),
        ("They cannot; we're gonna.", "They can ~not ; we ~'re gon ~na ."),
        ("the workers' union", "the workers ~' union"),
        ("'It is theirs', she said", "' It is theirs ' , she said"),
        ("a well-known, non-violent e-mail", "a well - known , non-violent e-mail"),
        ("the 1990-95 war, 10-year-old boys", "the 1990 - 95 war , 10 - year - old boys"),
        ("call 555-0142 or 202-555-0142", "call 555-0142 or 202-555-0142"),
        ("$4.5m, US$1,200 and 12%", "$ 4.5 m , US$ 1,200 and 12 %"),
        ("at 5pm, 10.30 a.m. or 17:45", "at 5 pm , 10.30 a.m. or 17:45"),
        ("on 13.10.2016 and 9/11", "on 13.10.2016 and 9/11"),
        ("Gen. Smith of the U.S. Army met J. R. Jones.", "Gen. Smith of the U.S. Army met J. R. Jones ."),
        ("the FrenchForeign Minister of YouTube", "the French Foreign Minister of YouTube"),
        ("iPhone, McDonald, JavaScript, eBay", "iPhone , McDonald , JavaScript , eBay"),
        (
            "see www.example.org/a-b?c=1, or https://example.com.",
            "see www.example.org/a-b?c=1 , or https://example.com .",
        ),
        ("write to a.b@example.co.uk, @handle or #Topic", "write to a.b@example.co.uk , @handle or #Topic"),
        ("It was—he said—over – maybe -- yes", "It was — he said — over – maybe -- yes"),
        ("“Well... no…” he said", "“ Well ... no … ” he said"),
        ("the '90s and '60s, get 'em", "the '90s and '60s , get 'em"),
        ("a .doc, .com or .PDF file", "a .doc , .com or .PDF file"),
        ("AT&T and R&D, and/or", "AT&T and R&D , and / or"),
        ("U.S.'s and 2016's", "U.S. ~'s and 2016 ~'s"),
        ("naïve café Müller’s", "naïve café Müller ~’s"),
        ("👨‍👩‍👧 🇫🇷🇩🇪 👍🏽!", "👨‍👩‍👧 🇫🇷 🇩🇪 👍🏽 !"),
        ("東京 カタカナ 서울에서", "東 京 カタカナ 서울에서"),
    ] {
        assert_eq!(show(text).replace('\n', " | "), expected, "{text}");
    }
}

#[test]
fn sentences_end_where_readers_end_them() {
    for (text, expected) in [
        ("It rained. It stopped.", 2),
        ("Mr. Brown met Gen. Black. They spoke.", 2),
        ("He moved to the U.S. in May. The U.S. Senate sat.", 2),
        ("“It is over.” He left.", 2),
        ("“Is it over?” he asked.", 1),
        ("The talks failed.Next week they go on.", 2),
        ("He paid $3.50. Nobody else did.", 2),
        ("The curtain fell at 5 p.m. The audience had left.", 2),
        ("Prices rose 3.5 percent vs. June 2015.", 1),
        ("No! Never. Why? Because.", 4),
        ("He lives on St. James St. in London.", 1),
    ] {
        assert_eq!(show(text).lines().count(), expected, "{text}: {}", show(text));
    }
}

//! The shipped weights on sentences of our own.

use std::sync::LazyLock;

use super::{Label, Name, Recognizer};
use crate::Resources;
use crate::article::layout;
use crate::places::Gazetteer;
use crate::tokens::tokenize;

static RECOGNIZER: LazyLock<Recognizer> = LazyLock::new(|| {
    let folder = Resources::source_folder();
    let gazetteer = Gazetteer::load(&folder.join("gazetteer.bin")).expect("gazetteer");
    Recognizer::load(&folder, &gazetteer).expect("weights")
});

fn names(text: &str) -> Vec<Name> {
    RECOGNIZER.recognize(text, &tokenize(text, &layout(text)))
}

fn found(text: &str) -> Vec<(&str, Label)> {
    names(text).iter().map(|name| (name.span.text(text), name.label)).collect()
}

#[test]
fn names_in_sentences() {
    use Label::{Gpe, Norp, Org, Person};
    let table: [(&str, &[(&str, Label)]); 9] = [
        (
            "Minister of foreign Affairs of Russia Sergey Lavrov left on Friday.",
            &[("Russia", Gpe), ("Sergey Lavrov", Person)],
        ),
        ("The us state Department said the talks would go on.", &[("us state Department", Org)]),
        (
            "U.S. state Department spokesman John Kirby declined to comment.",
            &[("U.S.", Gpe), ("state Department", Org), ("John Kirby", Person)],
        ),
        ("The envoy, Staffan de Mistura, spoke in Geneva.", &[("Staffan de Mistura", Person), ("Geneva", Gpe)]),
        ("Russian troops left the town of Kolvereid.", &[("Russian", Norp), ("Kolvereid", Gpe)]),
        ("Police in Tarnow Maly arrested two men.", &[("Tarnow Maly", Gpe)]),
        ("Arsenal beat Everton 3-1 on Saturday.", &[("Arsenal", Org), ("Everton", Org)]),
        ("PRESIDENT OBAMA MEETS MERKEL IN BERLIN", &[("OBAMA", Person), ("MERKEL", Person), ("BERLIN", Gpe)]),
        ("the talks on the ceasefire went on for hours.", &[]),
    ];
    for (text, expected) in table {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn words_in_lower_case_are_read_beside_capitals_and_when_the_article_names_them() {
    let read = |text: &str| -> Vec<String> {
        let tokens = tokenize(text, &layout(text));
        let mut stretch = super::recognizer::Stretch::default();
        stretch.read(text, &tokens, 0..tokens.sentences.len(), &RECOGNIZER.phrases, &RECOGNIZER.anchors);
        stretch.skip_plain();
        let segments: Vec<_> = stretch.segments().flat_map(|(_, segment)| segment).collect();
        segments.iter().map(|&at| tokens.form(text, at as u32).to_owned()).filter(|word| word.contains("zor")).collect()
    };
    // Three words that no list and no text knows.
    let text = "They said the zorb was not there when troops of General zorn left. On Friday Vozorno fell and \
                people ran from vozorno by night.";
    assert_eq!(read(text), ["zorn", "Vozorno", "vozorno"]);
}

#[test]
fn names_are_ordered_apart_and_sure_between_0_and_1() {
    let text = "\"We go on,\" Maria Lindqvist told Reuters in Oslo. Norway and Sweden agreed with the European Union.";
    let names = names(text);
    assert!(names.len() >= 5, "{names:?}");
    assert!(names.is_sorted_by(|a, b| a.span.end <= b.span.start));
    assert!(names.iter().all(|name| name.confidence > 0.0 && name.confidence < 1.0));
}

#[test]
fn any_text_is_read() {
    let endless = "A".repeat(100_000);
    let words = "Paris London ".repeat(30_000);
    for text in ["", "\n\n\n", "\"\"\"\"", "😀 😀 😀", "\u{0}\u{feff}", "İstanbul'da ǅ", &endless, &words] {
        for name in names(text) {
            assert!(!name.span.text(text).is_empty());
        }
    }
}

#[test]
fn a_damaged_file_is_refused() {
    use crate::model::Body;
    let bytes = RECOGNIZER.weights.write();
    let read = |bytes: &[u8]| -> Result<(), crate::Error> {
        let body = Body::open("names.model", bytes, "names")?;
        let mut reader = body.reader();
        super::Weights::read(&mut reader)?;
        reader.end()
    };
    read(&bytes).expect("what was written is read");
    assert!(read(&bytes[..bytes.len() / 2]).is_err());
}

//! Texts that are no text: linear time, no panic, no overlap.

use super::{ANCHOR, times};

#[test]
fn linear_time_on_hostile_text() {
    for piece in [
        "the ",
        "two ",
        "May ",
        "1 ",
        "the end of ",
        "1-",
        "'",
        "a hundred and ",
        "$",
        "early late ",
        "of the first ",
        "on the 5 ",
        "from May to ",
        "three quarters of ",
    ] {
        let text = piece.repeat(200_000 / piece.len());
        let start = std::time::Instant::now();
        let _ = times(&text, Some(ANCHOR));
        assert!(start.elapsed().as_secs() < 30, "{piece}");
    }
}

#[test]
fn no_order_of_words_panics() {
    const MORE: &str = "the a an of in on at by to and or from until before after last next past same early late mid \
        end half first ago later earlier day week month year years days o clock time this that every each twice per no \
        one more than , . ; : - – / ( ) ' ’ \" “ ” $ % € ° 1 5 12 19 30 45 99 1945 2016 0900 480 BC AD Q H FY p.m. am \
        GMT local \
        th st s 's Easter Christmas New Year Eve D Day were people km euros percent men troops attacks é 北";
    let mut words: Vec<&str> = include_str!("../../../lexicon/times/words.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split('\t').next())
        .collect();
    // Function words are frequent in text, so they are here.
    for _ in 0..4 {
        words.extend(MORE.split_whitespace());
    }
    let mut state = 7u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..400 {
        let mut text = String::new();
        for _ in 0..400 {
            let word = words[next(words.len())];
            if next(3) == 0 {
                let mut letters = word.chars();
                text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                text.push_str(letters.as_str());
            } else {
                text.push_str(word);
            }
            if next(6) > 0 {
                text.push(' ');
            }
        }
        let found = times(&text, if next(2) == 0 { Some(ANCHOR) } else { None });
        for time in &found.times {
            assert!(time.start.is_none() || time.start <= time.end, "{time:?}");
        }
        assert!(found.times.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        assert!(found.values.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let overlap = |value: &crate::times::Value| found.times.iter().any(|time| time.span.overlaps(value.span));
        assert!(!found.values.iter().any(overlap));
    }
}

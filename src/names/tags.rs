//! The tag set of the sequence model: names as tags of their words.
//!
//! The five frequent labels use the BILOU scheme (Ratinov and Roth, 2009: beginning, inside, last and unit-length words
//! have tags of their own), the rare ones only B and I, languages one tag for a single word. That makes exactly 32 tags:
//! a row of weights is 32 bytes, half a cache line.

use std::ops::Range;

use super::Label;

/// How many tags there are.
pub const TAGS: usize = 32;
/// The tag of a word outside all names.
pub const OUTSIDE: usize = 0;
/// Labels with four tags each, in order of their tags from 1.
pub const FREQUENT: [Label; 5] = [Label::Person, Label::Norp, Label::Org, Label::Gpe, Label::Loc];
/// Labels with two tags each, in order of their tags from 21.
pub const RARE: [Label; 5] = [Label::Fac, Label::Product, Label::Event, Label::WorkOfArt, Label::Law];
const FIRST_RARE: usize = 21;
const LANGUAGE: usize = 31;

/// The tags with which a place ([`Label::Gpe`]) begins.
pub const PLACE_BEGINS: [usize; 2] = [13, 16];

/// A set of tags, one bit each.
pub type TagSet = u32;

/// How many names a tag can belong to: none, or one of the eleven labels.
pub const KINDS: usize = 12;

/// The tag of word `position` of a name of `length` words; `None` for a word that the scheme cannot express.
#[must_use]
pub fn tag_of(label: Label, position: usize, length: usize) -> Option<usize> {
    if let Some(index) = FREQUENT.iter().position(|&frequent| frequent == label) {
        let part = match (position, length) {
            (_, 1) => 3,
            (0, _) => 0,
            (at, _) if at + 1 == length => 2,
            _ => 1,
        };
        return Some(1 + 4 * index + part);
    }
    if let Some(index) = RARE.iter().position(|&rare| rare == label) {
        return Some(FIRST_RARE + 2 * index + usize::from(position > 0));
    }
    (length == 1).then_some(LANGUAGE)
}

/// The label of a tag; `None` for [`OUTSIDE`].
#[must_use]
pub fn label_of(tag: usize) -> Option<Label> {
    match tag {
        OUTSIDE => None,
        LANGUAGE => Some(Label::Language),
        1..FIRST_RARE => Some(FREQUENT[(tag - 1) / 4]),
        _ => Some(RARE[(tag - FIRST_RARE) / 2]),
    }
}

/// Whether a name begins with this tag.
#[must_use]
pub const fn begins(tag: usize) -> bool {
    match tag {
        OUTSIDE => false,
        LANGUAGE => true,
        1..FIRST_RARE => matches!((tag - 1) % 4, 0 | 3),
        _ => (tag - FIRST_RARE).is_multiple_of(2),
    }
}

/// Whether a name may end with this tag.
#[must_use]
pub const fn ends(tag: usize) -> bool {
    match tag {
        OUTSIDE => false,
        LANGUAGE => true,
        1..FIRST_RARE => matches!((tag - 1) % 4, 2 | 3),
        _ => true,
    }
}

/// The kind of a tag: 0 outside, otherwise 1 + the label's index in [`Label::ALL`].
#[must_use]
pub fn kind_of(tag: usize) -> usize {
    label_of(tag).map_or(0, |label| 1 + label as usize)
}

/// The names that a well-formed tag sequence spells, as word ranges with labels.
#[must_use]
pub fn names_of(tags: &[u8]) -> Vec<(Range<usize>, Label)> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < tags.len() {
        let tag = tags[at] as usize;
        let Some(label) = label_of(tag) else {
            at += 1;
            continue;
        };
        let mut end = at + 1;
        while end < tags.len() && !begins(tags[end] as usize) && label_of(tags[end] as usize) == Some(label) {
            end += 1;
        }
        names.push((at..end, label));
        at = end;
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_their_tags() {
        for label in Label::ALL {
            for length in 1..5 {
                if label == Label::Language && length > 1 {
                    assert_eq!(tag_of(label, 0, length), None);
                    continue;
                }
                let mut tags: Vec<u8> = vec![OUTSIDE as u8];
                for _ in 0..2 {
                    tags.extend((0..length).map(|at| tag_of(label, at, length).expect("expressible") as u8));
                }
                assert_eq!(PLACE_BEGINS.contains(&(tags[1] as usize)), label == Label::Gpe);
                assert!(begins(tags[1] as usize) && ends(tags[length] as usize));
                assert_eq!(names_of(&tags), [(1..1 + length, label), (1 + length..1 + 2 * length, label)]);
            }
        }
    }

    #[test]
    fn every_tag_has_its_label() {
        assert_eq!((0..TAGS).filter(|&tag| label_of(tag).is_none()).count(), 1);
        assert!((0..TAGS).all(|tag| kind_of(tag) < KINDS));
    }
}

//! The sparse linear kernel shared by tagger, lemmatizer, parser and recognizer, and its file format.
//!
//! A model is a set of hashed features, each with one small integer weight per class. To score a decision, hash its
//! features ([`hash`]), add up their rows ([`Wide`], or [`Narrow`] for three classes) and take the best class.
//! Nearly all time goes into fetching rows from memory, hence the layout: an index of 64-byte buckets that are read
//! without a branch, and rows of one byte per class, on huge pages where the system has them.
//!
//! ```
//! use dateline::model::{Wide, argmax, hash};
//!
//! let dog = hash::feature(1, [hash::text("dog")]);
//! let mut row = [0_i8; 16];
//! row[3] = 7;
//! let table = Wide::<16>::build(vec![(dog, row)], 0.5);
//! let mut scores = [0_i16; 16];
//! table.add(dog, &mut scores);
//! table.add(hash::feature(1, [hash::text("cat")]), &mut scores); // unknown: adds nothing
//! assert_eq!(argmax(&scores), 3);
//! ```

mod file;
pub mod hash;
mod index;
mod memory;
mod table;

pub use file::{Body, Reader, Writer};
pub use table::{Dictionary, Narrow, Wide};

/// The index of the highest score, the first one among equals; 0 for no scores.
#[must_use]
#[inline]
pub fn argmax<T: PartialOrd + Copy>(scores: &[T]) -> usize {
    // Two simple passes are quicker than one, because the compiler turns the first into vector instructions.
    let Some(highest) = scores.iter().copied().reduce(|one, other| if other > one { other } else { one }) else {
        return 0;
    };
    scores.iter().position(|score| *score == highest).unwrap_or(0)
}

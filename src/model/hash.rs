//! Feature hashes: the same on every machine and in every version that reads the same weight files.
//!
//! A feature is a template number and a few *atoms* (hashes of words, tags, distances). The atoms are well-mixed 64-bit
//! numbers, so a sum of their products with odd constants is enough to combine them: one multiplication per atom, which
//! the compiler shares between templates that have an atom in the same place.

use xxhash_rust::xxh3::xxh3_64;

/// Odd constants (fractional bits of square roots of primes), one per place of an atom in a feature.
const PLACE: [u64; 6] = [
    0x9e37_79b9_7f4a_7c15,
    0xbb67_ae85_84ca_a73b,
    0x3c6e_f372_fe94_f82b,
    0xa54f_f53a_5f1d_36f1,
    0x510e_527f_ade6_82d1,
    0x9b05_688c_2b3e_6c1f,
];

/// The atom of a piece of text.
#[must_use]
#[inline]
pub fn text(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}

/// The atom of bytes that need not be text.
#[must_use]
#[inline]
pub fn bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// The atom of a small number: a tag, a distance, a set of flags. (The finalizer of splitmix64.)
#[must_use]
#[inline]
pub const fn number(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// The hash of a feature: its template number and its atoms in order.
#[must_use]
#[inline]
pub const fn feature<const ATOMS: usize>(template: u32, atoms: [u64; ATOMS]) -> u64 {
    let mut sum = number(template as u64);
    let mut place = 0;
    while place < ATOMS {
        sum = sum.wrapping_add(atoms[place].wrapping_mul(PLACE[place]));
        place += 1;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_stable() {
        // Weight files hold these values: a change here needs a new version of the file format.
        assert_eq!(number(1), 0x910a_2dec_8902_5cc1);
        assert_eq!(text(""), 0x2d06_8005_38d3_94c2);
        assert_eq!(feature(7, [number(1), number(2)]), feature(7, [number(1), number(2)]));
    }

    #[test]
    fn order_and_template_matter() {
        let (a, b) = (text("a"), text("b"));
        assert_ne!(feature(1, [a, b]), feature(1, [b, a]));
        assert_ne!(feature(1, [a, b]), feature(2, [a, b]));
        assert_ne!(feature(1, [a]), feature(1, [a, b]));
    }
}

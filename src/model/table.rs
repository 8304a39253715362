//! Weight tables: feature hash to a row of one-byte weights.

use super::file::{Reader, Writer};
use super::index::Index;
use super::memory::Memory;
use crate::Error;

/// A table for decisions between 5 to 128 classes: an index of row numbers and contiguous rows of `CLASSES` weights.
/// Choose `CLASSES` as a multiple of 16 at or above the number of classes.
#[derive(Clone, Debug)]
pub struct Wide<const CLASSES: usize> {
    index: Index,
    /// Rows of `CLASSES` weights; the first, of zeros, is what an unknown feature adds.
    rows: Memory,
    /// Number of rows with the first.
    count: usize,
    scale: f32,
}

impl<const CLASSES: usize> Wide<CLASSES> {
    /// A table of feature hashes and their weights, in multiples of `scale`.
    ///
    /// Of the few hundredths of the features that do not fit into their bucket, the lightest are left out. The order of
    /// `entries` does not matter.
    #[must_use]
    #[allow(clippy::cast_possible_truncation)]
    pub fn build(mut entries: Vec<(u64, [i8; CLASSES])>, scale: f32) -> Self {
        entries.sort_unstable_by_key(|(hash, row)| (std::cmp::Reverse(weight(row)), *hash));
        let mut index = Index::with_room(entries.len());
        let mut rows = Memory::zeroed((entries.len() + 1) * CLASSES);
        let mut count = 1;
        for (hash, row) in entries {
            if index.insert(hash, count as u32) {
                rows.rows_mut()[count] = row.map(i8::cast_unsigned);
                count += 1;
            }
        }
        Self { index, rows, count, scale }
    }

    /// Adds the row of a feature to `scores`; an unknown feature adds nothing. Sums saturate.
    #[inline]
    pub fn add(&self, hash: u64, scores: &mut [i16; CLASSES]) {
        self.add_row(self.index.get(hash), scores);
    }

    /// The scores of a decision from all of its features. Quicker than [`Wide::add`] one by one, because the memory of all
    /// features is fetched at once.
    #[must_use]
    #[inline]
    pub fn score<const FEATURES: usize>(&self, features: &[u64; FEATURES]) -> [i16; CLASSES] {
        let mut scores = [0; CLASSES];
        self.add_all(features, &mut scores);
        scores
    }

    /// The same, added to `scores`.
    #[inline]
    pub fn add_all<const FEATURES: usize>(&self, features: &[u64; FEATURES], scores: &mut [i16; CLASSES]) {
        self.add_known(features, &mut [0; FEATURES], scores);
    }

    /// The scores of features of any number.
    #[must_use]
    pub fn score_all(&self, features: &[u64]) -> [i16; CLASSES] {
        const BATCH: usize = 32;
        let mut scores = [0; CLASSES];
        for features in features.chunks(BATCH) {
            self.add_known(features, &mut [0; BATCH], &mut scores);
        }
        scores
    }

    /// Adds the rows of `features` to `scores`; `rows` is room for as many. A third of the features is unknown: they are left
    /// out without a branch, which would be taken wrongly as often. The fetches stand in loops of their own: the shorter a
    /// loop, the more fetches are under way at once.
    #[inline]
    fn add_known(&self, features: &[u64], rows: &mut [u32], scores: &mut [i16; CLASSES]) {
        let touched = features.iter().fold(0, |touched, hash| touched | self.index.touch(*hash));
        std::hint::black_box(touched);
        let mut count = 0;
        for hash in features {
            let row = self.index.get(*hash);
            rows[count] = row;
            count += usize::from(row != 0);
        }
        let rows = &rows[..count];
        std::hint::black_box(rows.iter().fold(0, |touched, row| touched | self.row(*row)[0]));
        rows.iter().for_each(|row| self.add_row(*row, scores));
    }

    /// The row number of a feature, 0 if it is unknown: for look-ups whose rows are added later, or more than once, with
    /// [`Wide::add_row`].
    #[must_use]
    #[inline]
    pub fn find(&self, hash: u64) -> u32 {
        self.index.get(hash)
    }

    /// Adds a row found by [`Wide::find`].
    #[inline]
    pub fn add_row(&self, row: u32, scores: &mut [i16; CLASSES]) {
        let row = self.row(row);
        for class in 0..CLASSES {
            scores[class] = scores[class].saturating_add(i16::from(row[class].cast_signed()));
        }
    }

    #[inline]
    fn row(&self, row: u32) -> &[u8; CLASSES] {
        &self.rows.rows()[row as usize]
    }

    /// What one unit of a score stands for in the unit of training.
    #[must_use]
    pub const fn scale(&self) -> f32 {
        self.scale
    }

    /// Number of features.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count - 1
    }

    /// Whether the table knows no feature.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends the table to a weight file: bucket sizes and keys, then for each row how many weights are not 0, their
    /// classes and the weights. (Things of one kind stand together because archives are smaller so, by a sixth.)
    #[allow(clippy::cast_possible_truncation)]
    pub fn write(&self, file: &mut Writer) {
        let buckets: Vec<_> = self.index.entries().collect();
        file.number(CLASSES as u32);
        file.real(self.scale);
        file.bytes(&buckets.iter().map(|bucket| bucket.len() as u8).collect::<Vec<_>>());
        let entries = || buckets.iter().flatten();
        file.bytes(&entries().flat_map(|(key, _)| key.to_le_bytes()).collect::<Vec<_>>());
        let (mut sizes, mut classes, mut weights) = (Vec::new(), Vec::new(), Vec::new());
        for (_, row) in entries() {
            let before = weights.len();
            for (class, &weight) in self.row(*row).iter().enumerate().filter(|(_, weight)| **weight != 0) {
                classes.push(class as u8);
                weights.push(weight);
            }
            sizes.push((weights.len() - before) as u8);
        }
        file.bytes(&sizes);
        file.bytes(&classes);
        file.bytes(&weights);
    }

    /// Reads what [`Wide::write`] wrote.
    ///
    /// # Errors
    /// The file ends too early, or holds a table of another shape.
    #[allow(clippy::cast_possible_truncation)]
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        if file.number()? as usize != CLASSES {
            return Err(file.error("holds a weight table of another width"));
        }
        let scale = file.real()?;
        let buckets = file.bytes()?;
        let keys = file.bytes()?;
        let sizes = file.bytes()?;
        let mut weights = file.bytes()?.iter().zip(file.bytes()?);
        let count = sizes.len() + 1;
        let mut rows = Memory::zeroed(count * CLASSES);
        for (row, &size) in rows.rows_mut::<CLASSES>()[1..].iter_mut().zip(sizes) {
            for _ in 0..size {
                let place =
                    weights.next().and_then(|(class, weight)| Some((row.get_mut(usize::from(*class))?, *weight)));
                let Some((place, weight)) = place else { return Err(file.error("holds a damaged weight table")) };
                *place = weight;
            }
        }
        let same = keys.len() == 2 * sizes.len();
        let keys = keys.chunks_exact(2).zip(1..).map(|(key, row)| (u16::from_le_bytes([key[0], key[1]]), row));
        let index = if same { Index::restore(buckets, keys) } else { None };
        let Some(index) = index else { return Err(file.error("holds a damaged weight table")) };
        Ok(Self { index, rows, count, scale })
    }
}

/// A table for decisions between three classes. A feature has two weights of two bytes, those of the second and the third
/// class less that of the first, which stand in the index itself, so that a look-up touches one cache line. (One byte for
/// each weight costs the parser 1.2 points: few features weigh a hundred times what most do, and all are needed.)
#[derive(Clone, Debug)]
pub struct Narrow {
    index: Index,
    len: usize,
    scale: f32,
}

impl Narrow {
    /// See [`Wide::build`]. Rows of zeros are left out.
    #[must_use]
    pub fn build(mut entries: Vec<(u64, [i16; 2])>, scale: f32) -> Self {
        let weight = |row: &[i16; 2]| u32::from(row[0].unsigned_abs()) + u32::from(row[1].unsigned_abs());
        entries.retain(|(_, row)| *row != [0; 2]);
        entries.sort_unstable_by_key(|(hash, row)| (std::cmp::Reverse(weight(row)), *hash));
        let mut index = Index::with_room(entries.len());
        let len = entries.iter().filter(|(hash, row)| index.insert(*hash, pack(*row))).count();
        Self { index, len, scale }
    }

    /// Adds the weights of features to `scores`; that of the first class stays as it is. Quicker than [`Narrow::add`] one by
    /// one, because the memory of all features is fetched at once.
    #[inline]
    pub fn add_all(&self, features: &[u64], scores: &mut [i32; 3]) {
        let mut touched = 0;
        for hash in features {
            touched |= self.index.touch(*hash);
        }
        std::hint::black_box(touched);
        for hash in features {
            self.add(*hash, scores);
        }
    }

    /// Adds the weights of a feature to `scores`; an unknown feature adds nothing.
    #[inline]
    pub fn add(&self, hash: u64, scores: &mut [i32; 3]) {
        let [second, third] = unpack(self.index.get(hash));
        scores[1] += i32::from(second);
        scores[2] += i32::from(third);
    }

    /// What one unit of a score stands for in the unit of training.
    #[must_use]
    pub const fn scale(&self) -> f32 {
        self.scale
    }

    /// Number of features.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether the table knows no feature.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Appends the table to a weight file.
    #[allow(clippy::cast_possible_truncation)]
    pub fn write(&self, file: &mut Writer) {
        let buckets: Vec<_> = self.index.entries().collect();
        let entries = || buckets.iter().flatten();
        file.number(3);
        file.real(self.scale);
        file.bytes(&buckets.iter().map(|bucket| bucket.len() as u8).collect::<Vec<_>>());
        file.bytes(&entries().flat_map(|(key, _)| key.to_le_bytes()).collect::<Vec<_>>());
        for class in 0..2 {
            let mut weights = Vec::new();
            entries().for_each(|(_, row)| put_short(unpack(*row)[class], &mut weights));
            file.bytes(&weights);
        }
    }

    /// Reads what [`Narrow::write`] wrote.
    ///
    /// # Errors
    /// The file ends too early, or holds a table of another shape.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        if file.number()? != 3 {
            return Err(file.error("holds a weight table of another width"));
        }
        let scale = file.real()?;
        let buckets = file.bytes()?;
        let keys = file.bytes()?.chunks_exact(2);
        let len = keys.len();
        let (mut second, mut third) = (file.bytes()?.iter(), file.bytes()?.iter());
        // Weights that are missing end the entries too early, which `restore` finds.
        let entries = keys.map_while(|key| {
            let row = [take_short(&mut second)?, take_short(&mut third)?];
            Some((u16::from_le_bytes([key[0], key[1]]), pack(row)))
        });
        let index = Index::restore(buckets, entries);
        let Some(index) = index else { return Err(file.error("holds a damaged weight table")) };
        Ok(Self { index, len, scale })
    }
}

/// A dictionary from hashes (of words, say) to numbers other than 0.
#[derive(Clone, Debug)]
pub struct Dictionary {
    index: Index,
}

impl Dictionary {
    /// A dictionary of entries in order of importance: of those that share a bucket, a few of the last are left out.
    #[must_use]
    pub fn build(entries: &[(u64, u32)]) -> Self {
        let mut index = Index::with_room(entries.len());
        for (hash, value) in entries.iter().filter(|(_, value)| *value != 0) {
            index.insert(*hash, *value);
        }
        Self { index }
    }

    /// The number of a hash, 0 if it is unknown (and once in ten thousand times another entry's).
    #[must_use]
    #[inline]
    pub fn get(&self, hash: u64) -> u32 {
        self.index.get(hash)
    }

    /// Appends the dictionary to a weight file.
    #[allow(clippy::cast_possible_truncation)]
    pub fn write(&self, file: &mut Writer) {
        let buckets: Vec<_> = self.index.entries().collect();
        file.bytes(&buckets.iter().map(|bucket| bucket.len() as u8).collect::<Vec<_>>());
        file.bytes(&buckets.iter().flatten().flat_map(|(key, _)| key.to_le_bytes()).collect::<Vec<_>>());
        for byte in 0..4 {
            file.bytes(&buckets.iter().flatten().map(|(_, value)| value.to_le_bytes()[byte]).collect::<Vec<_>>());
        }
    }

    /// Reads what [`Dictionary::write`] wrote.
    ///
    /// # Errors
    /// The file ends too early or does not hold a dictionary.
    pub fn read(file: &mut Reader<'_>) -> Result<Self, Error> {
        let buckets = file.bytes()?;
        let keys = file.bytes()?.chunks_exact(2);
        let bytes = [file.bytes()?, file.bytes()?, file.bytes()?, file.bytes()?];
        let same = bytes.iter().all(|bytes| bytes.len() == keys.len());
        let entries = keys.enumerate().map(|(place, key)| {
            let value = bytes.map(|bytes| bytes.get(place).copied().unwrap_or(0));
            (u16::from_le_bytes([key[0], key[1]]), u32::from_le_bytes(value))
        });
        let index = if same { Index::restore(buckets, entries) } else { None };
        index.map(|index| Self { index }).ok_or_else(|| file.error("holds a damaged dictionary"))
    }
}

/// How much a row matters: the sum of its absolute weights.
fn weight(row: &[i8]) -> u32 {
    row.iter().map(|weight| u32::from(weight.unsigned_abs())).sum()
}

/// Appends a number in one to three bytes, small ones in one: seven bits a byte, the sign in the lowest bit.
#[allow(clippy::cast_possible_truncation)]
fn put_short(number: i16, out: &mut Vec<u8>) {
    let mut rest = ((number << 1) ^ (number >> 15)).cast_unsigned();
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Reads what [`put_short`] wrote; `None` at the end or for a number that is too long.
#[allow(clippy::cast_possible_truncation)]
fn take_short<'b>(bytes: &mut impl Iterator<Item = &'b u8>) -> Option<i16> {
    let mut value = 0_u32;
    for shift in [0, 7, 14] {
        let byte = *bytes.next()?;
        value |= u32::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            let value = u16::try_from(value).ok()?;
            return Some((value >> 1).cast_signed() ^ -((value & 1).cast_signed()));
        }
    }
    None
}

fn pack([second, third]: [i16; 2]) -> u32 {
    u32::from(second.cast_unsigned()) << 16 | u32::from(third.cast_unsigned())
}

#[inline]
#[allow(clippy::cast_possible_truncation)]
const fn unpack(row: u32) -> [i16; 2] {
    [(row >> 16) as i16, row as i16]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Body;
    use crate::model::hash;

    fn reread(writer: Writer) -> Vec<u8> {
        writer.finish()
    }

    #[test]
    fn a_wide_table_survives_its_file() {
        let entries: Vec<_> = (0..1000_u64)
            .map(|n| {
                let mut row = [0_i8; 32];
                row[(n % 32) as usize] = (n % 255) as u8 as i8;
                row[(n * 7 % 32) as usize] = -100;
                (hash::number(n), row)
            })
            .collect();
        let table = Wide::<32>::build(entries, 0.25);
        let mut file = Writer::new("test");
        table.write(&mut file);
        let bytes = reread(file);
        let body = Body::open("memory", &bytes, "test").unwrap();
        let mut reader = body.reader();
        let again = Wide::<32>::read(&mut reader).unwrap();
        reader.end().unwrap();
        assert_eq!(again.scale(), 0.25);
        for n in 0..2000 {
            let (mut one, mut two) = ([5_i16; 32], [5_i16; 32]);
            table.add(hash::number(n), &mut one);
            again.add(hash::number(n), &mut two);
            assert_eq!(one, two, "{n}");
        }
        // Some of the features are unknown.
        let features: Vec<u64> = (0..77).map(|n| hash::number(n * 20)).collect();
        let mut one_by_one = [0; 32];
        features.iter().for_each(|feature| table.add(*feature, &mut one_by_one));
        assert_eq!(table.score_all(&features), one_by_one);
    }

    #[test]
    fn a_narrow_table_survives_its_file() {
        let entries = (1..500_u64).map(|n| (hash::number(n), [(n * 60) as i16, -7 * n as i16])).collect();
        let table = Narrow::build(entries, 1.0);
        let mut file = Writer::new("test");
        table.write(&mut file);
        let bytes = reread(file);
        let again = Narrow::read(&mut Body::open("memory", &bytes, "test").unwrap().reader()).unwrap();
        let mut scores = [5, 0, 0];
        again.add_all(&[hash::number(42), hash::number(1), hash::number(4242)], &mut scores);
        assert_eq!(scores, [5, 43 * 60, -43 * 7]);
    }

    #[test]
    fn short_numbers_come_back() {
        let numbers: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        let mut bytes = Vec::new();
        numbers.iter().for_each(|number| put_short(*number, &mut bytes));
        let mut rest = bytes.iter();
        assert!(numbers.iter().all(|number| take_short(&mut rest) == Some(*number)));
        assert_eq!(take_short(&mut rest), None);
        assert_eq!(take_short(&mut [0xff, 0xff, 0xff, 0].iter()), None);
    }

    #[test]
    fn a_dictionary_survives_its_file() {
        let entries: Vec<_> = (1..500_u32).map(|n| (hash::number(u64::from(n)), n)).collect();
        let mut file = Writer::new("test");
        Dictionary::build(&entries).write(&mut file);
        let bytes = reread(file);
        let again = Dictionary::read(&mut Body::open("memory", &bytes, "test").unwrap().reader()).unwrap();
        assert_eq!(again.get(hash::number(77)), 77);
        assert_eq!(again.get(hash::number(7777)), 0);
    }

    #[test]
    fn a_table_of_another_width_is_refused() {
        let mut file = Writer::new("test");
        Wide::<16>::build(vec![(9, [1; 16])], 1.0).write(&mut file);
        let bytes = reread(file);
        let error = Wide::<32>::read(&mut Body::open("memory", &bytes, "test").unwrap().reader()).unwrap_err();
        assert_eq!(error.to_string(), "memory: holds a weight table of another width");
    }

    #[test]
    fn sums_saturate() {
        let table = Wide::<16>::build(vec![(9, [127; 16])], 1.0);
        let mut scores = [i16::MAX - 1; 16];
        table.add(9, &mut scores);
        assert_eq!(scores, [i16::MAX; 16]);
    }
}

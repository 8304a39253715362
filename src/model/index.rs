//! A static hash index: from a 64-bit feature hash to a 32-bit payload, 0 where there is none.

use std::hint::select_unpredictable;

use super::memory::Memory;

/// Slots of a bucket: as many as fill one cache line.
const SLOTS: usize = 10;
/// Average number of full slots that [`Index::with_room`] plans for. At 6 of 10, 1.3% of the entries find their bucket full.
const PLANNED: usize = 6;

/// Bytes of a bucket, one cache line: a payload of four bytes for each slot, then a key of two for each.
const BYTES: usize = 64;

/// Where the keys begin.
const KEYS: usize = 4 * SLOTS;

type Bucket = [u8; BYTES];

#[inline]
fn payload(bucket: &Bucket, slot: usize) -> u32 {
    u32::from_le_bytes([bucket[4 * slot], bucket[4 * slot + 1], bucket[4 * slot + 2], bucket[4 * slot + 3]])
}

#[inline]
fn key(bucket: &Bucket, slot: usize) -> u16 {
    u16::from_le_bytes([bucket[KEYS + 2 * slot], bucket[KEYS + 2 * slot + 1]])
}

fn set(bucket: &mut Bucket, slot: usize, key: u16, payload: u32) {
    bucket[4 * slot..][..4].copy_from_slice(&payload.to_le_bytes());
    bucket[KEYS + 2 * slot..][..2].copy_from_slice(&key.to_le_bytes());
}

/// The index. The bucket comes from the upper 32 bits of a hash, the key from its lowest 16: an unknown feature is taken
/// for a known one once in ten thousand look-ups, which a sum over dozens of features does not notice.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    buckets: Memory,
    /// Their number.
    count: usize,
}

impl Index {
    /// An empty index with room for `entries` entries.
    pub(crate) fn with_room(entries: usize) -> Self {
        Self::with_buckets(entries.div_ceil(PLANNED).max(1))
    }

    fn with_buckets(count: usize) -> Self {
        Self { buckets: Memory::zeroed(count * BYTES), count }
    }

    /// Adds an entry; `false` if its bucket is full or its key is taken, so add the important ones first. The payload must
    /// not be 0.
    pub(crate) fn insert(&mut self, hash: u64, payload: u32) -> bool {
        debug_assert_ne!(payload, 0);
        let number = self.bucket_of(hash);
        let bucket = &mut self.buckets.rows_mut()[number];
        for slot in 0..SLOTS {
            if self::payload(bucket, slot) == 0 {
                set(bucket, slot, key_of(hash), payload);
                return true;
            }
            if key(bucket, slot) == key_of(hash) {
                return false;
            }
        }
        false
    }

    #[inline]
    #[allow(clippy::cast_possible_truncation)]
    fn bucket_of(&self, hash: u64) -> usize {
        (((hash >> 32) * self.count as u64) >> 32) as usize
    }

    /// Fetches the bucket of a hash from memory, for a look-up that comes soon: many fetches at once cost as much as one.
    #[inline]
    pub(crate) fn touch(&self, hash: u64) -> u16 {
        key(&self.buckets.rows()[self.bucket_of(hash)], 0)
    }

    /// The payload of a hash, 0 if it is unknown. Free of branches: all slots are compared, at most one key is equal.
    #[inline]
    pub(crate) fn get(&self, hash: u64) -> u32 {
        let bucket = &self.buckets.rows()[self.bucket_of(hash)];
        let wanted = key_of(hash);
        // The keys of empty slots are 0 and may be equal, but their payloads are 0 too. Eight slots fill a vector register.
        let mut found = 0;
        for slot in 0..8 {
            found |= payload(bucket, slot) & 0_u32.wrapping_sub(u32::from(key(bucket, slot) == wanted));
        }
        for slot in 8..SLOTS {
            found |= select_unpredictable(key(bucket, slot) == wanted, payload(bucket, slot), 0);
        }
        found
    }

    /// Every entry as key and payload, bucket by bucket.
    pub(crate) fn entries(&self) -> impl Iterator<Item = Vec<(u16, u32)>> {
        self.buckets.rows().iter().map(|bucket| {
            (0..SLOTS).map(|slot| (key(bucket, slot), payload(bucket, slot))).take_while(|entry| entry.1 != 0).collect()
        })
    }

    /// The inverse of [`Index::entries`]: fills buckets from their sizes and the entries in the same order. `None` if they
    /// do not fit.
    pub(crate) fn restore(sizes: &[u8], mut entries: impl Iterator<Item = (u16, u32)>) -> Option<Self> {
        let mut index = Self::with_buckets(sizes.len().max(1));
        for (bucket, &size) in index.buckets.rows_mut().iter_mut().zip(sizes) {
            for slot in 0..usize::from(size) {
                let (key, payload) = entries.next().filter(|_| slot < SLOTS)?;
                set(bucket, slot, key, payload);
            }
        }
        entries.next().is_none().then_some(index)
    }
}

#[allow(clippy::cast_possible_truncation)]
const fn key_of(hash: u64) -> u16 {
    hash as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash;

    #[test]
    fn nearly_all_entries_are_kept_and_few_strangers_found() {
        let mut index = Index::with_room(60_000);
        for n in 1..=60_000_u32 {
            index.insert(hash::number(u64::from(n)), n);
        }
        let kept = (1..=60_000_u32).filter(|n| index.get(hash::number(u64::from(*n))) == *n).count();
        assert!(kept > 59_000, "{kept}");
        assert_eq!(index.get(hash::number(1)), 1, "the first entries have precedence");
        let strangers = (0..100_000).filter(|n| index.get(hash::number(1_000_000 + n)) != 0).count();
        assert!(strangers < 30, "{strangers}");
    }

    #[test]
    fn an_empty_index_knows_nothing() {
        let index = Index::with_room(0);
        assert_eq!(index.get(0), 0);
        assert_eq!(index.get(u64::MAX), 0);
    }
}

//! Memory for tables of many megabytes that are read in no order.
//!
//! On pages of 4 kilobytes nearly every look-up also misses the processor's list of pages, which costs the whole pipeline a
//! seventh of its speed; so the system is asked for huge pages where it has them.

use memmap2::MmapMut;

/// Bytes of a huge page.
const PAGE: usize = 2 << 20;

/// Bytes, zero at first, on huge pages if there are enough of them.
#[derive(Debug)]
pub(super) struct Memory {
    map: MmapMut,
    /// Where in the map the bytes begin.
    start: usize,
    len: usize,
}

impl Memory {
    /// `len` bytes of zeros.
    ///
    /// # Panics
    /// When the system has no memory left, as a vector does.
    pub(super) fn zeroed(len: usize) -> Self {
        // A page is huge only if all of it lies in one map, so a table begins and ends where pages do; a table that would
        // fill little of one has small pages.
        let small = len < PAGE / 4;
        let room = if small { len.max(1) } else { len.next_multiple_of(PAGE) + PAGE };
        let map = MmapMut::map_anon(room).expect("memory for a weight table");
        // Only a wish: what the system makes of it changes nothing but speed.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        let start = if small { 0 } else { map.as_ptr().align_offset(PAGE).min(PAGE) };
        Self { map, start, len }
    }

    #[inline]
    fn bytes(&self) -> &[u8] {
        &self.map[self.start..self.start + self.len]
    }

    /// The bytes as rows of `N`. What is left over at the end is not shown.
    #[inline]
    pub(super) fn rows<const N: usize>(&self) -> &[[u8; N]] {
        self.bytes().as_chunks().0
    }

    /// The same to be changed.
    pub(super) fn rows_mut<const N: usize>(&mut self) -> &mut [[u8; N]] {
        self.map[self.start..self.start + self.len].as_chunks_mut().0
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        let mut copy = Self::zeroed(self.len);
        copy.map[copy.start..][..self.len].copy_from_slice(self.bytes());
        copy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_zero_and_stay_apart() {
        let mut memory = Memory::zeroed(3 * 64 + 5);
        assert_eq!(memory.rows::<64>(), [[0; 64]; 3]);
        memory.rows_mut::<64>()[1] = [7; 64];
        let copy = memory.clone();
        memory.rows_mut::<64>()[1] = [9; 64];
        assert_eq!(copy.rows::<64>(), [[0; 64], [7; 64], [0; 64]]);
        assert!(Memory::zeroed(0).rows::<64>().is_empty());
        let large = Memory::zeroed(PAGE + 64);
        assert_eq!(large.rows::<64>().len(), PAGE / 64 + 1);
        assert_eq!(large.rows::<64>().as_ptr().align_offset(PAGE), 0, "begins with a huge page");
    }
}

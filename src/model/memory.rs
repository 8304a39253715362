//! Memory for tables of many megabytes that are read in no order.
//!
//! On pages of 4 kilobytes nearly every look-up also misses the processor's list of pages, which costs the whole pipeline a
//! seventh of its speed; so the system is asked for huge pages where it has them.

use memmap2::MmapMut;

/// Bytes, zero at first, on huge pages if there are enough of them.
#[derive(Debug)]
pub(super) struct Memory(MmapMut);

impl Memory {
    /// `len` bytes of zeros.
    ///
    /// # Panics
    /// When the system has no memory left, as a vector does.
    pub(super) fn zeroed(len: usize) -> Self {
        let map = MmapMut::map_anon(len.max(1)).expect("memory for a weight table");
        // Only a wish: what the system makes of it changes nothing but speed.
        #[cfg(target_os = "linux")]
        let _ = map.advise(memmap2::Advice::HugePage);
        Self(map)
    }

    /// The bytes as rows of `N`. What is left over at the end is not shown.
    #[inline]
    pub(super) fn rows<const N: usize>(&self) -> &[[u8; N]] {
        self.0.as_chunks().0
    }

    /// The same to be changed.
    pub(super) fn rows_mut<const N: usize>(&mut self) -> &mut [[u8; N]] {
        self.0.as_chunks_mut().0
    }
}

impl Clone for Memory {
    fn clone(&self) -> Self {
        let mut copy = Self::zeroed(self.0.len());
        copy.0.copy_from_slice(&self.0);
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
    }
}

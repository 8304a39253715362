//! Arithmetic of the network, compiled once for each family of processors. Sums are taken in one order whatever the
//! processor, so that every machine finds the same.

use multiversion::multiversion;

/// Outputs that are computed together.
const TILE: usize = 16;
/// Inputs that are multiplied together: weights fetched once serve them all.
pub(super) const TOGETHER: usize = 4;

/// A matrix in tiles of [`TILE`] outputs: for each tile one row of weights per input.
#[derive(Clone, Debug)]
pub(super) struct Matrix {
    inputs: usize,
    tiles: Vec<[f32; TILE]>,
}

impl Matrix {
    /// From rows, one per output; the last tile is filled up with zeros.
    pub(super) fn new(rows: &[Vec<f32>], inputs: usize) -> Self {
        let mut tiles = vec![[0.0; TILE]; rows.len().div_ceil(TILE) * inputs];
        for (output, row) in rows.iter().enumerate() {
            for (input, weight) in row.iter().enumerate() {
                tiles[output / TILE * inputs + input][output % TILE] = *weight;
            }
        }
        Self { inputs, tiles }
    }

    /// Outputs, with those that fill the last tile.
    pub(super) fn outputs(&self) -> usize {
        self.tiles.len() / self.inputs * TILE
    }

    /// Adds the product with `input` to `out`.
    pub(super) fn add(&self, input: &[f32], out: &mut [f32]) {
        add(&self.tiles, input, out);
    }

    /// Adds the products with rows of inputs, one behind the other, to as many rows of outputs.
    pub(super) fn add_all(&self, inputs: &[f32], out: &mut [f32]) {
        add_all(&self.tiles, self.inputs, inputs, out);
    }
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2", "x86_64+avx", "aarch64+neon"))]
fn add(tiles: &[[f32; TILE]], input: &[f32], out: &mut [f32]) {
    product(tiles, [input], [out]);
}

#[multiversion(targets("x86_64+avx512f", "x86_64+avx2", "x86_64+avx", "aarch64+neon"))]
fn add_all(tiles: &[[f32; TILE]], width: usize, inputs: &[f32], out: &mut [f32]) {
    let height = tiles.len() / width * TILE;
    let inputs = inputs.chunks(TOGETHER * width);
    for (inputs, out) in inputs.zip(out.chunks_mut(TOGETHER * height)) {
        if inputs.len() == TOGETHER * width {
            let [a, b, c, d] = std::array::from_fn(|at| &inputs[at * width..][..width]);
            let (one, rest) = out.split_at_mut(height);
            let (two, rest) = rest.split_at_mut(height);
            let (three, four) = rest.split_at_mut(height);
            product(tiles, [a, b, c, d], [one, two, three, four]);
        } else {
            for (input, out) in inputs.chunks_exact(width).zip(out.chunks_exact_mut(height)) {
                product(tiles, [input], [out]);
            }
        }
    }
}

#[inline(always)]
fn product<const N: usize>(tiles: &[[f32; TILE]], inputs: [&[f32]; N], mut out: [&mut [f32]; N]) {
    let width = inputs[0].len();
    let inputs = inputs.map(|input| &input[..width]);
    for (tile, rows) in tiles.chunks_exact(width).enumerate() {
        let mut sums = [[0.0; TILE]; N];
        for (sums, out) in sums.iter_mut().zip(&out) {
            sums.copy_from_slice(&out[tile * TILE..][..TILE]);
        }
        for (at, row) in rows.iter().enumerate() {
            for (sums, input) in sums.iter_mut().zip(inputs) {
                let value = input[at];
                for lane in 0..TILE {
                    sums[lane] += row[lane] * value;
                }
            }
        }
        for (sums, out) in sums.iter().zip(&mut out) {
            out[tile * TILE..][..TILE].copy_from_slice(sums);
        }
    }
}

/// One direction of a long short-term memory (Hochreiter and Schmidhuber 1997) over the words of [`TOGETHER`] sentences, none
/// longer than the first. `gates` has for each word of each sentence what its input gives to the gates (input, forget, cell,
/// output; `UNITS` of each), `state` is the matrix from the last output to the gates; the outputs of a word go to the first half
/// of its slot in `out`, or to the second half if the words are read backward.
#[multiversion(targets("x86_64+avx512f", "x86_64+avx2", "x86_64+avx", "aarch64+neon"))]
pub(super) fn remember<const UNITS: usize, const WIDTH: usize>(
    state: &Matrix,
    gates: &[&[f32]; TOGETHER],
    backward: bool,
    out: &mut [&mut [[f32; WIDTH]]; TOGETHER],
) {
    let mut cells = [[0.0_f32; UNITS]; TOGETHER];
    let mut last = [[0.0_f32; UNITS]; TOGETHER];
    let mut sums = [[0.0_f32; WIDTH]; 2 * TOGETHER]; // the gates of a word: four times UNITS
    let sums = sums.as_flattened_mut();
    let from = if backward { UNITS } else { 0 };
    for step in 0..out[0].len() {
        let word = |count: usize| if backward { count - 1 - step } else { step };
        for (sums, (gates, out)) in sums.chunks_exact_mut(4 * UNITS).zip(gates.iter().zip(out.iter())) {
            if step < out.len() {
                sums.copy_from_slice(&gates[4 * UNITS * word(out.len())..][..4 * UNITS]);
            }
        }
        if step > 0 {
            let (one, rest) = sums.split_at_mut(4 * UNITS);
            let (two, rest) = rest.split_at_mut(4 * UNITS);
            let (three, four) = rest.split_at_mut(4 * UNITS);
            product(&state.tiles, [&last[0], &last[1], &last[2], &last[3]], [one, two, three, four]);
        }
        for (at, sums) in sums.chunks_exact(4 * UNITS).enumerate() {
            let count = out[at].len();
            if step >= count {
                continue;
            }
            let (cell, last) = (&mut cells[at], &mut last[at]);
            for unit in 0..UNITS {
                let (input, forget) = (sigmoid(sums[unit]), sigmoid(sums[UNITS + unit]));
                cell[unit] = forget * cell[unit] + input * tanh(sums[2 * UNITS + unit]);
                last[unit] = sigmoid(sums[3 * UNITS + unit]) * tanh(cell[unit]);
            }
            out[at][word(count)][from..from + UNITS].copy_from_slice(last);
        }
    }
}

#[inline(always)]
fn sigmoid(x: f32) -> f32 {
    0.5 + 0.5 * tanh(0.5 * x)
}

/// Hyperbolic tangent by Lambert's continued fraction, right to 0.0001; the compiler makes vectors of it.
#[inline(always)]
fn tanh(x: f32) -> f32 {
    let x = x.clamp(-4.97, 4.97);
    let square = x * x;
    let above = x * (135_135.0 + square * (17_325.0 + square * (378.0 + square)));
    above / (135_135.0 + square * (62_370.0 + square * (3_150.0 + square * 28.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by the textbook, one sentence: outputs of each word.
    fn textbook(state: &[Vec<f32>], gates: &[f32], backward: bool) -> Vec<[f32; 4]> {
        let count = gates.len() / 16;
        let logistic = |x: f32| 1.0 / (1.0 + (-x).exp());
        let (mut cell, mut last) = ([0.0_f32; 4], [0.0_f32; 4]);
        let mut out = vec![[0.0; 4]; count];
        for step in 0..count {
            let word = if backward { count - 1 - step } else { step };
            let sum = |gate: usize| {
                let fed_back: f32 = state[gate].iter().zip(last).map(|(weight, last)| weight * last).sum();
                gates[16 * word + gate] + fed_back
            };
            let all: Vec<f32> = (0..16).map(sum).collect();
            for unit in 0..4 {
                let (input, forget, fresh, shown) = (all[unit], all[4 + unit], all[8 + unit], all[12 + unit]);
                cell[unit] = logistic(forget) * cell[unit] + logistic(input) * fresh.tanh();
                last[unit] = logistic(shown) * cell[unit].tanh();
            }
            out[word] = last;
        }
        out
    }

    #[test]
    fn a_memory_by_the_textbook() {
        let mut seed = 1_u64;
        let mut next = || {
            seed = crate::model::hash::number(seed);
            f32::from((seed >> 50) as u8) / 64.0 - 2.0
        };
        let state: Vec<Vec<f32>> = (0..16).map(|_| (0..4).map(|_| next()).collect()).collect();
        let matrix = Matrix::new(&state, 4);
        let lengths = [5, 3, 1, 0];
        let gates = lengths.map(|length| (0..16 * length).map(|_| next()).collect::<Vec<f32>>());
        let mut states = lengths.map(|length| vec![[0.0_f32; 8]; length]);
        for backward in [false, true] {
            let mut out = states.each_mut().map(Vec::as_mut_slice);
            remember::<4, 8>(&matrix, &gates.each_ref().map(Vec::as_slice), backward, &mut out);
        }
        for (gates, states) in gates.iter().zip(&states) {
            let sides = [textbook(&state, gates, false), textbook(&state, gates, true)];
            for (word, found) in states.iter().enumerate() {
                let wanted = [sides[0][word], sides[1][word]].concat();
                assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() < 2e-3), "{found:?} {wanted:?}");
            }
        }
    }

    #[test]
    fn products_and_gates() {
        let rows: Vec<Vec<f32>> = (0..40_u8).map(|at| vec![f32::from(at), 1.0, -0.5]).collect();
        let matrix = Matrix::new(&rows, 3);
        let mut out = vec![1.0; matrix.outputs()];
        matrix.add(&[2.0, 3.0, 4.0], &mut out);
        assert_eq!((out.len(), out[0], out[39], out[40]), (48, 2.0, 80.0, 1.0));
        let mut all = vec![1.0; 5 * matrix.outputs()];
        matrix.add_all(&[2.0, 3.0, 4.0].repeat(5), &mut all);
        assert_eq!(all, out.repeat(5));
        for x in (-80..=80_i8).map(|it| f32::from(it) / 10.0) {
            assert!((tanh(x) - x.tanh()).abs() < 2e-4, "{x}");
        }
    }
}

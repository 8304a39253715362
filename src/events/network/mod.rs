//! A small recurrent network that reads a candidate's whole sentence: a second opinion on its type beside the linear model,
//! which sees the tables of frames and the words next to the candidate.
//!
//! Each word enters as a sum of vectors (its form, first and last letters, shape, part of speech, relation, kind of name). A
//! bidirectional long short-term memory (Hochreiter and Schmidhuber 1997; Graves and Schmidhuber 2005) runs over the sentence;
//! what it holds at the trigger and at the trigger's neighbours in the tree, and what the frames propose, gives the types'
//! shares. It was taught by a large encoder (`training/teacher/student.py`): distillation (Hinton, Vinyals and Dean 2015) of
//! the types' shares and of the encoder's vectors of all words.

mod inputs;
mod kernel;

pub use inputs::{BUCKETS, NEIGHBOURS, Place, Word};
pub(super) use inputs::{place, words};

use self::kernel::{Matrix, TOGETHER, remember};
use super::model::TYPES;
use super::scene::Scene;
use crate::Error;
use crate::model::{Dictionary, Reader, Writer};

/// Numbers in the vector of a word.
const VECTOR: usize = 64;
/// Cells in each direction.
const UNITS: usize = 96;
/// What is known of a word after reading.
const STATE: usize = 2 * UNITS;
/// Units of the layer below the types.
const HIDDEN: usize = 128;
/// Words of a sentence that are read in one go; the longest sentences of the training had 200.
const LONGEST: usize = 512;
/// Steps that weights are rounded to; those of words are many, and a word has seven vectors whose errors make up for each other.
const STEPS: f32 = 50.0;
const VECTOR_STEPS: f32 = 10.0;
/// Sentences that are read at once, which bounds what a long article takes.
const SENTENCES: usize = 64;
/// What the frames propose: the best type, and the others.
const FORMS: usize = 2 * TYPES;

/// Rows and columns of the tables of a network in the order of its file: vectors of forms (the first one for unknown ones) and
/// of [`BUCKETS`]; for each direction the weights from input and state to the gates, and their bias; those of the hidden
/// layer from the candidate, its bias, from its neighbours; those of the types and their bias.
#[must_use]
pub fn shapes(forms: usize) -> Vec<(usize, usize)> {
    let mut out = vec![(forms, VECTOR)];
    out.extend(BUCKETS.map(|rows| (rows, VECTOR)));
    for _ in 0..2 {
        out.extend([(4 * UNITS, VECTOR), (4 * UNITS, UNITS), (4 * UNITS, 1)]);
    }
    out.extend([(HIDDEN, 2 * STATE + VECTOR), (HIDDEN, 1)]);
    out.extend([(HIDDEN, STATE); NEIGHBOURS]);
    out.extend([(TYPES, HIDDEN + FORMS), (TYPES, 1)]);
    out
}

/// A table of real numbers as small integers with one scale for each row.
#[derive(Clone, Debug)]
struct Table {
    columns: usize,
    scales: Vec<f32>,
    weights: Vec<i8>,
}

impl Table {
    /// Rounds the numbers, row by row, to so many steps on either side of zero.
    #[allow(clippy::cast_possible_truncation)]
    fn round(numbers: &[f32], columns: usize, steps: f32) -> Self {
        let (mut scales, mut weights) = (Vec::new(), Vec::with_capacity(numbers.len()));
        for row in numbers.chunks_exact(columns) {
            let highest = row.iter().fold(0.0_f32, |highest, it| highest.max(it.abs()));
            // Eighths of a power of two: rows share few scales, which pack well.
            let scale = if highest > 0.0 { ((highest / steps).log2() * 8.0).ceil() / 8.0 } else { 0.0 }.exp2();
            scales.push(scale);
            weights.extend(row.iter().map(|it| (it / scale).round() as i8));
        }
        Self { columns, scales, weights }
    }

    fn row(&self, row: usize) -> impl Iterator<Item = f32> {
        let scale = self.scales[row];
        self.weights[row * self.columns..][..self.columns].iter().map(move |&it| f32::from(it) * scale)
    }

    fn matrix(&self) -> Matrix {
        let rows: Vec<Vec<f32>> = (0..self.scales.len()).map(|row| self.row(row).collect()).collect();
        Matrix::new(&rows, self.columns)
    }

    fn column(&self) -> Vec<f32> {
        (0..self.scales.len()).flat_map(|row| self.row(row)).collect()
    }

    fn write(&self, file: &mut Writer) {
        self.scales.iter().for_each(|&scale| file.real(scale));
        file.bytes(&self.weights.iter().map(|weight| weight.cast_unsigned()).collect::<Vec<_>>());
    }

    fn read(file: &mut Reader<'_>, (rows, columns): (usize, usize)) -> Result<Self, Error> {
        let scales = (0..rows).map(|_| file.real()).collect::<Result<_, _>>()?;
        let weights: Vec<i8> = file.bytes()?.iter().map(|weight| weight.cast_signed()).collect();
        if weights.len() != rows * columns {
            return Err(file.error("holds a network of another shape"));
        }
        Ok(Self { columns, scales, weights })
    }
}

/// The network, ready to read.
#[derive(Clone, Debug)]
pub struct Network {
    /// Row of a form in the first table.
    forms: Dictionary,
    count: usize,
    tables: Vec<Table>,
    layers: Layers,
}

/// The tables as they are computed with.
#[derive(Clone, Debug)]
struct Layers {
    /// By direction: from input and state to the gates, and their bias.
    gates: [(Matrix, Matrix, Vec<f32>); 2],
    hidden: Matrix,
    bias: Vec<f32>,
    neighbours: Vec<Matrix>,
    types: Matrix,
    type_bias: Vec<f32>,
}

/// A sentence after reading.
struct Read {
    vectors: Vec<[f32; VECTOR]>,
    states: Vec<[f32; STATE]>,
}

/// The shares of the types of candidates, which stand in the order of the text.
pub(super) fn opinions(scene: &Scene<'_>, network: &Network, candidates: &[usize]) -> Vec<[f32; TYPES]> {
    let sentence = |index: usize| scene.candidates[index].sentence;
    let groups: Vec<&[usize]> = candidates.chunk_by(|&one, &other| sentence(one) == sentence(other)).collect();
    let mut out = Vec::with_capacity(candidates.len());
    for part in groups.chunks(SENTENCES) {
        let words: Vec<_> = part.iter().map(|group| words(scene, sentence(group[0]))).collect();
        for (group, read) in part.iter().zip(network.read(&words)) {
            out.extend(group.iter().map(|&index| {
                let candidate = &scene.candidates[index];
                let class = |frame: u32| 1 + scene.reader.frames.get(frame).kind as usize;
                let proposed = candidate.matches.iter().map(|it| class(it.frame));
                network.shares(&read, &place(scene, candidate), proposed)
            }));
        }
    }
    out
}

impl Network {
    /// A network of trained tables, of the [`shapes`] of so many `forms` and one more; hashes of forms in the order of their
    /// rows, which begin with the second one.
    ///
    /// # Errors
    /// Tables of other shapes.
    #[allow(clippy::cast_possible_truncation)]
    pub fn new(forms: &[u64], tables: &[Vec<f32>]) -> Result<Self, String> {
        let count = 1 + forms.len();
        let shapes = shapes(count);
        let fits =
            tables.len() == shapes.len() && tables.iter().zip(&shapes).all(|(it, shape)| it.len() == shape.0 * shape.1);
        if !fits {
            return Err("the network has another shape".to_owned());
        }
        let entries: Vec<(u64, u32)> = forms.iter().zip(1_u32..).map(|(&form, row)| (form, row)).collect();
        let steps = |at: usize| if at <= BUCKETS.len() { VECTOR_STEPS } else { STEPS };
        let round =
            |(at, (numbers, shape)): (usize, (&Vec<f32>, &(usize, usize)))| Table::round(numbers, shape.1, steps(at));
        let tables = tables.iter().zip(&shapes).enumerate().map(round).collect();
        Ok(Self::assemble(Dictionary::build(&entries), count, tables))
    }

    fn assemble(forms: Dictionary, count: usize, tables: Vec<Table>) -> Self {
        let dense = &tables[1 + BUCKETS.len()..];
        let gates = |at: usize| (dense[at].matrix(), dense[at + 1].matrix(), dense[at + 2].column());
        let rest = &dense[6..];
        let layers = Layers {
            gates: [gates(0), gates(3)],
            hidden: rest[0].matrix(),
            bias: rest[1].column(),
            neighbours: rest[2..2 + NEIGHBOURS].iter().map(Table::matrix).collect(),
            types: rest[2 + NEIGHBOURS].matrix(),
            type_bias: rest[3 + NEIGHBOURS].column(),
        };
        Self { forms, count, tables, layers }
    }

    /// Reads the words of sentences, each for itself, very long ones in pieces.
    fn read(&self, sentences: &[Vec<Word>]) -> Vec<Read> {
        let mut out: Vec<Read> = sentences.iter().map(|words| self.begin(words)).collect();
        let mut order = Vec::with_capacity(out.len());
        for read in &mut out {
            order.extend(read.vectors.chunks(LONGEST).zip(read.states.chunks_mut(LONGEST)));
        }
        // Those of like length go together.
        order.sort_by_key(|(vectors, _)| std::cmp::Reverse(vectors.len()));
        for group in order.chunks_mut(TOGETHER) {
            for ((input, state, bias), backward) in self.layers.gates.iter().zip([false, true]) {
                let mut gates: [Vec<f32>; TOGETHER] = Default::default();
                for (gates, (vectors, _)) in gates.iter_mut().zip(&*group) {
                    *gates = bias.repeat(vectors.len());
                    input.add_all(vectors.as_flattened(), gates);
                }
                let mut states: [&mut [[f32; STATE]]; TOGETHER] = Default::default();
                for (slot, (_, own)) in states.iter_mut().zip(&mut *group) {
                    *slot = own;
                }
                remember::<UNITS, STATE>(state, &gates.each_ref().map(Vec::as_slice), backward, &mut states);
            }
        }
        out
    }

    fn begin(&self, words: &[Word]) -> Read {
        let vectors = words.iter().map(|word| self.vector(word)).collect();
        Read { vectors, states: vec![[0.0; STATE]; words.len()] }
    }

    fn vector(&self, word: &Word) -> [f32; VECTOR] {
        let mut out = [0.0; VECTOR];
        let form = self.forms.get(word.form) as usize;
        let rows = std::iter::once(form).chain(word.tags.iter().map(|&tag| usize::from(tag)));
        for (table, row) in self.tables.iter().zip(rows) {
            out.iter_mut().zip(table.row(row)).for_each(|(slot, value)| *slot += value);
        }
        out
    }

    /// The shares of a candidate's types, 0 being no event; `proposed` are the classes that frames propose, the best first.
    fn shares(&self, read: &Read, place: &Place, proposed: impl Iterator<Item = usize>) -> [f32; TYPES] {
        let [first, last, top] = place.words.map(|word| word as usize);
        let mut input = [0.0; 2 * STATE + VECTOR];
        let (mean, rest) = input.split_at_mut(STATE);
        let both = |slot: &mut f32, one: f32, other: f32| *slot = (one + other) / 2.0;
        for (at, slot) in mean.iter_mut().enumerate() {
            both(slot, read.states[first][at], read.states[last][at]);
        }
        rest[..STATE].copy_from_slice(&read.states[top]);
        for (at, slot) in rest[STATE..].iter_mut().enumerate() {
            both(slot, read.vectors[first][at], read.vectors[last][at]);
        }
        let layers = &self.layers;
        let mut hidden = [0.0; HIDDEN + FORMS];
        hidden[..HIDDEN].copy_from_slice(&layers.bias);
        layers.hidden.add(&input, &mut hidden[..HIDDEN]);
        for (matrix, neighbour) in layers.neighbours.iter().zip(place.neighbours) {
            if let Some(word) = neighbour {
                matrix.add(&read.states[word as usize], &mut hidden[..HIDDEN]);
            }
        }
        hidden[..HIDDEN].iter_mut().for_each(|it| *it = it.max(0.0));
        for (rank, class) in proposed.enumerate().filter(|it| it.1 < TYPES) {
            hidden[HIDDEN + class + if rank == 0 { 0 } else { TYPES }] = 1.0;
        }
        let mut sums = vec![0.0; layers.types.outputs()];
        sums[..TYPES].copy_from_slice(&layers.type_bias);
        layers.types.add(&hidden, &mut sums);
        let highest = sums[..TYPES].iter().copied().fold(f32::MIN, f32::max);
        let mut out = [0.0; TYPES];
        out.iter_mut().zip(&sums).for_each(|(slot, sum)| *slot = (sum - highest).exp());
        let total: f32 = out.iter().sum();
        out.map(|share| share / total)
    }

    pub(super) fn write(&self, file: &mut Writer) {
        self.forms.write(file);
        #[allow(clippy::cast_possible_truncation)]
        file.number(self.count as u32);
        self.tables.iter().for_each(|table| table.write(file));
    }

    pub(super) fn load(file: &mut Reader<'_>) -> Result<Self, Error> {
        let forms = Dictionary::read(file)?;
        let count = file.number()? as usize;
        let tables = shapes(count).into_iter().map(|shape| Table::read(file, shape)).collect::<Result<_, _>>()?;
        Ok(Self::assemble(forms, count, tables))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Body, hash};

    /// A network of weights by chance, with two forms.
    fn network() -> Network {
        let mut state = 1_u64;
        let mut next = || {
            state = hash::number(state);
            #[allow(clippy::cast_precision_loss)]
            let share = (state >> 40) as f32 / (1_u64 << 24) as f32;
            (share - 0.5) * 0.4
        };
        let tables: Vec<Vec<f32>> =
            shapes(3).into_iter().map(|(rows, columns)| (0..rows * columns).map(|_| next()).collect()).collect();
        Network::new(&[hash::text("police"), hash::text("arrest")], &tables).expect("fits")
    }

    fn sentence(words: &str) -> Vec<Word> {
        let word = |(at, form): (usize, &str)| Word { form: hash::text(form), tags: [at as u16, 7, 2, 3, 4, 5] };
        words.split(' ').enumerate().map(word).collect()
    }

    fn shares(network: &Network, read: &Read) -> [f32; TYPES] {
        let mut neighbours = [None; NEIGHBOURS];
        neighbours[1] = Some(0);
        network.shares(read, &Place { words: [1, 1, 1], neighbours }, [15, 9].into_iter())
    }

    #[test]
    fn sentences_are_read_each_for_itself() {
        let network = network();
        let sentences: Vec<Vec<Word>> =
            ["police arrest men", "police arrest", "men police shout in the street", "a b c d", "police x", "z z z"]
                .map(sentence)
                .into();
        let together = network.read(&sentences);
        for (words, read) in sentences.iter().zip(&together) {
            let alone = &network.read(std::slice::from_ref(words))[0];
            assert_eq!(alone.states, read.states);
            let shares = shares(&network, read);
            assert!((shares.iter().sum::<f32>() - 1.0).abs() < 1e-5, "{shares:?}");
        }
        // What stands behind a word counts as well as what stands before it.
        assert_ne!(together[0].states[0], together[1].states[0]);
        assert!(network.read(&[]).is_empty());
        // A very long sentence is read in pieces.
        let long: Vec<Word> = sentence("police arrest men").into_iter().cycle().take(LONGEST + 5).collect();
        let whole = &network.read(std::slice::from_ref(&long))[0];
        let piece = &network.read(&[long[..LONGEST].to_vec()])[0];
        assert_eq!((whole.states.len(), &whole.states[..LONGEST]), (LONGEST + 5, &piece.states[..]));
    }

    #[test]
    fn a_network_is_written_and_read() {
        let network = network();
        let mut file = Writer::new("test");
        network.write(&mut file);
        let body = Body::open("memory", &file.finish(), "test").expect("opens");
        let again = Network::load(&mut body.reader()).expect("loads");
        let words = [sentence("police arrest men")];
        assert_eq!(shares(&network, &network.read(&words)[0]), shares(&again, &again.read(&words)[0]));
        assert!(Network::new(&[1, 2, 3], &[vec![0.0; 4]]).is_err());
    }
}

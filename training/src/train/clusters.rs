//! Word clusters from raw text, for the names and the events.
//!
//! Each word is a row of counts of its neighbours (one and two words to the left and right), weighted by positive
//! pointwise mutual information; a randomized singular value decomposition (Halko, Martinsson and Tropp, 2011) reduces the
//! rows to a few dozen dimensions; k-means groups them at three grains. Dev texts are left out.

use std::collections::BTreeSet;

use dateline::names::words::normalize;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::Random;
use crate::Settings;
use crate::data::names::{self, Article, Source};

/// Numbers of clusters, coarse to fine.
const GRAINS: [usize; 3] = [64, 256, 1000];
const CONTEXTS: usize = 2500;
const DIMENSIONS: usize = 64;
const LEAST: u32 = 3;

/// Words with their clusters (from 1) at each grain, most frequent first, and how often each is written how.
#[derive(Debug, Default)]
pub(crate) struct Clusters {
    pub words: Vec<Word>,
}

/// A word of the raw text.
#[derive(Debug)]
pub(crate) struct Word {
    pub form: String,
    pub clusters: [u16; 3],
    /// How often in lower case, and how often with a capital inside a sentence.
    pub lower: u32,
    pub capital: u32,
}

/// Raw text without any dev line or article.
pub(crate) fn raw_articles(settings: &Settings) -> Result<Vec<Article>, String> {
    #[derive(Deserialize)]
    struct Line {
        line: usize,
    }
    let data = &settings.data;
    let mut lines = BTreeSet::new();
    for file in ["names/newswire-dev.jsonl", "events/newswire-dev.jsonl"] {
        for row in names::read(&data.join(file))?.lines() {
            let row: Line = serde_json::from_str(row).map_err(|error| format!("{file}: {error}"))?;
            lines.insert(row.line);
        }
    }
    let mut dev = names::event_articles(data)?;
    dev.extend(names::wikinews(&data.join("names/wikinews-dev.jsonl"))?.iter().map(|article| article.number));
    let newswire = names::read(&data.join("raw/newswire-public-domain.txt"))?;
    let kept: Vec<String> = newswire
        .lines()
        .enumerate()
        .filter(|(number, _)| !lines.contains(number))
        .map(|(_, line)| line.to_owned())
        .collect();
    let mut articles: Vec<Article> = kept
        .par_chunks(20)
        .enumerate()
        .map(|(number, lines)| Article::new(lines, Vec::new(), Source::Newswire, number))
        .collect();
    #[derive(Deserialize)]
    struct Page {
        text: String,
    }
    for (number, line) in names::read(&data.join("raw/wikinews.jsonl"))?.lines().enumerate() {
        if !dev.contains(&number) {
            let page: Page = serde_json::from_str(line).map_err(|error| format!("wikinews.jsonl: {error}"))?;
            let paragraphs: Vec<String> =
                page.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
            articles.push(Article::new(&paragraphs, Vec::new(), Source::Wikinews, number));
        }
    }
    Ok(articles)
}

/// Computes the clusters: some twenty seconds.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
pub(crate) fn compute(settings: &Settings) -> Result<Clusters, String> {
    let mut articles = raw_articles(settings)?;
    articles.extend(names::uner(&settings.data.join("names/uner-ewt-train.iob2"))?);
    articles.extend(names::gum(&settings.data.join("syntax/gum-train.conllu"))?);
    articles.extend(names::wikigold(&settings.data.join("names/wikigold.conll"))?);
    // Every sentence as normal forms; counts by form.
    let mut ids: FxHashMap<String, u32> = FxHashMap::default();
    let mut counts: Vec<[u32; 3]> = Vec::new();
    let mut sentences: Vec<Vec<u32>> = Vec::new();
    let mut normal = String::new();
    for article in &articles {
        for sentence in &article.tokens.sentences {
            let mut row = Vec::with_capacity(sentence.range().len());
            for (place, token) in article.tokens.tokens[sentence.range()].iter().enumerate() {
                let form = token.span.text(&article.text);
                normalize(form, &mut normal);
                let id = *ids.entry(normal.clone()).or_insert_with(|| {
                    counts.push([0; 3]);
                    counts.len() as u32 - 1
                });
                let first = form.chars().next().is_some_and(char::is_uppercase);
                let count = &mut counts[id as usize];
                count[0] += 1;
                count[1] += u32::from(!first);
                count[2] += u32::from(first && place > 0);
                row.push(id);
            }
            sentences.push(row);
        }
    }
    let mut forms: Vec<(String, u32)> = ids.into_iter().filter(|(_, id)| counts[*id as usize][0] >= LEAST).collect();
    forms.sort_by(|a, b| (counts[b.1 as usize][0], &a.0).cmp(&(counts[a.1 as usize][0], &b.0)));
    let mut rank = vec![u32::MAX; counts.len()];
    for (place, (_, id)) in forms.iter().enumerate() {
        rank[*id as usize] = place as u32;
    }
    let matrix = Matrix::count(&sentences, &rank, forms.len());
    println!("{} sentences, {} words, {} pairs", sentences.len(), forms.len(), matrix.columns.len());
    let vectors = matrix.reduce(settings.seed);
    let grains: Vec<Vec<u16>> = GRAINS.iter().map(|&k| k_means(&vectors, k, settings.seed)).collect();
    let words = forms
        .into_iter()
        .enumerate()
        .map(|(place, (form, id))| {
            let [_, lower, capital] = counts[id as usize];
            Word { form, clusters: std::array::from_fn(|grain| grains[grain][place] + 1), lower, capital }
        })
        .collect();
    Ok(Clusters { words })
}

type Vector = [f32; DIMENSIONS];

/// Sparse rows of words over contexts.
struct Matrix {
    /// Where each row begins.
    starts: Vec<usize>,
    columns: Vec<u32>,
    values: Vec<f32>,
    width: usize,
}

impl Matrix {
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    fn count(sentences: &[Vec<u32>], rank: &[u32], height: usize) -> Self {
        let edge = CONTEXTS as u32;
        let width = 4 * (CONTEXTS + 1);
        let mut pairs: FxHashMap<u64, u32> = FxHashMap::default();
        for sentence in sentences {
            for (at, &id) in sentence.iter().enumerate() {
                let row = rank[id as usize];
                if row == u32::MAX {
                    continue;
                }
                for (slot, offset) in [-1_isize, 1, -2, 2].into_iter().enumerate() {
                    let context = match at.checked_add_signed(offset).and_then(|at| sentence.get(at)) {
                        Some(&other) if rank[other as usize] < edge => rank[other as usize],
                        Some(_) => continue,
                        None => edge,
                    };
                    let column = slot as u64 * (CONTEXTS as u64 + 1) + u64::from(context);
                    *pairs.entry(u64::from(row) << 32 | column).or_insert(0) += 1;
                }
            }
        }
        let mut cells: Vec<(u64, u32)> = pairs.into_iter().collect();
        cells.sort_unstable();
        let mut of_row = vec![0.0_f32; height];
        let mut of_column = vec![0.0_f32; width];
        let mut all = 0.0_f32;
        for &(place, count) in &cells {
            of_row[(place >> 32) as usize] += count as f32;
            of_column[(place & 0xffff_ffff) as usize] += count as f32;
            all += count as f32;
        }
        let mut matrix = Self { starts: vec![0], columns: Vec::new(), values: Vec::new(), width };
        for (place, count) in cells {
            let (row, column) = ((place >> 32) as usize, (place & 0xffff_ffff) as usize);
            while matrix.starts.len() <= row {
                matrix.starts.push(matrix.columns.len());
            }
            // Context distribution smoothing (Levy, Goldberg and Dagan, 2015).
            let expected = of_row[row] * of_column[column].powf(0.75) * all.powf(0.25);
            let value = (count as f32 * all / expected).ln();
            if value > 0.0 {
                matrix.columns.push(column as u32);
                matrix.values.push(value);
            }
        }
        while matrix.starts.len() <= height {
            matrix.starts.push(matrix.columns.len());
        }
        matrix
    }

    fn height(&self) -> usize {
        self.starts.len() - 1
    }

    fn row(&self, row: usize) -> impl Iterator<Item = (usize, f32)> {
        let range = self.starts[row]..self.starts[row + 1];
        self.columns[range.clone()].iter().map(|&column| column as usize).zip(self.values[range].iter().copied())
    }

    /// This matrix times a thin one.
    fn times(&self, thin: &[Vector]) -> Vec<Vector> {
        (0..self.height())
            .into_par_iter()
            .map(|row| {
                let mut sum = [0.0; DIMENSIONS];
                for (column, value) in self.row(row) {
                    sum.iter_mut().zip(&thin[column]).for_each(|(sum, x)| *sum += value * x);
                }
                sum
            })
            .collect()
    }

    /// The transpose times a thin matrix.
    fn transposed_times(&self, thin: &[Vector]) -> Vec<Vector> {
        let mut out = vec![[0.0; DIMENSIONS]; self.width];
        for (row, vector) in thin.iter().enumerate() {
            for (column, value) in self.row(row) {
                out[column].iter_mut().zip(vector).for_each(|(sum, x)| *sum += value * x);
            }
        }
        out
    }

    /// Unit rows in the space of the largest singular values.
    fn reduce(&self, seed: u64) -> Vec<Vector> {
        let mut random = Random::new(seed);
        let mut normal = || (0..12).map(|_| (random.next() >> 40) as f32 / 16_777_216.0).sum::<f32>() - 6.0;
        let mut right: Vec<Vector> = (0..self.width).map(|_| std::array::from_fn(|_| normal())).collect();
        for _ in 0..4 {
            let mut left = self.times(&right);
            orthonormalize(&mut left);
            right = self.transposed_times(&left);
            orthonormalize(&mut right);
        }
        let mut vectors = self.times(&right);
        for vector in &mut vectors {
            let norm = vector.iter().map(|x| x * x).sum::<f32>().sqrt().max(1e-9);
            vector.iter_mut().for_each(|x| *x /= norm);
        }
        vectors
    }
}

/// Modified Gram-Schmidt on columns.
fn orthonormalize(thin: &mut [Vector]) {
    for column in 0..DIMENSIONS {
        for before in 0..column {
            let dot: f32 = thin.iter().map(|row| row[column] * row[before]).sum();
            thin.iter_mut().for_each(|row| row[column] -= dot * row[before]);
        }
        let norm = thin.iter().map(|row| row[column] * row[column]).sum::<f32>().sqrt().max(1e-9);
        thin.iter_mut().for_each(|row| row[column] /= norm);
    }
}

/// Spherical k-means; centres start at distinct random words, frequent ones first.
#[allow(clippy::cast_possible_truncation)]
fn k_means(vectors: &[Vector], k: usize, seed: u64) -> Vec<u16> {
    let mut random = Random::new(seed + k as u64);
    let pool = (k * 8).min(vectors.len());
    let mut places: Vec<usize> = (0..pool).collect();
    random.shuffle(&mut places);
    let mut centres: Vec<Vector> = places[..k.min(pool)].iter().map(|&place| vectors[place]).collect();
    let mut nearest = Vec::new();
    for _ in 0..12 {
        nearest = vectors
            .par_iter()
            .map(|vector| {
                let score = |centre: &Vector| vector.iter().zip(centre).map(|(a, b)| a * b).sum::<f32>();
                let mut best = (f32::MIN, 0);
                for (index, centre) in centres.iter().enumerate() {
                    let score = score(centre);
                    if score > best.0 {
                        best = (score, index);
                    }
                }
                best.1 as u16
            })
            .collect::<Vec<u16>>();
        let mut sums = vec![[0.0_f32; DIMENSIONS]; centres.len()];
        for (vector, &index) in vectors.iter().zip(&nearest) {
            sums[index as usize].iter_mut().zip(vector).for_each(|(sum, x)| *sum += x);
        }
        for (centre, sum) in centres.iter_mut().zip(sums) {
            let norm = sum.iter().map(|x| x * x).sum::<f32>().sqrt();
            if norm > 1e-6 {
                *centre = sum.map(|x| x / norm);
            }
        }
    }
    nearest
}

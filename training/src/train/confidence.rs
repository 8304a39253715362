//! Calibrates the confidence of names: logistic regression of "span and label are right" on the margin.

use dateline::names::Recognizer;

use crate::data::names::Article;

/// Fits slope and offset on articles with full gold.
#[allow(clippy::cast_possible_truncation)]
pub(crate) fn calibrate(recognizer: &mut Recognizer, articles: &[&Article]) {
    // With slope 1 and offset 0 the confidence is the logistic function of the margin itself.
    recognizer.weights.confidence = [1.0, 0.0];
    let mut points: Vec<(f64, bool)> = Vec::new();
    for article in articles {
        for name in recognizer.recognize(&article.text, &article.tokens) {
            let right = article.gold.iter().any(|gold| gold.span == name.span && gold.labels[0] == name.label);
            points.push((f64::from(name.margin), right));
        }
    }
    let (mut slope, mut offset) = (0.1, 0.0);
    for _ in 0..20_000 {
        let (mut by_slope, mut by_offset) = (0.0, 0.0);
        for &(margin, right) in &points {
            let miss = f64::from(u8::from(right)) - 1.0 / (1.0 + (-(slope * margin + offset)).exp());
            by_slope += miss * margin;
            by_offset += miss;
        }
        let step = 1.0 / points.len().max(1) as f64;
        slope += 0.002 * step * by_slope;
        offset += 0.2 * step * by_offset;
    }
    println!("confidence: slope {slope:.4}, offset {offset:.4} from {} names", points.len());
    recognizer.weights.confidence = [slope as f32, offset as f32];
}

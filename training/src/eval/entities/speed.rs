//! Words per processor second of this layer alone, on the newswire in texts of 20 sentences and in one text of all of it.

use cpu_time::ThreadTime;
use dateline::{Analyzer, Layers, Options, Resources};
use std::sync::Arc;

use crate::Settings;

#[allow(clippy::cast_precision_loss)]
pub(super) fn run(settings: &Settings, resources: &Arc<Resources>) -> Result<(), String> {
    let path = settings.data.join("raw/newswire-public-domain.txt");
    let raw = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines: Vec<&str> = raw.lines().take(8000).collect();
    let options = Options { layers: Layers::Names, any_language: true, ..Options::default() };
    let analyzer = Analyzer::new(resources.clone(), options);
    for size in [20, 8000] {
        let texts: Vec<String> = lines.chunks(size).map(|lines| lines.join("\n\n")).collect();
        let documents: Vec<_> = texts.iter().map(|text| analyzer.analyze(text, None)).collect();
        let words: usize = texts.iter().map(|text| text.split_whitespace().count()).sum();
        let mut best = f64::INFINITY;
        for _ in 0..3 {
            let start = processor_seconds();
            for (text, document) in texts.iter().zip(&documents) {
                std::hint::black_box(dateline::entities::resolve(text, document, resources));
            }
            best = best.min(processor_seconds() - start);
        }
        println!("{size} sentences a text: {:.0} thousand words a second", words as f64 / best / 1000.0);
    }
    Ok(())
}

/// Time that this thread has had a processor, in seconds.
fn processor_seconds() -> f64 {
    ThreadTime::now().as_duration().as_secs_f64()
}

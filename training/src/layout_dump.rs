//! `layout FILE ...`: prints the blocks of texts, for looking at.

use dateline::article;

use crate::Settings;

pub(crate) fn run(settings: &Settings) -> Result<(), String> {
    for path in &settings.words[1..] {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?;
        let layout = article::layout(&text);
        println!("== {path}: {:?}", layout.language);
        for block in &layout.blocks {
            println!("{:18}{}", block.kind.name(), block.span.text(&text).replace('\n', "⏎"));
        }
        if let Some(found) = layout.dateline {
            let show = |span: Option<dateline::Span>| span.map_or("-", |span| span.text(&text));
            println!(
                "dateline: place {}, agency {}, date {} {:?}",
                show(found.place),
                show(found.agency),
                show(found.date),
                found.day
            );
        }
        if let Some(span) = layout.date_line {
            println!("date line: {} {:?}", span.text(&text), layout.date_line_day);
        }
    }
    Ok(())
}

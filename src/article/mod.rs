//! Layer 0: what is an article's headline, dateline and prose, and what is page furniture.

mod classify;
mod dateline;
mod dates;
mod language;
mod lines;
mod prose;
mod shape;
mod writers;

use jiff::civil::Date;

use crate::Span;
pub use language::Language;

/// The layout of one article. Nothing is deleted: blocks cover all text but white space, in order, without overlap.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    /// All blocks, in order.
    pub blocks: Vec<Block>,
    /// Place, agency and date that open the first paragraph: "MOSCOW (Sputnik) -".
    pub dateline: Option<Dateline>,
    /// A line of the page's head or foot that says only when the article was published ("Thursday, January 24, 2019").
    pub date_line: Option<Span>,
    /// The calendar day of `date_line` when it has a year.
    pub date_line_day: Option<Date>,
    /// The language of the prose.
    pub language: Language,
}

impl Layout {
    /// The first block of a kind.
    #[must_use]
    pub fn first(&self, kind: BlockKind) -> Option<Span> {
        self.blocks.iter().find(|block| block.kind == kind).map(|block| block.span)
    }
}

/// A stretch of text that belongs together: no sentence crosses its ends. Line breaks inside are only broken lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// From its first to its last character that is not white space.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// The article's title.
    Headline,
    /// The summary line below the title.
    Standfirst,
    /// Prose.
    Paragraph,
    /// Who wrote it.
    Byline,
    /// Time of crawl, "Listen Live", "Get short URL".
    CrawlHeader,
    /// "Share this news", "Share to LiveJournal".
    ShareBar,
    /// "Credit: Reuters"; a caption with its credit.
    PhotoCredit,
    /// Titles of other articles.
    RelatedHeadlines,
    /// Menus, "Read more", community standards, log-in lines.
    SiteNavigation,
    /// Keywords of the article.
    TagList,
}

impl BlockKind {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Headline,
        Self::Standfirst,
        Self::Paragraph,
        Self::Byline,
        Self::CrawlHeader,
        Self::ShareBar,
        Self::PhotoCredit,
        Self::RelatedHeadlines,
        Self::SiteNavigation,
        Self::TagList,
    ];

    /// Whether events may be drawn from it: headline, standfirst and paragraphs.
    #[must_use]
    pub const fn is_prose(self) -> bool {
        matches!(self, Self::Headline | Self::Standfirst | Self::Paragraph)
    }

    /// The name that users see, in snake case.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Standfirst => "standfirst",
            Self::Paragraph => "paragraph",
            Self::Byline => "byline",
            Self::CrawlHeader => "crawl_header",
            Self::ShareBar => "share_bar",
            Self::PhotoCredit => "photo_credit",
            Self::RelatedHeadlines => "related_headlines",
            Self::SiteNavigation => "site_navigation",
            Self::TagList => "tag_list",
        }
    }
}

/// The opening of a newspaper report. It lies inside the first paragraph's block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dateline {
    /// From the place to the closing dash.
    pub span: Span,
    /// "MOSCOW".
    pub place: Option<Span>,
    /// "Sputnik".
    pub agency: Option<Span>,
    /// "Sept 23".
    pub date: Option<Span>,
    /// The calendar day of `date` when it has a year.
    pub day: Option<Date>,
}

/// Finds the blocks of `text`, its dateline and its language. Takes time and memory linear in the length of `text`.
///
/// ```
/// use dateline::article::{BlockKind, layout};
///
/// let text = "Talks Resume in Geneva\n\nGENEVA (Reuters) - Envoys met again on Monday.\n\nShare on Facebook";
/// let layout = layout(text);
/// assert_eq!(layout.first(BlockKind::Headline).map(|span| span.text(text)), Some("Talks Resume in Geneva"));
/// let dateline = layout.dateline.expect("a dateline");
/// assert_eq!(dateline.place.map(|span| span.text(text)), Some("GENEVA"));
/// assert_eq!(layout.blocks[2].kind, BlockKind::ShareBar);
/// ```
#[must_use]
pub fn layout(text: &str) -> Layout {
    let runs = lines::runs(text);
    let mut words = Vec::with_capacity(64);
    let looks: Vec<_> = runs.iter().map(|run| shape::look(text, *run, &mut words)).collect();
    let blocks = classify::classify(text, &runs, &looks);
    let mut prose =
        blocks.iter().filter(|block| matches!(block.kind, BlockKind::Paragraph | BlockKind::Standfirst)).take(3);
    let dateline = prose.find_map(|block| dateline::find(text, block.span));
    let (date_line, date_line_day) = date_line(text, &blocks);
    let language = language::detect(text, &blocks);
    Layout { blocks, dateline, date_line, date_line_day, language }
}

/// The line that says when the article was published: one without a time of day goes before one with it, which may be that of
/// the crawl.
fn date_line(text: &str, blocks: &[Block]) -> (Option<Span>, Option<Date>) {
    let mut best = (None, None);
    for block in blocks.iter().filter(|block| block.kind == BlockKind::CrawlHeader) {
        let Some(found) = dates::find(text, block.span) else { continue };
        let line = block.span.text(text);
        if !line.contains(':') && found.day.is_some() {
            return (Some(block.span), found.day);
        }
        let said =
            ["ublished", "osted", "pdated", "PUBLISHED", "POSTED", "UPDATED"].iter().any(|word| line.contains(word));
        if said && best.0.is_none() {
            best = (Some(block.span), found.day);
        }
    }
    best
}

#[cfg(test)]
mod tests;

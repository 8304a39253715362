//! Layer 0: what is an article's headline, dateline and prose, and what is page furniture.

mod language;

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

/// Finds the blocks of `text`, its dateline and its language.
#[must_use]
pub fn layout(text: &str) -> Layout {
    let mut blocks = Vec::new();
    let mut at = 0;
    for part in text.split("\n\n") {
        let inner = part.trim();
        if !inner.is_empty() {
            let start = at + (part.len() - part.trim_start().len());
            blocks.push(Block { span: Span::of(start, start + inner.len()), kind: BlockKind::Paragraph });
        }
        at += part.len() + 2;
    }
    let language = language::detect(text, &blocks);
    Layout { blocks, dateline: None, language }
}

//! From looks to kinds: what a block is depends on where it stands.

use rustc_hash::FxHashSet;

use super::lines::Run;
use super::shape::Look;
use super::{Block, BlockKind, dateline};
use crate::lexicon::{phrase_words, word_hash};

/// The kind of every run.
pub(super) fn classify(text: &str, runs: &[Run], looks: &[Look]) -> Vec<Block> {
    let mut kinds = vec![BlockKind::Paragraph; runs.len()];
    let page = Page { text, runs, looks };
    let prose = |look: &Look| matches!(look, Look::Prose);
    let first = looks.iter().position(prose);
    let last = looks.iter().rposition(prose);
    if let (Some(first), Some(last)) = (first, last) {
        page.header(&mut kinds[..first], first);
        page.middle(&mut kinds, first, last);
        page.footer(&mut kinds, last + 1);
    } else {
        page.without_prose(&mut kinds);
    }
    runs.iter().zip(kinds).map(|(run, kind)| Block { span: run.span, kind }).collect()
}

struct Page<'t> {
    text: &'t str,
    runs: &'t [Run],
    looks: &'t [Look],
}

impl Page<'_> {
    fn line(&self, index: usize) -> &str {
        self.runs[index].span.text(self.text)
    }

    /// Everything before the first prose at `end`.
    fn header(&self, kinds: &mut [BlockKind], end: usize) {
        let headline = self.headline(end);
        let mut standfirst = false;
        let mut listed = false;
        for (index, kind) in kinds.iter_mut().enumerate() {
            *kind = match self.looks[index] {
                Look::Furniture { kind, heading } => {
                    listed = heading;
                    kind
                }
                Look::Date | Look::Number => BlockKind::CrawlHeader,
                Look::Prose => BlockKind::Paragraph,
                Look::Name if Some(index) != headline => {
                    if headline.is_some_and(|headline| headline < index) && self.looks_like_byline(index, end) {
                        BlockKind::Byline
                    } else if headline.is_none_or(|headline| index < headline) {
                        BlockKind::SiteNavigation
                    } else {
                        BlockKind::Paragraph
                    }
                }
                Look::Title { .. } | Look::Name if Some(index) == headline => BlockKind::Headline,
                Look::Title { words, .. } => match headline {
                    Some(headline) if headline < index => {
                        if self.same_title(headline, index) {
                            BlockKind::CrawlHeader
                        } else if is_topic(self.line(index)) || listed {
                            BlockKind::RelatedHeadlines
                        } else if words >= 4 && !standfirst {
                            standfirst = true;
                            BlockKind::Standfirst
                        } else {
                            BlockKind::Paragraph
                        }
                    }
                    Some(headline) if self.same_title(headline, index) || is_topic(self.line(index)) => {
                        BlockKind::CrawlHeader
                    }
                    Some(_) if words <= 3 => BlockKind::SiteNavigation,
                    Some(_) => BlockKind::RelatedHeadlines,
                    None => BlockKind::CrawlHeader,
                },
                Look::Name => BlockKind::Paragraph,
            };
        }
    }

    /// Which block of the header is the title: the one that shares most words with the prose, the first of equals.
    fn headline(&self, end: usize) -> Option<usize> {
        // Mostly there is one candidate, and nothing to compare.
        let candidates =
            self.looks[..end].iter().filter(|look| matches!(look, Look::Title { .. } | Look::Name)).count();
        if candidates == 0 {
            return None;
        }
        let long = |look: &Look| matches!(look, Look::Title { words: 4.., .. });
        if candidates == 1
            && let Some(index) = self.looks[..end].iter().position(long)
        {
            let line = self.line(index);
            return (!is_topic(line) && !line.ends_with([':', ','])).then_some(index);
        }
        let mut words = FxHashSet::default();
        for run in self.runs[end..].iter().take(3) {
            let body = run.span.text(self.text);
            words.extend(phrase_words(&body[..body.floor_char_boundary(600)]).take(120).map(word_hash));
        }
        let mut best = None;
        let mut listed = false;
        for (index, look) in self.looks[..end].iter().enumerate() {
            let count = match *look {
                Look::Title { words, .. } => usize::from(words),
                // A title of two to four capitalised words.
                Look::Name => 2,
                Look::Furniture { heading, .. } => {
                    listed = heading;
                    continue;
                }
                _ => continue,
            };
            let line = self.line(index);
            if is_topic(line) || line.ends_with([':', ',']) {
                continue;
            }
            let shared = phrase_words(line).filter(|word| word.len() >= 4 && words.contains(&word_hash(word))).count();
            // Titles that stand far above the prose among others, or below "Related", need more in common with it.
            let mut score = 2 * shared.min(4) + usize::from(count >= 4) * 4 + usize::from(!listed);
            if index + 1 == end {
                score += 1;
            }
            if count < 2 || (matches!(look, Look::Name) && shared == 0) {
                continue;
            }
            if best.is_none_or(|(_, other)| score > other + 2) {
                best = Some((index, score));
            }
        }
        let (best, _) = best?;
        // "Title - Name of the Site" above the title itself.
        let shorter = (best + 1..end).find(|&other| {
            matches!(self.looks[other], Look::Title { .. } | Look::Name)
                && self.line(other).len() < self.line(best).len()
                && self.same_title(best, other)
        });
        Some(shorter.unwrap_or(best))
    }

    /// A name between the title and the prose is the writer's when a date, an agency or the prose follows.
    fn looks_like_byline(&self, index: usize, end: usize) -> bool {
        let next = self.looks.get(index + 1);
        index + 1 == end
            || matches!(
                next,
                Some(
                    Look::Date
                        | Look::Number
                        | Look::Furniture {
                            kind: BlockKind::Byline | BlockKind::CrawlHeader | BlockKind::ShareBar,
                            ..
                        }
                )
            )
    }

    /// Whether a title repeats the headline, perhaps with the name of the site.
    fn same_title(&self, headline: usize, other: usize) -> bool {
        let (a, b) = (self.line(headline), self.line(other));
        let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        let head = &short[..short.floor_char_boundary(40)];
        short.len() * 2 > long.len() && long.get(..head.len()).is_some_and(|start| start.eq_ignore_ascii_case(head))
    }

    /// From the first to the last prose.
    fn middle(&self, kinds: &mut [BlockKind], first: usize, last: usize) {
        self.opening(kinds, first, last);
        let mut index = first;
        while index <= last {
            match self.looks[index] {
                Look::Prose => {}
                Look::Furniture { kind: BlockKind::TagList, .. } if !self.line(index).contains(':') => {}
                Look::Furniture { kind: BlockKind::CrawlHeader, .. }
                    if index > first + 4 && self.line(index).len() < 24 => {}
                Look::Furniture { kind, heading } => {
                    kinds[index] = kind;
                    if heading {
                        let stop = self.titles_end(index + 1, last);
                        kinds[index + 1..stop].fill(BlockKind::RelatedHeadlines);
                        index = stop;
                        continue;
                    }
                }
                Look::Date => kinds[index] = BlockKind::CrawlHeader,
                Look::Number => {
                    kinds[index] =
                        if self.line(index).len() <= 12 { BlockKind::SiteNavigation } else { BlockKind::Paragraph }
                }
                Look::Title { .. } | Look::Name => {
                    let stop = self.titles_end(index, last);
                    if self.is_list_of_titles(index, stop) {
                        kinds[index..stop].fill(BlockKind::RelatedHeadlines);
                    }
                    index = stop;
                    continue;
                }
            }
            index += 1;
        }
    }

    /// A paragraph above the byline or above the paragraph with the dateline is the standfirst.
    fn opening(&self, kinds: &mut [BlockKind], first: usize, last: usize) {
        if kinds.contains(&BlockKind::Standfirst) || self.runs[first].span.len() > 420 {
            return;
        }
        let mut next = first + 1;
        let mut byline = false;
        while next <= last && next < first + 6 && !matches!(self.looks[next], Look::Prose) {
            byline |= matches!(self.looks[next], Look::Furniture { kind: BlockKind::Byline, .. } | Look::Date);
            next += 1;
        }
        let prose = next <= last && matches!(self.looks[next], Look::Prose);
        let starts = |index: usize| dateline::find(self.text, self.runs[index].span).is_some();
        if prose && (byline || starts(next)) && !starts(first) {
            kinds[first] = BlockKind::Standfirst;
        }
    }

    /// One past the run of titles from `index`.
    fn titles_end(&self, index: usize, last: usize) -> usize {
        let end = last + 1;
        (index..end).find(|&at| !matches!(self.looks[at], Look::Title { .. } | Look::Name)).unwrap_or(end)
    }

    /// Whether the titles of a run are those of other articles: three or more, or two with capitals, and long enough.
    fn is_list_of_titles(&self, start: usize, stop: usize) -> bool {
        let (mut titles, mut capitals, mut words) = (0, 0, 0);
        for look in &self.looks[start..stop] {
            if let Look::Title { words: count, capitals: capital, .. } = look {
                titles += 1;
                capitals += usize::from(*capital);
                words += usize::from(*count);
            }
        }
        let introduced = start > 0 && self.line(start - 1).ends_with(':');
        let bulleted =
            self.line(start).starts_with(['-', '*', '•']) || self.line(start).starts_with(|c: char| c.is_ascii_digit());
        !introduced
            && !bulleted
            && titles >= 2
            && words >= 5 * titles
            && (capitals * 10 >= titles * 7)
            && titles * 4 >= (stop - start) * 3
    }

    /// Everything behind the last prose.
    fn footer(&self, kinds: &mut [BlockKind], start: usize) {
        let mut furniture = false;
        let mut listed = false;
        let titles = self.looks[start..].iter().filter(|look| matches!(look, Look::Title { words: 4.., .. })).count();
        for index in start..kinds.len() {
            kinds[index] = match self.looks[index] {
                Look::Prose => BlockKind::Paragraph,
                Look::Furniture { kind, heading } => {
                    furniture = true;
                    listed |= heading;
                    // "Source: Reuters" names the writer only above the text.
                    let source = kind == BlockKind::Byline && self.line(index).starts_with("Source");
                    if source { BlockKind::SiteNavigation } else { kind }
                }
                Look::Date => BlockKind::CrawlHeader,
                Look::Number => BlockKind::SiteNavigation,
                Look::Title { words, capitals, dated } => {
                    let other = dated || listed || furniture || capitals || titles >= 3;
                    if is_topic(self.line(index)) || (words >= 4 && other) {
                        furniture = true;
                        BlockKind::RelatedHeadlines
                    } else if furniture {
                        BlockKind::SiteNavigation
                    } else {
                        BlockKind::Paragraph
                    }
                }
                Look::Name if index == start && kinds.len() <= start + 2 && !furniture => BlockKind::Byline,
                Look::Name if listed => BlockKind::RelatedHeadlines,
                Look::Name if furniture => BlockKind::SiteNavigation,
                Look::Name => BlockKind::Paragraph,
            };
        }
    }

    /// A text of single lines without end marks: furniture is known by its words only.
    fn without_prose(&self, kinds: &mut [BlockKind]) {
        let mut listed = false;
        let titles = self.looks.iter().filter(|look| matches!(look, Look::Title { .. })).count();
        for (index, look) in self.looks.iter().enumerate() {
            kinds[index] = match *look {
                Look::Furniture { kind, heading } => {
                    listed |= heading;
                    kind
                }
                Look::Date if kinds.len() > 1 => BlockKind::CrawlHeader,
                Look::Title { .. } if listed && titles > 1 => BlockKind::RelatedHeadlines,
                _ => BlockKind::Paragraph,
            };
        }
    }
}

/// "Battle for the North (180)": the name of a collection of articles with its size.
fn is_topic(line: &str) -> bool {
    let Some(open) = line.rfind('(') else { return false };
    let inner = &line[open + 1..];
    open > 0
        && line.len() < 80
        && inner.ends_with(')')
        && inner.len() > 1
        && inner[..inner.len() - 1].bytes().all(|b| b.is_ascii_digit())
}

//! CAMEO codes: their scores, and the code that type, mode and frame support.

use compact_str::CompactString;

use super::types::EventType;
use super::vocabulary;
use crate::Error;
use crate::lexicon::Table;

const CODES: &str = include_str!("../../lexicon/events/cameo.tsv");

/// One code.
#[derive(Clone, Debug)]
pub struct Code {
    /// Two to four digits.
    pub code: CompactString,
    /// What it stands for.
    pub name: String,
    /// Goldstein score, from -10 (most conflictual) to 10.
    pub goldstein: Option<f32>,
    /// The PLOVER type that it goes with.
    pub kind: Option<EventType>,
    /// The PLOVER mode that it goes with.
    pub mode: Option<&'static str>,
    /// The PLOVER contexts that it goes with.
    pub contexts: Vec<&'static str>,
}

/// The table of codes, in order.
#[derive(Debug)]
pub struct Codes(Vec<Code>);

impl Codes {
    /// The table that is compiled in.
    ///
    /// # Errors
    /// A row that does not parse.
    pub fn built_in() -> Result<Self, Error> {
        let columns = ["code", "name", "goldstein", "type", "mode", "contexts"];
        let mut out = Vec::new();
        for row in Table::parse("events/cameo", CODES, &columns)?.rows() {
            let error = |column: &str, cell: &str| {
                Error::table("events/cameo", row.number, column, format!("{cell:?} is not known"))
            };
            let [code, name, goldstein, kind, mode, contexts] = row.cells[..] else { unreachable!("six columns") };
            let goldstein = match goldstein {
                "" => None,
                score => Some(score.parse().map_err(|_| error("goldstein", score))?),
            };
            let kind = match kind {
                "" => None,
                kind => Some(EventType::from_name(kind).ok_or_else(|| error("type", kind))?),
            };
            let mode = match (kind, mode) {
                (Some(kind), mode) if !mode.is_empty() => {
                    Some(vocabulary::mode(kind, mode).ok_or_else(|| error("mode", mode))?)
                }
                _ => None,
            };
            let contexts = contexts.split(';').filter(|it| !it.is_empty());
            let contexts: Result<Vec<_>, Error> =
                contexts.map(|it| vocabulary::context(it).ok_or_else(|| error("contexts", it))).collect();
            out.push(Code { code: code.into(), name: name.into(), goldstein, kind, mode, contexts: contexts? });
        }
        out.sort_by(|a, b| a.code.cmp(&b.code));
        Ok(Self(out))
    }

    /// The row of a code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Code> {
        self.0.binary_search_by(|row| row.code.as_str().cmp(code)).ok().map(|at| &self.0[at])
    }

    /// The code of an act: the frame's where type and mode agree with it, else the broadest code of the frame's root with
    /// the type's mode, else the broadest code of the type with that mode, else the root of the type.
    #[must_use]
    pub fn code(&self, kind: EventType, mode: Option<&'static str>, frame: &str) -> Option<&Code> {
        let fits = |row: &&Code| row.kind == Some(kind) && row.mode == mode;
        if let Some(row) = self.get(frame)
            && row.kind == Some(kind)
            && (row.mode == mode || mode.is_none() || row.mode.is_none() && mode_is_finer(mode, frame))
        {
            return Some(row);
        }
        let same_root = frame.len() >= 2;
        let broadest = |rows: &mut dyn Iterator<Item = &'_ Code>| -> Option<CompactString> {
            rows.min_by_key(|row| (row.code.len(), row.code.clone())).map(|row| row.code.clone())
        };
        let root = |row: &&Code| same_root && row.code[..2] == frame[..2];
        let found = broadest(&mut self.0.iter().filter(fits).filter(root))
            .or_else(|| broadest(&mut self.0.iter().filter(fits).filter(|row| !row.code.starts_with("02"))))
            .or_else(|| {
                let plain = |row: &&Code| row.kind == Some(kind) && row.mode.is_none() && row.code.ends_with('0');
                broadest(&mut self.0.iter().filter(plain))
            });
        found
            .or_else(|| broadest(&mut self.0.iter().filter(|row| row.kind == Some(kind))))
            .and_then(|code| self.get(&code))
    }
}

/// Modes of arms that CAMEO's fighting codes do not tell apart.
fn mode_is_finer(mode: Option<&'static str>, frame: &str) -> bool {
    matches!(mode, Some("firearms" | "aerial" | "drone" | "heavy-weapons" | "explosives")) && frame.starts_with("19")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        let codes = Codes::built_in().expect("the table parses");
        assert_eq!(codes.get("042").and_then(|row| row.kind), Some(EventType::Consult));
        for (kind, mode, frame, wanted) in [
            (EventType::Consult, Some("visit"), "042", "042"),
            (EventType::Consult, Some("phone"), "040", "041"),
            (EventType::Request, Some("meet"), "020", "026"),
            (EventType::Request, Some("yield"), "100", "1051"),
            (EventType::Assault, Some("firearms"), "193", "193"),
            (EventType::Coerce, Some("arrest"), "171", "173"),
            (EventType::Sanction, Some("convict"), "116", "160"),
            (EventType::Aid, None, "070", "070"),
        ] {
            let found = codes.code(kind, mode, frame).map(|row| row.code.as_str());
            assert_eq!(found, Some(wanted), "{} {mode:?} {frame}", kind.name());
        }
    }
}

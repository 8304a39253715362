//! The one format of all tables.

use crate::Error;

/// A tab-separated table with named columns, borrowed from its text.
///
/// ```
/// let table = dateline::lexicon::Table::parse("demo", "# A comment.\nname\tcode\nFrance\tFRA\n", &["name", "code"])?;
/// let row = table.rows().next().expect("one row");
/// assert_eq!(row.cells, ["France", "FRA"]);
/// assert_eq!(row.number, 3);
/// # Ok::<(), dateline::Error>(())
/// ```
#[derive(Debug)]
pub struct Table<'t> {
    rows: Vec<Row<'t>>,
}

/// One row: its cells in the order the caller asked for.
#[derive(Debug)]
pub struct Row<'t> {
    /// Line number in the file, from 1.
    pub number: usize,
    /// Trimmed cells.
    pub cells: Vec<&'t str>,
}

impl<'t> Table<'t> {
    /// Parses a table that must have the given columns, in any order.
    ///
    /// # Errors
    /// A missing column, or a row with more or fewer cells than the header, each with table, line and column.
    pub fn parse(name: &str, text: &'t str, columns: &[&str]) -> Result<Self, Error> {
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
            .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        let Some((header_number, header)) = lines.next() else {
            return Err(Error::table(name, 1, columns.first().copied().unwrap_or(""), "the table has no header"));
        };
        let header: Vec<&str> = header.split('\t').map(str::trim).collect();
        let mut order = Vec::with_capacity(columns.len());
        for &column in columns {
            match header.iter().position(|&cell| cell == column) {
                Some(position) => order.push(position),
                None => return Err(Error::table(name, header_number, column, "the column is missing")),
            }
        }
        let mut rows = Vec::new();
        for (number, line) in lines {
            let cells: Vec<&str> = line.split('\t').map(str::trim).collect();
            if cells.len() != header.len() {
                let column = header.get(cells.len()).copied().unwrap_or("(after the last)");
                let reason = format!("expected {} cells, got {}", header.len(), cells.len());
                return Err(Error::table(name, number, column, reason));
            }
            rows.push(Row { number, cells: order.iter().map(|&position| cells[position]).collect() });
        }
        Ok(Self { rows })
    }

    /// The rows below the header, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row<'t>> {
        self.rows.iter()
    }
}

/// Hands each of a user's rows to `add`, its cells in the order of `known`, empty for columns left out. The first row is 1.
pub(super) fn arranged(
    name: &str,
    known: &[&str],
    columns: &[&str],
    rows: &[Vec<String>],
    mut add: impl FnMut(&Row<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    for (index, column) in columns.iter().enumerate() {
        let reason = if !known.contains(column) {
            format!("unknown column; there are {}", known.join(", "))
        } else if columns[..index].contains(column) {
            "the column is there twice".to_owned()
        } else {
            continue;
        };
        return Err(Error::table(name, 1, *column, reason));
    }
    for (index, row) in rows.iter().enumerate() {
        if row.len() != columns.len() {
            let reason = format!("expected {} cells, got {}", columns.len(), row.len());
            return Err(Error::table(name, index + 1, columns.first().copied().unwrap_or(""), reason));
        }
        let cell =
            |name: &&str| columns.iter().position(|column| column == name).map_or("", |position| row[position].trim());
        add(&Row { number: index + 1, cells: known.iter().map(cell).collect() })?;
    }
    Ok(())
}

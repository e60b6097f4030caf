//! A file read: who stands on each of its lines, and what is wrong with it.

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord};

use super::{
    LINES, cell,
    header::{Column, Header, Kind, Unknown},
    spelling::words,
    text::{NotText, text},
};
use crate::family::{field::Field, sheet::Sheet, value::Why};

/// A file that could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Which.
    pub kind: Kind,
    /// The columns that are not read, by their names.
    pub ignored: Vec<String>,
    /// Its lines, those that are empty left out.
    pub records: Vec<Record>,
}

/// Why nothing of a file is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no text.
    NotText(NotText),
    /// Its first line does not name the columns of a known file.
    Header(Unknown),
    /// A quotation mark opened on this line is never closed: what follows cannot be told apart.
    Quote(u32),
    /// More than [`LINES`].
    TooMany,
    /// Only the names of the columns.
    NoLine,
}

/// What a line says of a guardian or of a child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// Its fields; the last name is the one that is used.
    pub sheet: Sheet,
    /// The name at birth, where it is another.
    pub other: String,
}

/// What a line says of a child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kid {
    /// Who.
    pub who: Person,
    /// As the file calls its school.
    pub school: String,
    /// As the file calls its class.
    pub class: String,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its number in the file; the header is line 1 of most.
    pub line: u32,
    /// What the family is called.
    pub family: String,
    /// None in the file of pupils, one in that of responsible persons, one or two in the portal's own.
    pub guardians: Vec<Person>,
    /// One, or those of the responsible person.
    pub children: Vec<Kid>,
    /// Where they live; in the file of responsible persons, where that person lives.
    pub place: Sheet,
    /// Quotient and number at the CAF or the MSA.
    pub household: Sheet,
    /// What keeps the line from being used.
    pub wrong: Vec<Fault>,
    /// What is left out of the line.
    pub aside: Vec<Fault>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What stands in a column cannot stand there: the column, why, and the beginning of what was found.
    Cell(Column, Why, String),
    /// More cells than the header has columns, this many: a separator stands in one of them.
    Cells(usize, usize),
}

/// Of a cell that cannot be read, so many letters are shown.
const SHOWN: usize = 60;
/// A cell does not have more lines than that, unless a quotation mark was not closed.
const LINES_OF_CELL: usize = 4;
/// Nor does one of several lines have more separators.
const CELLS_OF_CELL: usize = 4;

impl Person {
    /// The name that is used.
    pub fn last(&self) -> &str {
        self.sheet.get(Field::LastName)
    }

    /// The first name.
    pub fn first(&self) -> &str {
        self.sheet.get(Field::FirstName)
    }
}

/// Reads a file. Nobody is born after today.
///
/// # Errors
/// When nothing of it can be used.
pub fn read(bytes: &[u8], today: NaiveDate) -> Result<File, Refused> {
    let text = text(bytes).map_err(Refused::NotText)?;
    let mut rows = rows(&text)?.into_iter();
    let (_, names) = rows.next().ok_or(Refused::NoLine)?;
    let header = Header::read(&names.iter().collect::<Vec<_>>()).map_err(Refused::Header)?;
    let records: Vec<Record> =
        rows.map(|(line, cells)| Cells::of(&header, line, &cells, today).record()).collect();
    if records.is_empty() {
        return Err(Refused::NoLine);
    }
    Ok(File { kind: header.kind, ignored: header.ignored, records })
}

/// The lines that are not empty, with their numbers.
fn rows(text: &str) -> Result<Vec<(u32, StringRecord)>, Refused> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    // Spreadsheets understand this line; it says which separator they are to take.
    let declared = text.lines().next().filter(|line| line.to_lowercase().starts_with("sep="));
    let (body, before) = match declared {
        Some(line) => (text[line.len()..].trim_start_matches('\n'), 2),
        None => (&text[..], 1),
    };
    let separator = separator(body);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(body.as_bytes());
    let (mut rows, mut row) = (Vec::new(), StringRecord::new());
    let (mut at, mut line) = (0, before);
    while reader.read_record(&mut row).unwrap_or(false) {
        // Where the reader stood, and the empty lines it has skipped since.
        let begins = line + body[at..].bytes().take_while(|byte| *byte == b'\n').count() as u32;
        let ends = reader.position().byte() as usize;
        line += body[at..ends].matches('\n').count() as u32;
        at = ends;
        if row.iter().any(|cell| swallows(cell, separator)) {
            return Err(Refused::Quote(begins));
        }
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push((begins, row.clone()));
        }
        if rows.len() > LINES + 1 {
            return Err(Refused::TooMany);
        }
    }
    Ok(rows)
}

/// Whether a cell holds other lines of the file: no text has so many lines, or so many separators in several.
fn swallows(cell: &str, separator: u8) -> bool {
    let lines = cell.matches('\n').count();
    let cells = cell.bytes().filter(|byte| *byte == separator).count();
    lines > 0 && (lines > LINES_OF_CELL || cells > CELLS_OF_CELL)
}

/// The separator that the first line has the most of, outside of quotation marks.
fn separator(text: &str) -> u8 {
    let mut counts = [(0, b';'), (0, b','), (0, b'\t')];
    let mut quoted = false;
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            byte if !quoted => {
                if let Some(count) = counts.iter_mut().find(|(_, separator)| *separator == byte) {
                    count.0 += 1;
                }
            }
            _ => {}
        }
    }
    // The first of those that are equal: a semicolon.
    counts.into_iter().rev().max_by_key(|(count, _)| *count).map_or(b';', |(_, separator)| separator)
}

/// A line that is being read.
struct Cells<'a> {
    header: &'a Header,
    cells: &'a StringRecord,
    today: NaiveDate,
    record: Record,
}

impl<'a> Cells<'a> {
    fn of(header: &'a Header, line: u32, cells: &'a StringRecord, today: NaiveDate) -> Self {
        Self { header, cells, today, record: Record { line, ..Record::default() } }
    }

    fn record(mut self) -> Record {
        let filled = (1..).zip(self.cells).filter(|(_, cell)| !cell.trim().is_empty()).last();
        let filled = filled.map_or(0, |(number, _)| number);
        if filled > self.header.width && !self.header.opens {
            self.record.wrong.push(Fault::Cells(filled, self.header.width));
            return self.record;
        }
        for number in 1..=2 {
            self.guardian(number);
        }
        match self.header.kind {
            Kind::Responsibles => self.children(filled),
            _ => self.child(None),
        }
        self.household();
        self.record
    }

    /// Reads a column that comes once into its field of a sheet.
    fn put(&mut self, sheet: &mut Sheet, column: Column) {
        let read = self.read(self.header.place(column), column);
        if let Some((_, field)) = cell::field(column) {
            sheet.set(field, read);
        }
    }

    /// What stands in a place; empty when nothing does, or what cannot stand there.
    fn read(&mut self, at: Option<usize>, column: Column) -> String {
        let found = at.and_then(|at| self.cells.get(at)).map(words).unwrap_or_default();
        if found.is_empty() {
            return found;
        }
        cell::read(column, &found, self.today).unwrap_or_else(|why| {
            let fault = Fault::Cell(column, why, found.chars().take(SHOWN).collect());
            if is_name(column) {
                self.record.wrong.push(fault)
            } else {
                self.record.aside.push(fault)
            }
            String::new()
        })
    }

    /// Says that a column is empty which must not be, unless it is wrong besides.
    fn must(&mut self, faults: usize, column: Column, value: &str) {
        if value.is_empty() && self.record.wrong.len() == faults {
            self.record.wrong.push(Fault::Cell(column, Why::Missing, String::new()));
        }
    }

    fn guardian(&mut self, number: u8) {
        use Column::*;
        let faults = self.record.wrong.len();
        let mut person = self.person(
            self.header.place(Last(number)),
            self.header.place(Usage(number)),
            [Last(number), Usage(number)],
        );
        for column in [First(number), Mail(number), HomePhone(number), WorkPhone(number), Mobile(number)] {
            self.put(&mut person.sheet, column);
        }
        let said = person != Person::default() || self.record.wrong.len() > faults;
        self.put(&mut person.sheet, Title(number));
        if said || (number == 1 && self.header.kind != Kind::Pupils) {
            self.must(faults, Last(number), person.last());
            self.must(faults, First(number), person.first());
            self.record.guardians.push(person);
        }
    }

    /// The children of a responsible person; places that nobody stands in are no children.
    fn children(&mut self, filled: usize) {
        for places in self.header.children(filled) {
            if places.iter().any(|(_, at)| self.cells.get(*at).is_some_and(|cell| !cell.trim().is_empty())) {
                self.child(Some(&places));
            }
        }
        if self.record.children.is_empty() {
            self.must(0, Column::ChildLast, "");
        }
    }

    /// The child of a line, or of these places of it.
    fn child(&mut self, places: Option<&[(Column, usize)]>) {
        use Column::*;
        let header = self.header;
        let place = |column: Column| match places {
            Some(places) => places.iter().find(|(known, _)| *known == column).map(|(_, at)| *at),
            None => header.place(column),
        };
        let faults = self.record.wrong.len();
        let mut who = self.person(place(ChildLast), place(ChildUsage), [ChildLast, ChildUsage]);
        who.sheet.set(Field::FirstName, self.read(place(ChildFirst), ChildFirst));
        self.put(&mut who.sheet, Born);
        self.put(&mut who.sheet, Sex);
        self.must(faults, ChildLast, who.last());
        self.must(faults, ChildFirst, who.first());
        if header.kind != Kind::Responsibles {
            self.must(faults, Born, who.sheet.get(Field::BornOn));
        }
        let (school, class) = (self.read(place(School), School), self.read(place(Class), Class));
        self.read(place(Level), Level);
        self.record.children.push(Kid { who, school, class });
    }

    /// The name that is used comes first; the other is kept when it differs.
    fn person(&mut self, last: Option<usize>, usage: Option<usize>, columns: [Column; 2]) -> Person {
        let (last, usage) = (self.read(last, columns[0]), self.read(usage, columns[1]));
        let mut person = Person::default();
        match usage.is_empty() || usage == last {
            true => person.sheet.set(Field::LastName, last),
            false => {
                person.sheet.set(Field::LastName, usage);
                person.other = last;
            }
        }
        person
    }

    fn household(&mut self) {
        use Column::*;
        let (mut place, mut household) = (Sheet::default(), Sheet::default());
        [Street, Postcode, City].into_iter().for_each(|column| self.put(&mut place, column));
        [Quotient, Caf].into_iter().for_each(|column| self.put(&mut household, column));
        let family = self.read(self.header.place(FamilyName), FamilyName);
        self.record = Record { family, place, household, ..std::mem::take(&mut self.record) };
    }
}

/// Whether a line is not used when this column is unreadable.
fn is_name(column: Column) -> bool {
    use Column::*;
    matches!(column, Last(_) | First(_) | ChildLast | ChildFirst | Born)
}

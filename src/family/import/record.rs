//! A file read: who stands on each of its lines, and what is wrong with it.

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord};

use super::{
    LINES,
    field::{self, name},
    header::{Column, Header, Kind, Unknown},
    spelling::{first_name, words},
    text::{NotText, text},
};
use crate::tariff::quotient::Quotient;

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

/// How somebody is addressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Title {
    /// Monsieur.
    Mr,
    /// Madame.
    Mrs,
}

/// What a line says of a guardian.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Person {
    /// How addressed.
    pub title: Option<Title>,
    /// The name that is used.
    pub last: String,
    /// The name at birth, where it is another.
    pub other: String,
    /// First name.
    pub first: String,
    /// Mail address; empty when it is not said, as all that follows.
    pub mail: String,
    /// Telephone at home.
    pub home: String,
    /// At work.
    pub work: String,
    /// The one that is carried.
    pub mobile: String,
}

/// What a line says of a child.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kid {
    /// The name that is used.
    pub last: String,
    /// The name at birth, where it is another.
    pub other: String,
    /// First name.
    pub first: String,
    /// Date of birth.
    pub born: Option<NaiveDate>,
    /// M or F.
    pub sex: Option<char>,
    /// As the file calls its school.
    pub school: String,
    /// As the file calls its class.
    pub class: String,
}

/// An address, as a line says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Number and street.
    pub street: String,
    /// Postcode.
    pub postcode: String,
    /// City.
    pub city: String,
}

/// A line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Its number in the file, from 1; the header is line 1 of most.
    pub line: u32,
    /// What the family is called.
    pub family: String,
    /// None in the file of pupils, one in that of responsible persons, one or two in the portal's own.
    pub guardians: Vec<Person>,
    /// One, or those of the responsible person.
    pub children: Vec<Kid>,
    /// Where they live; in the file of responsible persons, where that person lives.
    pub place: Place,
    /// The family's quotient.
    pub quotient: Option<Quotient>,
    /// Number at the CAF or the MSA.
    pub caf: String,
    /// What keeps the line from being used.
    pub wrong: Vec<Fault>,
    /// What is left out of the line.
    pub aside: Vec<Fault>,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing stands there.
    Empty(Column),
    /// That is not what is read in this column; what was found.
    Unreadable(Column, String),
    /// So many letters: more than can be.
    Long(Column, usize),
    /// Characters that are not seen, or that turn the line round.
    Hidden(Column),
    /// More cells than the header has columns: a separator stands in one of them.
    Cells(usize, usize),
}

/// Longest name.
const NAME: usize = 100;
/// Longest cell besides.
const CELL: usize = 300;
/// A cell does not have more lines than that, unless a quotation mark was not closed.
const LINES_OF_CELL: usize = 4;

/// Reads a file.
///
/// # Errors
/// When nothing of it can be used.
pub fn read(bytes: &[u8]) -> Result<File, Refused> {
    let text = text(bytes).map_err(Refused::NotText)?;
    let mut rows = rows(&text)?.into_iter();
    let (_, names) = rows.next().ok_or(Refused::NoLine)?;
    let header = Header::read(&names.iter().collect::<Vec<_>>()).map_err(Refused::Header)?;
    let records: Vec<Record> = rows.map(|(line, cells)| Cells::of(&header, line, &cells).record()).collect();
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
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(body))
        .from_reader(body.as_bytes());
    let (mut rows, mut row) = (Vec::new(), StringRecord::new());
    let (mut at, mut line) = (0, before);
    while reader.read_record(&mut row).unwrap_or(false) {
        // Where the reader stood, and the empty lines it has skipped since.
        let begins = line + body[at..].bytes().take_while(|byte| *byte == b'\n').count() as u32;
        let ends = reader.position().byte() as usize;
        line += body[at..ends].matches('\n').count() as u32;
        at = ends;
        if row.iter().any(|cell| cell.len() > CELL && cell.matches('\n').count() > LINES_OF_CELL) {
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
    record: Record,
}

impl<'a> Cells<'a> {
    fn of(header: &'a Header, line: u32, cells: &'a StringRecord) -> Self {
        Self { header, cells, record: Record { line, ..Record::default() } }
    }

    fn record(mut self) -> Record {
        let filled =
            (1..).zip(self.cells).filter(|(_, cell)| !cell.trim().is_empty()).last().map_or(0, |(n, _)| n);
        if filled > self.header.width && !self.header.opens {
            self.record.wrong.push(Fault::Cells(filled, self.header.width));
            return self.record;
        }
        for number in 1..=2 {
            self.guardian(number);
        }
        match self.header.kind {
            Kind::Responsibles => self.children(filled),
            _ => self.child(&self.header.clone(), None),
        }
        self.household();
        self.record
    }

    /// What stands in a column, without spaces around, if something does.
    fn cell(&mut self, at: Option<usize>, column: Column) -> Option<String> {
        let found = at.and_then(|at| self.cells.get(at)).map(words).filter(|cell| !cell.is_empty())?;
        let long = found.chars().count();
        let is_name = self.is_name(column);
        let fault = if long > if is_name { NAME } else { CELL } {
            Fault::Long(column, long)
        } else if found.chars().any(hidden) {
            Fault::Hidden(column)
        } else {
            return Some(found);
        };
        if is_name {
            self.record.wrong.push(fault)
        } else {
            self.record.aside.push(fault)
        }
        None
    }

    /// Whether a line is not used when this column is unreadable.
    fn is_name(&self, column: Column) -> bool {
        use Column::*;
        matches!(column, Last(_) | First(_) | ChildLast | ChildFirst | Born)
    }

    /// The same, as what it means; what means nothing is set aside.
    fn read<T>(&mut self, column: Column, means: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.read_at(self.header.place(column), column, means)
    }

    fn read_at<T>(
        &mut self,
        at: Option<usize>,
        column: Column,
        means: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = self.cell(at, column)?;
        let meant = means(&found);
        if meant.is_none() {
            let fault = Fault::Unreadable(column, found);
            if self.is_name(column) { self.record.wrong.push(fault) } else { self.record.aside.push(fault) }
        }
        meant
    }

    fn guardian(&mut self, number: u8) {
        use Column::*;
        let faults = self.record.wrong.len();
        let last = self.read(Last(number), name);
        let usage = self.read(Usage(number), name);
        let first = self.read(First(number), name);
        let read = [&last, &usage, &first].iter().all(|name| name.is_none());
        let person = Person {
            title: self.read(Title(number), field::title),
            first: first_name(&first.clone().unwrap_or_default()),
            mail: self.read(Mail(number), field::mail).unwrap_or_default(),
            home: self.read(HomePhone(number), field::telephone).unwrap_or_default(),
            work: self.read(WorkPhone(number), field::telephone).unwrap_or_default(),
            mobile: self.read(Mobile(number), field::telephone).unwrap_or_default(),
            ..named(last.clone(), usage.clone(), |last, other| Person { last, other, ..Person::default() })
        };
        let said = Person { last: String::new(), title: None, ..person.clone() } != Person::default();
        let must = number == 1 && self.header.kind != Kind::Pupils;
        if read && !said && !must {
            return;
        }
        if self.record.wrong.len() == faults {
            if person.last.is_empty() {
                self.record.wrong.push(Fault::Empty(Last(number)));
            }
            if person.first.is_empty() {
                self.record.wrong.push(Fault::Empty(First(number)));
            }
        }
        self.record.guardians.push(person);
    }

    /// The children of a responsible person; places that nobody stands in are no children.
    fn children(&mut self, filled: usize) {
        for places in self.header.children(filled) {
            if places.iter().any(|(_, at)| self.cells.get(*at).is_some_and(|cell| !cell.trim().is_empty())) {
                self.child(&self.header.clone(), Some(&places));
            }
        }
        if self.record.children.is_empty() && self.record.wrong.is_empty() {
            self.record.wrong.push(Fault::Empty(Column::ChildLast));
        }
    }

    /// The child of a line, or of these places of it.
    fn child(&mut self, header: &Header, places: Option<&[(Column, usize)]>) {
        use Column::*;
        let place = |column: Column| match places {
            Some(places) => places.iter().find(|(known, _)| *known == column).map(|(_, at)| *at),
            None => header.place(column),
        };
        let faults = self.record.wrong.len();
        let last = self.read_at(place(ChildLast), ChildLast, name);
        let usage = self.read_at(place(ChildUsage), ChildUsage, name);
        let first = self.read_at(place(ChildFirst), ChildFirst, name);
        let born = self.read_at(place(Born), Born, field::day);
        let kid = Kid {
            first: first_name(&first.unwrap_or_default()),
            born,
            sex: self.read_at(place(Sex), Sex, field::sex),
            school: self.cell(place(School), School).unwrap_or_default(),
            class: self.cell(place(Class), Class).unwrap_or_default(),
            ..named(last, usage, |last, other| Kid { last, other, ..Kid::default() })
        };
        if self.record.wrong.len() == faults {
            for (empty, column) in [
                (kid.last.is_empty(), ChildLast),
                (kid.first.is_empty(), ChildFirst),
                (born.is_none() && header.kind != Kind::Responsibles, Born),
            ] {
                if empty {
                    self.record.wrong.push(Fault::Empty(column));
                }
            }
        }
        self.read_at(place(Level), Level, field::level);
        self.record.children.push(kid);
    }

    fn household(&mut self) {
        use Column::*;
        self.record.family = self.read(FamilyName, name).unwrap_or_default();
        self.record.place = Place {
            street: self.cell(self.header.place(Street), Street).unwrap_or_default(),
            postcode: self.read(Postcode, field::postcode).unwrap_or_default(),
            city: self.cell(self.header.place(City), City).unwrap_or_default(),
        };
        self.record.quotient = self.read(Quotient, field::quotient);
        self.record.caf = self.cell(self.header.place(Caf), Caf).unwrap_or_default();
    }
}

/// The name that is used comes first, the other is kept when it differs.
fn named<T>(last: Option<String>, usage: Option<String>, of: impl Fn(String, String) -> T) -> T {
    let capitals = |name: Option<String>| name.unwrap_or_default().to_uppercase();
    match (capitals(last), capitals(usage)) {
        (last, usage) if usage.is_empty() || usage == last => of(last, String::new()),
        (last, usage) => of(usage, last),
    }
}

/// Characters that are not seen, or that turn the line round.
fn hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

//! The form of a version: what was typed, the version that it says or what is wrong with it, field by field, and
//! a version typed back.
//!
//! Names of fields: those of a price begin with `c0-`, `c1-`... in their order; a row of a table of it with `c0-t0-`,
//! `c0-t1-`.... A row whose fields are all empty is not there.

pub mod figures;
mod grid;
mod read;
mod write;

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::Version;
pub use read::LEVELS;

/// What was typed: the fields of the form by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft(BTreeMap<String, String>);

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Its name.
    pub field: String,
    /// What.
    pub wrong: Wrong,
}

/// What may be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Nothing stands there.
    Missing,
    /// No date.
    NotDate,
    /// No hour.
    NotHour,
    /// No amount.
    NotAmount,
    /// No quotient.
    NotQuotient,
    /// No whole number, or one that makes no sense there.
    NotNumber,
    /// No percentage, nor number of times.
    NotDecimal,
    /// No choice of the list.
    NotChosen,
    /// Less than nothing.
    Negative,
    /// Quotients between this row and the one before have no price.
    Hole,
    /// A quotient has two prices.
    Overlap,
    /// The row before has no end.
    Unread,
    /// The last row ends, and nothing is said of what is above.
    Open,
    /// Nothing is offered above the last row, which has no end.
    NoTop,
    /// Fewer prices than the other rows.
    Uneven,
    /// Not above the one before.
    Order,
    /// A price for everybody stands before this one, which is never read.
    NeverRead,
    /// The price is that of the whole stay: a unit of time says nothing there.
    WholeStay,
    /// Two answers where there is one question.
    Both,
    /// Too long.
    Long,
}

impl Draft {
    /// Reads the body of a form. The latter of two fields of one name counts.
    pub fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).map(|(name, value)| (name.into(), value.into())).collect())
    }

    /// The form of a version.
    pub fn of(from: Option<NaiveDate>, version: &Version) -> Self {
        write::write(from, version)
    }

    /// The version that is typed, and its first day.
    ///
    /// # Errors
    /// What is wrong, in the order of the form.
    pub fn read(&self) -> Result<(NaiveDate, Version), Vec<Fault>> {
        read::read(self)
    }

    /// What stands in a field, without spaces around it.
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).map_or("", |value| value.trim())
    }

    /// Writes a field.
    pub fn set(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.insert(name.into(), value.into());
    }

    /// How many rows there are: `c0-t0-`, `c0-t1-` for `c0-t`.
    pub fn rows(&self, prefix: &str) -> usize {
        (0..).take_while(|n| self.has(&format!("{prefix}{n}-"))).count()
    }

    /// How many columns of prices the table of a price has.
    pub fn columns(&self, case: &str) -> usize {
        self.get(&format!("{case}colonnes")).parse().unwrap_or(2).clamp(1, 12)
    }

    fn has(&self, prefix: &str) -> bool {
        self.0.range(prefix.to_owned()..).next().is_some_and(|(name, _)| name.starts_with(prefix))
    }

    /// Whether something stands in a row.
    fn stands(&self, row: &str) -> bool {
        let own = self.0.range(row.to_owned()..).take_while(|(name, _)| name.starts_with(row));
        own.into_iter().any(|(_, value)| !value.trim().is_empty())
    }

    /// Does what a button of the form asks: a row more or less, another column. Whether it was one of those.
    pub fn act(&mut self, button: &str) -> bool {
        match button.split_once(':') {
            Some(("ligne", prefix)) => self.grow(prefix),
            Some(("colonne", case)) => {
                let more = self.columns(case) + 1;
                self.set(format!("{case}colonnes"), more.to_string());
            }
            Some(("moins", case)) => {
                let less = self.columns(case).saturating_sub(1).max(1);
                self.set(format!("{case}colonnes"), less.to_string());
            }
            Some(("changement", case)) => {
                let kind = self.get(&format!("{case}m-nouveau")).to_owned();
                let row = format!("{case}m{}-", self.rows(&format!("{case}m")));
                self.set(format!("{row}genre"), kind);
            }
            Some(("retirer", row)) => self.remove(row),
            Some(("monter", row)) => self.raise(row),
            _ => return button == "afficher",
        }
        true
    }

    fn grow(&mut self, prefix: &str) {
        // A table that is shown empty has one row already.
        let known = self.rows(prefix).max(usize::from(prefix != "c"));
        for n in 0..=known {
            self.0.entry(format!("{prefix}{n}-")).or_default();
        }
    }

    /// Takes a row away: `c0-t3`.
    fn remove(&mut self, row: &str) {
        let Some((prefix, at)) = numbered(row) else { return };
        let rows = self.rows(prefix);
        for n in at..rows {
            self.take(&format!("{prefix}{n}-"));
            let next = self.take(&format!("{prefix}{}-", n + 1));
            self.put(&format!("{prefix}{n}-"), next);
        }
    }

    /// Puts a row before the one that stands before it.
    fn raise(&mut self, row: &str) {
        let Some((prefix, at)) = numbered(row).filter(|(_, at)| *at > 0) else { return };
        let (upper, lower) = (format!("{prefix}{}-", at - 1), format!("{prefix}{at}-"));
        let (first, second) = (self.take(&upper), self.take(&lower));
        self.put(&upper, second);
        self.put(&lower, first);
    }

    fn take(&mut self, row: &str) -> Vec<(String, String)> {
        let own = self.0.range(row.to_owned()..).take_while(|(name, _)| name.starts_with(row));
        let names: Vec<String> = own.map(|(name, _)| name.clone()).collect();
        let taken = names.into_iter().filter_map(|name| {
            let value = self.0.remove(&name)?;
            Some((name.strip_prefix(row)?.to_owned(), value))
        });
        taken.collect()
    }

    fn put(&mut self, row: &str, fields: Vec<(String, String)>) {
        self.0.extend(fields.into_iter().map(|(name, value)| (format!("{row}{name}"), value)));
    }
}

/// "c0-t12": "c0-t" and 12.
fn numbered(row: &str) -> Option<(&str, usize)> {
    let prefix = row.trim_end_matches(|letter: char| letter.is_ascii_digit());
    row.strip_prefix(prefix)?.parse().ok().map(|n| (prefix, n))
}

#[cfg(test)]
mod tests;

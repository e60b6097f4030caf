//! Tables of quotients as papers print them: from, to, prices. A bound stands where one row ends and the next begins.

use rust_decimal::Decimal;

use super::{Draft, Wrong, figures, read::Reader, write::Writer};
use crate::{
    platform::money::Cents,
    tariff::{
        quotient::Quotient,
        rule::{Bracket, Flaw, Row, flaws},
    },
};

/// The rows of a table that stand, by their numbers in the form.
pub fn standing(draft: &Draft, prefix: &str) -> Vec<usize> {
    (0..draft.rows(prefix)).filter(|n| draft.stands(&format!("{prefix}{n}-"))).collect()
}

impl Reader<'_> {
    /// Brackets: `-de`, `-a`, `-prix`.
    pub fn brackets(&mut self, prefix: &str) -> Vec<Bracket> {
        self.priced(prefix, "prix")
    }

    /// Brackets whose price stands in some column.
    pub fn priced(&mut self, prefix: &str, column: &str) -> Vec<Bracket> {
        let rows = self.table(prefix, |reader, row| vec![reader.price(&format!("{row}{column}"))], column);
        let bracket = |row: Row| row.prices.first().map(|price| Bracket { below: row.below, price: *price });
        rows.into_iter().filter_map(bracket).collect()
    }

    /// Rows of several prices: `-de`, `-a`, `-p1`, `-p2`...
    pub fn row_grid(&mut self, prefix: &str, columns: usize) -> Vec<Row> {
        let prices = |reader: &mut Self, row: &str| reader.list((1..=columns).map(|n| format!("{row}p{n}")));
        self.table(prefix, prices, "p1")
    }

    /// Prices in order: those at the end may be left out, not one between others.
    pub fn list(&mut self, names: impl Iterator<Item = String>) -> Vec<Cents> {
        let mut names: Vec<String> = names.collect();
        while names.len() > 1 && names.last().is_some_and(|name| self.draft.get(name).is_empty()) {
            names.pop();
        }
        names.iter().map(|name| self.price(name)).collect()
    }

    fn table(
        &mut self,
        prefix: &str,
        prices: impl Fn(&mut Self, &str) -> Vec<Cents>,
        column: &str,
    ) -> Vec<Row> {
        let standing = standing(self.draft, prefix);
        let field = |n: usize, name: &str| format!("{prefix}{n}-{name}");
        let ends: Vec<_> = standing
            .iter()
            .map(|n| (self.quotient(&field(*n, "de")), self.quotient(&field(*n, "a"))))
            .collect();
        let mut rows = Vec::new();
        for (place, n) in standing.iter().enumerate() {
            let below = match (ends.get(place).and_then(|(_, to)| *to), ends.get(place + 1)) {
                (_, Some((Some(from), _))) => Some(*from),
                (to, _) => to.map(Quotient::next),
            };
            rows.push(Row { below, prices: prices(self, &format!("{prefix}{n}-")) });
        }
        self.joints(prefix, &standing, &ends);
        let bounds: Vec<_> = rows.iter().map(|row| (row.below, &row.prices[..])).collect();
        for flaw in flaws(&bounds) {
            match flaw {
                Flaw::Empty => self.wrong(field(0, column), Wrong::Missing),
                Flaw::Overlap(n) => self.wrong(field(standing[n], "a"), Wrong::Overlap),
                Flaw::Unread(n) => self.wrong(field(standing[n], "de"), Wrong::Unread),
                Flaw::Uneven(n) => self.wrong(field(standing[n], column), Wrong::Uneven),
                // A price that is missing or below nothing was said where it was read.
                Flaw::NoPrice(_) | Flaw::Negative(_) | Flaw::Order(_) => {}
            }
        }
        rows
    }

    /// Where rows meet, or do not.
    fn joints(&mut self, prefix: &str, standing: &[usize], ends: &[(Option<Quotient>, Option<Quotient>)]) {
        let mut before: Option<Quotient> = None;
        for (place, (n, (from, to))) in standing.iter().zip(ends).enumerate() {
            let begins = from.map_or(Decimal::ZERO, Quotient::exact);
            let gap = match before {
                None if place > 0 => Decimal::ZERO,
                before => begins - before.map_or(Decimal::ZERO, Quotient::exact),
            };
            let at = format!("{prefix}{n}-de");
            // From 775 to 776 nothing is left out: the one before holds below 776.
            if from.is_some() && gap > Decimal::ONE_HUNDRED {
                self.wrong(at, Wrong::Hole);
            } else if from.is_some() && place > 0 && before.is_some() && gap <= Decimal::ZERO {
                self.wrong(at, Wrong::Overlap);
            }
            if to.zip(*from).is_some_and(|(to, from)| to < from) {
                self.wrong(format!("{prefix}{n}-a"), Wrong::Order);
            }
            before = *to;
        }
        let ended = ends.last().is_some_and(|(_, to)| to.is_some());
        if let Some(n) = standing.last() {
            match (ended, self.draft.get(&format!("{prefix}-haut"))) {
                (true, "non") | (false, "") => {}
                (true, _) => self.wrong(format!("{prefix}{n}-a"), Wrong::Open),
                (false, _) => self.wrong(format!("{prefix}{n}-a"), Wrong::NoTop),
            }
        }
    }
}

impl Writer {
    /// Brackets, their price in some column.
    pub fn priced(&mut self, prefix: &str, grid: &[Bracket], column: &str) {
        self.ends(prefix, &grid.iter().map(|bracket| bracket.below).collect::<Vec<_>>());
        for (n, bracket) in grid.iter().enumerate() {
            self.0.set(format!("{prefix}{n}-{column}"), figures::typed_amount(bracket.price));
        }
    }

    /// Rows of several prices.
    pub fn row_grid(&mut self, prefix: &str, grid: &[Row]) {
        self.ends(prefix, &grid.iter().map(|row| row.below).collect::<Vec<_>>());
        for (n, row) in grid.iter().enumerate() {
            for (column, price) in row.prices.iter().enumerate() {
                self.0.set(format!("{prefix}{n}-p{}", column + 1), figures::typed_amount(*price));
            }
        }
    }

    fn ends(&mut self, prefix: &str, bounds: &[Option<Quotient>]) {
        let mut from = None;
        for (n, below) in bounds.iter().enumerate() {
            let begins = match (n, from) {
                (0, _) if below.is_some() => "0".into(),
                (_, from) => from.map_or_else(String::new, figures::typed_quotient),
            };
            let last = n + 1 == bounds.len();
            let ends = below.and_then(|below| upto(from, below, last));
            self.0.set(format!("{prefix}{n}-de"), begins);
            self.0.set(format!("{prefix}{n}-a"), ends.map_or_else(String::new, figures::typed_quotient));
            from = *below;
        }
        let ends = bounds.last().copied().flatten().is_some();
        self.0.set(format!("{prefix}-haut"), if ends { "non" } else { "" });
    }
}

/// The last quotient of a row as papers print it: 775 below 776, where the next row says 776.
fn upto(from: Option<Quotient>, below: Quotient, last: bool) -> Option<Quotient> {
    let (euros, cents) = below.parts();
    let whole = (cents == 0 && !last && euros > 0).then(|| Quotient::euros(euros - 1));
    whole.filter(|whole| from.is_none_or(|from| *whole >= from)).or(below.before())
}

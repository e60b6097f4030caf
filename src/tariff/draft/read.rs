//! What was typed, read as a version.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Draft, Fault, Wrong, figures, grid::standing};
use crate::{
    activity::{ServiceId, draft::hour},
    platform::money::Cents,
    tariff::{
        Case, Regime, Span, Subscription, Third, Version, When,
        modifier::{Modifier, Penalty, Pickup},
        quotient::Quotient,
        rule::{Among, Bracket, Flaw, Row, Rule, rising},
    },
    town::Level,
};

/// Levels by the name that a field bears.
pub const LEVELS: [(&str, Level); 9] = [
    ("TPS", Level::TPS),
    ("PS", Level::PS),
    ("MS", Level::MS),
    ("GS", Level::GS),
    ("CP", Level::CP),
    ("CE1", Level::CE1),
    ("CE2", Level::CE2),
    ("CM1", Level::CM1),
    ("CM2", Level::CM2),
];

/// What reads a form and notes what is wrong on its way.
pub struct Reader<'d> {
    /// The form.
    pub draft: &'d Draft,
    faults: Vec<Fault>,
}

pub fn read(draft: &Draft) -> Result<(NaiveDate, Version), Vec<Fault>> {
    let mut reader = Reader { draft, faults: Vec::new() };
    let from = reader.need("depuis", |text| text.parse().ok(), Wrong::NotDate).unwrap_or_default();
    let decision = reader.text("decision");
    let cases: Vec<Case> = (0..draft.rows("c").max(1)).map(|n| reader.case(&format!("c{n}-"))).collect();
    for n in 1..cases.len() {
        if cases[..n].iter().any(|before| before.when == When::default()) {
            reader.wrong(format!("c{n}-pour"), Wrong::NeverRead);
        }
    }
    let version = Version {
        decision,
        cases,
        late: reader.penalty("retard-"),
        unreserved: reader.penalty("sans-"),
        absent: reader.penalty("absence-"),
        pickup: reader.pickup(),
        fetched_by: reader.some("repris-heure", hour, Wrong::NotHour),
        subscription: reader.subscription(),
    };
    if reader.faults.is_empty() { Ok((from, version)) } else { Err(reader.faults) }
}

impl Reader<'_> {
    /// Notes what is wrong, once for each field.
    pub fn wrong(&mut self, field: impl Into<String>, wrong: Wrong) {
        let field = field.into();
        if !self.faults.iter().any(|known| known.field == field) {
            self.faults.push(Fault { field, wrong });
        }
    }

    fn some<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>, wrong: Wrong) -> Option<T> {
        let text = self.draft.get(name);
        let value = parse(text);
        if value.is_none() && !text.is_empty() {
            self.wrong(name, wrong);
        }
        value
    }

    fn need<T>(&mut self, name: &str, parse: impl Fn(&str) -> Option<T>, wrong: Wrong) -> Option<T> {
        if self.draft.get(name).is_empty() {
            self.wrong(name, Wrong::Missing);
        }
        self.some(name, parse, wrong)
    }

    fn text(&mut self, name: &str) -> String {
        let text = self.draft.get(name);
        if text.chars().count() > 200 || text.chars().any(char::is_control) {
            self.wrong(name, Wrong::Long);
        }
        text.to_owned()
    }

    /// A quotient, if there is one.
    pub fn quotient(&mut self, name: &str) -> Option<Quotient> {
        self.some(name, figures::quotient, Wrong::NotQuotient)
    }

    fn maybe(&mut self, name: &str) -> Option<Cents> {
        let price = self.some(name, figures::amount, Wrong::NotAmount);
        if price.is_some_and(|price| price < Cents::ZERO) {
            self.wrong(name, Wrong::Negative);
        }
        price
    }

    /// A price, which must stand there.
    pub fn price(&mut self, name: &str) -> Cents {
        if self.draft.get(name).is_empty() {
            self.wrong(name, Wrong::Missing);
        }
        self.maybe(name).unwrap_or_default()
    }

    fn added(&mut self, name: &str) -> Cents {
        self.need(name, figures::amount, Wrong::NotAmount).unwrap_or_default()
    }

    fn decimal(&mut self, name: &str) -> Decimal {
        self.need(name, figures::decimal, Wrong::NotDecimal).unwrap_or_default()
    }

    fn number<T: std::str::FromStr + PartialOrd + From<u8>>(&mut self, name: &str) -> T {
        self.need(name, figures::number, Wrong::NotNumber).unwrap_or_else(|| T::from(1))
    }

    /// A choice of a list; the empty one is none.
    fn chosen<T: Clone>(&mut self, name: &str, choices: &[(&str, T)]) -> Option<T> {
        let find = |text: &str| choices.iter().find(|(key, _)| *key == text).map(|(_, value)| value.clone());
        self.some(name, find, Wrong::NotChosen)
    }

    fn case(&mut self, c: &str) -> Case {
        Case {
            when: self.when(c),
            rule: self.rule(c),
            every: self.every(c),
            modifiers: self.modifiers(c),
            ceiling: self.ceiling(c),
            minimum: self.maybe(&format!("{c}minimum")),
            third: self.third(c),
        }
    }

    fn when(&mut self, c: &str) -> When {
        let on = |(name, _): &&(&str, Level)| !self.draft.get(&format!("{c}niveau-{name}")).is_empty();
        let levels = LEVELS.iter().filter(on).map(|(_, level)| *level).collect();
        let age = |text: &str| text.parse().ok().filter(|age| *age < 100);
        let from_age = self.some(&format!("{c}age-min"), age, Wrong::NotNumber);
        let to_age = self.some(&format!("{c}age-max"), age, Wrong::NotNumber);
        if from_age.zip(to_age).is_some_and(|(from, to)| to < from) {
            self.wrong(format!("{c}age-max"), Wrong::Order);
        }
        let regimes =
            [("general", Regime::General), ("agricole", Regime::Agricultural), ("autre", Regime::Other)];
        When {
            levels,
            from_age,
            to_age,
            regime: self.chosen(&format!("{c}regime"), &regimes),
            own_meal: self.chosen(&format!("{c}repas"), &[("oui", true), ("non", false)]),
            with: self.some(&format!("{c}avec"), |text| text.parse().ok().map(ServiceId), Wrong::NotChosen),
        }
    }

    fn rule(&mut self, c: &str) -> Rule {
        let name = |field: &str| format!("{c}{field}");
        let prices = |reader: &mut Self| {
            let rows = reader.draft.rows(&name("p")).max(1);
            reader.list((0..rows).map(|n| format!("{c}p{n}-prix")))
        };
        match self.draft.get(&name("genre")) {
            "" | "prix" => {
                Rule::Flat { resident: self.price(&name("prix")), other: self.maybe(&name("autre")) }
            }
            "quotient" => Rule::Brackets {
                resident: self.brackets(&name("t")),
                other: self.outsiders(c),
                lower_from: self.some(&name("baisse"), figures::number, Wrong::NotNumber),
            },
            "grille" => {
                let columns = self.draft.columns(c);
                let grid = self.row_grid(&name("t"), columns);
                Rule::Ranks { grid, other: self.outsiders(c), among: self.among(&name("parmi")) }
            }
            "rang" => {
                let row = Row { below: None, prices: prices(self) };
                Rule::Ranks { grid: vec![row], other: self.outsiders(c), among: self.among(&name("parmi")) }
            }
            "enfants" => Rule::Children { prices: prices(self) },
            "ensemble" => Rule::Together { totals: prices(self) },
            "effort" => self.share(c),
            "points" => {
                let point = |reader: &mut Self, row: &str| {
                    let at = reader.need(&format!("{row}qf"), figures::quotient, Wrong::NotQuotient);
                    (at.unwrap_or(Quotient::euros(0)), reader.price(&format!("{row}prix")))
                };
                let points = self.risen(&name("x"), "qf", point);
                Rule::Points { points, other: self.maybe(&name("autre")) }
            }
            "paliers" => {
                let step = |reader: &mut Self, row: &str| {
                    (reader.number(&format!("{row}minutes")), reader.price(&format!("{row}prix")))
                };
                Rule::Steps { steps: self.risen(&name("s"), "minutes", step) }
            }
            "semaine" => Rule::Week { totals: prices(self) },
            "semaines" => {
                let columns = self.draft.columns(c);
                Rule::Weeks { grid: self.row_grid(&name("t"), columns) }
            }
            _ => {
                self.wrong(name("genre"), Wrong::NotChosen);
                Rule::Flat { resident: Cents::ZERO, other: None }
            }
        }
    }

    /// The unit of time of a price that is one's of each.
    fn every(&mut self, c: &str) -> Option<u32> {
        let minutes = format!("{c}minutes");
        let every = self.some(&minutes, figures::number, Wrong::NotNumber);
        let whole =
            ["ensemble", "paliers", "semaine", "semaines"].contains(&self.draft.get(&format!("{c}genre")));
        if every.is_some() && (whole || !self.draft.get("forfait").is_empty()) {
            self.wrong(minutes, Wrong::WholeStay);
        }
        every
    }

    fn share(&mut self, c: &str) -> Rule {
        let name = |field: &str| format!("{c}{field}");
        let percent = self.decimal(&name("pourcent"));
        if percent.is_sign_negative() {
            self.wrong(name("pourcent"), Wrong::Negative);
        }
        let (floor, ceiling) = (self.maybe(&name("plancher")), self.maybe(&name("plafond")));
        if floor.zip(ceiling).is_some_and(|(floor, ceiling)| ceiling < floor) {
            self.wrong(name("plafond"), Wrong::Order);
        }
        let (least, most) = (self.quotient(&name("qf-min")), self.quotient(&name("qf-max")));
        if least.zip(most).is_some_and(|(least, most)| most < least) {
            self.wrong(name("qf-max"), Wrong::Order);
        }
        let other = self.maybe(&name("autre"));
        Rule::Share { percent, floor, ceiling, quotient_floor: least, quotient_ceiling: most, other }
    }

    /// Rows whose first value must rise.
    fn risen<T: PartialOrd + Copy>(
        &mut self,
        prefix: &str,
        first: &str,
        read: impl Fn(&mut Self, &str) -> (T, Cents),
    ) -> Vec<(T, Cents)> {
        let standing = standing(self.draft, prefix);
        let rows: Vec<_> = standing.iter().map(|n| read(self, &format!("{prefix}{n}-"))).collect();
        let values: Vec<T> = rows.iter().map(|(value, _)| *value).collect();
        for flaw in rising(&values) {
            match flaw {
                Flaw::Order(n) => self.wrong(format!("{prefix}{}-{first}", standing[n]), Wrong::Order),
                _ => self.wrong(format!("{prefix}0-{first}"), Wrong::Missing),
            }
        }
        rows
    }

    /// What others than residents pay.
    fn outsiders(&mut self, c: &str) -> Option<Vec<Bracket>> {
        match self.draft.get(&format!("{c}hors")) {
            "" => None,
            "prix" => Some(vec![Bracket { below: None, price: self.price(&format!("{c}hors-prix")) }]),
            "colonne" => Some(self.priced(&format!("{c}t"), "hors")),
            "tranches" => Some(self.brackets(&format!("{c}h"))),
            _ => {
                self.wrong(format!("{c}hors"), Wrong::NotChosen);
                None
            }
        }
    }

    fn among(&mut self, name: &str) -> Among {
        let known = [("presents", Among::Present), ("famille", Among::Family)];
        self.chosen(name, &known).unwrap_or_default()
    }

    fn modifiers(&mut self, c: &str) -> Vec<Modifier> {
        let rows = self.draft.rows(&format!("{c}m"));
        (0..rows).filter_map(|n| self.modifier(&format!("{c}m{n}-"))).collect()
    }

    fn modifier(&mut self, row: &str) -> Option<Modifier> {
        let name = |field: &str| format!("{row}{field}");
        let add = |reader: &mut Self| {
            let less = reader.draft.get(&name("sens")) == "moins";
            let typed = reader.added(&name("montant"));
            if less { -typed } else { typed }
        };
        Some(match self.draft.get(&name("genre")) {
            "freres" => {
                let from_rank = self.number(&name("rang"));
                let text = self.draft.get(&name("pourcent")).to_owned();
                let less = self.draft.get(&name("sens")) == "moins";
                let side = |typed: Decimal| if less { -typed } else { typed };
                let all: Option<Vec<Decimal>> =
                    text.split([';', '/']).map(|one| figures::decimal(one.trim()).map(side)).collect();
                let Some((percent, then)) = all.as_deref().and_then(<[_]>::split_first) else {
                    let wrong = if text.is_empty() { Wrong::Missing } else { Wrong::NotDecimal };
                    self.wrong(name("pourcent"), wrong);
                    return None;
                };
                let among = self.among(&name("parmi"));
                Modifier::SiblingPercent { from_rank, percent: *percent, then: then.to_vec(), among }
            }
            "presents" => Modifier::SiblingPresent { add: add(self) },
            "hors" => Modifier::Outsider { add: add(self) },
            "inconnu" => Modifier::UnknownQuotient { add: add(self) },
            _ => {
                self.wrong(name("genre"), Wrong::NotChosen);
                return None;
            }
        })
    }

    fn ceiling(&mut self, c: &str) -> Vec<Bracket> {
        let prefix = format!("{c}k");
        if standing(self.draft, &prefix).is_empty() { vec![] } else { self.brackets(&prefix) }
    }

    fn third(&mut self, c: &str) -> Option<Third> {
        let field = |field: &str| format!("{c}tiers-{field}");
        let name = self.text(&field("nom"));
        let percent = self.some(&field("pourcent"), figures::decimal, Wrong::NotDecimal);
        let cents = self.maybe(&field("montant"));
        if name.is_empty() && percent.is_none() && cents.is_none() {
            return None;
        }
        if name.is_empty() {
            self.wrong(field("nom"), Wrong::Missing);
        }
        match (percent, cents) {
            (Some(_), Some(_)) => self.wrong(field("montant"), Wrong::Both),
            (None, None) => self.wrong(field("pourcent"), Wrong::Missing),
            (Some(percent), None) if percent.is_sign_negative() || percent > Decimal::ONE_HUNDRED => {
                self.wrong(field("pourcent"), Wrong::NotDecimal);
            }
            _ => {}
        }
        Some(Third { name, percent, cents })
    }

    fn penalty(&mut self, prefix: &str) -> Option<Penalty> {
        let name = |field: &str| format!("{prefix}{field}");
        let value = name("valeur");
        Some(match self.draft.get(&name("genre")) {
            "" => return None,
            "pourcent" => Penalty::Percent { percent: self.decimal(&value) },
            "ajout" => Penalty::Add { cents: self.added(&value) },
            "remplace" => Penalty::Replace { cents: self.price(&value), other: self.maybe(&name("autre")) },
            "fois" => {
                let factor = self.decimal(&value);
                if factor.is_sign_negative() {
                    self.wrong(value, Wrong::Negative);
                }
                let from = self.some(&name("des"), figures::number, Wrong::NotNumber).unwrap_or(1);
                Penalty::Times { factor, from }
            }
            _ => {
                self.wrong(name("genre"), Wrong::NotChosen);
                return None;
            }
        })
    }

    fn pickup(&mut self) -> Option<Pickup> {
        match self.draft.get("repris-genre") {
            "" => None,
            "fois" => Some(Pickup::Flat { cents: self.price("repris-prix") }),
            "tranche" => Some(Pickup::Started {
                minutes: self.number("repris-minutes"),
                cents: self.price("repris-prix"),
            }),
            _ => {
                self.wrong("repris-genre", Wrong::NotChosen);
                None
            }
        }
    }

    fn subscription(&mut self) -> Option<Subscription> {
        let spans = [("mois", Span::Month), ("trimestre", Span::Term), ("annee", Span::Year)];
        let per = self.chosen("forfait", &spans)?;
        let charged = self.some("forfait-enfants", figures::number, Wrong::NotNumber);
        Some(Subscription { per, charged })
    }
}

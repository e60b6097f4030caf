//! A version typed back into its form.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{
    Draft,
    figures::{typed, typed_amount, typed_quotient},
    read::LEVELS,
};
use crate::{
    platform::money::Cents,
    tariff::{
        Case, Regime, Span, Version, When,
        modifier::{Modifier, Penalty, Pickup},
        quotient::Quotient,
        rule::{Among, Bracket, Row, Rule},
    },
};

/// What types a form.
pub struct Writer(pub Draft);

pub fn write(from: Option<NaiveDate>, version: &Version) -> Draft {
    let mut writer = Writer(Draft::default());
    writer.0.set("depuis", from.map_or_else(String::new, |from| from.to_string()));
    writer.0.set("decision", version.decision.as_str());
    for (n, case) in version.cases.iter().enumerate() {
        writer.case(&format!("c{n}-"), case);
    }
    let penalties =
        [("retard-", &version.late), ("sans-", &version.unreserved), ("absence-", &version.absent)];
    for (prefix, penalty) in penalties {
        writer.penalty(prefix, penalty.as_ref());
    }
    match version.pickup {
        None => {}
        Some(Pickup::Flat { cents }) => {
            writer.0.set("repris-genre", "fois");
            writer.amount("repris-prix", Some(cents));
        }
        Some(Pickup::Started { minutes, cents }) => {
            writer.0.set("repris-genre", "tranche");
            writer.0.set("repris-minutes", minutes.to_string());
            writer.amount("repris-prix", Some(cents));
        }
    }
    if let Some(by) = version.fetched_by {
        writer.0.set("repris-heure", by.format("%H:%M").to_string());
    }
    if let Some(subscription) = &version.subscription {
        let per = match subscription.per {
            Span::Month => "mois",
            Span::Term => "trimestre",
            Span::Year => "annee",
        };
        writer.0.set("forfait", per);
        writer.number("forfait-enfants", subscription.charged);
    }
    writer.0
}

impl Writer {
    fn amount(&mut self, name: impl Into<String>, cents: Option<Cents>) {
        self.0.set(name, cents.map_or_else(String::new, typed_amount));
    }

    fn number(&mut self, name: impl Into<String>, number: Option<impl ToString>) {
        self.0.set(name, number.map_or_else(String::new, |number| number.to_string()));
    }

    fn quotient(&mut self, name: impl Into<String>, quotient: Option<Quotient>) {
        self.0.set(name, quotient.map_or_else(String::new, typed_quotient));
    }

    fn case(&mut self, c: &str, case: &Case) {
        self.when(c, &case.when);
        self.rule(c, &case.rule);
        self.number(format!("{c}minutes"), case.every);
        for (n, modifier) in case.modifiers.iter().enumerate() {
            self.modifier(&format!("{c}m{n}-"), modifier);
        }
        self.priced(&format!("{c}k"), &case.ceiling, "prix");
        self.amount(format!("{c}minimum"), case.minimum);
        if let Some(third) = &case.third {
            self.0.set(format!("{c}tiers-nom"), third.name.as_str());
            self.0.set(format!("{c}tiers-pourcent"), third.percent.map_or_else(String::new, typed));
            self.amount(format!("{c}tiers-montant"), third.cents);
        }
    }

    fn when(&mut self, c: &str, when: &When) {
        for (name, _) in LEVELS.iter().filter(|(_, level)| when.levels.contains(level)) {
            self.0.set(format!("{c}niveau-{name}"), "oui");
        }
        self.number(format!("{c}age-min"), when.from_age);
        self.number(format!("{c}age-max"), when.to_age);
        let regime = match when.regime {
            None => "",
            Some(Regime::General) => "general",
            Some(Regime::Agricultural) => "agricole",
            Some(Regime::Other) => "autre",
        };
        self.0.set(format!("{c}regime"), regime);
        let meal = when.own_meal.map_or("", |own| if own { "oui" } else { "non" });
        self.0.set(format!("{c}repas"), meal);
        self.number(format!("{c}avec"), when.with);
    }

    fn rule(&mut self, c: &str, rule: &Rule) {
        let name = |field: &str| format!("{c}{field}");
        let kind = match rule {
            Rule::Flat { resident, other } => {
                self.amount(name("prix"), Some(*resident));
                self.amount(name("autre"), *other);
                "prix"
            }
            Rule::Brackets { resident, other, lower_from } => {
                self.priced(&name("t"), resident, "prix");
                let bounds: Vec<_> = resident.iter().map(|bracket| bracket.below).collect();
                self.outsiders(c, &bounds, other.as_deref());
                self.number(name("baisse"), *lower_from);
                "quotient"
            }
            Rule::Ranks { grid, other, among } => {
                self.among(name("parmi"), *among);
                match &grid[..] {
                    [Row { below: None, prices }] => {
                        self.prices(c, prices);
                        // There is no table of quotients to stand beside.
                        self.outsiders(c, &[], other.as_deref());
                        "rang"
                    }
                    grid => {
                        self.columns(c, grid);
                        let bounds: Vec<_> = grid.iter().map(|row| row.below).collect();
                        self.outsiders(c, &bounds, other.as_deref());
                        "grille"
                    }
                }
            }
            Rule::Children { prices } => {
                self.prices(c, prices);
                "enfants"
            }
            Rule::Together { totals } => {
                self.prices(c, totals);
                "ensemble"
            }
            Rule::Share { percent, floor, ceiling, quotient_floor, quotient_ceiling, other } => {
                self.0.set(name("pourcent"), typed(*percent));
                self.amount(name("plancher"), *floor);
                self.amount(name("plafond"), *ceiling);
                self.quotient(name("qf-min"), *quotient_floor);
                self.quotient(name("qf-max"), *quotient_ceiling);
                self.amount(name("autre"), *other);
                "effort"
            }
            Rule::Points { points, other } => {
                for (n, (at, price)) in points.iter().enumerate() {
                    self.quotient(format!("{c}x{n}-qf"), Some(*at));
                    self.amount(format!("{c}x{n}-prix"), Some(*price));
                }
                self.amount(name("autre"), *other);
                "points"
            }
            Rule::Steps { steps } => {
                for (n, (most, price)) in steps.iter().enumerate() {
                    self.number(format!("{c}s{n}-minutes"), Some(most));
                    self.amount(format!("{c}s{n}-prix"), Some(*price));
                }
                "paliers"
            }
            Rule::Week { totals } => {
                self.prices(c, totals);
                "semaine"
            }
            Rule::Weeks { grid } => {
                self.columns(c, grid);
                "semaines"
            }
        };
        self.0.set(name("genre"), kind);
    }

    fn prices(&mut self, c: &str, prices: &[Cents]) {
        for (n, price) in prices.iter().enumerate() {
            self.amount(format!("{c}p{n}-prix"), Some(*price));
        }
    }

    fn columns(&mut self, c: &str, grid: &[Row]) {
        let width = grid.iter().map(|row| row.prices.len()).max();
        self.number(format!("{c}colonnes"), width);
        self.row_grid(&format!("{c}t"), grid);
    }

    fn outsiders(&mut self, c: &str, own: &[Option<Quotient>], other: Option<&[Bracket]>) {
        let (how, grid) = match other {
            None => ("", &[][..]),
            Some([Bracket { below: None, price }]) => {
                self.amount(format!("{c}hors-prix"), Some(*price));
                ("prix", &[][..])
            }
            Some(grid) if grid.iter().map(|bracket| bracket.below).eq(own.iter().copied()) => {
                self.priced(&format!("{c}t"), grid, "hors");
                ("colonne", &[][..])
            }
            Some(grid) => ("tranches", grid),
        };
        self.0.set(format!("{c}hors"), how);
        self.priced(&format!("{c}h"), grid, "prix");
    }

    fn among(&mut self, name: String, among: Among) {
        self.0.set(name, if among == Among::Family { "famille" } else { "presents" });
    }

    fn modifier(&mut self, row: &str, modifier: &Modifier) {
        let name = |field: &str| format!("{row}{field}");
        let (kind, less) = match modifier {
            Modifier::SiblingPercent { from_rank, percent, then, among } => {
                let less = percent.is_sign_negative();
                let side = |percent: &Decimal| typed(if less { -*percent } else { *percent });
                let all: Vec<String> = std::iter::once(percent).chain(then).map(side).collect();
                self.0.set(name("pourcent"), all.join(" ; "));
                self.number(name("rang"), Some(from_rank));
                self.among(name("parmi"), *among);
                ("freres", less)
            }
            Modifier::SiblingPresent { add } => ("presents", self.added(name("montant"), *add)),
            Modifier::Outsider { add } => ("hors", self.added(name("montant"), *add)),
            Modifier::UnknownQuotient { add } => ("inconnu", self.added(name("montant"), *add)),
        };
        self.0.set(name("genre"), kind);
        self.0.set(name("sens"), if less { "moins" } else { "plus" });
    }

    /// Types what is added without its sign; whether it is taken off.
    fn added(&mut self, name: String, add: Cents) -> bool {
        self.amount(name, Some(Cents(add.0.abs())));
        add < Cents::ZERO
    }

    fn penalty(&mut self, prefix: &str, penalty: Option<&Penalty>) {
        let value = format!("{prefix}valeur");
        let kind = match penalty {
            None => "",
            Some(Penalty::Percent { percent }) => {
                self.0.set(value, typed(*percent));
                "pourcent"
            }
            Some(Penalty::Add { cents }) => {
                self.amount(value, Some(*cents));
                "ajout"
            }
            Some(Penalty::Replace { cents, other }) => {
                self.amount(value, Some(*cents));
                self.amount(format!("{prefix}autre"), *other);
                "remplace"
            }
            Some(Penalty::Times { factor, from }) => {
                self.0.set(value, typed(*factor));
                self.number(format!("{prefix}des"), Some(from));
                "fois"
            }
        };
        self.0.set(format!("{prefix}genre"), kind);
    }
}

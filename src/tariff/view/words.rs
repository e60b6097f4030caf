//! Prices in French, as parents and the town hall read them: of each rule, whom it is for, what changes it.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::figures::{added, amount, change, decimal, duration, names, ordinal, percentage, quotient};
use crate::{
    activity::Services,
    platform::money::Cents,
    tariff::{
        Case, Regime, Span, Subscription, Third, Version, When,
        modifier::{Modifier, Penalty, Pickup},
        quotient::Quotient,
        rule::{Among, Bracket, Row, Rule},
    },
    ui::french::{self, NBSP, hour},
};

/// What is said of a price: a table where there are several, and sentences.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// The table, if there is one.
    pub grid: Option<Grid>,
    /// Sentences, without their full stop.
    pub lines: Vec<String>,
}

/// A small table.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// Heads of the columns; the first names the rows.
    pub columns: Vec<String>,
    /// Cells.
    pub rows: Vec<Vec<String>>,
}

impl Said {
    fn line(words: impl Into<String>) -> Self {
        Self { grid: None, lines: vec![words.into()] }
    }

    fn table(columns: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self { grid: Some(Grid { columns, rows }), lines: Vec::new() }
    }
}

/// Shows it; `caption`: what the table is about, which no other of the page has. Roles are said, since a phone lays
/// tables out as blocks.
pub fn show(said: &Said, caption: &str) -> Markup {
    html! {
        @if let Some(grid) = &said.grid {
            // Roles are said, since a phone lays it out as blocks.
            table.prices role="table" {
                caption { (caption) }
                thead role="rowgroup" { tr role="row" { @for column in &grid.columns { th scope="col" role="columnheader" { (column) } } } }
                tbody role="rowgroup" {
                    @for row in &grid.rows {
                        tr role="row" {
                            @for (n, cell) in row.iter().enumerate() {
                                @if n == 0 { th scope="row" role="rowheader" { (cell) } } @else { td role="cell" { (cell) } }
                            }
                        }
                    }
                }
            }
        }
        @for line in &said.lines { p { (capital(line)) "." } }
    }
}

/// A price with all that changes it, without whom it is for. `unit`: "le jour", "le repas", "l’heure".
pub fn case(case: &Case, unit: &str) -> Said {
    let started = case.every.map(|every| format!("par {} commencée", duration(every, true)));
    let mut said = rule(&case.rule, started.as_deref().unwrap_or(unit));
    // A table says "Prix" and no more.
    if let (Some(started), Some(_)) = (started, &said.grid) {
        said.lines.insert(0, format!("ce prix est compté {started}"));
    }
    said.lines.extend(case.modifiers.iter().map(modifier));
    said.lines.extend(ceiling(&case.ceiling));
    said.lines.extend(case.minimum.map(minimum));
    said.lines.extend(case.third.as_ref().map(third));
    said
}

/// What a version says beside its prices: flat rates, lateness, absence.
pub fn besides(version: &Version) -> Vec<String> {
    let penalties = [
        ("réservation après la date limite", &version.late),
        ("présence sans réservation", &version.unreserved),
        ("absence non annulée à temps", &version.absent),
    ];
    let told = penalties.into_iter().filter_map(|(what, rule)| Some((what, rule.as_ref()?)));
    let told = told.map(|(what, rule)| format!("{what}{NBSP}: {}", penalty(rule)));
    let own = version.subscription.as_ref().map(subscription);
    let fetched = version.pickup.as_ref().map(|rule| match version.fetched_by {
        Some(by) => format!("{}, après {}", pickup(rule), hour(by)),
        None => pickup(rule),
    });
    own.into_iter().chain(told).chain(fetched).collect()
}

/// A flat rate, for how long and how many: "forfait par mois, que l’enfant vienne ou non".
pub fn subscription(subscription: &Subscription) -> String {
    let charged = match subscription.charged {
        None => String::new(),
        Some(1) => ", payé pour un seul enfant de la famille".into(),
        Some(most) => format!(", payé pour {most} enfants de la famille au plus"),
    };
    format!("forfait {}, que l’enfant vienne ou non{charged}", span(subscription.per))
}

/// "par mois".
pub fn span(span: Span) -> &'static str {
    match span {
        Span::Month => "par mois",
        Span::Term => "par trimestre (septembre à décembre, janvier à mars, avril à août)",
        Span::Year => "par année scolaire",
    }
}

/// For what a price of a version is: "le mois", for a flat rate, or the unit that it is asked for.
pub fn unit<'a>(version: &Version, unit: &'a str) -> &'a str {
    match version.subscription.as_ref().map(|subscription| subscription.per) {
        None => unit,
        Some(Span::Month) => "le mois",
        Some(Span::Term) => "le trimestre",
        Some(Span::Year) => "l’année",
    }
}

/// The price of a rule.
pub fn rule(rule: &Rule, unit: &str) -> Said {
    let each = |cents: &Cents| format!("{} {unit}", amount(*cents));
    let ours = |words: String, other: &Option<Cents>| match other {
        None => Said::line(words),
        Some(other) => Said {
            grid: None,
            lines: vec![words, format!("{} {unit} pour les familles hors commune", amount(*other))],
        },
    };
    match rule {
        Rule::Flat { resident, other: None } => Said::line(each(resident)),
        Rule::Flat { resident, other: Some(other) } => Said::line(format!(
            "{} pour les habitants de la commune, {} pour les familles hors commune",
            each(resident),
            amount(*other)
        )),
        Rule::Brackets { resident, other, lower_from } => brackets(resident, other.as_deref(), *lower_from),
        Rule::Ranks { grid, other, among } => {
            let mut said = by_row(grid, |n, last| ranked(n, last, *among));
            match other.as_deref() {
                Some([Bracket { below: None, price }]) => {
                    said.lines.push(format!("familles hors commune{NBSP}: {}", each(price)));
                }
                Some(other) => said.lines.push(format!("familles hors commune{NBSP}: {}", inline(other))),
                None => {}
            }
            said
        }
        Rule::Children { prices } => {
            counted("Enfants de la famille", &format!("Prix {unit}, par enfant"), prices)
        }
        Rule::Together { totals } => {
            counted("Enfants présents ce jour-là", &format!("Prix {unit}, pour la famille"), totals)
        }
        Rule::Share { percent, floor, ceiling, quotient_floor, quotient_ceiling, other } => {
            let mut words = format!("{} du quotient familial {unit}", percentage(*percent));
            match (floor, ceiling) {
                (Some(floor), Some(ceiling)) => {
                    words += &format!(", {} au moins et {} au plus", amount(*floor), amount(*ceiling));
                }
                (Some(floor), None) => words += &format!(", {} au moins", amount(*floor)),
                (None, Some(ceiling)) => words += &format!(", {} au plus", amount(*ceiling)),
                (None, None) => {}
            }
            let mut said = ours(words, other);
            let counts = |side: &str, bound: &Quotient| {
                format!("un quotient {side} de {0} compte pour {0}", quotient(*bound))
            };
            said.lines.extend(quotient_floor.as_ref().map(|bound| counts("au-dessous", bound)));
            said.lines.extend(quotient_ceiling.as_ref().map(|bound| counts("au-dessus", bound)));
            said
        }
        Rule::Points { points, other } => {
            let row =
                |(x, price): &(Quotient, Cents)| vec![format!("quotient {}", quotient(*x)), amount(*price)];
            let columns = vec!["Quotient familial".into(), format!("Prix {unit}")];
            let mut said = Said::table(columns, points.iter().map(row).collect());
            said.lines.push("entre deux quotients, le prix est calculé en proportion".into());
            if let Some(other) = other {
                said.lines.push(format!("familles hors commune{NBSP}: {}", each(other)));
            }
            said
        }
        Rule::Steps { steps } => {
            let row = |(most, price): &(u32, Cents)| {
                vec![format!("jusqu’à {}", duration(*most, false)), amount(*price)]
            };
            let mut rows: Vec<_> = steps.iter().map(row).collect();
            if let Some((most, _)) = steps.last() {
                rows.push(vec![format!("plus de {}", duration(*most, false)), "pas proposé".into()]);
            }
            Said::table(vec!["Durée".into(), "Prix".into()], rows)
        }
        Rule::Week { totals } => counted("Jours dans la semaine", "Prix de la semaine", totals),
        Rule::Weeks { grid } => by_row(grid, weeks),
    }
}

/// Brackets of quotient, for residents and others.
fn brackets(resident: &[Bracket], other: Option<&[Bracket]>, lower_from: Option<usize>) -> Said {
    let bounds = |grid: &[Bracket]| grid.iter().map(|bracket| bracket.below).collect::<Vec<_>>();
    let price = |bracket: Option<&Bracket>| {
        bracket.map_or_else(|| "pas proposé".into(), |bracket| amount(bracket.price))
    };
    let mut said = match other {
        // The same bounds: one table with both.
        Some(other) if bounds(other) == bounds(resident) => {
            let row = |(n, name): (usize, String)| vec![name, price(resident.get(n)), price(other.get(n))];
            let rows = names(&bounds(resident)).into_iter().enumerate().map(row).collect();
            Said::table(["Quotient familial", "Commune", "Hors commune"].map(String::from).into(), rows)
        }
        _ => {
            let row = |(n, name): (usize, String)| vec![name, price(resident.get(n))];
            let rows = names(&bounds(resident)).into_iter().enumerate().map(row).collect();
            Said::table(["Quotient familial", "Prix"].map(String::from).into(), rows)
        }
    };
    match other {
        Some([Bracket { below: None, price }]) if resident.len() > 1 => {
            said.lines.push(format!("familles hors commune{NBSP}: {}", amount(*price)));
        }
        Some(other) if bounds(other) != bounds(resident) => {
            said.lines.push(format!("familles hors commune{NBSP}: {}", inline(other)));
        }
        _ => {}
    }
    if let Some(from) = lower_from {
        said.lines.push(format!(
            "à partir de {from} enfants dans la famille, le prix est celui de la tranche d’avant"
        ));
    }
    if resident.len() > 1 {
        said.lines.push(UNKNOWN.into());
    }
    said
}

const UNKNOWN: &str =
    "quand la mairie ne connaît pas le quotient, le prix est celui de la tranche la plus haute";

/// "moins de 776 : 4,10 €, 776 et plus : 5,40 €".
fn inline(grid: &[Bracket]) -> String {
    let bounds: Vec<_> = grid.iter().map(|bracket| bracket.below).collect();
    let words = names(&bounds).into_iter().enumerate().map(|(n, name)| match grid.get(n) {
        Some(bracket) => format!("{name}{NBSP}: {}", amount(bracket.price)),
        None => format!("{name}{NBSP}: pas proposé"),
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Rows of several prices.
fn by_row(grid: &[Row], column: impl Fn(usize, bool) -> String) -> Said {
    let width = grid.iter().map(|row| row.prices.len()).max().unwrap_or(0);
    let heads = (1..=width).map(|n| column(n, n == width));
    let cell = |row: &Row, n: usize| {
        let price = row.prices.get(n).or(row.prices.last());
        price.map_or_else(String::new, |price| amount(*price))
    };
    let cells = |row: &Row| (0..width).map(|n| cell(row, n)).collect::<Vec<_>>();
    if let [only @ Row { below: None, .. }] = grid {
        let rows = heads.zip(cells(only)).map(|(head, price)| vec![head, price]).collect();
        return Said::table(vec![String::from("Pour"), "Prix".into()], rows);
    }
    let bounds: Vec<_> = grid.iter().map(|row| row.below).collect();
    let row = |(n, name): (usize, String)| {
        let prices = grid.get(n).map_or_else(|| vec!["pas proposé".into(); width], cells);
        std::iter::once(name).chain(prices).collect()
    };
    let rows = names(&bounds).into_iter().enumerate().map(row).collect();
    let columns = std::iter::once("Quotient familial".into()).chain(heads).collect();
    Said { grid: Some(Grid { columns, rows }), lines: vec![UNKNOWN.into()] }
}

/// "1er enfant", "3e enfant et plus".
fn ranked(n: usize, last: bool, among: Among) -> String {
    let more = if last { " et suivants" } else { "" };
    let here = match among {
        Among::Present => " présent",
        Among::Family => "",
    };
    format!("{} enfant{here}{more}", ordinal(n))
}

/// "1 semaine", "2 semaines et plus".
fn weeks(n: usize, last: bool) -> String {
    let words = french::count(n, "semaine", "semaines");
    if last { format!("{words} et plus, par semaine ajoutée comme la dernière") } else { words }
}

fn counted(what: &str, of: &str, prices: &[Cents]) -> Said {
    let name = |n: usize| match n == prices.len() && n > 1 {
        true => format!("{n} et plus"),
        false => n.to_string(),
    };
    let rows = prices.iter().enumerate().map(|(n, price)| vec![name(n + 1), amount(*price)]).collect();
    Said::table(vec![what.into(), of.into()], rows)
}

/// Whom a price is for, and when; none: everybody.
pub fn when(when: &When, services: &Services) -> Option<String> {
    let mut words = Vec::new();
    if !when.levels.is_empty() {
        words.push(format!("en {}", french::list(when.levels.iter().map(|level| format!("{level:?}")))));
    }
    words.extend(match (when.from_age, when.to_age) {
        (None, None) => None,
        (Some(from), None) => Some(format!("à partir de {from} ans")),
        (None, Some(to)) => Some(format!("jusqu’à {to} ans")),
        (Some(from), Some(to)) if from == to => Some(format!("à {from} ans")),
        (Some(from), Some(to)) => Some(format!("de {from} à {to} ans")),
    });
    words.extend(when.regime.map(|regime| format!("au régime {}", self::regime(regime))));
    words.extend(when.own_meal.map(|own| match own {
        true => "avec un PAI et le repas apporté par la famille".into(),
        false => "sans repas apporté par la famille".into(),
    }));
    if let Some(with) = when.with {
        let name = services.get(with).map_or("une autre prestation", |service| &service.name);
        words.push(format!("avec «{NBSP}{name}{NBSP}» le même jour"));
    }
    (!words.is_empty()).then(|| words.join(", "))
}

/// "général (CAF)".
pub fn regime(regime: Regime) -> &'static str {
    match regime {
        Regime::General => "général (CAF)",
        Regime::Agricultural => "agricole (MSA)",
        Regime::Other => "autre que général ou agricole",
    }
}

/// What changes a price.
pub fn modifier(modifier: &Modifier) -> String {
    match modifier {
        Modifier::SiblingPercent { from_rank, percent, then, among } => {
            let among = match among {
                Among::Present => "des enfants de la famille présents ce jour-là",
                Among::Family => "des enfants de la famille",
            };
            if then.is_empty() {
                let from = ordinal(*from_rank);
                return format!("{} à partir du {from} {among}", change(*percent));
            }
            let all: Vec<_> = std::iter::once(percent).chain(then).collect();
            let word = |(n, percent): (usize, &&Decimal)| {
                let more = if n + 1 == all.len() { " et les suivants" } else { "" };
                format!("{} pour le {}{more}", change(**percent), ordinal(from_rank + n))
            };
            format!("{} {among}", french::list(all.iter().enumerate().map(word)))
        }
        Modifier::SiblingPresent { add } => {
            format!("{} par enfant quand des frères ou sœurs sont présents le même jour", added(*add))
        }
        Modifier::Outsider { add } => format!("{} pour les familles hors commune", added(*add)),
        Modifier::UnknownQuotient { add } => {
            format!("{} quand la mairie ne connaît pas le quotient", added(*add))
        }
    }
}

/// What a penalty does, after "réservation après la date limite :".
pub fn penalty(penalty: &Penalty) -> String {
    match penalty {
        Penalty::Percent { percent } => match *percent == Decimal::NEGATIVE_ONE * Decimal::ONE_HUNDRED {
            true => "rien n’est dû".into(),
            false => change(*percent),
        },
        Penalty::Add { cents } => added(*cents),
        Penalty::Replace { cents, other: None } => format!("{} au lieu du prix habituel", amount(*cents)),
        Penalty::Replace { cents, other: Some(other) } => format!(
            "{} au lieu du prix habituel, {} pour les familles hors commune",
            amount(*cents),
            amount(*other)
        ),
        Penalty::Times { factor, from } => {
            let times = format!("le prix est multiplié par {}", decimal(*factor));
            if *from < 2 { times } else { format!("{times} à partir de la {from}e fois") }
        }
    }
}

/// What fetching a child late costs.
pub fn pickup(pickup: &Pickup) -> String {
    match pickup {
        Pickup::Flat { cents } => {
            format!("enfant repris en retard{NBSP}: {} chaque fois", amount(*cents))
        }
        Pickup::Started { minutes, cents } => {
            let unit = duration(*minutes, true);
            format!("enfant repris en retard{NBSP}: {} par {unit} commencée", amount(*cents))
        }
    }
}

/// The most that a month costs; none where there is no ceiling.
pub fn ceiling(ceiling: &[Bracket]) -> Option<String> {
    match ceiling {
        [] => None,
        [Bracket { below: None, price }] => {
            Some(format!("{} au plus par mois et par enfant", amount(*price)))
        }
        grid => {
            let bounds: Vec<_> = grid.iter().map(|bracket| bracket.below).collect();
            let word = |(n, name): (usize, String)| match grid.get(n) {
                Some(bracket) => format!("{name}{NBSP}: {}", amount(bracket.price)),
                None => format!("{name}{NBSP}: sans plafond"),
            };
            let words: Vec<_> = names(&bounds).into_iter().enumerate().map(word).collect();
            Some(format!("au plus par mois et par enfant, selon le quotient{NBSP}: {}", words.join(", ")))
        }
    }
}

/// The least that a month costs.
pub fn minimum(minimum: Cents) -> String {
    format!("{} au moins pour un mois où l’enfant vient", amount(minimum))
}

/// Who pays a part.
pub fn third(third: &Third) -> String {
    match (third.percent, third.cents) {
        (Some(percent), _) => format!("{} du prix payés par {}", percentage(percent), third.name),
        (None, Some(cents)) => format!("{} payés chaque fois par {}", amount(cents), third.name),
        (None, None) => format!("rien n’est payé par {}", third.name),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
}

#[cfg(test)]
mod tests;

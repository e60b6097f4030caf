//! The form of a version of prices.

use maud::{Markup, html};

use super::{
    faults::{problem, row_problem, wrong_of},
    words,
};
use crate::{
    activity::Services,
    tariff::{
        Version,
        draft::{Draft, Fault, LEVELS},
    },
    ui::{
        form::{Problem, problems},
        fragment::Region,
        french::NBSP,
    },
};

/// Kinds of price: their name in the form and what they are.
const KINDS: [(&str, &str); 11] = [
    ("prix", "Un seul prix"),
    ("quotient", "Selon le quotient"),
    ("grille", "Selon le quotient et le rang de l’enfant"),
    ("rang", "Selon le rang de l’enfant"),
    ("enfants", "Selon le nombre d’enfants de la famille"),
    ("ensemble", "Un prix pour tous les enfants présents ce jour-là"),
    ("effort", "Une part du quotient (taux d’effort)"),
    ("points", "En proportion entre des quotients publiés"),
    ("paliers", "Selon la durée, par paliers"),
    ("semaine", "Selon le nombre de jours dans la semaine"),
    ("semaines", "Par semaine de vacances"),
];

/// What the form shows.
pub struct Shown<'a> {
    /// What was typed.
    pub draft: &'a Draft,
    /// What is wrong with it.
    pub faults: &'a [Fault],
    /// Services, for a price together with another.
    pub services: &'a Services,
}

impl Shown<'_> {
    /// The summary of what is wrong, with links.
    pub fn summary(&self) -> Markup {
        let list: Vec<Problem> = self.faults.iter().map(problem).collect();
        problems(&list)
    }

    /// What the price comes to, in sentences; or what is wrong, while it is typed.
    pub fn preview(&self) -> Markup {
        match self.draft.read() {
            Ok((_, version)) => html! { h2 { "En clair" } (version_words(&version, self.services)) },
            Err(faults) => html! {
                h2 { "À compléter" }
                ul { @for fault in &faults { @let it = problem(fault);
                    li { a.alone href={ "#" (fault.field) } { (it.words) } }
                } }
            },
        }
    }

    /// What changes on the page while somebody types: the sentences, the rows that are wrong, the fields of another
    /// choice.
    pub fn regions(&self) -> Vec<Region> {
        let faults = self.draft.read().err().unwrap_or_default();
        let mut regions = vec![Region::of("apercu", self.preview())];
        for n in 0..self.draft.rows("c").max(1) {
            let (c, of) = (format!("c{n}-"), format!("prix {}", n + 1));
            if self.draft.get(&format!("{c}affiche")) != self.chosen(&c) {
                regions.push(Region::of(format!("{c}regle"), self.rule_fields(&c, &of)));
                continue;
            }
            for prefix in ["t", "h", "k", "x", "s"].map(|table| format!("{c}{table}")) {
                for row in (0..self.draft.rows(&prefix)).map(|row| format!("{prefix}{row}")) {
                    regions.push(Region::of(format!("{row}-ici"), row_problem(&row, &faults)));
                }
            }
        }
        regions
    }

    /// What says which fields of a price are shown.
    fn chosen(&self, c: &str) -> String {
        ["genre", "hors"].map(|field| self.draft.get(&format!("{c}{field}"))).join("/")
    }

    /// The fields of the way a price is fixed.
    fn rule_fields(&self, c: &str, of: &str) -> Markup {
        html! {
            input type="hidden" name={ (c) "affiche" } value=(self.chosen(c));
            (self.rule(c, of))
            (self.every(c, of))
        }
    }

    /// The fields.
    pub fn fields(&self) -> Markup {
        let cases = self.draft.rows("c").max(1);
        html! {
            div.card {
                h2 { "Début" }
                (self.input("depuis", "En vigueur à partir du", "", "date"))
                (self.input("decision", "Décision", "", "text"))
                p { "Par exemple" (NBSP) ": délibération du 26 juin 2025." }
            }
            @for n in 0..cases { (self.case(n, cases)) }
            p { button.plain name="geste" value="ligne:c" { "Ajouter un prix pour d’autres enfants" } }
            (self.besides())
        }
    }

    fn fault(&self, name: &str) -> Option<String> {
        self.faults.iter().find(|fault| fault.field == name).map(|fault| wrong_of(fault).to_owned())
    }

    /// A field; `of`: what makes its label unique, which is read and not seen.
    fn input(&self, name: &str, label: &str, of: &str, kind: &str) -> Markup {
        let fault = self.fault(name);
        let help = format!("{name}-aide");
        html! {
            div.field {
                label for=(name) { (label) @if !of.is_empty() { span.away { ", " (of) } } }
                @if let Some(words) = &fault { p.problem id=(help) { (words) } }
                input id=(name) name=(name) type=(kind) value=(self.draft.get(name)) autocomplete="off"
                    aria-invalid=[fault.as_ref().map(|_| "true")] aria-describedby=[fault.as_ref().map(|_| &help)];
            }
        }
    }

    fn select(&self, name: &str, label: &str, of: &str, choices: &[(&str, &str)]) -> Markup {
        let fault = self.fault(name);
        let now = self.draft.get(name);
        html! {
            div.field {
                label for=(name) { (label) @if !of.is_empty() { span.away { ", " (of) } } }
                @if let Some(words) = &fault { p.problem { (words) } }
                select id=(name) name=(name) aria-invalid=[fault.as_ref().map(|_| "true")] {
                    @for (value, words) in choices { option value=(value) selected[*value == now] { (words) } }
                }
            }
        }
    }

    fn case(&self, n: usize, cases: usize) -> Markup {
        let c = format!("c{n}-");
        let of = format!("prix {}", n + 1);
        html! {
            div.card {
                h2 { @if cases > 1 { "Prix " (n + 1) } @else { "Prix" } }
                (self.when(&c, &of))
                (self.select(&format!("{c}genre"), "Comment ce prix est fixé", &of, &KINDS))
                p.unscripted { button.plain name="geste" value="afficher" { "Afficher les champs de ce choix" span.away { ", " (of) } } }
                div id={ (c) "regle" } { (self.rule_fields(&c, &of)) }
                (self.changes(&c, &of))
                (self.month(&c, &of))
                @if cases > 1 {
                    p {
                        @if n > 0 { button.plain name="geste" value={ "monter:c" (n) } { "Placer avant le prix " (n) span.away { ", " (of) } } " " }
                        button.plain name="geste" value={ "retirer:c" (n) } { "Retirer le prix " (n + 1) }
                    }
                }
            }
        }
    }

    fn when(&self, c: &str, of: &str) -> Markup {
        let name = |field: &str| format!("{c}{field}");
        let set = ["age-min", "age-max", "regime", "repas", "avec"];
        let open = set.iter().any(|field| !self.draft.get(&name(field)).is_empty())
            || LEVELS.iter().any(|(level, _)| !self.draft.get(&format!("{c}niveau-{level}")).is_empty());
        let mut services = vec![(String::new(), String::from("peu importe"))];
        services.extend(self.services.list.iter().map(|one| (one.id.to_string(), one.name.clone())));
        let services: Vec<(&str, &str)> =
            services.iter().map(|(id, name)| (id.as_str(), name.as_str())).collect();
        html! {
            details id=(name("pour")) open[open || self.fault(&name("pour")).is_some()] {
                summary { "Pour qui" (NBSP) ": " @if open { "certains enfants" } @else { "tous les enfants" } span.away { ", " (of) } }
                @if let Some(words) = self.fault(&name("pour")) { p.problem { (words) } }
                fieldset {
                    legend { "Niveaux" span.away { ", " (of) } }
                    @for (level, _) in LEVELS {
                        @let field = format!("{c}niveau-{level}");
                        label.choice { input type="checkbox" name=(field) value="oui" checked[!self.draft.get(&field).is_empty()]; span { (level) span.away { ", " (of) } } }
                    }
                }
                (self.input(&name("age-min"), "Âge, à partir de", of, "text"))
                (self.input(&name("age-max"), "Âge, jusqu’à", of, "text"))
                (self.select(&name("regime"), "Régime", of, &[("", "peu importe"), ("general", "général (CAF)"), ("agricole", "agricole (MSA)"), ("autre", "autre")]))
                (self.select(&name("repas"), "Repas apporté par la famille (PAI)", of, &[("", "peu importe"), ("oui", "oui"), ("non", "non")]))
                (self.select(&name("avec"), "Réservé le même jour avec", of, &services))
            }
        }
    }

    fn rule(&self, c: &str, of: &str) -> Markup {
        let name = |field: &str| format!("{c}{field}");
        let kind = self.draft.get(&name("genre"));
        let amount = |field: &str, label: &str| self.input(&name(field), label, of, "text");
        let other = || amount("autre", "Prix hors commune, s’il est autre");
        match kind {
            "" | "prix" => html! { (amount("prix", "Prix en euros")) (other()) },
            "quotient" | "grille" => html! {
                @if kind == "grille" { (self.among(c, of)) }
                (self.outsiders(c, of, true))
                (self.grid(&name("t"), of, &self.columns(c, kind), true))
                @if kind == "grille" { (self.wider(c, of)) }
                @if kind == "quotient" { (amount("baisse", "Tranche inférieure à partir de combien d’enfants, si c’est prévu")) }
            },
            "semaines" => html! {
                p { "Chaque colonne est le total" (NBSP) ": une semaine, deux semaines…" }
                (self.grid(&name("t"), of, &self.columns(c, kind), true))
                (self.wider(c, of))
            },
            "rang" => {
                html! { (self.among(c, of)) (self.list(c, of, "enfant")) (self.outsiders(c, of, false)) }
            }
            "enfants" => html! { (self.list(c, of, "enfants dans la famille, prix par enfant")) },
            "ensemble" => html! { (self.list(c, of, "enfants présents, prix pour la famille")) },
            "semaine" => html! { (self.list(c, of, "jours dans la semaine, prix de la semaine")) },
            "effort" => html! {
                (amount("pourcent", "Pourcentage du quotient")) p { "Par exemple" (NBSP) ": 0,36." }
                (amount("plancher", "Prix au moins")) (amount("plafond", "Prix au plus"))
                (amount("qf-min", "Quotient compté au moins")) (amount("qf-max", "Quotient compté au plus")) (other())
            },
            "points" => {
                html! { (self.grid(&name("x"), of, &[("qf".into(), "Quotient".into()), ("prix".into(), "Prix".into())], false)) (other()) }
            }
            "paliers" => {
                html! { (self.grid(&name("s"), of, &[("minutes".into(), "Jusqu’à (minutes)".into()), ("prix".into(), "Prix".into())], false)) }
            }
            _ => html! {},
        }
    }

    /// Whether the price is that of the stay, or of each unit of time.
    fn every(&self, c: &str, of: &str) -> Markup {
        html! {
            (self.input(&format!("{c}minutes"), "Durée en minutes, si c’est le prix de chaque tranche de temps commencée", of, "text"))
            p { "Vide si le prix est celui de la journée, du repas, de la séance. Par exemple" (NBSP) ": 30, pour un prix à la demi-heure." }
        }
    }

    fn among(&self, c: &str, of: &str) -> Markup {
        let choices =
            [("presents", "les enfants présents ce jour-là"), ("famille", "tous les enfants de la famille")];
        self.select(&format!("{c}parmi"), "Rang compté parmi", of, &choices)
    }

    /// The columns of prices.
    fn columns(&self, c: &str, kind: &str) -> Vec<(String, String)> {
        let mut all = match kind {
            "quotient" => vec![("prix".into(), "Prix".into())],
            _ => (1..=self.draft.columns(c))
                .map(|n| {
                    let what = if kind == "grille" { "Enfant" } else { "Semaines" };
                    (format!("p{n}"), format!("{what} {n}"))
                })
                .collect(),
        };
        if self.draft.get(&format!("{c}hors")) == "colonne" {
            all.push(("hors".into(), "Hors commune".into()));
        }
        all
    }

    fn wider(&self, c: &str, of: &str) -> Markup {
        html! {
            input type="hidden" name={ (c) "colonnes" } value=(self.draft.columns(c));
            p {
                button.plain name="geste" value={ "colonne:" (c) } { "Ajouter une colonne" span.away { ", " (of) } } " "
                button.plain name="geste" value={ "moins:" (c) } { "Retirer la dernière colonne" span.away { ", " (of) } }
            }
        }
    }

    fn list(&self, c: &str, of: &str, what: &str) -> Markup {
        let rows = self.draft.rows(&format!("{c}p")).max(1);
        html! {
            p { "Le dernier prix vaut aussi au-delà." }
            @for n in 0..rows { (self.input(&format!("{c}p{n}-prix"), &format!("{} {what}", n + 1), of, "text")) }
            p { button.plain name="geste" value={ "ligne:" (c) "p" } { "Ajouter une ligne" span.away { ", " (of) ", prix" } } }
        }
    }

    /// A table of rows; `ends`: each from a quotient to another.
    fn grid(&self, prefix: &str, of: &str, prices: &[(String, String)], ends: bool) -> Markup {
        let mut columns: Vec<(String, String)> = Vec::new();
        if ends {
            columns.extend([("de".into(), "Quotient de".into()), ("a".into(), "à".into())]);
        }
        columns.extend(prices.iter().cloned());
        let table = match prefix.chars().last() {
            Some('k') => "plafond du mois",
            Some('h') => "hors commune",
            _ => "tableau",
        };
        let rows = self.draft.rows(prefix).max(1);
        html! {
            @for n in 0..rows {
                fieldset.tier {
                    legend { "Ligne " (n + 1) span.away { ", " (table) ", " (of) } }
                    p.problem id=(format!("{prefix}{n}-ici")) {}
                    @for (field, label) in &columns {
                        (self.input(&format!("{prefix}{n}-{field}"), label, &format!("ligne {}, {table}, {of}", n + 1), "text"))
                    }
                    @if rows > 1 { button.plain name="geste" value={ "retirer:" (prefix) (n) } { "Retirer" span.away { " la ligne " (n + 1) ", " (table) ", " (of) } } }
                }
            }
            p { button.plain name="geste" value={ "ligne:" (prefix) } { "Ajouter une ligne" span.away { ", " (table) ", " (of) } } }
            @if ends {
                (self.select(&format!("{prefix}-haut"), "Au-dessus de la dernière ligne", &format!("{table}, {of}"),
                    &[("", "la dernière ligne n’a pas de fin"), ("non", if table == "plafond du mois" { "sans plafond" } else { "pas proposé" })]))
            }
        }
    }

    fn outsiders(&self, c: &str, of: &str, beside: bool) -> Markup {
        let how = self.draft.get(&format!("{c}hors"));
        let mut choices = vec![
            ("", "le même prix"),
            ("prix", "un seul prix"),
            ("tranches", "selon le quotient, d’autres tranches"),
        ];
        if beside {
            choices.insert(2, ("colonne", "une colonne de plus, mêmes tranches"));
        }
        html! {
            (self.select(&format!("{c}hors"), "Familles hors commune", of, &choices))
            p.unscripted { button.plain name="geste" value="afficher" { "Afficher ce choix" span.away { " pour les familles hors commune, " (of) } } }
            @if how == "prix" { (self.input(&format!("{c}hors-prix"), "Prix hors commune", of, "text")) }
            @if how == "tranches" { (self.grid(&format!("{c}h"), of, &[("prix".into(), "Prix".into())], true)) }
        }
    }

    fn changes(&self, c: &str, of: &str) -> Markup {
        let rows = self.draft.rows(&format!("{c}m"));
        html! {
            details open[rows > 0] {
                summary { "Réductions et suppléments" span.away { ", " (of) } }
                @for n in 0..rows { (self.change(&format!("{c}m{n}"), &format!("changement {}, {of}", n + 1))) }
                (self.select(&format!("{c}m-nouveau"), "Ajouter", &format!("réduction ou supplément, {of}"), &[
                    ("freres", "un pourcentage à partir du énième enfant"), ("presents", "un montant quand frères et sœurs sont présents"),
                    ("hors", "un montant pour les familles hors commune"), ("inconnu", "un montant quand le quotient est inconnu")]))
                p { button.plain name="geste" value={ "changement:" (c) } { "Ajouter ce changement" span.away { ", " (of) } } }
            }
        }
    }

    fn change(&self, row: &str, of: &str) -> Markup {
        let name = |field: &str| format!("{row}-{field}");
        let kind = self.draft.get(&name("genre"));
        let title = match kind {
            "freres" => "À partir du énième enfant",
            "presents" => "Frères et sœurs présents",
            "hors" => "Familles hors commune",
            _ => "Quotient inconnu",
        };
        html! {
            fieldset {
                legend { (title) span.away { ", " (of) } }
                input type="hidden" name=(name("genre")) value=(kind);
                (self.select(&name("sens"), "Sens", of, &[("moins", "en moins"), ("plus", "en plus")]))
                @if kind == "freres" {
                    (self.input(&name("rang"), "À partir de quel enfant", of, "text"))
                    (self.input(&name("pourcent"), "Pourcentage, ou plusieurs séparés par « ; » pour les suivants", of, "text"))
                    (self.among(&format!("{row}-"), of))
                } @else { (self.input(&name("montant"), "Montant en euros", of, "text")) }
                button.plain name="geste" value={ "retirer:" (row) } { "Retirer" span.away { " le " (of) } }
            }
        }
    }

    fn month(&self, c: &str, of: &str) -> Markup {
        let set = ["minimum", "tiers-nom", "k0-prix", "tiers-montant", "tiers-pourcent", "k0-de", "k0-a"];
        let open = set.iter().any(|field| !self.draft.get(&format!("{c}{field}")).is_empty())
            || self.draft.rows(&format!("{c}k")) > 1;
        let field = |name: &str, label: &str| self.input(&format!("{c}{name}"), label, of, "text");
        html! {
            details open[open] {
                summary { "Plafond et minimum du mois, part payée par un tiers" span.away { ", " (of) } }
                p { "Plafond" (NBSP) ": le plus que coûte un mois d’un enfant. Laissez vide s’il n’y en a pas." }
                (self.grid(&format!("{c}k"), of, &[("prix".into(), "Plafond".into())], true))
                (field("minimum", "Minimum d’un mois"))
                (field("tiers-nom", "Qui paie une part (CCAS…)"))
                (field("tiers-pourcent", "Sa part en pourcentage"))
                (field("tiers-montant", "Ou sa part en euros"))
            }
        }
    }

    fn besides(&self) -> Markup {
        let penalty = |prefix: &str, title: &str| {
            html! {
                fieldset {
                    legend { (title) }
                    (self.select(&format!("{prefix}genre"), "Effet", title, &[("", "le même prix"), ("pourcent", "un pourcentage en plus"),
                        ("ajout", "un montant en plus"), ("remplace", "un autre prix"), ("fois", "le prix multiplié")]))
                    (self.input(&format!("{prefix}valeur"), "Combien", title, "text"))
                    (self.input(&format!("{prefix}autre"), "Hors commune, pour un autre prix", title, "text"))
                    (self.input(&format!("{prefix}des"), "À partir de quelle fois, pour un prix multiplié", title, "text"))
                }
            }
        };
        let named = ["retard-genre", "sans-genre", "absence-genre", "repris-genre", "forfait"];
        let open = named.iter().any(|name| !self.draft.get(name).is_empty());
        html! {
            div.card {
                details open[open] {
                    summary { "Retards, absences, forfaits" }
                    (penalty("retard-", "Réservation après la date limite"))
                    (penalty("sans-", "Présence sans réservation"))
                    (penalty("absence-", "Absence non annulée"))
                    fieldset {
                        legend { "Enfant repris en retard" }
                        (self.select("repris-genre", "Effet", "enfant repris en retard", &[("", "rien"), ("fois", "un montant chaque fois"), ("tranche", "un montant par tranche commencée")]))
                        (self.input("repris-heure", "Après quelle heure (sans elle, rien n’est facturé)", "enfant repris en retard", "time"))
                        (self.input("repris-prix", "Montant en euros", "enfant repris en retard", "text"))
                        (self.input("repris-minutes", "Durée de la tranche, en minutes", "enfant repris en retard", "text"))
                    }
                    fieldset {
                        legend { "Forfait" }
                        (self.select("forfait", "Le prix est", "", &[("", "pour chaque jour réservé"), ("mois", "un forfait par mois"), ("trimestre", "un forfait par trimestre"), ("annee", "un forfait par année scolaire")]))
                        (self.input("forfait-enfants", "Nombre d’enfants payants au plus, pour un forfait", "", "text"))
                    }
                }
            }
        }
    }
}

/// A version in sentences.
pub fn version_words(version: &Version, services: &Services) -> Markup {
    html! {
        @for (n, case) in version.cases.iter().enumerate() {
            @let who = words::when(&case.when, services);
            @if version.cases.len() > 1 || who.is_some() {
                p { strong { @if let Some(who) = &who { "Enfants " (who) } @else { "Pour les autres" } (NBSP) ":" } }
            }
            (words::show(&words::case(case, words::unit(version, "le jour")), &format!("Prix {}", n + 1)))
        }
        @for line in words::besides(version) { p { (line) "." } }
    }
}

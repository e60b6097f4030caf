//! The pages of tariffs: all of them, and one with its versions.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::form::{Shown, version_words};
use crate::{
    activity::{ServiceId, Services},
    tariff::{Tariff, TariffId, Tariffs},
    ui::{
        form::{Field, Problem, field, problems},
        french::{NBSP, day_month_year},
        layout::{self, Frame, Script},
        table::table,
    },
};

const HERE: &str = "/mairie/reglages/tarifs";

/// How a version stands to today.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Another holds since.
    Past,
    /// It holds today.
    Now,
    /// Its day has not come, and days are booked at it.
    Booked,
    /// Its day has not come, and it can be changed.
    Free,
}

/// What was refused on these pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// The name is empty or too long.
    Name,
    /// The version was used.
    Used,
}

/// What was just done.
fn done(what: &str) -> Option<&'static str> {
    Some(match what {
        "ajoute" => "Le tarif est ajouté. Indiquez maintenant ses prix.",
        "renomme" => "Le nom est enregistré.",
        "version" => "Les prix sont enregistrés.",
        "retiree" => "La version est retirée.",
        "inscriptions" => "Les prestations de ce tarif sont enregistrées.",
        _ => return None,
    })
}

/// All tariffs.
pub fn tariffs(mut frame: Frame, tariffs: &Tariffs, today: NaiveDate, refused: bool) -> Markup {
    frame.title = "Tarifs";
    (frame.here, frame.help) = ("/mairie/reglages", "/mairie/reglages/tarifs");
    frame.refused = refused;
    let row = |tariff: &Tariff| {
        let now = tariff.versions.on(today);
        let next = tariff.versions.iter().find(|version| version.from > today);
        vec![
            html! { a.alone href={ (HERE) "/" (tariff.id) } { (tariff.name) } },
            html! { @match now { Some(version) => { "depuis le " (day_month_year(version.from)) }, None => "aucun prix" } },
            html! { @match next { Some(version) => { "le " (day_month_year(version.from)) }, None => "rien de prévu" } },
        ]
    };
    let rows: Vec<_> = tariffs.0.values().map(row).collect();
    let problem = "Indiquez un nom, en 100 caractères au plus.";
    let list = refused.then(|| Problem { field: Some("nom".into()), words: problem.into() });
    let content = html! {
        h1 { "Tarifs" }
        (problems(&list.into_iter().collect::<Vec<_>>()))
        p { "Un tarif a des prix à partir d’un jour. Une nouvelle délibération en commence d’autres" (NBSP) ": les anciens restent." }
        @if !rows.is_empty() { (table("Tarifs de la commune", &["Tarif", "Prix en vigueur", "Prochain changement"], &rows)) }
        form.card method="post" action=(HERE) novalidate {
            h2 { "Ajouter un tarif" }
            (field(&Field { name: "nom", label: "Nom, par exemple Cantine", kind: "text", autocomplete: "off", value: "", problem: refused.then_some(problem) }))
            button.main { "Ajouter le tarif" }
        }
    };
    layout::page(&frame, content)
}

/// One tariff; `of`: the services that are registered at it.
pub fn tariff(
    frame: Frame,
    tariff: &Tariff,
    stages: &[(NaiveDate, Stage)],
    services: &Services,
    of: &[ServiceId],
    (fait, refused): (Option<&str>, Option<Refused>),
) -> Markup {
    let mut frame = frame;
    let title = format!("Tarif {}", tariff.name);
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/reglages", "/mairie/reglages/tarifs");
    frame.refused = refused.is_some();
    let here = format!("{HERE}/{}", tariff.id);
    let words = refused.map(|refused| match refused {
        Refused::Name => ("nom", "Indiquez un nom, en 100 caractères au plus."),
        Refused::Used => ("versions", "Ces prix ont déjà servi ou sont en vigueur : ils ne se changent plus. Commencez une nouvelle version."),
    });
    let list = words.map(|(field, words)| Problem { field: Some(field.into()), words: words.into() });
    let problem = words.filter(|(field, _)| *field == "nom").map(|(_, words)| words);
    let content = html! {
        h1 { (tariff.name) }
        @if let Some(words) = fait.and_then(done) { p.saved role="status" { (words) } }
        (problems(&list.into_iter().collect::<Vec<_>>()))
        div #versions tabindex="-1" {
            @if stages.is_empty() { p.notice { "Ce tarif n’a pas encore de prix." } }
            @for version in tariff.versions.iter().collect::<Vec<_>>().into_iter().rev() {
                @let stage = stages.iter().find(|(from, _)| *from == version.from).map_or(Stage::Past, |(_, stage)| *stage);
                div.card {
                    h2 { "À partir du " (day_month_year(version.from)) }
                    p { (state(stage)) @if !version.value.decision.is_empty() { " – " (version.value.decision) } }
                    @if stage == Stage::Past {
                        details { summary { "Voir les prix à partir du " (day_month_year(version.from)) } (version_words(&version.value, services)) }
                    } @else { (version_words(&version.value, services)) }
                    @if stage == Stage::Free {
                        p { a.plain href={ (here) "/version?depuis=" (version.from) } { "Modifier les prix du " (day_month_year(version.from)) } }
                        form method="post" action=(here) {
                            input type="hidden" name="depuis" value=(version.from);
                            button.plain name="geste" value="retirer" { "Retirer les prix du " (day_month_year(version.from)) }
                        }
                    }
                }
            }
        }
        p { a.main href={ (here) "/version" } { @if stages.is_empty() { "Indiquer les prix" } @else { "Nouvelle version à partir d’un jour" } } }
        form.card method="post" action=(here) {
            h2 { "Prestations inscrites à ce tarif" }
            fieldset {
                legend { "La mairie inscrit à ce tarif pour" }
                @for service in &services.list {
                    label.choice { input type="checkbox" name="prestation" value=(service.id) checked[of.contains(&service.id)]; (service.name) }
                }
            }
            button.plain name="geste" value="inscriptions" { "Enregistrer les prestations" }
        }
        form.card method="post" action=(here) novalidate {
            h2 { "Nom du tarif" }
            (field(&Field { name: "nom", label: "Nom", kind: "text", autocomplete: "off", value: &tariff.name, problem }))
            button.plain name="geste" value="renommer" { "Enregistrer le nom" }
        }
        p { a.alone href={ "/mairie/essai?tarif=" (tariff.id) } { "Essayer ce tarif" } }
        p { a.alone href=(HERE) { "Revenir aux tarifs" } }
    };
    layout::page(&frame, content)
}

fn state(stage: Stage) -> &'static str {
    match stage {
        Stage::Past => "Passés",
        Stage::Now => "En vigueur",
        Stage::Booked => "À venir, des jours sont déjà réservés à ces prix",
        Stage::Free => "À venir",
    }
}

/// The form of a version; `changed`: the day of the one that it changes; `used`: it cannot be any more.
pub fn version(
    frame: Frame,
    (id, name): (TariffId, &str),
    changed: Option<NaiveDate>,
    used: bool,
    shown: &Shown,
) -> Markup {
    let mut frame = frame;
    let title = match changed {
        Some(from) => format!("Prix à partir du {}, tarif {name}", day_month_year(from)),
        None => format!("Nouveaux prix, tarif {name}"),
    };
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/reglages", "/mairie/reglages/tarifs");
    frame.refused = used || !shown.faults.is_empty();
    frame.script = Script::Live;
    let here = format!("{HERE}/{id}/version");
    let taken = Problem {
        field: Some("depuis".into()),
        words: "Des prix sont déjà en vigueur ou ont servi à cette date. Choisissez un jour à venir, sans autre version.".into(),
    };
    let content = html! {
        h1 { (title) }
        @if used { (problems(&[taken])) } @else { (shown.summary()) }
        form method="post" action=(here) novalidate
            hx-post={ (HERE) "/" (id) "/apercu" } hx-trigger="input delay:300ms" hx-swap="none" hx-sync="this:replace" {
            // The first button is what the Enter key presses: it changes nothing.
            button hidden name="geste" value="afficher" { "Mettre à jour la page" }
            input type="hidden" name="remplace" value=[changed];
            (shown.fields())
            div.card #apercu role="status" { (shown.preview()) }
            button.main name="geste" value="enregistrer" { "Enregistrer les prix" }
        }
        p { a.alone href={ (HERE) "/" (id) } { "Revenir au tarif" } }
    };
    layout::page(&frame, content)
}

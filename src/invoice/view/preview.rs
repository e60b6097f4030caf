//! What a run would bill, family by family, and what looks wrong.

use maud::{Markup, html};

use super::{
    lines::{self, said},
    money,
    run::month,
};
use crate::{
    activity::{ServiceId, Services},
    invoice::{
        Line,
        cash::CashOffice,
        preview::{Preview, Wrong},
        run::Run,
    },
    ui::{
        french::{self, NBSP, count},
        layout::{self, Frame},
        table::table,
    },
};

/// What the page is made of.
pub struct Shown<'a> {
    /// The cash office.
    pub office: &'a CashOffice,
    /// The services.
    pub services: &'a Services,
    /// What would be billed.
    pub preview: &'a Preview,
    /// The run.
    pub run: &'a Run,
    /// The month, as the form says it.
    pub month: &'a str,
    /// Whether something has changed since it was shown.
    pub changed: bool,
}

impl Shown<'_> {
    fn service(&self, id: ServiceId) -> &str {
        self.services.get(id).map_or("", |service| &service.name)
    }
}

/// The page.
pub fn page(frame: Frame, shown: &Shown) -> Markup {
    let title = format!("Avant d’émettre les factures de {}", month(shown.run.first));
    let mut frame = frame;
    frame.here = "/mairie/factures";
    let (preview, run) = (shown.preview, shown.run);
    let row = |family: &crate::invoice::preview::OfFamily| {
        vec![
            html! { a href={ "/mairie/familles/" (family.family) "/compte" } { (family.name) } @if family.unwritten { br; small { "sans courriel" } } },
            html! { @for line in &family.lines { (family.children.get(&line.child).map_or("", String::as_str)) ", " (words(shown, line)) br; } },
            html! { (money(family.total)) },
        ]
    };
    let rows: Vec<Vec<Markup>> = preview.families.iter().map(row).collect();
    let names = run.services.iter().map(|id| shown.service(*id).to_owned());
    let content = html! {
        h1 { (title) }
        @if shown.changed { p.notice role="alert" { "Ce qui serait facturé a changé depuis que cette page a été montrée" (NBSP) ": la voici à jour. Relisez-la, puis émettez." } }
        p { (shown.office.name) (NBSP) ": " (french::list(names)) ". À payer avant le " (french::day_month_year(run.due)) "." }
        (wrong(shown, &preview.wrong))
        @if rows.is_empty() {
            p.saved { "Rien n’est à facturer" (NBSP) ": tout ce qui est dû l’est déjà." }
        } @else {
            p { strong { (count(rows.len(), "famille", "familles")) ", " (money(preview.total())) "." } }
            form method="post" action="/mairie/factures/emettre" {
                input type="hidden" name="mois" value=(shown.month);
                input type="hidden" name="regie" value=(run.office);
                @for service in &run.services { input type="hidden" name="prestation" value=(service); }
                @if let Some(family) = run.only { input type="hidden" name="famille" value=(family); }
                input type="hidden" name="vu" value=(preview.seen());
                p { "Une facture émise ne change plus" (NBSP) ": une erreur se corrige par un avoir. Chaque famille est prévenue par courriel." }
                button.main { "Émettre " (count(rows.len(), "document", "documents")) }
            }
            (table("Ce qui serait facturé", &["Famille", "Lignes", "Total"], &rows))
        }
        p { a.alone href="/mairie/factures" { "Revenir aux factures" } }
    };
    frame.title = &title;
    layout::page(&frame, content)
}

/// "Cantine 1er service : 12 × 3,45 €".
fn words(shown: &Shown, line: &Line) -> String {
    let sign = if line.takes_back { "−" } else { "" };
    let what = said(line).map(|said| format!(", {said}")).unwrap_or_default();
    format!(
        "{}{what}{NBSP}: {sign}{}{NBSP}×{NBSP}{}",
        shown.service(line.service),
        line.days.len(),
        money(line.charge.unit)
    )
}

fn wrong(shown: &Shown, wrong: &Wrong) -> Markup {
    let over = shown.run.last < shown.run.today;
    let nothing =
        over && wrong.uncalled.is_empty() && wrong.unpriced.is_empty() && wrong.quotients.is_empty();
    html! {
        @if !nothing {
            div.card.todo {
                h2 { "À vérifier avant d’émettre" }
                ul.plainly {
                    @if !over { li { "Ce mois n’est pas fini" (NBSP) ": les jours à venir sont facturés comme ils sont réservés aujourd’hui." } }
                    @for (service, days) in &wrong.uncalled {
                        li { (shown.service(*service)) (NBSP) ": aucun pointage le " (lines::days(&days.iter().copied().collect::<Vec<_>>())) ". Les réservations de ces jours sont facturées telles quelles." }
                    }
                    @for (family, child, service, days) in &wrong.unpriced {
                        li {
                            a href={ "/mairie/familles/" (family) } { (child) span.away { ", dossier" } } (NBSP) ": pas de tarif pour " (shown.service(*service)) " le " (lines::days(days))
                            ". Ces jours ne sont pas facturés" (NBSP) ": inscrivez l’enfant, ou complétez le tarif."
                        }
                    }
                    @if !wrong.quotients.is_empty() {
                        li {
                            details {
                                summary { (count(wrong.quotients.len(), "famille a un quotient inconnu, ou de plus d’un an", "familles ont un quotient inconnu, ou de plus d’un an")) }
                                p {
                                    @for (n, (family, name)) in wrong.quotients.iter().enumerate() {
                                        @if n > 0 { ", " } a href={ "/mairie/familles/" (family) } { (name) span.away { ", dossier" } }
                                    }
                                    "."
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

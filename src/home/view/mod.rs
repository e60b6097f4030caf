//! Home, welcome, accessibility and errors, in French.

mod accessibility;
pub mod help;
mod legal;
mod rules;

use maud::{Markup, html};

pub use accessibility::declaration as accessibility;
pub use legal::{notice, privacy};
pub use rules::{Settings, rules};

use crate::{
    account::{Bar, Parent, view::dress},
    activity::period::Period,
    family::view::needs::{Needs, needs},
    invoice::ledger::Standing,
    message::{Thread, ThreadId},
    platform::money::Cents,
    reservation::{
        grid::{ChildGrid, Grid},
        open::Open,
        view::booked,
    },
    town::{
        Identity, Span,
        view::{frame, name, reach},
    },
    ui::{
        french::{self, NBSP, money, telephone},
        layout::{self, Frame, Script},
    },
};

/// The town's welcome, for somebody who is not signed in.
pub fn welcome(town: &Identity) -> Markup {
    let mut frame = frame(town, "Accueil");
    (frame.here, frame.help) = ("/", help::HOME);
    layout::page(
        &frame,
        html! {
            h1 { "Portail des familles de " (name(town)) }
            @if !town.opened {
                p.notice { "Le portail est en préparation. La mairie préviendra les familles dès qu’elles pourront s’y connecter." }
            }
            @if !town.message.is_empty() { p { (town.message) } }
            @if town.opened {
                p { a.main href="/connexion" { "Se connecter" } }
            } @else {
                p { a.alone href="/connexion" { "Vous travaillez à la mairie" (NBSP) "? Connectez-vous" } }
            }
            @if !town.contact.service.is_empty() {
                h2 { "Nous joindre" }
                p {
                    (town.contact.service) br;
                    @if !town.contact.address.is_empty() { (town.contact.address) br; }
                    (telephone(&town.contact.telephone)) br; (town.contact.mail)
                }
            }
        },
    )
}

/// What waits for a family besides its file.
pub struct Waiting {
    /// Its bills that are not paid whole.
    pub unpaid: Vec<Standing>,
    /// What the town has lately answered to its messages.
    pub answered: Vec<(ThreadId, Thread)>,
}

/// What needs a family, then its week and the next.
pub fn home(parent: &Parent, open: &Open, weeks: &[Grid; 2], waiting: &Waiting, file: &Needs) -> Markup {
    let mut frame = frame(&open.town.identity, "Accueil");
    dress(&mut frame, &parent.bar);
    (frame.here, frame.help) = ("/", help::HOME);
    let next = weeks
        .iter()
        .filter_map(|grid| Some((grid, grid.notice.as_ref()?)))
        .min_by_key(|(_, notice)| notice.until);
    layout::page(
        &frame,
        html! {
            h1 { "Bonjour " (parent.first_name) }
            @if let Some((grid, notice)) = next {
                h2 { "Prochaine date butoir" }
                div.card.todo {
                    p {
                        @let (before, instant) = french::before(notice.until, open.town.identity.timezone);
                    (capital(before)) " " strong { (instant) }
                        @let (services, days) = if notice.book.0.is_empty() { &notice.cancel } else { &notice.book };
                        @let names = open.services.list.iter().filter(|service| services.contains(&service.id));
                        ", pour " (french::days(days)) (NBSP) ": " (french::list(names.map(|service| service.name.as_str()))) "."
                    }
                    a.main href={ "/reservations/" (grid.period) } { "Réserver" }
                }
            }
            (unpaid(&waiting.unpaid))
            @for (id, thread) in &waiting.answered {
                div.card.todo {
                    p { "La mairie a répondu à votre message «" (NBSP) (thread.subject) (NBSP) "»." }
                    a.plain href={ "/contact/" (id) } { "Lire la réponse" span.away { " à «" (NBSP) (thread.subject) (NBSP) "»" } }
                }
            }
            (needs(file))
            @if weeks[0].children.iter().any(|child| child.usual) {
                @let month = Period::of(Span::Month, weeks[0].period.first()).next();
                p { a.alone href={ "/reservations/annee?periode=" (month) } { "Réserver mes jours habituels " (french::of(french::month_name(month.first()))) } }
            }
            @for (grid, title) in weeks.iter().zip(["Cette semaine", "La semaine prochaine"]) {
                h2 { (title) }
                @for child in &grid.children { (summary(child)) }
                @if grid.total.0 > 0 { p { "Total" (NBSP) ": " strong { (money(grid.total.0)) } } }
                p { a.alone href={ "/reservations/" (grid.period) } { "Voir ou modifier la semaine " (french::from_to(grid.period.first(), grid.period.last())) } }
            }
        },
    )
}

/// What is left to pay, and by when.
fn unpaid(bills: &[Standing]) -> Markup {
    let left: Cents = bills.iter().map(Standing::left).sum();
    html! {
        @if let Some(due) = bills.iter().map(|bill| bill.due).min() {
            div.card.todo {
                p { (french::count(bills.len(), "facture à payer", "factures à payer")) (NBSP) ": " strong { (money(left.0)) } ", avant le " (french::day_month_year(due)) "." }
                a.plain href="/factures" { "Voir mes factures" }
            }
        }
    }
}

fn capital(before: &str) -> &'static str {
    if before.starts_with('a') { "Avant le" } else { "Jusqu’au" }
}

/// What a child is booked for.
fn summary(child: &ChildGrid) -> Markup {
    let booked = booked(child);
    html! {
        div.card.day {
            h3 { (child.first_name) }
            @if booked.is_empty() { p { "Rien n’est réservé." } }
            @for line in booked { p { (line) } }
        }
    }
}

/// What went wrong and what to do. `bar`: who is signed in; `denied`: signed in, and not allowed there;
/// `incident`: the number of our fault in the log.
pub fn error(
    town: Option<&Identity>,
    bar: Option<&Bar>,
    status: u16,
    denied: bool,
    incident: Option<u32>,
) -> Markup {
    let (title, words) = if denied { DENIED } else { words(status) };
    let nobody = Frame {
        town: layout::UNNAMED,
        logo: None,
        accessibility: "non conforme",
        script: Script::None,
        office: false,
        title,
        refused: false,
        person: None,
        menu: Vec::new(),
        ends: None,
        here: "",
        help: "",
    };
    let mut frame = town.map_or(nobody, |town| frame(town, title));
    if let Some(bar) = bar {
        dress(&mut frame, bar);
    }
    layout::page(
        &frame,
        html! {
            h1 { (title) }
            p { (words) }
            @if let Some(incident) = incident { p { "Numéro à donner si vous nous écrivez" (NBSP) ": " strong { (incident) } "." } }
            @if let Some(town) = town { p { (reach(town)) "." } }
            @if bar.is_some_and(|bar| bar.family) {
                p { a.alone href="/reservations" { "Revenir à mes réservations" } }
            } @else {
                p { a.alone href="/" { "Revenir à l’accueil" } }
            }
            @if status == 404 { p { a.alone href="/aide" { "Voir à quoi sert chaque page" } } }
        },
    )
}

const DENIED: (&str, &str) = (
    "Page réservée",
    "Votre compte n’ouvre pas cette page. Rien n’a été enregistré. Si vous en avez besoin, demandez à l’administrateur du portail.",
);

fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        403 => (
            "Demande refusée",
            "Cette demande ne vient pas d’une page du portail. Rien n’a été enregistré. Revenez en arrière et recommencez.",
        ),
        404 => ("Page introuvable", "Cette page n’existe pas, ou n’existe plus."),
        413 => {
            ("Demande trop grande", "Cette demande est trop grande pour être lue. Rien n’a été enregistré.")
        }
        422 | 400 => (
            "Demande illisible",
            "Nous n’avons pas pu lire cette demande. Rien n’a été enregistré. Revenez en arrière et recommencez.",
        ),
        507 => (
            "Enregistrement impossible pour le moment",
            "Le disque de la mairie est plein : rien n’a été enregistré. Vos réservations déjà enregistrées sont intactes. Réessayez plus tard.",
        ),
        _ => (
            "Une erreur est survenue",
            "Ce n’est pas de votre fait. Rien n’a été enregistré à moitié. Réessayez dans quelques minutes.",
        ),
    }
}

//! Who may sign in for a family, as the town decides it.

use chrono::{DateTime, Utc};
use maud::{Markup, html};

use super::found::{Found, search};
use crate::{
    family::{FamilyId, Guardian, GuardianId, access::Wrong},
    town::Identity,
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Frame},
    },
};

/// A family, and who signs in for it.
pub struct Access<'a> {
    /// Its number.
    pub id: FamilyId,
    /// "MARTEL".
    pub name: &'a str,
    /// The town.
    pub town: &'a Identity,
    /// Its guardians.
    pub people: Vec<Person>,
    /// What was searched.
    pub text: &'a str,
    /// And found.
    pub found: Vec<Found>,
    /// What was just done.
    pub done: Option<&'a str>,
    /// What is wrong with what was typed.
    pub wrong: Option<Wrong>,
    /// For which guardian.
    pub about: u32,
    /// The address that was typed.
    pub mail: &'a str,
}

/// A guardian.
pub struct Person {
    /// The number.
    pub id: GuardianId,
    /// The guardian.
    pub guardian: Guardian,
    /// The address in the file.
    pub own: String,
    /// The address of the account, if there is one.
    pub mail: Option<String>,
    /// Whether the account has a password.
    pub signs: bool,
    /// Last sign-in.
    pub seen: Option<DateTime<Utc>>,
}

impl Person {
    fn name(&self) -> String {
        format!("{} {}", self.guardian.first_name, self.guardian.last_name)
    }
}

/// The page.
pub fn page(frame: Frame, access: &Access) -> Markup {
    let mut frame = frame;
    let title = format!("Accès au portail – famille {} (nº{NBSP}{})", access.name, access.id);
    frame.title = &title;
    (frame.here, frame.help) = ("/mairie/familles", "/mairie/familles/acces");
    frame.refused = access.wrong.is_some();
    let address = format!("/mairie/familles/{}/acces", access.id);
    let problem = access.wrong.as_ref().map(|wrong| {
        let field =
            if matches!(wrong, Wrong::Already(_)) { "q".into() } else { format!("adresse-{}", access.about) };
        Problem { field: Some(field), words: words(wrong) }
    });
    let content = html! {
        h1 { (title) }
        p { a.alone href={ "/mairie/familles/" (access.id) } { "Revenir à la famille " (access.name) } }
        @if let Some(words) = access.done.and_then(done) { p.saved role="status" { (words) } }
        (problems(problem.as_slice()))
        @for person in &access.people { (one(access, person, &address)) }
        h2 { "Rattacher un responsable d’un autre dossier" }
        p { "La même personne, avec le même compte, verra les deux familles. Son identité est reprise" (NBSP) "; son adresse, ses téléphones et ses remarques ne le sont pas." }
        (search(&address, access.text, &access.found, |found| html! {
            li {
                p { "Famille " (found.name) " (nº" (NBSP) (found.id) ")" }
                @for (guardian, name) in &found.people {
                    form method="post" action=(address) {
                        input type="hidden" name="de" value={ (found.id) "." (guardian) };
                        p { button.plain name="geste" value="rattacher" { "Rattacher " (name) span.away { " (famille nº" (NBSP) (found.id) ")" } } }
                    }
                }
            }
        }))
    };
    layout::page(&frame, content)
}

/// A guardian.
fn one(access: &Access, person: &Person, address: &str) -> Markup {
    let name = person.name();
    let wrong = access
        .wrong
        .as_ref()
        .filter(|wrong| access.about == person.id.0 && !matches!(wrong, Wrong::Already(_)));
    let shown = match (wrong, &person.mail) {
        (Some(_), _) => access.mail,
        (None, Some(mail)) => mail,
        (None, None) => &person.own,
    };
    let input = format!("adresse-{}", person.id);
    let problem = wrong.map(words);
    html! {
        div.card role="group" aria-labelledby={ "personne-" (person.id) } {
            h2 #{ "personne-" (person.id) } { (name) }
            p { (state(access, person)) }
            @if !person.signs {
                form.narrow method="post" action=(address) novalidate {
                    input type="hidden" name="responsable" value=(person.id);
                    (named(&input, &name, shown, problem.as_deref()))
                    p { button.plain name="geste" value="inviter" {
                        @if person.mail.is_some() { "Inviter de nouveau " (name) } @else { "Inviter " (name) }
                    } }
                }
            }
            @if person.guardian.access && person.mail.is_some() {
                form method="post" action=(address) {
                    input type="hidden" name="responsable" value=(person.id);
                    p { button.plain name="geste" value="terminer" { "Terminer l’accès " (french::of(&name)) } }
                }
            }
            @if !person.guardian.access && person.signs {
                form method="post" action=(address) {
                    input type="hidden" name="responsable" value=(person.id);
                    p { button.plain name="geste" value="rendre" { "Rendre l’accès à " (name) } }
                }
            }
        }
    }
}

/// The address of an invitation: a field of one name for each guardian, with an id of its own.
fn named(id: &str, name: &str, value: &str, problem: Option<&str>) -> Markup {
    let help = format!("{id}-aide");
    html! {
        div.field {
            label for=(id) { "Adresse électronique " (french::of(name)) }
            @if let Some(problem) = problem { p.problem #(help) { (problem) } }
            input #(id) name="adresse" type="email" autocomplete="off" required value=(value)
                aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| &help)];
        }
    }
}

fn state(access: &Access, person: &Person) -> String {
    let seen = |at| french::moment(at, access.town.timezone);
    match (&person.mail, person.guardian.access, person.signs) {
        (None, ..) => "Pas encore de compte.".into(),
        (Some(mail), false, _) => format!("Accès terminé. Adresse du compte{NBSP}: {mail}."),
        (Some(mail), true, false) => format!("Invitation envoyée à {mail}, pas encore de mot de passe."),
        (Some(mail), true, true) => match person.seen {
            Some(at) => format!("Se connecte avec {mail}. Dernière connexion{NBSP}: {}.", seen(at)),
            None => format!("Se connecte avec {mail}."),
        },
    }
}

/// What was just done.
fn done(what: &str) -> Option<&'static str> {
    Some(match what {
        "inviter" => "L’accès est ouvert. Un courriel part vers cette adresse.",
        "terminer" => "L’accès est terminé. Ses connexions en cours sont coupées.",
        "rendre" => "L’accès est rendu.",
        "rattacher" => {
            "Ce responsable est rattaché. Complétez sa fiche\u{a0}: son adresse n’est pas reprise."
        }
        _ => return None,
    })
}

/// What is wrong, and what to do.
fn words(wrong: &Wrong) -> String {
    match wrong {
        Wrong::Mail => "Indiquez une adresse électronique, par exemple prenom@exemple.fr.".into(),
        Wrong::Other(name) => format!(
            "Cette adresse est celle du compte {}, qui ne porte pas ce nom. Vérifiez l’adresse et le nom{NBSP}; deux personnes ne partagent pas un compte.",
            french::of(name)
        ),
        Wrong::Signs(mail) => format!(
            "Cette personne se connecte déjà avec {mail}. Elle peut changer d’adresse elle-même, sur la page de son compte."
        ),
        Wrong::Already(name) => format!("{name} est déjà dans ce dossier."),
    }
}

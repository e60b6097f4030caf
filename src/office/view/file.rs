//! All settings as one file: what it is, what one that comes in would change, what is wrong with it.

use maud::{Markup, html};

use crate::{
    office::import::{
        Unread, Wrong,
        merge::{Change, Fate, Merge, Part},
    },
    platform::upload::NotSent,
    ui::{
        form::{Problem, problems},
        french::{self, NBSP, count},
        layout::{self, Frame},
    },
};

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// There is none, or it is too large.
    NotSent(NotSent),
    /// It holds no text.
    NotText,
    /// It is no file of settings, or what it says does not hold together.
    Wrong(Vec<Wrong>),
}

/// What each part of the file is, for who opens it: the line before which it stands, and the comment.
const COMMENTS: [(&str, &str); 12] = [
    ("[town]", "La commune : son nom, son fuseau horaire, à qui les familles s’adressent."),
    (
        "[calendar]",
        "Le calendrier : années scolaires, vacances, fermetures. Les jours vont de 1 (lundi) à 7 (dimanche).",
    ),
    ("[[schools]]", "Les écoles. Les numéros (id) relient les parties entre elles."),
    ("[[classes]]", "Les classes, chacune dans une école."),
    ("[[pools]]", "Les places, quand elles sont comptées."),
    ("[[services]]", "Les prestations, dans l’ordre de la grille, avec leurs dates butoirs."),
    (
        "[[tariffs]]",
        "Les tarifs. Les montants sont en centimes ; une tranche s’arrête juste au-dessous de « below ».",
    ),
    (
        "[[offers]]",
        "À quels tarifs on s’inscrit à chaque prestation ; le premier est celui que prennent les parents.",
    ),
    ("[[absences]]", "Les absences : ce qui est dû quand un enfant ne vient pas, prestation par prestation."),
    ("[[cash_offices]]", "Les régies : qui émet les factures de quelles prestations, et ce qu’elles disent."),
    (
        "[files]",
        "Ce que les parents peuvent faire de leur fiche : nothing (lire), ask (demander), at_once (changer).",
    ),
    ("[files.pages]", "Page par page."),
];

/// The text of a file, with what each part is.
pub fn commented(text: &str) -> String {
    let mut all = String::from(
        "# Réglages du portail des familles. Ce fichier se lit, se modifie avec un éditeur de texte et se reprend sur la page\n\
         # « Réglages en un fichier ». Il ne contient personne : ni famille, ni enfant, ni agent, ni mot de passe.\n",
    );
    let mut said = Vec::new();
    for line in text.lines() {
        if let Some((head, words)) = COMMENTS.iter().find(|(head, _)| *head == line)
            && !said.contains(head)
        {
            said.push(*head);
            all += &format!("\n# {words}\n");
        }
        all += line;
        all.push('\n');
    }
    all
}

/// The page: a file to take away, a file to bring in.
pub fn page(mut frame: Frame, refused: Option<&Refused>, done: bool) -> Markup {
    (frame.title, frame.here) = ("Réglages en un fichier", "/mairie/reglages");
    frame.help = "/mairie/reglages/fichier";
    frame.refused = refused.is_some();
    let list: Vec<String> = refused.map(sentences).unwrap_or_default();
    let said: Vec<Problem> =
        list.iter().map(|words| Problem { field: Some("fichier".into()), words: words.clone() }).collect();
    let content = html! {
        h1 { "Réglages en un fichier" }
        @if done { p.saved role="status" { "Les réglages du fichier sont enregistrés. Regardez ce qui reste à régler, puis vérifiez les prix et les délais sur la page « Règles et tarifs »." } }
        (problems(&said))
        div.card {
            h2 { "Garder ou donner vos réglages" }
            p { "Un fichier texte, qui se lit" (NBSP) ": commune, calendrier, écoles, prestations, délais, tarifs, choix des fiches. Personne n’y est nommé, et aucun mot de passe n’y est. Une commune voisine peut en partir." }
            p { a.plain href="/mairie/reglages/fichier/reglages.toml" download="reglages.toml" { "Télécharger les réglages" } }
        }
        form.card method="post" action="/mairie/reglages/fichier" enctype="multipart/form-data" novalidate {
            h2 { "Partir d’un fichier" }
            p { "Celui d’une commune voisine, ou le vôtre que vous avez gardé. Rien n’est changé avant que vous ayez vu ce qu’il change et dit oui. Ce qui a déjà servi reste comme il est." }
            div.field {
                label for="fichier" { "Fichier de réglages" }
                p #fichier-exemple { "Un fichier texte qui finit par «" (NBSP) ".toml" (NBSP) "», 256" (NBSP) "ko au plus." }
                @if let Some(first) = list.first() { p.problem #fichier-aide { (first) } }
                input #fichier name="fichier" type="file" accept=".toml,.txt,text/plain,application/toml" required
                    aria-invalid=[refused.map(|_| "true")]
                    aria-describedby=(if refused.is_some() { "fichier-aide" } else { "fichier-exemple" });
            }
            button.main { "Voir ce qu’il change" }
        }
        p { a.alone href="/mairie/reglages" { "Revenir aux réglages" } }
    };
    layout::page(&frame, content)
}

fn sentences(refused: &Refused) -> Vec<String> {
    match refused {
        Refused::NotSent(NotSent::NoFile) => vec!["Choisissez d’abord un fichier.".into()],
        Refused::NotSent(NotSent::TooLarge) => {
            vec!["Ce fichier est trop lourd\u{a0}: un fichier de réglages a 256\u{a0}ko au plus.".into()]
        }
        Refused::NotText => vec![
            "Ce fichier n’est pas un texte\u{a0}: choisissez celui qui finit par «\u{a0}.toml\u{a0}».".into(),
        ],
        Refused::Wrong(faults) => faults.iter().map(wrong).collect(),
    }
}

/// What is wrong with a file of settings, and where.
pub fn wrong(fault: &Wrong) -> String {
    match fault {
        Wrong::Syntax { line, why } => {
            let why = match why {
                Unread::Unknown(name) => format!(
                    "«{NBSP}{name}{NBSP}» n’est pas connu à cet endroit. Vérifiez l’orthographe, ou retirez cette ligne."
                ),
                Unread::Missing(name) => {
                    format!("il manque «{NBSP}{name}{NBSP}» dans la partie qui commence là.")
                }
                Unread::Form => "elle ne se lit pas. Vérifiez ses guillemets, ses crochets, et qu’elle dit «\u{a0}nom = valeur\u{a0}».".into(),
            };
            format!("Ligne {line}{NBSP}: {why}")
        }
        Wrong::Empty { what } => format!("Partie [{what}]{NBSP}: il manque un nom."),
        Wrong::Twice { what, id } => {
            format!(
                "Partie [{what}]{NBSP}: le numéro {id} y est deux fois. Donnez-en un autre à l’un des deux."
            )
        }
        Wrong::Unknown { what, id, at } => {
            format!("«{NBSP}{at}{NBSP}» renvoie à {what} {id}, qui n’est pas dans le fichier.")
        }
        Wrong::Religion { diet } => {
            format!("Régime «{NBSP}{diet}{NBSP}»{NBSP}: un régime nomme des aliments, jamais une religion.")
        }
        Wrong::Price { tariff, from } => format!(
            "Tarif «{NBSP}{tariff}{NBSP}», à partir du {}{NBSP}: la grille a un trou, deux prix pour un même quotient, ou il y manque un montant.",
            french::day_month_year(*from)
        ),
        Wrong::Client { number } => {
            format!(
                "Partie [payment]{NBSP}: le numéro client «{NBSP}{number}{NBSP}» doit avoir six chiffres."
            )
        }
        Wrong::Presences => {
            "Partie [presences]\u{a0}: de 0 à 90 jours pour un certificat, de 1 à 60 mois de conservation."
                .into()
        }
        Wrong::Backwards { what } => format!("{what}{NBSP}: la fin est avant le début."),
    }
}

/// Why a preview is shown again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is not: it was asked for.
    Shown,
    /// What it showed has changed since.
    Changed,
}

/// What a file would change.
pub struct Preview<'a> {
    /// Its name.
    pub name: &'a str,
    /// The town whose settings they are.
    pub town: &'a str,
    /// Thing by thing.
    pub merge: &'a Merge,
    /// What would not hold together.
    pub faults: &'a [Wrong],
    /// Whether the town's name and address are taken too.
    pub identity: bool,
    /// What who confirms has seen.
    pub seen: &'a str,
    /// Why it is shown again.
    pub state: State,
}

/// The page of the preview.
pub fn preview(mut frame: Frame, shown: &Preview) -> Markup {
    (frame.title, frame.here) = ("Ce que le fichier change", "/mairie/reglages");
    frame.help = "/mairie/reglages/fichier";
    let mut list: Vec<Problem> = Vec::new();
    if shown.state == State::Changed {
        let words = "Les réglages ont changé depuis que cette page a été montrée\u{a0}: la voici à jour. Relisez-la, puis confirmez.";
        list.push(Problem { field: Some("confirmer".into()), words: words.into() });
    }
    for change in shown.merge.changes.iter().filter(|change| change.fate == Fate::Clash) {
        list.push(Problem { field: Some("parties".into()), words: clash(change) });
    }
    list.extend(
        shown.faults.iter().map(|fault| Problem { field: Some("parties".into()), words: wrong(fault) }),
    );
    frame.refused = !list.is_empty();
    let takes = !shown.merge.clashes() && shown.faults.is_empty();
    let content = html! {
        h1 { "Ce que le fichier change" }
        p { "Fichier «" (NBSP) (shown.name) (NBSP) "», réglages de " (shown.town) ". Rien n’est encore enregistré." }
        (problems(&list))
        div #parties tabindex="-1" { @for part in PARTS { (of_part(shown, part)) } }
        form.card #confirmer method="post" action="/mairie/reglages/fichier/apercu" {
            h2 { @if takes { "Enregistrer ces changements" } @else { "Ce fichier ne peut pas être repris" } }
            input type="hidden" name="vu" value=(shown.seen);
            label.choice {
                input type="checkbox" name="commune" value="oui" checked[shown.identity];
                span { "Prendre aussi le nom, l’adresse, le fuseau horaire et l’accueil de " (shown.town) }
            }
            @if takes {
                @if shown.merge.changes_nothing() { p { "Ce fichier dit la même chose que vos réglages." } }
                p { button.main name="geste" value="prendre" { "Enregistrer ces réglages" } }
            } @else {
                p { "Corrigez le fichier avec un éditeur de texte, puis envoyez-le de nouveau." }
                p { button.plain name="geste" value="revoir" { "Voir avec ce choix" } }
            }
            p { button.plain name="geste" value="laisser" { "Ne rien changer" } }
        }
        p { a.alone href="/mairie/reglages/fichier" { "Choisir un autre fichier" } }
    };
    layout::page(&frame, content)
}

const PARTS: [(Part, &str, Words); 11] = [
    (Part::Town, "Commune", Words("", "")),
    (Part::Calendar, "Calendrier", Words("", "")),
    (Part::Schools, "Écoles", Words("école", "écoles")),
    (Part::Classes, "Classes", Words("classe", "classes")),
    (Part::Pools, "Places", Words("nombre de places", "nombres de places")),
    (Part::Services, "Prestations et délais", Words("prestation", "prestations")),
    (Part::Tariffs, "Tarifs", Words("tarif", "tarifs")),
    (Part::Offers, "Tarifs de chaque prestation", Words("prestation", "prestations")),
    (Part::Absences, "Absences", Words("prestation", "prestations")),
    (Part::Files, "Fiches des familles", Words("", "")),
    (Part::Presences, "Absences signalées", Words("", "")),
];

/// One and several.
#[derive(Clone, Copy)]
struct Words(&'static str, &'static str);

fn of_part(shown: &Preview, (part, title, words): (Part, &str, Words)) -> Markup {
    let changes: Vec<&Change> = shown.merge.changes.iter().filter(|change| change.part == part).collect();
    let fates = [
        (Fate::New, "à ajouter"),
        (Fate::Changed, "à changer"),
        (Fate::Clash, "qui ne va pas"),
        (Fate::Same, "sans changement"),
        (Fate::Stays, "hors du fichier, qui reste"),
    ];
    html! {
        div.card {
            h2 { (title) }
            @if changes.is_empty() {
                p { @if part == Part::Town { "Le nom et l’adresse de la commune restent ceux d’ici." } @else { "Rien, ni ici ni dans le fichier." } }
            } @else if words.0.is_empty() {
                p { @if changes[0].fate == Fate::Same { "Sans changement." } @else { (whole(part)) } }
            } @else {
                ul.plainly {
                    @for (fate, said) in fates {
                        @let own: Vec<&&Change> = changes.iter().filter(|change| change.fate == fate).collect();
                        @if !own.is_empty() {
                            li { (count(own.len(), words.0, words.1)) " " (said) (NBSP) ": " (french::list(own.iter().map(|change| named(change)))) "." }
                        }
                    }
                    @for words in changes.iter().filter_map(|change| begun(change)) { li { (words) } }
                }
            }
        }
    }
}

fn whole(part: Part) -> &'static str {
    match part {
        Part::Town => "Le nom, l’adresse, le fuseau horaire et l’accueil deviennent ceux du fichier.",
        Part::Calendar => {
            "Les années scolaires, les vacances et les fermetures du fichier s’ajoutent\u{a0}; aux mêmes dates, ce sont celles du fichier qui valent."
        }
        Part::Presences => {
            "L’heure limite pour signaler une absence et les délais des certificats deviennent ceux du fichier."
        }
        _ => "Ce que les parents peuvent voir et changer, et les régimes, deviennent ceux du fichier.",
    }
}

fn named(change: &Change) -> String {
    match &change.was {
        Some(was) => format!("{} (ici «{NBSP}{was}{NBSP}»)", change.name),
        None => change.name.clone(),
    }
}

/// Which versions of a thing stay as they are here.
pub fn begun(change: &Change) -> Option<String> {
    let days = french::list(change.begun.iter().map(|day| french::day_month_year(*day)));
    (!change.begun.is_empty()).then(|| {
        format!(
            "«{NBSP}{}{NBSP}»{NBSP}: ce qui vaut à partir du {days} reste comme ici, parce que cette date est passée ou qu’on a déjà réservé à ces conditions.",
            change.name
        )
    })
}

/// Why a thing of the file cannot be taken.
pub fn clash(change: &Change) -> String {
    let was = change.was.as_deref().unwrap_or_default();
    format!(
        "«{NBSP}{}{NBSP}» a dans le fichier le numéro de «{NBSP}{was}{NBSP}», qui a déjà servi ici. Donnez-lui un autre numéro dans le fichier, partout où il est nommé.",
        change.name
    )
}

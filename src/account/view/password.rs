//! Choosing a password: one's own, one that is generated, one made from a sentence.

use maud::{Markup, html};

use super::not_open;
use crate::{
    account::strength::{Fault, LONGEST, SHORTEST},
    town::{
        Identity,
        view::{frame, reach},
    },
    ui::{
        form::{Problem, problems},
        french::{self, NBSP},
        layout::{self, Script},
    },
};

/// The three ways; each has a field of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// One's own, typed twice.
    Own,
    /// Generated.
    Generated,
    /// Made from a sentence.
    Sentence,
}

/// What the page shows.
pub struct Choice<'a> {
    /// Whose password.
    pub mail: &'a str,
    /// The way that is open.
    pub way: Way,
    /// A password that is offered.
    pub generated: &'a str,
    /// What was wrong with the one that was sent.
    pub faults: &'a [Fault],
}

const COMMON: &str = "Ce mot de passe est trop facile à deviner. Évitez les mots courants, les noms, les dates et les suites comme «\u{a0}1234\u{a0}», ou prenez celui que nous proposons.";
const DIFFERENT: &str =
    "Les deux saisies ne sont pas identiques\u{a0}: tapez deux fois le même mot de passe.";

/// The page.
pub fn choose(town: &Identity, choice: &Choice) -> Markup {
    let refused = refused(choice.faults);
    let about_again = choice.faults.contains(&Fault::Different).then_some(DIFFERENT);
    let about = |way: Way| refused.as_deref().filter(|_| choice.way == way);
    let list: Vec<Problem> =
        [(Some(field(choice.way)), refused.as_deref()), (Some("confirmation"), about_again)]
            .into_iter()
            .filter_map(|(field, words)| Some(Problem { field: field.map(Into::into), words: words?.into() }))
            .collect();
    let title = "Choisir votre mot de passe";
    let mut frame = frame(town, title);
    (frame.refused, frame.script) = (!list.is_empty(), Script::Light);
    frame.help = "/mot-de-passe/choix";
    let content = html! {
        h1 { (title) }
        (problems(&list))
        p { "Pour le compte " strong { (choice.mail) } ". Il y a trois façons de faire" (NBSP) ": prenez celle qui vous convient." }
        (own(choice.mail, about(Way::Own), about_again))
        (generated(choice, about(Way::Generated)))
        (sentence(choice, about(Way::Sentence)))
    };
    layout::page(&frame, content)
}

/// The name of the field of a way.
fn field(way: Way) -> &'static str {
    match way {
        Way::Own => "mot-de-passe",
        Way::Generated => "genere",
        Way::Sentence => "resultat",
    }
}

/// What is wrong with a password, in one sentence; that it was typed otherwise again is said beside that field.
fn refused(faults: &[Fault]) -> Option<String> {
    let lacking: Vec<&str> = RULES
        .iter()
        .filter(|rule| rule.fault.is_some_and(|f| faults.contains(&f)))
        .map(|rule| rule.short)
        .collect();
    if faults.contains(&Fault::Long) {
        return Some(format!(
            "Ce mot de passe est trop long{NBSP}: gardez-en {LONGEST}{NBSP}caractères au plus."
        ));
    }
    if !lacking.is_empty() {
        return Some(format!("Il manque à ce mot de passe{NBSP}: {}.", french::list(lacking)));
    }
    faults.contains(&Fault::Common).then(|| COMMON.into())
}

/// A rule as the page shows it.
struct Rule {
    /// Its name for the script.
    name: &'static str,
    /// In the list.
    long: &'static str,
    /// In a sentence: "Il manque…".
    short: &'static str,
    /// What it is when the server finds it broken.
    fault: Option<Fault>,
}

const RULES: [Rule; 6] = [
    Rule {
        name: "longueur",
        long: "8\u{a0}caractères au moins",
        short: "au moins 8\u{a0}caractères",
        fault: Some(Fault::Short),
    },
    Rule {
        name: "minuscule",
        long: "une lettre minuscule",
        short: "une minuscule",
        fault: Some(Fault::NoLower),
    },
    Rule {
        name: "majuscule",
        long: "une lettre majuscule",
        short: "une majuscule",
        fault: Some(Fault::NoUpper),
    },
    Rule { name: "chiffre", long: "un chiffre", short: "un chiffre", fault: Some(Fault::NoDigit) },
    Rule {
        name: "special",
        long: "un caractère spécial, comme une virgule ou un tiret",
        short: "un caractère spécial",
        fault: Some(Fault::NoSpecial),
    },
    Rule {
        name: "identiques",
        long: "le même mot de passe dans les deux cases",
        short: "le même mot de passe dans les deux cases",
        fault: None,
    },
];

/// One's own, with the rules, which `password.js` ticks off.
fn own(mail: &str, problem: Option<&str>, again: Option<&str>) -> Markup {
    html! {
        div.card.narrow {
            h2 { "Saisir un mot de passe" }
            form #saisi method="post" novalidate {
                (account(mail))
                p { "Pour qu’il soit accepté, il faut" (NBSP) ":" }
                ul.rules #regles data-oui=" (c’est fait)" data-non=" (pas encore)" {
                    @for rule in &RULES { li data-regle=(rule.name) data-court=(rule.short) { (rule.long) } }
                }
                (secret("mot-de-passe", "Nouveau mot de passe", problem))
                (secret("confirmation", "Confirmer le mot de passe", again))
                (state("etat-saisi", true))
                p { button.plain #afficher type="button" hidden data-autre="Masquer ce que je saisis" { "Afficher ce que je saisis" } }
                button.main { "Enregistrer ce mot de passe" }
            }
        }
    }
}

/// One that the server made. It is a field, so that the browser can keep it; another is a page away.
fn generated(choice: &Choice, problem: Option<&str>) -> Markup {
    html! {
        details.card.narrow open[choice.way == Way::Generated] {
            summary { h2 { "Prendre un mot de passe proposé" } }
            form method="post" novalidate {
                (account(choice.mail))
                p { "Ce mot de passe est tiré au hasard, sans lettre ni chiffre que l’on puisse confondre. Notez-le avant de l’enregistrer, ou laissez votre navigateur le retenir." }
                div.field {
                    label for="genere" { "Mot de passe proposé" }
                    @if let Some(problem) = problem { p.problem #genere-aide { (problem) } }
                    input.code #genere name="genere" type="text" value=(choice.generated) autocomplete="new-password" readonly
                        aria-invalid=[problem.map(|_| "true")] aria-describedby=[problem.map(|_| "genere-aide")];
                }
                button.main { "Prendre ce mot de passe" }
            }
            form.under method="get" {
                input type="hidden" name="choix" value="genere";
                button.plain autofocus[choice.way == Way::Generated && choice.faults.is_empty()] { "Régénérer" span.away { " le mot de passe proposé" } }
            }
        }
    }
}

/// From a sentence, by the method of the CNIL. The sentence has no name: it is never sent.
fn sentence(choice: &Choice, problem: Option<&str>) -> Markup {
    let help = if problem.is_some() { "resultat-aide" } else { "etat-phrase" };
    html! {
        details.card.narrow open[choice.way == Way::Sentence] {
            summary { h2 { "Partir d’une phrase" } }
            p { "Une phrase se retient mieux. C’est la méthode que propose la CNIL" (NBSP) ":" }
            ol {
                li { "Pensez à une phrase à vous, avec une majuscule, un nombre et de la ponctuation. Évitez les citations et les titres de chansons ou de livres." }
                li { "Un nombre écrit en lettres devient des chiffres" (NBSP) ": «" (NBSP) "trois" (NBSP) "» donne" (NBSP) "3." }
                li { "De chaque mot, gardez la première lettre, telle qu’elle est écrite. Gardez tous les chiffres et toute la ponctuation." }
            }
            p {
                "Par exemple, «" (NBSP) "Les carreaux de la maison sont gris, ils mesurent 60 cm de long par 30 cm de large" (NBSP)
                "» donne " code { "Lcdlmsg,im60cdlp30cdl" } ". Faites la vôtre" (NBSP) ": tout le monde connaît celle-ci."
            }
            div.field #avec-phrase hidden {
                label for="phrase" { "Votre phrase" }
                p #phrase-aide { "Elle reste sur votre appareil" (NBSP) ": elle n’est jamais envoyée." }
                textarea #phrase rows="3" autocomplete="off" spellcheck="false" aria-describedby="phrase-aide" {}
                p.letters #lettres {}
            }
            form method="post" novalidate {
                (account(choice.mail))
                div.field {
                    label for="resultat" { "Mot de passe obtenu" }
                    @if let Some(problem) = problem { p.problem #resultat-aide { (problem) } }
                    input.code #resultat name="resultat" type="text" autocomplete="new-password" autocapitalize="none" spellcheck="false" required
                        aria-invalid=[problem.map(|_| "true")] aria-describedby=(help);
                    (state("etat-phrase", false))
                }
                button.main { "Enregistrer le mot de passe obtenu" }
            }
        }
    }
}

/// What the script says, politely, of what is typed. Without it: what the rules are.
fn state(id: &str, away: bool) -> Markup {
    html! {
        p.away[away] id=(id) role="status" data-manque={ "Il manque" (NBSP) ": " } data-bon="Toutes les règles sont respectées." {
            @if !away {
                (SHORTEST) (NBSP) "caractères au moins, avec une minuscule, une majuscule, un chiffre et un caractère spécial."
            }
        }
    }
}

/// Tells password managers whose password it is.
fn account(mail: &str) -> Markup {
    html! { input type="email" value=(mail) autocomplete="username" readonly hidden; }
}

/// A field for a new password. The rules describe it, until something is wrong.
fn secret(name: &str, label: &str, problem: Option<&str>) -> Markup {
    let help = format!("{name}-aide");
    let described = match problem {
        Some(_) => help.as_str(),
        None => "regles",
    };
    html! {
        div.field {
            label for=(name) { (label) }
            @if let Some(problem) = problem { p.problem id=(help) { (problem) } }
            input id=(name) name=(name) type="password" autocomplete="new-password" required
                aria-invalid=[problem.map(|_| "true")] aria-describedby=(described);
        }
    }
}

/// A link that is not good: too old, used already, or never made. All are answered alike.
pub fn gone(town: &Identity) -> Markup {
    let title = "Ce lien ne fonctionne plus";
    let mut frame = frame(town, title);
    frame.help = "/mot-de-passe";
    let content = html! {
        h1 { (title) }
        (not_open(town))
        p { "Un lien vaut 24" (NBSP) "heures au plus et ne sert qu’une fois. Si vous en avez demandé plusieurs, seul le dernier reçu fonctionne." }
        p { "Ce n’est pas grave" (NBSP) ": demandez-en un autre, il arrive en une minute ou deux." }
        p { a.main href="/mot-de-passe" { "Demander un autre lien" } }
        p { "Vous avez déjà choisi votre mot de passe" (NBSP) "? " a href="/connexion" { "Connectez-vous avec lui" } "." }
        p { "Un souci" (NBSP) "? " (reach(town)) "." }
    };
    layout::page(&frame, content)
}

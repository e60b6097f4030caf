//! The second factor: its code at sign-in, setting it up, recovery codes, taking it away.

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, QrCode};

use super::{Untaken, confirm::Kind, dress};
use crate::{
    account::Bar,
    town::{
        Identity,
        view::{frame, reach},
    },
    ui::{
        form::{Problem, problems},
        french::{NBSP, count},
        layout,
    },
};

/// The page that asks for the code, or for a recovery code.
pub fn code(town: &Identity, bar: &Bar, recovery: bool, untaken: Option<Untaken>, back: &str) -> Markup {
    let (kind, title) = match recovery {
        true => (Kind::Recovery, "Code de secours"),
        false => (Kind::Code, "Code de vérification"),
    };
    let list: Vec<Problem> = untaken.map(|why| kind.problem(why)).into_iter().collect();
    let mut frame = frame(town, title);
    dress(&mut frame, bar);
    (frame.refused, frame.help) = (!list.is_empty(), "/connexion/code");
    let other = [(!recovery).then_some(("secours", "oui")), (back != "/").then_some(("retour", back))];
    let other =
        form_urlencoded::Serializer::new(String::new()).extend_pairs(other.into_iter().flatten()).finish();
    let content = html! {
        h1 { (title) }
        (problems(&list))
        form.card.narrow method="post" action="/connexion/code" novalidate {
            @if recovery {
                p { "Indiquez l’un des codes que vous avez imprimés ou notés. Chacun sert une fois." }
                input type="hidden" name="secours" value="oui";
            } @else {
                p { "Ouvrez l’application de votre téléphone et recopiez le code qu’elle montre." }
            }
            (kind.field(untaken))
            @if back != "/" { input type="hidden" name="retour" value=(back); }
            button.main { "Continuer" }
        }
        p {
            a.alone href={ "/connexion/code?" (other) } {
                @if recovery { "Utiliser le code de l’application" } @else { "Utiliser un code de secours" }
            }
        }
        p { "Plus de téléphone ni de codes" (NBSP) "? " (reach(town)) "." }
    };
    layout::page(&frame, content)
}

/// Setting up an application.
pub struct Enrolment<'a> {
    /// What the application reads, as a QR code or a link.
    pub address: &'a str,
    /// The secret, as it is typed by hand.
    pub typed: &'a str,
    /// Whether this person's role asks for it.
    pub compulsory: bool,
    /// Whether the password is asked again.
    pub again: bool,
    /// Why the password was not taken.
    pub password: Option<Untaken>,
    /// Why the code was not taken.
    pub code: Option<Untaken>,
    /// Where to go then.
    pub back: &'a str,
}

/// The page that sets it up.
pub fn enrolment(town: &Identity, bar: &Bar, shown: &Enrolment) -> Markup {
    let list = both(shown.code, shown.password);
    let mut frame = frame(town, "Activer la double vérification");
    dress(&mut frame, bar);
    (frame.refused, frame.help) = (!list.is_empty(), "/connexion/code");
    let content = html! {
        h1 { "Activer la double vérification" }
        (problems(&list))
        @if shown.compulsory {
            p { "Vos fonctions à la mairie donnent accès aux données de nombreuses familles. Pour les protéger, un code de votre téléphone est demandé à chaque connexion, après le mot de passe." }
        } @else {
            p { "Un code de votre téléphone sera demandé à chaque connexion, après le mot de passe." }
        }
        div.card {
            h2 { "1. Ajouter le portail à votre application" }
            p { "Dans une application d’authentification (FreeOTP, Google Authenticator, Microsoft Authenticator…), choisissez d’ajouter un compte, puis scannez ce code avec l’appareil photo." }
            (qr(shown.address))
            p { "Sur ce téléphone même" (NBSP) ": " a.alone href=(shown.address) { "Ouvrir dans mon application" } }
            p { "Ou recopiez cette clé" (NBSP) ": " strong.key { (shown.typed) } }
        }
        form.card method="post" action="/connexion/application" novalidate {
            h2 { "2. Recopier le premier code" }
            div.narrow {
                (Kind::Code.field(shown.code))
                @if shown.again { (Kind::Password.field(shown.password)) }
                @if shown.back != "/" { input type="hidden" name="retour" value=(shown.back); }
                button.main { "Activer" }
            }
        }
    };
    layout::page(&frame, content)
}

/// The recovery codes, shown once. `begun`: the application was just set up.
pub fn codes(town: &Identity, bar: &Bar, codes: &[String], begun: bool, back: &str) -> Markup {
    let title = if begun { "La double vérification est activée" } else { "Vos nouveaux codes de secours" };
    let mut frame = frame(town, title);
    dress(&mut frame, bar);
    frame.here = "/compte";
    let content = html! {
        h1 { (title) }
        div.card {
            @if begun { h2 { "Vos codes de secours" } }
            p {
                "Si vous n’avez plus votre téléphone, chacun de ces codes remplace une fois celui de l’application. "
                strong { "Imprimez-les" } " ou notez-les, et gardez-les en lieu sûr" (NBSP) ": ils ne seront plus affichés."
                @if !begun { " Les anciens ne servent plus." }
            }
            ol.codes { @for code in codes { li { (code) } } }
        }
        p { a.main href=(back) { "C’est fait, continuer" } }
    };
    layout::page(&frame, content)
}

/// The page that asks for the password before codes are made anew.
pub fn remake(town: &Identity, bar: &Bar, left: usize, password: Option<Untaken>) -> Markup {
    let list = both(None, password);
    let mut frame = frame(town, "Refaire mes codes de secours");
    dress(&mut frame, bar);
    frame.here = "/compte";
    frame.refused = !list.is_empty();
    let content = html! {
        h1 { "Refaire mes codes de secours" }
        (problems(&list))
        p { "Il vous reste " (count(left, "code", "codes")) ". Dix nouveaux codes les remplaceront" (NBSP) "; les anciens ne serviront plus." }
        form.card.narrow method="post" action="/compte/codes" novalidate {
            (Kind::Password.field(password))
            button.main { "Faire dix nouveaux codes" }
        }
        p { a.alone href="/compte" { "Revenir à mon compte" } }
    };
    layout::page(&frame, content)
}

/// The page that takes it away; `compulsory`: says why it cannot be.
pub fn removal(
    town: &Identity,
    bar: &Bar,
    compulsory: bool,
    code: Option<Untaken>,
    password: Option<Untaken>,
) -> Markup {
    let list = both(code, password);
    let mut frame = frame(town, "Retirer la double vérification");
    dress(&mut frame, bar);
    frame.here = "/compte";
    frame.refused = !list.is_empty();
    let content = html! {
        h1 { "Retirer la double vérification" }
        @if compulsory {
            p.notice { "Vos fonctions à la mairie rendent la double vérification obligatoire" (NBSP) ": elle reste activée." }
        } @else {
            (problems(&list))
            p { "Ensuite, le mot de passe suffira pour se connecter. Vous pourrez l’activer de nouveau quand vous voudrez." }
            form.card.narrow method="post" action="/compte/application/retirer" novalidate {
                (Kind::Code.field(code))
                (Kind::Password.field(password))
                button.main { "Retirer la double vérification" }
            }
        }
        p { a.alone href="/compte" { "Revenir à mon compte" } }
    };
    layout::page(&frame, content)
}

fn both(code: Option<Untaken>, password: Option<Untaken>) -> Vec<Problem> {
    let code = code.map(|why| Kind::Code.problem(why));
    code.into_iter().chain(password.map(|why| Kind::Password.problem(why))).collect()
}

/// The drawing of an address, black on white whatever stands around. Nothing when it is too long for one.
fn qr(address: &str) -> Markup {
    /// White around it, in squares, as the standard asks.
    const MARGIN: usize = 4;
    let Ok(code) = QrCode::new(address) else {
        return html! {};
    };
    let side = code.width() + 2 * MARGIN;
    let dark = code.to_colors().into_iter().enumerate().filter(|(_, color)| *color == Color::Dark);
    let squares: String = dark
        .map(|(at, _)| format!("M{} {}h1v1h-1z", at % code.width() + MARGIN, at / code.width() + MARGIN))
        .collect();
    html! {
        (PreEscaped(format!(
            "<svg class=\"qr\" role=\"img\" aria-label=\"Code à viser avec l’application\" viewBox=\"0 0 {side} {side}\" \
             shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{side}v{side}H0z\"/><path d=\"{squares}\"/></svg>"
        )))
    }
}

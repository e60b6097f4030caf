//! The words of an import: columns, faults, doubts, what a line does.

use crate::{
    family::{
        Subject,
        field::Kind as FileKind,
        file::Choices,
        import::{
            edit::Edit,
            header::{Column, Kind, Unknown},
            line::{Doubt, Verdict},
            record::{Fault, Refused},
            text::NotText,
        },
        sheet::Change,
        value::Why,
        view::words,
    },
    ui::french::{self, NBSP, count},
};

/// What a kind of file is called.
pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Pupils => "Élèves (ONDE)",
        Kind::Responsibles => "Responsables des élèves (ONDE)",
        Kind::Plain => "Modèle du portail",
    }
}

/// What becomes of lines, for a title: "Lignes douteuses".
pub fn verdict(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::New => ("nouveau", "Lignes nouvelles"),
        Verdict::Changed => ("modifie", "Lignes modifiées"),
        Verdict::Same => ("identique", "Lignes sans changement"),
        Verdict::Doubtful => ("douteux", "Lignes douteuses"),
        Verdict::Wrong => ("faux", "Lignes inutilisables"),
    }
}

/// The verdicts, in the order in which they are shown.
pub const VERDICTS: [Verdict; 5] =
    [Verdict::Doubtful, Verdict::Wrong, Verdict::New, Verdict::Changed, Verdict::Same];

/// The columns of the portal's own file, as its header names them.
pub const TEMPLATE: [Column; 25] = [
    Column::FamilyName,
    Column::Title(1),
    Column::Last(1),
    Column::First(1),
    Column::Mail(1),
    Column::Mobile(1),
    Column::HomePhone(1),
    Column::WorkPhone(1),
    Column::Title(2),
    Column::Last(2),
    Column::First(2),
    Column::Mail(2),
    Column::Mobile(2),
    Column::HomePhone(2),
    Column::WorkPhone(2),
    Column::Street,
    Column::Postcode,
    Column::City,
    Column::Quotient,
    Column::Caf,
    Column::ChildLast,
    Column::ChildFirst,
    Column::Born,
    Column::School,
    Column::Class,
];

/// The name of a column in a file of the portal's own; the one of the child's sex stands beside its birth.
pub fn column(column: Column) -> String {
    let of = |what: &str, number: u8| format!("{what} du responsable {number}");
    match column {
        Column::FamilyName => "Nom de la famille".into(),
        Column::Title(n) => of("Civilité", n),
        Column::Last(n) => of("Nom", n),
        Column::Usage(n) => of("Nom d’usage", n),
        Column::First(n) => of("Prénom", n),
        Column::Mail(n) => of("Courriel", n),
        Column::Mobile(n) => of("Téléphone portable", n),
        Column::HomePhone(n) => of("Téléphone domicile", n),
        Column::WorkPhone(n) => of("Téléphone travail", n),
        Column::Street => "Adresse".into(),
        Column::Postcode => "Code postal".into(),
        Column::City => "Commune".into(),
        Column::Quotient => "Quotient familial".into(),
        Column::Caf => "Numéro d’allocataire".into(),
        Column::ChildLast => "Nom de l’enfant".into(),
        Column::ChildUsage => "Nom d’usage de l’enfant".into(),
        Column::ChildFirst => "Prénom de l’enfant".into(),
        Column::Born => "Date de naissance de l’enfant".into(),
        Column::Sex => "Sexe de l’enfant".into(),
        Column::School => "École".into(),
        Column::Level => "Niveau".into(),
        Column::Class => "Classe".into(),
    }
}

/// The name of a column as the files of schools have it.
fn published(kind: Kind, named: Column) -> String {
    let name = match (kind, named) {
        (Kind::Pupils, Column::ChildLast) => "Nom élève",
        (Kind::Pupils, Column::ChildFirst) => "Prénom élève",
        (Kind::Pupils, Column::Born) => "Date naissance",
        (Kind::Responsibles, Column::Last(_)) => "Nom responsable",
        (Kind::Responsibles, Column::First(_)) => "Prénom responsable",
        (Kind::Responsibles, Column::ChildLast) => "Nom de famille enfant",
        (Kind::Responsibles, Column::ChildFirst) => "Prénom enfant",
        _ => return column(named),
    };
    name.to_owned()
}

/// The template: separated as French spreadsheets do, with the mark that tells them of the accents.
pub fn template() -> String {
    let mut names: Vec<String> = TEMPLATE.into_iter().map(column).collect();
    names.insert(names.len() - 2, column(Column::Sex));
    format!("\u{feff}{}\r\n", names.join(";"))
}

/// Why nothing of a file is read, and what to do.
pub fn refused(why: &Refused) -> String {
    match why {
        Refused::NotText(NotText::Empty) => "Ce fichier est vide. Choisissez-en un autre.".into(),
        Refused::NotText(NotText::Workbook) => format!(
            "Ce fichier est un classeur (Excel ou LibreOffice), même si son nom finit par .csv. Ouvrez-le, choisissez «{NBSP}Enregistrer sous{NBSP}», puis le type CSV, et envoyez ce nouveau fichier."
        ),
        Refused::NotText(NotText::Binary) => {
            "Ce fichier n’est pas un fichier texte. Choisissez un fichier CSV.".into()
        }
        Refused::Header(Unknown::Kind(names)) => format!(
            "La première ligne ne nomme pas les colonnes d’un fichier connu. Elle doit être celle d’un export d’ONDE ou celle du modèle. On y lit{NBSP}: {}.",
            shown(names)
        ),
        Refused::Header(Unknown::Missing(of, columns, ignored)) => {
            let names: Vec<String> =
                columns.iter().map(|column| format!("«{NBSP}{}{NBSP}»", published(*of, *column))).collect();
            let missing = if names.len() == 1 { "il manque la colonne" } else { "il manque les colonnes" };
            let others = match ignored.is_empty() {
                true => String::new(),
                false => format!(" Colonnes qui n’ont pas été reconnues{NBSP}: {}.", shown(ignored)),
            };
            format!(
                "Ce fichier ressemble à «{NBSP}{}{NBSP}», mais {missing} {}. Ajoutez-la ou renommez celle qui convient, puis envoyez le fichier de nouveau.{others}",
                kind(*of),
                french::list(names)
            )
        }
        Refused::Quote(line) => format!(
            "Ligne {line}{NBSP}: un guillemet ouvert n’est jamais fermé, si bien que la suite ne peut pas être lue. Corrigez cette ligne, puis envoyez le fichier de nouveau."
        ),
        Refused::TooMany => format!(
            "Ce fichier a plus de 50{NBSP}000 lignes. Coupez-le en plusieurs fichiers, chacun avec la ligne des titres."
        ),
        Refused::NoLine => "Ce fichier n’a que la ligne des titres.".into(),
    }
}

/// Some names, cut short.
fn shown(names: &[String]) -> String {
    let cut = |name: &String| name.chars().take(40).collect::<String>();
    let mut shown = names.iter().take(30).map(cut).collect::<Vec<_>>().join(", ");
    if names.len() > 30 {
        shown += "…";
    }
    shown
}

/// What is wrong with a line.
pub fn fault(fault: &Fault) -> String {
    let (at, why, found) = match fault {
        Fault::Cells(found, width) => {
            return format!(
                "Cette ligne a {found} cases pour {width} colonnes{NBSP}: un séparateur se trouve sans doute dans un texte. Mettez ce texte entre guillemets."
            );
        }
        Fault::Cell(at, why, found) => (column(*at), why, found),
    };
    let why = match why {
        Why::Missing => return format!("{at}{NBSP}: cette case est vide."),
        Why::NotAName => "un nom s’écrit en lettres",
        Why::Unseen => "un caractère ne peut pas être lu",
        Why::TooLong(_) => "c’est trop long",
        Why::NotADate => "une date s’écrit 14/03/2019",
        Why::Future => "cette date n’est pas encore passée",
        Why::NotATelephone => "ce n’est pas un numéro de téléphone",
        Why::NotAMail => "ce n’est pas une adresse électronique",
        Why::NotAPostcode => "ce n’est pas un code postal",
        Why::NotAQuotient => "ce n’est pas un quotient",
        Why::NotOffered | Why::Booked | Why::BillsGoNowhere | Why::Closed => "cette valeur n’est pas connue",
    };
    format!("{at}, «{NBSP}{found}{NBSP}»{NBSP}: {why}.")
}

/// Why a line is doubtful, and what taking it does.
pub fn doubt(doubt: &Doubt) -> String {
    match doubt {
        Doubt::Namesakes(number) => format!(
            "{number} enfants du portail portent ces noms{NBSP}: rien ne dit lequel. Changez la fiche à la main."
        ),
        Doubt::NearChild(name, born) => {
            let born = born.parse().map_or_else(|_| born.clone(), french::day_month_year);
            format!(
                "Ressemble à {name}, né(e) le {born}, qui est déjà dans le portail. Si vous prenez cette ligne, un autre enfant est créé."
            )
        }
        Doubt::NearGuardian(name) => format!(
            "La famille a déjà {name}, au nom presque pareil. Si vous prenez cette ligne, un autre responsable est ajouté."
        ),
        Doubt::Archived(name) => {
            format!("{name}{NBSP}: la fiche est archivée. Restaurez-la d’abord, puis recommencez l’import.")
        }
        Doubt::Class(name) => format!(
            "La classe «{NBSP}{name}{NBSP}» n’est pas reconnue. Indiquez laquelle c’est dans la liste plus haut{NBSP}; si vous prenez la ligne sans cela, la classe n’est pas enregistrée."
        ),
        Doubt::NoChild(names) => format!(
            "Aucun de ses enfants n’est dans le portail{NBSP}: {}. Importez d’abord le fichier des élèves.",
            french::list(names)
        ),
        Doubt::LostChildren(names) => format!(
            "{} n’est pas dans le portail. Si vous prenez cette ligne, elle vaut pour les autres enfants.",
            french::list(names)
        ),
        Doubt::TwoHomes(name) => format!(
            "{name} a deux familles dans le portail, et rien ne dit à laquelle appartient cette personne."
        ),
        Doubt::SeveralFamilies => "Ses enfants sont dans plusieurs familles du portail. Si vous prenez cette ligne, le responsable est ajouté à chacune.".into(),
        Doubt::Apart(address) => format!(
            "N’habite pas à l’adresse de la famille ({address}){NBSP}: des parents séparés, peut-être. Si vous prenez cette ligne, la famille reste une seule, avec ce responsable en plus, à son adresse. Vous pourrez créer une seconde famille ensuite."
        ),
        Doubt::Aside(why) => {
            format!("{} Si vous prenez la ligne, cette case est laissée de côté.", fault(why))
        }
    }
}

/// What a line does: "Nouvelle famille ALAIN", "Classe de Anna ALAIN : CP au lieu de GS".
pub fn edit(edit: &Edit, choices: &Choices) -> Vec<String> {
    match edit {
        Edit::Family { name, .. } => vec![format!("Nouvelle famille {name}")],
        Edit::Guardian { sheet, .. } => {
            vec![format!("Nouveau responsable{NBSP}: {}", crate::family::import::edit::full_name(sheet))]
        }
        Edit::Child { sheet, .. } => {
            vec![format!("Nouvel enfant{NBSP}: {}", crate::family::import::edit::full_name(sheet))]
        }
        Edit::Change { about, name, changes } => {
            changes.iter().map(|change| changed(*about, name, change, choices)).collect()
        }
    }
}

fn changed(about: Subject, name: &str, change: &Change, choices: &Choices) -> String {
    let kind = match about {
        Subject::Household(_) => FileKind::Household,
        other => other.kind(),
    };
    let field = words::field(kind, change.key.field);
    let after = words::value(choices, change.key, &change.after);
    let whose = match about {
        Subject::Household(_) => format!("Famille {name}"),
        _ => name.to_owned(),
    };
    match change.before.is_empty() {
        true => format!("{whose}, {field}{NBSP}: {after}"),
        false => {
            let before = words::value(choices, change.key, &change.before);
            format!("{whose}, {field}{NBSP}: {after} au lieu de {before}")
        }
    }
}

/// "12 nouvelles, 3 modifiées".
pub fn lines(number: usize) -> String {
    count(number, "ligne", "lignes")
}

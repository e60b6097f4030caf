//! What the commands say: sentences that tell what happened and what to do.

use std::{io, path::Path, time::Instant};

use indicatif::{ProgressBar, ProgressStyle};
use preau::{
    account::job::Told,
    office::import::Wrong,
    platform::{
        config::NotRead,
        store::{StoreError, backup::NotRestored},
    },
};

/// A command's end: nothing, or the sentence that says why it did not work.
pub type Outcome = Result<(), String>;

/// Why data were not reached.
pub enum Unreached {
    /// Another program holds them, or held them and said nothing: in a moment it may answer, or be gone.
    Busy(String),
    /// Anything else.
    Said(String),
}

impl From<String> for Unreached {
    fn from(sentence: String) -> Self {
        Self::Said(sentence)
    }
}

impl From<StoreError> for Unreached {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Held => Self::Busy(store(&error)),
            other => Self::Said(store(&other)),
        }
    }
}

/// The running portal stopped while it answered.
pub const CUT: &str = "Le portail n’a pas répondu jusqu’au bout. Recommencez, ou arrêtez-le d’abord.";

/// What the system answered, for the inside of a sentence.
pub fn io(error: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let words = match error.kind() {
        Kind::NotFound => "fichier ou dossier introuvable",
        Kind::PermissionDenied => "accès refusé",
        Kind::StorageFull | Kind::QuotaExceeded => "plus de place sur le disque",
        Kind::FileTooLarge => "fichier trop grand pour ce disque",
        Kind::ReadOnlyFilesystem => "disque en lecture seule",
        Kind::IsADirectory => "c’est un dossier",
        Kind::NotADirectory => "un dossier était attendu, et c’est un fichier",
        Kind::InvalidData => "ce n’est pas du texte",
        Kind::AddrNotAvailable => "cette adresse n’est pas celle de cette machine",
        _ => {
            let number = error.raw_os_error().map_or_else(String::new, |number| format!(" nº {number}"));
            return format!("erreur{number} du système");
        }
    };
    words.into()
}

pub fn settings(error: &NotRead) -> String {
    match error {
        NotRead::Unknown(name) => format!(
            "Le réglage « {name} » n’existe pas. Corrigez son nom dans Rocket.toml, ou la variable PREAU_{}.",
            name.to_uppercase()
        ),
        NotRead::Wrong(why) => {
            format!("Un réglage ne peut pas être lu, dans Rocket.toml ou dans l’environnement : {why}.")
        }
    }
}

pub fn town(file: &Path, faults: &[Wrong]) -> String {
    let sentence = |fault: &Wrong| match fault {
        Wrong::Syntax { line, why } => format!("\n  - ligne {line} : {why}"),
        Wrong::Empty { what } => format!("\n  - {what} : il manque un nom"),
        Wrong::Twice { what, id } => format!("\n  - {what} {id} : le même numéro deux fois"),
        Wrong::Unknown { what, id, at } => format!("\n  - {at} : {what} {id} n’existe pas"),
        Wrong::Religion { diet } => {
            format!("\n  - régime « {diet} » : un régime nomme des aliments, jamais une religion")
        }
        Wrong::Client { number } => {
            format!("\n  - payment : le numéro client « {number} » doit avoir six chiffres")
        }
        Wrong::Backwards { what } => format!("\n  - {what} : la fin est avant le début"),
    };
    let list: String = faults.iter().map(sentence).collect();
    format!("{} contient une erreur, rien n’a été enregistré :{list}", file.display())
}

pub fn upgrading(found: u32, copy: &Path) -> String {
    format!(
        "Ces données viennent d’une version plus ancienne (schéma {found}). Une copie en est gardée dans {}, puis elles sont mises à jour.",
        copy.display()
    )
}

pub fn cannot_write(folder: &Path, error: &io::Error) -> String {
    let why = io(error);
    format!(
        "On ne peut pas écrire dans {} ({why}). Donnez-en le droit à l’utilisateur du programme, ou changez « data ».",
        folder.display()
    )
}

pub fn taken(port: u16) -> String {
    format!(
        "Le port {port} est déjà pris par un autre programme. Arrêtez-le, ou choisissez-en un autre : PREAU_PORT=8001."
    )
}

pub fn store(error: &StoreError) -> String {
    match error {
        StoreError::Newer { .. } => {
            "Ces données ont été écrites par une version plus récente de Préau. Installez cette version, ou une plus récente.".into()
        }
        StoreError::Full => "Le disque est plein : rien n’a été enregistré. Libérez de la place et recommencez.".into(),
        StoreError::Held => {
            "Un autre programme utilise déjà ces données. Arrêtez-le d’abord : un seul portail à la fois.".into()
        }
        StoreError::Disk(why) => format!(
            "Le disque des données ne répond pas ({}). Vérifiez-le, puis recommencez.",
            io(why)
        ),
        other => format!(
            "La base de données ne peut pas être ouverte ({other}). Restaurez votre dernière sauvegarde dans un dossier vide : preau restore FICHIER."
        ),
    }
}

/// The last words of a portal whose disk failed.
pub fn ended(error: &StoreError) -> String {
    let why = match error {
        StoreError::Disk(why) => io(why),
        other => other.to_string(),
    };
    format!("La base de données ne répond plus ({why}) : le programme s’arrête, relancez-le.")
}

/// A backup that could not be written.
pub fn not_written(file: &Path, error: &NotRestored) -> String {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    match error {
        NotRestored::Io(why) if matches!(why.kind(), StorageFull | QuotaExceeded) => format!(
            "Le disque de la sauvegarde est plein : {} n’a pas été écrite, et rien n’a été touché. Libérez de la place, ou choisissez un autre disque.",
            file.display()
        ),
        other => backup(file, other),
    }
}

/// A backup that could not be read, or brought back.
pub fn backup(file: &Path, error: &NotRestored) -> String {
    let file = file.display();
    match error {
        NotRestored::NotABackup => format!("{file} n’est pas une sauvegarde de Préau. Rien n’a été touché."),
        NotRestored::Damaged => {
            format!("{file} est abîmée ou incomplète. Rien n’a été touché : prenez une autre sauvegarde.")
        }
        NotRestored::Newer => format!(
            "{file} a été écrite par une version plus récente de Préau. Rien n’a été touché : installez cette version, ou une plus récente."
        ),
        NotRestored::NotEmpty => {
            "Il y a déjà des données ici. Rien n’a été touché : restaurez dans un dossier vide (PREAU_DATA)."
                .into()
        }
        NotRestored::Io(error) => format!("{file} : {}. Rien n’a été touché.", io(error)),
        NotRestored::Store(error) => store(error),
    }
}

/// Why an agent was neither made nor reset.
pub fn agent(mail: &str, told: &Told) -> String {
    match told {
        Told::Name => "Le prénom ou le nom ne va pas : écrivez-les en lettres.".into(),
        Told::Mail => format!("« {mail} » n’est pas une adresse électronique."),
        Told::Taken => format!(
            "Il y a déjà un agent à l’adresse {mail}. S’il a perdu son accès : preau agent reset {mail}"
        ),
        Told::Unknown => format!(
            "Personne n’a l’adresse {mail}. Vérifiez-la, ou créez l’agent : preau agent create {mail}"
        ),
        Told::NotAgent => format!(
            "{mail} n’est pas un agent de la mairie, ou ne l’est plus. Pour lui donner un accès : preau agent create {mail}"
        ),
        Told::Full => store(&StoreError::Full),
        Told::Broken(_) | Told::Link(_) => CUT.into(),
    }
}

/// A bar that shows itself when a work takes longer than two seconds.
pub struct Progress {
    words: &'static str,
    since: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    pub fn new(words: &'static str) -> Self {
        Self { words, since: Instant::now(), bar: None }
    }

    /// `done` of `total` is done.
    pub fn step(&mut self, done: u64, total: u64) {
        if self.bar.is_none() && self.since.elapsed().as_secs() >= 2 {
            let style = ProgressStyle::with_template("{msg} {wide_bar} {percent} %");
            let bar = ProgressBar::new(total).with_message(self.words);
            self.bar = Some(bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar())));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        }
    }
}

/// A portal that begins without data: a folder that was mistyped is seen at once.
pub fn begun(data: &Path) -> String {
    format!(
        "Il n’y avait pas de données dans {} : une commune vide commence, à régler sur ses pages.",
        data.display()
    )
}

#[cfg(test)]
mod tests {
    use super::io;

    #[test]
    fn what_the_system_answers_is_french() {
        for (number, words) in [
            (2, "fichier ou dossier introuvable"),
            (13, "accès refusé"),
            (28, "plus de place sur le disque"),
            (30, "disque en lecture seule"),
            (21, "c’est un dossier"),
            (20, "un dossier était attendu, et c’est un fichier"),
            (5, "erreur nº 5 du système"),
        ] {
            assert_eq!(io(&std::io::Error::from_raw_os_error(number)), words);
        }
        assert_eq!(io(&std::io::Error::other("English")), "erreur du système");
    }
}

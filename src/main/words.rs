//! What the commands say: sentences that tell what happened and what to do.

use std::{io, path::Path, time::Instant};

use indicatif::{ProgressBar, ProgressStyle};
use preau::{
    office::import::Wrong,
    platform::{
        config::NotRead,
        store::{StoreError, backup::NotRestored},
    },
};

/// A command's end: nothing, or the sentence that says why it did not work.
pub type Outcome = Result<(), String>;

/// The running portal stopped while it answered.
pub const CUT: &str = "Le portail n’a pas répondu jusqu’au bout. Recommencez, ou arrêtez-le d’abord.";

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
        Wrong::Backwards { what } => format!("\n  - {what} : la fin est avant le début"),
    };
    let list: String = faults.iter().map(sentence).collect();
    format!("{} contient une erreur, rien n’a été enregistré :{list}", file.display())
}

pub fn cannot_write(folder: &Path, error: &io::Error) -> String {
    format!(
        "On ne peut pas écrire dans {} ({error}). Donnez-en le droit à l’utilisateur du programme, ou changez « data ».",
        folder.display()
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
        other => format!(
            "La base de données ne peut pas être ouverte ({other}). Restaurez votre dernière sauvegarde dans un dossier vide : preau restore FICHIER."
        ),
    }
}

/// The last words of a portal whose disk failed.
pub fn ended(error: &StoreError) -> String {
    format!("La base de données ne répond plus ({error}) : le programme s’arrête, relancez-le.")
}

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
        NotRestored::Io(error) => format!("{file} : {error}. Rien n’a été touché."),
        NotRestored::Store(error) => store(error),
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

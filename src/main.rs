//! The command line. What it prints is read by a secretary: in French.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use preau::{
    demo::{self, PASSWORD, People},
    office::import::Settings,
    platform::{
        Parts, clock::Clock, config::Config, mail::Mailer, password::Passwords, random::Random, store::Store,
        store::StoreError,
    },
    portal, tables,
    town::Span,
};
use rocket::figment::Figment;

/// Préau, le portail des familles d'une commune, en un seul programme.
#[derive(Parser)]
#[command(version, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Ouvre le portail d'une commune inventée, sur des données neuves qui disparaissent à la fin
    Demo {
        /// Montre un mois à la fois au lieu d'une semaine
        #[arg(long)]
        mois: bool,
    },
    /// Ouvre le portail de la commune, sur ses données
    Serve,
    /// Enregistre les réglages d'une commune (portail fermé)
    Import {
        /// Fichier de réglages, de la forme de fixtures/town.toml
        fichier: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let outcome = rocket::execute(async move {
        let figment = Config::figment();
        let config: Config = figment.extract().map_err(|error| format!("Rocket.toml : {error}"))?;
        match arguments.command {
            Command::Demo { mois } => demo(figment, config, mois).await,
            Command::Serve => serve(figment, config).await,
            Command::Import { fichier } => import(&config, &fichier).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn demo(figment: Figment, mut config: Config, month: bool) -> Result<(), String> {
    let folder = tempfile::tempdir().map_err(|e| format!("Aucun dossier temporaire ne peut être créé : {e}."))?;
    let mails = folder.path().join("courriels");
    fs::create_dir(&mails).map_err(|e| cannot_write(&mails, &e))?;
    config.site = format!("http://localhost:{}", config.port);
    config.secret_key = Random::system().token();
    let clock = Clock::real();
    let parts = Arc::new(Parts {
        store: open(&folder.path().join("preau.redb"), clock.clone())?,
        clock,
        random: Random::system(),
        mailer: Arc::new(Mailer::Folder(mails.clone())),
        passwords: Passwords::start(),
        config,
    });
    let span = month.then_some(Span::Month);
    demo::fill(&parts, People::Everybody, span).await.map_err(|e| format!("La démonstration n’a pas pu être préparée : {e}."))?;

    println!("\nPréau, démonstration : la commune inventée de Valpréau.\n");
    println!("  Adresse        {}", parts.config.site);
    println!("  Mot de passe   {PASSWORD}  (le même pour tous)\n");
    for (mail, what) in demo::who() {
        println!("  {mail:<34} {what}");
    }
    println!("\nLes courriels sont déposés dans {}", mails.display());
    println!("Tout disparaît à la fin. Pour arrêter : Ctrl-C.\n");
    launch(parts, figment).await
}

async fn serve(figment: Figment, config: Config) -> Result<(), String> {
    let missing = |name: &str, what: &str| {
        format!(
            "Il manque le réglage « {name} » : {what}. Écrivez-le dans Rocket.toml ou dans la variable PREAU_{}.",
            name.to_uppercase()
        )
    };
    if !config.site.starts_with("http://") && !config.site.starts_with("https://") {
        return Err(missing("site", "l’adresse du portail, par exemple https://famille.valpreau.fr"));
    }
    if config.secret_key.chars().count() < 32 {
        return Err(missing("secret_key", "un secret d’au moins 32 caractères, par exemple la sortie de « openssl rand -hex 32 »"));
    }
    if config.smtp.is_empty() {
        return Err(missing("smtp", "le serveur de courrier, par exemple smtps://utilisateur:motdepasse@smtp.exemple.fr"));
    }
    if config.mail_from.is_empty() {
        return Err(missing("mail_from", "l’adresse d’expédition des courriels, par exemple enfance@valpreau.fr"));
    }
    let mailer = Mailer::smtp(&config.smtp, &config.mail_from)
        .map_err(|e| format!("Le serveur de courrier est mal indiqué (smtp, mail_from) : {e}."))?;
    let clock = Clock::real();
    let store = open(&database(&config)?, clock.clone())?;
    if !store.read(preau::town::store::is_there).map_err(|e| told(&e))? {
        return Err("Aucune commune n’est enregistrée ici. Commencez par : preau import REGLAGES.toml".into());
    }
    println!("Préau écoute sur http://{}:{}, pour {}.", config.address, config.port, config.site);
    let parts = Parts {
        store,
        clock,
        random: Random::system(),
        mailer: Arc::new(mailer),
        passwords: Passwords::start(),
        config,
    };
    launch(Arc::new(parts), figment).await
}

async fn import(config: &Config, file: &Path) -> Result<(), String> {
    let text = fs::read_to_string(file).map_err(|e| format!("{} ne peut pas être lu : {e}.", file.display()))?;
    let settings = Settings::read(&text).map_err(|e| format!("{} contient une erreur, rien n’a été enregistré :\n{e}", file.display()))?;
    let name = settings.town.name.clone();
    let store = open(&database(config)?, Clock::real())?;
    store.write("import", move |w| settings.store(w)).await.map_err(|e| told(&e))?;
    println!("Les réglages de {name} sont enregistrés.");
    Ok(())
}

/// The file of the database, in a folder that can be written.
fn database(config: &Config) -> Result<PathBuf, String> {
    if config.data.as_os_str().is_empty() {
        return Err("Il manque le réglage « data » : le dossier des données. Écrivez-le dans Rocket.toml ou dans la variable PREAU_DATA.".into());
    }
    fs::create_dir_all(&config.data).map_err(|e| cannot_write(&config.data, &e))?;
    let probe = config.data.join(".preau-essai");
    fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe)).map_err(|e| cannot_write(&config.data, &e))?;
    Ok(config.data.join("preau.redb"))
}

fn cannot_write(folder: &Path, error: &std::io::Error) -> String {
    format!("On ne peut pas écrire dans {} ({error}). Donnez-en le droit à l’utilisateur du programme, ou changez « data ».", folder.display())
}

fn open(file: &Path, clock: Clock) -> Result<Store, String> {
    Store::open(file, &tables(), clock).map_err(|error| told(&error))
}

fn told(error: &StoreError) -> String {
    match error {
        StoreError::Newer { .. } => "Ces données ont été écrites par une version plus récente de Préau. Installez cette version, ou une plus récente.".into(),
        StoreError::Full => "Le disque est plein : rien n’a été enregistré. Libérez de la place et recommencez.".into(),
        StoreError::Held => "Un autre programme utilise déjà ces données. Arrêtez-le d’abord : un seul portail à la fois.".into(),
        other => format!("La base de données ne peut pas être ouverte : {other}."),
    }
}

async fn launch(parts: Arc<Parts>, figment: Figment) -> Result<(), String> {
    let port = parts.config.port;
    match portal(parts, figment).launch().await {
        Ok(_) => Ok(()),
        Err(error) => {
            use rocket::error::ErrorKind::Bind;
            let busy = matches!(error.kind(), Bind(e) if e.kind() == std::io::ErrorKind::AddrInUse);
            let sentence = match busy {
                true => format!("Le port {port} est déjà pris par un autre programme. Arrêtez-le, ou choisissez-en un autre : PREAU_PORT=8001."),
                false => format!("Le portail ne peut pas démarrer : {error}."),
            };
            // The message was given; Rocket would print its own when this is dropped.
            std::mem::forget(error);
            Err(sentence)
        }
    }
}

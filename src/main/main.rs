//! The command line. What it prints is read by a secretary: in French.

mod agent;
mod data;
mod portal;
mod words;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use preau::platform::{config::Config, store};
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
    /// Fait une copie entière et cohérente des données, même pendant que le portail sert
    Backup {
        /// Fichier de la sauvegarde ; s'il existe, il est remplacé quand la nouvelle est complète
        fichier: PathBuf,
    },
    /// Ramène une sauvegarde dans un dossier de données vide
    Restore {
        /// Fichier de la sauvegarde
        fichier: PathBuf,
    },
    /// Vérifie les données : la base, ses index, ses compteurs, son journal
    Check,
    /// Crée un agent de la mairie, ou lui redonne un accès
    Agent {
        #[command(subcommand)]
        command: agent::Command,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    // What a town keeps of its children is read by the program's own user only.
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
    // What went wrong, and nothing of each request: Rocket's own lines would fill a town's log, in English.
    env_logger::Builder::new().parse_filters("preau=warn").init();
    store::last_words(|error| {
        eprintln!("{}", words::store(error));
        std::process::exit(1)
    });
    // Rocket reads its own file as well, and panics when it cannot: it is read here first.
    let figment = Config::figment();
    let outcome = Config::read(&figment)
        .map_err(|error| words::settings(&error))
        .and_then(|config| rocket::execute(run(arguments.command, figment, config)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, figment: Figment, config: Config) -> words::Outcome {
    match command {
        Command::Demo { mois } => portal::demo(figment, config, mois).await,
        Command::Serve => portal::serve(figment, config).await,
        Command::Import { fichier } => data::import(&config, &fichier).await,
        Command::Backup { fichier } => data::back_up(&config, &fichier),
        Command::Restore { fichier } => data::restore(&config, &fichier),
        Command::Check => data::check(&config),
        Command::Agent { command } => agent::run(&config, command),
    }
}

//! The folder of the data, and what a town keeps in it.

use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
};

use preau::{
    office::{
        import::Settings,
        job::{self, socket},
    },
    platform::{
        clock::Clock,
        config::Config,
        store::{
            Store,
            backup::{self, Header, NotRestored},
        },
    },
    tables,
};

use crate::words::{self, Outcome, Progress};

/// Says that there are data beside it: without them something is wrong with the disk, not with the town.
const MARKER: &str = "preau.repere";

/// The file of the database, in a folder that can be written and where nothing is missing.
pub fn database(config: &Config) -> Result<PathBuf, String> {
    let folder = &config.data;
    if folder.as_os_str().is_empty() {
        return Err("Il manque le réglage « data » : le dossier des données. Écrivez-le dans Rocket.toml ou dans la variable PREAU_DATA.".into());
    }
    fs::create_dir_all(folder).map_err(|e| words::cannot_write(folder, &e))?;
    let probe = folder.join(".preau-essai");
    let tried = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
    tried.map_err(|e| words::cannot_write(folder, &e))?;
    Ok(folder.join("preau.redb"))
}

/// Opens the database, and leaves the marker that says so.
pub fn open(config: &Config) -> Result<Store, String> {
    let file = database(config)?;
    let marker = config.data.join(MARKER);
    if marker.exists() && !file.exists() {
        return Err(format!(
            "Il devrait y avoir des données dans {} et il n’y en a pas. Vérifiez que le bon disque est branché, ou restaurez \
             une sauvegarde : preau restore FICHIER. Pour repartir vraiment de zéro, supprimez d’abord {}.",
            config.data.display(),
            marker.display()
        ));
    }
    let store = Store::open(&file, &tables(), Clock::real()).map_err(|error| words::store(&error))?;
    mark(config)?;
    Ok(store)
}

fn mark(config: &Config) -> Outcome {
    let words = "Ce fichier dit qu'il y a des données à côté de lui. Préau le vérifie quand il démarre.\n";
    fs::write(config.data.join(MARKER), words).map_err(|e| words::cannot_write(&config.data, &e))
}

/// `import`: a town's settings.
pub async fn import(config: &Config, file: &Path) -> Outcome {
    let text =
        fs::read_to_string(file).map_err(|e| format!("{} ne peut pas être lu : {e}.", file.display()))?;
    let settings = Settings::read(&text).map_err(|faults| words::town(file, &faults))?;
    let name = settings.town.name.clone();
    let store = open(config)?;
    store.write("import", move |w| settings.store(w)).await.map_err(|e| words::store(&e))?;
    println!("Les réglages de {name} sont enregistrés.");
    Ok(())
}

/// `backup`: a whole copy of one moment, of the running portal or of a closed one. It takes its name when
/// it is complete and was read again.
pub fn back_up(config: &Config, file: &Path) -> Outcome {
    let aside = file.with_extension("partiel");
    let copied = copy(config, &aside);
    if copied.is_err() {
        let _ = fs::remove_file(&aside);
    }
    let header = copied?;
    let named = fs::rename(&aside, file).and_then(|()| backup::sync_folder(file));
    named.map_err(|e| words::backup(file, &e.into()))?;
    println!(
        "Sauvegarde faite : {}, {} lignes, les données du {}.",
        file.display(),
        header.rows,
        header.at.format("%d/%m/%Y à %H:%M:%S UTC")
    );
    Ok(())
}

fn copy(config: &Config, aside: &Path) -> Result<Header, String> {
    let failed = |e: NotRestored| words::backup(aside, &e);
    let mut out = BufWriter::new(fs::File::create(aside).map_err(|e| failed(e.into()))?);
    let mut progress = Progress::new("Sauvegarde");
    match ask(config, job::BACKUP) {
        Some(answer) => {
            let mut copying = Tee { from: BufReader::new(answer), to: &mut out };
            let mut done = 0;
            backup::read(&mut copying, &mut |header, _, _, _| {
                done += 1;
                progress.step(done, header.rows);
                Ok(())
            })
            .map_err(failed)?;
        }
        None => {
            let now = Clock::real().now();
            let store = open(config)?;
            store
                .back_up(&tables(), now, &mut out, &mut |done, total| progress.step(done, total))
                .map_err(failed)?;
        }
    }
    out.flush().and_then(|()| out.get_ref().sync_all()).map_err(|e| failed(e.into()))?;
    let mut written = BufReader::new(fs::File::open(aside).map_err(|e| failed(e.into()))?);
    backup::read(&mut written, &mut |_, _, _, _| Ok(())).map_err(failed)
}

/// Asks the portal that runs on these data, if one does.
fn ask(config: &Config, question: &str) -> Option<UnixStream> {
    let mut stream = UnixStream::connect(socket(&config.data)).ok()?;
    writeln!(stream, "{question}").ok()?;
    Some(stream)
}

/// Writes down what is read.
struct Tee<'a, R, W> {
    from: R,
    to: &'a mut W,
}

impl<R: io::Read, W: io::Write> io::Read for Tee<'_, R, W> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(into)?;
        self.to.write_all(&into[..length])?;
        Ok(length)
    }
}

/// `restore`: a backup brought back where there are no data.
pub fn restore(config: &Config, file: &Path) -> Outcome {
    let database = database(config)?;
    let mut progress = Progress::new("Restauration");
    let header = backup::restore(file, &database, &tables(), &mut |done, total| progress.step(done, total))
        .map_err(|e| words::backup(file, &e))?;
    mark(config)?;
    println!(
        "Restauration faite dans {} : {} lignes, les données du {}.",
        config.data.display(),
        header.rows,
        header.at.format("%d/%m/%Y à %H:%M:%S UTC")
    );
    Ok(())
}

/// `check`: of the running portal or of a closed one.
pub fn check(config: &Config) -> Outcome {
    let mut progress = Progress::new("Vérification");
    let faults = match ask(config, job::CHECK) {
        Some(answer) => listen(answer, &mut progress)?,
        None => {
            let file = database(config)?;
            if !file.exists() {
                return Err(format!("Il n’y a pas de données dans {}.", config.data.display()));
            }
            let whole = Store::verify(&file).map_err(|e| words::store(&e))?;
            let store = open(config)?;
            let mut step = |done, total| progress.step(done, total);
            let mut faults = store.read(|r| preau::check(r, &mut step)).map_err(|e| words::store(&e))?;
            if !whole {
                faults.insert(0, "the file was damaged, and was repaired".into());
            }
            faults
        }
    };
    if faults.is_empty() {
        println!(
            "Tout est en ordre : la base, ses index, ses compteurs, et le journal rejoué donne les mêmes données."
        );
        return Ok(());
    }
    let list = faults.iter().take(50).map(|fault| format!("\n  - {fault}")).collect::<String>();
    Err(format!(
        "{} défaut(s). Gardez une copie du dossier {}, puis restaurez votre dernière sauvegarde.{list}",
        faults.len(),
        config.data.display()
    ))
}

fn listen(answer: UnixStream, progress: &mut Progress) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    for line in BufReader::new(answer).lines() {
        let line = line.map_err(|e| format!("Le portail n’a pas répondu jusqu’au bout : {e}."))?;
        match line.split_once(' ') {
            Some(("step", numbers)) => {
                let mut numbers = numbers.split(' ').filter_map(|number| number.parse().ok());
                if let (Some(done), Some(total)) = (numbers.next(), numbers.next()) {
                    progress.step(done, total);
                }
            }
            Some(("fault", words)) => faults.push(words.to_owned()),
            _ if line == "end" => return Ok(faults),
            _ => {}
        }
    }
    Err("Le portail n’a pas répondu jusqu’au bout. Recommencez, ou arrêtez-le d’abord.".into())
}

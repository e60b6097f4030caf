//! The folder of the data, and what a town keeps in it.

use std::{
    fs,
    io::{self, BufRead, BufReader, BufWriter, Seek, Write},
    os::unix::net::UnixStream,
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
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
            Store, StoreError,
            backup::{self, Header, NotRestored},
            migrate,
        },
    },
    tables, town,
};

use crate::words::{self, Outcome, Progress, Unreached};

/// Says that there are data beside it: without them something is wrong with the disk, not with the town.
const MARKER: &str = "preau.repere";

/// The file of the database, in a folder that can be written and where nothing is missing.
pub fn database(config: &Config) -> Result<PathBuf, String> {
    let folder = &config.data;
    if folder.as_os_str().is_empty() {
        return Err("Il manque le réglage « data » : le dossier des données. Écrivez-le dans Rocket.toml ou dans la variable PREAU_DATA.".into());
    }
    fs::create_dir_all(folder).map_err(|e| words::cannot_write(folder, &e))?;
    // Named by chance: two commands may try at once.
    let tried = tempfile::Builder::new().prefix(".preau-").tempfile_in(folder);
    tried.map_err(|e| words::cannot_write(folder, &e))?;
    Ok(folder.join("preau.redb"))
}

/// How long a program that starts, or ends, may hold the data and not answer for them.
const PATIENCE: Duration = Duration::from_secs(2);

/// Tries again, for a moment, while another program holds the data.
pub fn patiently<T>(attempt: impl Fn() -> Result<T, Unreached>) -> Result<T, String> {
    let began = Instant::now();
    loop {
        match attempt() {
            Ok(done) => return Ok(done),
            Err(Unreached::Said(sentence)) => return Err(sentence),
            Err(Unreached::Busy(sentence)) if began.elapsed() > PATIENCE => return Err(sentence),
            Err(Unreached::Busy(_)) => thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Opens the database, or begins an empty one where nothing says that there should be data. Gives whether it was
/// begun.
pub fn open_or_begin(config: &Config) -> Result<(Store, bool), Unreached> {
    let begun = !database(config)?.exists();
    Ok((open(config)?, begun))
}

/// Opens the database that is there; only `serve`, `import` and `restore` begin one.
pub fn open_known(config: &Config) -> Result<Store, Unreached> {
    let file = database(config)?;
    if !file.exists() && !config.data.join(MARKER).exists() {
        return Err(format!(
            "Il n’y a pas de données dans {}. Aucune commune n’est enregistrée : commencez par preau serve, preau import REGLAGES.toml ou preau restore FICHIER.",
            config.data.display()
        )
        .into());
    }
    open(config)
}

/// Opens the database, begins it if there is none, and leaves the marker that says so.
fn open(config: &Config) -> Result<Store, Unreached> {
    let file = database(config)?;
    let marker = config.data.join(MARKER);
    if marker.exists() && !file.exists() {
        return Err(format!(
            "Il devrait y avoir des données dans {} et il n’y en a pas. Vérifiez que le bon disque est branché, ou restaurez \
             une sauvegarde : preau restore FICHIER. Pour repartir vraiment de zéro, supprimez d’abord {}.",
            config.data.display(),
            marker.display()
        )
        .into());
    }
    let store = Store::open(&file, &tables(), Clock::real())?;
    mark(config)?;
    upgrade(config, &store)?;
    Ok(store)
}

/// Brings data that an older program wrote to what this one reads, after a copy of what they were.
fn upgrade(config: &Config, store: &Store) -> Result<(), Unreached> {
    let found = store.read(migrate::schema)?;
    if found >= migrate::KNOWN {
        return Ok(());
    }
    let copy = config.data.join(format!("avant-schema-{}.sauvegarde", migrate::KNOWN));
    let failed = |e: &dyn std::fmt::Display| format!("{} : {e}", copy.display());
    let mut aside = tempfile::NamedTempFile::new_in(&config.data).map_err(|e| failed(&e))?;
    store
        .back_up(&tables(), Clock::real().now(), aside.as_file_mut(), &mut |_, _| ())
        .map_err(|e| failed(&e))?;
    aside.as_file().sync_all().map_err(|e| failed(&e))?;
    aside.persist(&copy).map_err(|e| failed(&e.error))?;
    eprintln!("{}", words::upgrading(found, &copy));
    // Commands run inside the runtime of the portal, which cannot wait for itself.
    std::thread::scope(|scope| {
        let steps = || {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            let runtime = runtime.map_err(|e| StoreError::Database(e.to_string()))?;
            runtime.block_on(store.upgrade(preau::STEPS))
        };
        scope.spawn(steps).join().unwrap_or(Err(StoreError::Interrupted))
    })?;
    Ok(())
}

/// Ends the process when the disk fails under its data: it is started again by whoever watches over it.
pub fn end_on_failure(store: &Store) {
    store.on_failure(Box::new(|error| {
        eprintln!("{}", words::ended(error));
        std::process::exit(70);
    }));
}

fn mark(config: &Config) -> Outcome {
    let words = "Ce fichier dit qu'il y a des données à côté de lui. Préau le vérifie quand il démarre.\n";
    fs::write(config.data.join(MARKER), words).map_err(|e| words::cannot_write(&config.data, &e))
}

/// `import`: a town's settings.
pub async fn import(config: &Config, file: &Path) -> Outcome {
    let unread = |e| format!("{} ne peut pas être lu : {}.", file.display(), words::io(&e));
    let text = fs::read_to_string(file).map_err(unread)?;
    let settings = Settings::read(&text).map_err(|faults| words::town(file, &faults))?;
    let name = settings.town.name.clone();
    let store = patiently(|| open(config))?;
    end_on_failure(&store);
    let now = Clock::real().now();
    let taken = store.write("import", move |w| {
        let today = town::store::town(w)?.date(now);
        let mut merge = settings.merged(w, true, today)?;
        merge.settings.town.opened = settings.town.opened;
        let faults = merge.settings.faults();
        if faults.is_empty() && !merge.clashes() {
            merge.settings.store(w)?;
        }
        Ok::<_, StoreError>((merge.changes, faults))
    });
    let (changes, faults) = taken.await.map_err(|e| words::store(&e))?;
    let kept = words::taken_of_file(file, &changes, &faults)?;
    println!("Les réglages de {name} sont enregistrés.{kept}");
    Ok(())
}

/// `backup`: a whole copy of one moment, of the running portal or of a closed one. It takes its name when
/// it is complete and was read again, and the place of another backup only.
pub fn back_up(config: &Config, file: &Path) -> Outcome {
    let taken = fs::metadata(file).is_ok_and(|there| there.is_dir() || there.len() > 0);
    if taken && !backup::is_named(file) {
        let file = file.display();
        return Err(format!(
            "{file} existe et n’est pas une sauvegarde de Préau. Rien n’a été touché : choisissez un autre nom."
        ));
    }
    let failed = |e: io::Error| words::not_written(file, &e.into());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let aside = tempfile::Builder::new().prefix(".preau-").tempfile_in(folder).map_err(failed)?;
    let header = copy(config, file, aside.as_file())?;
    aside.persist(file).map_err(|e| failed(e.error))?;
    backup::sync_folder(file).map_err(failed)?;
    println!(
        "Sauvegarde faite : {}, {} lignes, les données du {}.",
        file.display(),
        header.rows,
        header.at.format("%d/%m/%Y à %H:%M:%S UTC")
    );
    Ok(())
}

/// Writes a copy aside and reads it again; `file` is the name it will have.
fn copy(config: &Config, file: &Path, aside: &fs::File) -> Result<Header, String> {
    patiently(|| write_copy(config, file, aside))?;
    let mut written = aside;
    let failed = |e: NotRestored| words::not_written(file, &e);
    written.rewind().map_err(|e| failed(e.into()))?;
    backup::read(&mut BufReader::new(written), &mut |_, _, _, _| Ok(())).map_err(failed)
}

fn write_copy(config: &Config, file: &Path, aside: &fs::File) -> Result<(), Unreached> {
    let failed = |e: NotRestored| words::not_written(file, &e);
    let mut out = BufWriter::new(aside);
    let mut progress = Progress::new("Sauvegarde");
    match ask(config, job::BACKUP)? {
        Some(answer) => {
            let mut copying = Tee { from: answer, to: &mut out };
            let mut done = 0;
            let copied = backup::read(&mut copying, &mut |header, _, _, _| {
                done += 1;
                progress.step(done, header.rows);
                Ok(())
            });
            copied.map_err(|error| match error {
                NotRestored::Damaged | NotRestored::NotABackup => words::CUT.into(),
                other => failed(other),
            })?;
        }
        None => {
            let store = open_known(config)?;
            let now = Clock::real().now();
            let mut step = |done, total| progress.step(done, total);
            let copied = store.back_up(&tables(), now, &mut out, &mut step);
            // Left as a kill would leave it: closing writes, and on damage that nothing has met yet redb aborts.
            std::mem::forget(store);
            copied.map_err(failed)?;
        }
    }
    Ok(out.flush().and_then(|()| aside.sync_all()).map_err(|e| failed(e.into()))?)
}

/// Asks the portal that runs on these data, if one does; its answer, which has begun.
pub fn ask(config: &Config, question: &str) -> Result<Option<BufReader<UnixStream>>, Unreached> {
    let Ok(mut stream) = UnixStream::connect(socket(&config.data)) else {
        return Ok(None);
    };
    let mut answer = writeln!(stream, "{question}").map(|()| BufReader::new(stream));
    let begun = answer.as_mut().is_ok_and(|answer| answer.fill_buf().is_ok_and(|bytes| !bytes.is_empty()));
    match answer {
        Ok(answer) if begun => Ok(Some(answer)),
        // It ends, and hears no more.
        _ => Err(Unreached::Busy(words::CUT.into())),
    }
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
    let faults = patiently(|| faults(config))?;
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

fn faults(config: &Config) -> Result<Vec<String>, Unreached> {
    let mut progress = Progress::new("Vérification");
    if let Some(answer) = ask(config, job::CHECK)? {
        return Ok(listen(answer, &mut progress)?);
    }
    let file = database(config)?;
    if !file.exists() {
        open_known(config)?;
    }
    let whole = Store::verify(&file)?;
    let store = open_known(config)?;
    let mut step = |done, total| progress.step(done, total);
    let mut faults = store.read(|r| preau::check(r, &mut step))?;
    if !whole {
        faults.insert(0, "the file was damaged, and was repaired".into());
    }
    Ok(faults)
}

fn listen(answer: BufReader<UnixStream>, progress: &mut Progress) -> Result<Vec<String>, String> {
    let mut faults = Vec::new();
    for line in answer.lines() {
        let line = line.map_err(|_| words::CUT)?;
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
    Err(words::CUT.into())
}

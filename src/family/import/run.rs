//! Imports are done beside the requests, some hundreds of lines at a time, so that parents who save wait little;
//! one that the program's end has interrupted goes on when it is started again.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use rocket::tokio::task::spawn_blocking;

use super::{
    class::Classes,
    group::{Named, families},
    known::Known,
    line::{Choices, Line, Missing},
    plan::Plan,
    record::{File, Refused, read},
    save::save,
    waiting::{Import, ImportId, State},
};
use crate::{
    family::store,
    platform::{
        Parts,
        store::{Reading, StoreError, Write, journal},
    },
    town,
};

/// A batch ends with the family that reaches so many lines.
const BATCH: usize = 300;

/// What a file does to what is known now.
pub struct Outcome {
    /// Line by line, in their order.
    pub lines: Vec<Line>,
    /// Who is in the portal and not in the file.
    pub missing: Vec<Missing>,
    /// The names of classes that mean nothing yet, as the file writes them.
    pub classes: Vec<String>,
}

/// What a file would do to the data of one moment.
pub fn preview(
    r: &impl Reading,
    file: &File,
    choices: &Choices,
    today: NaiveDate,
) -> Result<Outcome, StoreError> {
    let classes = classes(r, choices)?;
    let named = Named::of(&file.records);
    let mut plan = Plan::new(file.kind, &named, store::known(r, today)?, &classes, choices);
    let mut lines: Vec<Line> =
        families(&file.records).into_iter().flatten().map(|at| plan.line(&file.records[at])).collect();
    lines.sort_by_key(|line| line.number);
    Ok(Outcome { lines, missing: plan.missing(), classes: plan.unknown_classes() })
}

/// What names of classes mean: what was said before, and what is said of this file.
fn classes(r: &impl Reading, choices: &Choices) -> Result<Classes, StoreError> {
    let mut said = store::class_names(r)?;
    said.extend(choices.classes.clone());
    Ok(Classes::of(&*town::store::town(r)?, said))
}

/// Does every import that was asked for, and forgets the files that are too old.
pub async fn run(parts: &Parts) -> Result<(), StoreError> {
    let now = parts.clock.now();
    for (id, import) in parts.store.read(store::imports)? {
        if let State::Running { who } = &import.state {
            let done = Work::of(parts, id, who.clone()).await?.run(parts).await;
            if let Err(error) = done {
                stop(parts, id).await?;
                return Err(error);
            }
        } else if now > import.at + Import::KEPT {
            parts.store.write("import", move |w| store::remove_import(w, id)).await?;
        }
    }
    Ok(())
}

/// It does not go on by itself: somebody has to look at it.
async fn stop(parts: &Parts, id: ImportId) -> Result<(), StoreError> {
    let change = move |w: &Write| match store::import(w, id)? {
        Some(import) => store::set_import(w, id, &Import { state: State::Stopped, ..import }),
        None => Ok(()),
    };
    parts.store.write("import", change).await
}

/// An import under way.
struct Work {
    id: ImportId,
    who: String,
    source: Arc<Source>,
    /// What was known after a write, by its number.
    known: Option<(u64, Known)>,
}

/// A file and the families of its lines.
struct Source {
    file: Result<File, Refused>,
    groups: Vec<Vec<usize>>,
    named: Named,
}

impl Work {
    async fn of(parts: &Parts, id: ImportId, who: String) -> Result<Self, StoreError> {
        let text = parts.store.read(|r| store::import_text(r, id))?.unwrap_or_default();
        let today = parts.store.read(town::store::town)?.date(parts.clock.now());
        let read = move || {
            let file = read(text.as_bytes(), today);
            let groups = file.as_ref().map(|file| families(&file.records)).unwrap_or_default();
            let named = file.as_ref().map(|file| Named::of(&file.records)).unwrap_or_default();
            Source { file, groups, named }
        };
        let source = Arc::new(spawn_blocking(read).await.map_err(|_| StoreError::Interrupted)?);
        // Read before it is the writer's turn, so that nobody waits for it.
        let known =
            parts.store.read(|r| Ok::<_, StoreError>((journal::last(r)?, store::known(r, today)?)))?;
        Ok(Self { id, who, source, known: Some(known) })
    }

    /// Batch after batch, until it is done or no longer to be done.
    async fn run(mut self, parts: &Parts) -> Result<(), StoreError> {
        loop {
            let (id, now) = (self.id, parts.clock.now());
            let (source, known) = (self.source.clone(), self.known.take());
            let change = move |w: &Write| batch(w, id, &source, known, now);
            match parts.store.write(self.who.clone(), change).await? {
                Some(known) => self.known = Some(known),
                None => return Ok(()),
            }
        }
    }
}

/// The next families of an import. Gives what is known after it; none when there is nothing more to do.
fn batch(
    w: &Write,
    id: ImportId,
    source: &Source,
    known: Option<(u64, Known)>,
    now: DateTime<Utc>,
) -> Result<Option<(u64, Known)>, StoreError> {
    let Some(mut import) = store::import(w, id)? else { return Ok(None) };
    let file = match (&import.state, &source.file) {
        (State::Running { .. }, Ok(file)) => file,
        (State::Running { .. }, Err(_)) => {
            store::set_import(w, id, &Import { state: State::Stopped, ..import })?;
            return Ok(None);
        }
        _ => return Ok(None),
    };
    let town = town::store::town(w)?;
    let today = town.date(now);
    let known = match known {
        Some((number, known)) if store::unchanged_since(w, number)? => known,
        _ => store::known(w, today)?,
    };
    remember(w, &import.choices)?;
    let classes = classes(w, &import.choices)?;
    let mut plan = Plan::new(file.kind, &source.named, known, &classes, &import.choices);
    let (mut report, mut lines, mut written) = (import.report.clone(), 0, false);
    for group in source.groups.iter().skip(import.report.groups) {
        for at in group {
            let line = plan.line(&file.records[*at]);
            for edit in line.edits.iter().filter(|_| line.taken) {
                save(w, edit, &town.identity.name, today)?;
                written = true;
            }
            report.count(&line);
            lines += 1;
        }
        report.groups += 1;
        if lines >= BATCH {
            break;
        }
    }
    let known = plan.into_known();
    import.report = report;
    if import.report.groups >= source.groups.len() {
        import.state = State::Done { at: now };
        store::remove_text(w, id)?;
        store::set_import(w, id, &import)?;
        return Ok(None);
    }
    store::set_import(w, id, &import)?;
    // A write that changes nothing of the journal's leaves its number to the next.
    Ok(Some((w.number() - u64::from(!written), known)))
}

/// What was said of names of classes holds for the files that come later.
fn remember(w: &Write, choices: &Choices) -> Result<(), StoreError> {
    let mut names = store::class_names(w)?;
    let before = names.clone();
    names.extend(choices.classes.clone());
    if names == before { Ok(()) } else { store::set_class_names(w, &names) }
}

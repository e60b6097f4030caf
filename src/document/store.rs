//! Rows of documents; their bytes are kept by their hash.

use super::{Document, DocumentId};
use crate::platform::{
    blob::{self, Hash},
    store::{Reading, StoreError, Table, TableInfo, Write},
};

const DOCUMENTS: Table<DocumentId, Document> = Table::new("documents-1");

/// The tables of this slice.
pub const TABLES: [TableInfo; 1] = [DOCUMENTS.info()];

/// Every document, the newest first.
///
/// # Errors
/// The database's.
pub fn documents(r: &impl Reading) -> Result<Vec<(DocumentId, Document)>, StoreError> {
    let mut all = r.all(&DOCUMENTS)?;
    all.reverse();
    Ok(all)
}

/// One of them.
///
/// # Errors
/// The database's.
pub fn document(r: &impl Reading, id: DocumentId) -> Result<Option<Document>, StoreError> {
    r.get(&DOCUMENTS, &id)
}

/// Publishes a document: its bytes are kept in the same transaction. `document.file` is what they hash to.
///
/// # Errors
/// The database's.
pub fn add(w: &Write, document: &Document, bytes: &[u8]) -> Result<DocumentId, StoreError> {
    let id = DocumentId(w.last_key(&DOCUMENTS)?.map_or(1, |last| last.0 + 1));
    blob::keep_as(w, &document.file, bytes)?;
    w.put(&DOCUMENTS, &id, document)?;
    Ok(id)
}

/// Changes what is said of a document; its file stays.
///
/// # Errors
/// The database's.
pub fn set(w: &Write, id: DocumentId, document: &Document) -> Result<(), StoreError> {
    w.put(&DOCUMENTS, &id, document)
}

/// Withdraws a document, and lets go of its file.
///
/// # Errors
/// The database's.
pub fn remove(w: &Write, id: DocumentId) -> Result<(), StoreError> {
    if let Some(document) = document(w, id)? {
        blob::release(w, &document.file)?;
        w.delete(&DOCUMENTS, &id)?;
    }
    Ok(())
}

/// The files that documents hold.
///
/// # Errors
/// The database's.
pub fn held(r: &impl Reading) -> Result<Vec<Hash>, StoreError> {
    Ok(r.all(&DOCUMENTS)?.into_iter().map(|(_, document)| document.file).collect())
}

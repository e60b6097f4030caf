//! The first line of a file: what kind of file it is, and where each column stands.

use super::spelling::key;

/// The files that are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The pupils, as schools export them.
    Pupils,
    /// Their responsible persons, as schools export them.
    Responsibles,
    /// The portal's own: a child a line, with its family.
    Plain,
}

/// What a column holds. Of the guardians, the number says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Column {
    FamilyName,
    Title(u8),
    Last(u8),
    /// The name that is used, when it is another.
    Usage(u8),
    First(u8),
    Mail(u8),
    HomePhone(u8),
    WorkPhone(u8),
    Mobile(u8),
    Street,
    Postcode,
    City,
    Quotient,
    /// Number at the CAF or the MSA.
    Caf,
    ChildLast,
    ChildUsage,
    ChildFirst,
    Born,
    Sex,
    School,
    Level,
    Class,
}

use Column::*;

/// The names of the columns of each kind, as [`key`] gives them, without the number at their end.
type Names = [(Column, &'static [&'static str])];

const PUPILS: &Names = &[
    (ChildLast, &["nom eleve", "nom de l eleve", "nom de famille eleve", "nom de famille", "nom"]),
    (ChildUsage, &["nom d usage eleve", "nom usage eleve", "nom d usage de l eleve", "nom d usage"]),
    (ChildFirst, &["prenom eleve", "prenom de l eleve", "prenom"]),
    (Born, &["date naissance", "date de naissance", "date naissance eleve", "date de naissance de l eleve"]),
    (Sex, &["sexe", "sexe eleve"]),
    (Street, &["adresse"]),
    (Postcode, &["cp", "code postal"]),
    (City, &["commune", "ville"]),
    (Level, &["niveau"]),
    (Class, &["libelle classe", "libelle de la classe", "classe"]),
];

const RESPONSIBLES: &Names = &[
    (Title(1), &["civilite responsable", "civilite"]),
    (Usage(1), &["nom usage responsable", "nom d usage responsable", "nom d usage du responsable"]),
    (Last(1), &["nom responsable", "nom de famille responsable", "nom du responsable"]),
    (First(1), &["prenom responsable", "prenom du responsable"]),
    (Street, &["adresse responsable", "adresse"]),
    (Postcode, &["cp responsable", "code postal responsable", "cp", "code postal"]),
    (City, &["commune responsable", "commune", "ville"]),
    (Mail(1), &["courriel", "courriel responsable", "mail", "adresse mail", "adresse electronique"]),
    (HomePhone(1), &["telephone domicile", "tel domicile"]),
    (WorkPhone(1), &["telephone travail", "telephone professionnel", "tel travail"]),
    (Mobile(1), &["telephone portable", "telephone mobile", "tel portable"]),
    (ChildUsage, &["nom d usage enfant", "nom usage enfant", "nom d usage de l enfant"]),
    (ChildLast, &["nom de famille enfant", "nom enfant", "nom de famille de l enfant"]),
    (ChildFirst, &["prenom enfant", "prenom de l enfant"]),
    (Class, &["classes enfants", "classe enfant", "classes enfant", "classe de l enfant"]),
];

const PLAIN: &Names = &[
    (FamilyName, &["nom de la famille", "famille"]),
    (Title(1), &["civilite du responsable 1"]),
    (Last(1), &["nom du responsable 1"]),
    (First(1), &["prenom du responsable 1"]),
    (Mail(1), &["courriel du responsable 1"]),
    (Mobile(1), &["telephone portable du responsable 1"]),
    (HomePhone(1), &["telephone domicile du responsable 1"]),
    (WorkPhone(1), &["telephone travail du responsable 1"]),
    (Title(2), &["civilite du responsable 2"]),
    (Last(2), &["nom du responsable 2"]),
    (First(2), &["prenom du responsable 2"]),
    (Mail(2), &["courriel du responsable 2"]),
    (Mobile(2), &["telephone portable du responsable 2"]),
    (HomePhone(2), &["telephone domicile du responsable 2"]),
    (WorkPhone(2), &["telephone travail du responsable 2"]),
    (Street, &["adresse"]),
    (Postcode, &["code postal", "cp"]),
    (City, &["commune", "ville"]),
    (Quotient, &["quotient familial", "quotient", "qf"]),
    (Caf, &["numero d allocataire", "numero caf ou msa", "numero allocataire", "numero caf"]),
    (ChildLast, &["nom de l enfant", "nom enfant"]),
    (ChildFirst, &["prenom de l enfant", "prenom enfant"]),
    (Born, &["date de naissance de l enfant", "date de naissance", "ne e le"]),
    (Sex, &["sexe de l enfant", "sexe"]),
    (School, &["ecole", "etablissement"]),
    (Class, &["classe"]),
];

impl Kind {
    /// All of them.
    pub const ALL: [Kind; 3] = [Kind::Pupils, Kind::Responsibles, Kind::Plain];

    fn names(self) -> &'static Names {
        match self {
            Kind::Pupils => PUPILS,
            Kind::Responsibles => RESPONSIBLES,
            Kind::Plain => PLAIN,
        }
    }

    /// The columns without which a file of this kind says nothing.
    pub fn required(self) -> &'static [Column] {
        match self {
            Kind::Pupils => &[ChildLast, ChildFirst, Born],
            Kind::Responsibles => &[Last(1), First(1), ChildLast, ChildFirst],
            Kind::Plain => &[Last(1), First(1), ChildLast, ChildFirst, Born],
        }
    }

    /// What a column is, by the key of its name.
    fn column(self, name: &str) -> Option<Column> {
        let find = |name: &str| {
            self.names().iter().find(|(_, names)| names.contains(&name)).map(|(column, _)| *column)
        };
        // "Adresse1", "Prénom enfant 3".
        find(name).or_else(|| find(name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end()))
    }

    /// Whether a column comes again, once a child.
    fn repeats(self, column: Column) -> bool {
        self == Kind::Responsibles && matches!(column, ChildUsage | ChildLast | ChildFirst | Class)
    }
}

/// Where each column of a file stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// What kind of file.
    pub kind: Kind,
    /// How many cells a line has.
    pub width: usize,
    /// The columns that come once.
    once: Vec<(Column, usize)>,
    /// The columns of each child of a responsible person.
    children: Vec<Vec<(Column, usize)>>,
    /// The names of the columns that are not read.
    pub ignored: Vec<String>,
    /// Whether what stands beyond the last column is more children.
    pub opens: bool,
}

/// Why a first line names no known file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// It is like no file that is known: the names found.
    Kind(Vec<String>),
    /// Of this kind, and without these columns; with the names that were not recognised.
    Missing(Kind, Vec<Column>, Vec<String>),
}

impl Header {
    /// Reads the names of the columns.
    ///
    /// # Errors
    /// When the file is of no known kind, or when a column that must be there is not.
    pub fn read(names: &[&str]) -> Result<Self, Unknown> {
        let keys: Vec<String> = names.iter().map(|name| key(name)).collect();
        let known = |kind: Kind| {
            let columns: std::collections::BTreeSet<Column> =
                keys.iter().filter_map(|name| kind.column(name)).collect();
            columns.len()
        };
        let kind = Kind::ALL.into_iter().max_by_key(|kind| known(*kind)).unwrap_or(Kind::Plain);
        if known(kind) < 3 {
            return Err(Unknown::Kind(names.iter().map(|name| (*name).to_owned()).collect()));
        }
        let header = Self::of(kind, names, &keys);
        let has = |column: &&Column| header.place(**column).or(header.child_place(**column)).is_none();
        let missing: Vec<Column> = kind.required().iter().filter(has).copied().collect();
        match missing.is_empty() {
            true => Ok(header),
            false => Err(Unknown::Missing(kind, missing, header.ignored)),
        }
    }

    fn of(kind: Kind, names: &[&str], keys: &[String]) -> Self {
        let (mut once, mut children, mut ignored) = (Vec::new(), Vec::<Vec<(Column, usize)>>::new(), vec![]);
        for (at, (key, name)) in keys.iter().zip(names).enumerate() {
            match kind.column(key) {
                Some(column) if kind.repeats(column) => {
                    let free = children.iter_mut().find(|child| child.iter().all(|(c, _)| *c != column));
                    match free {
                        Some(child) => child.push((column, at)),
                        None => children.push(vec![(column, at)]),
                    }
                }
                Some(column) if once.iter().all(|(known, _)| *known != column) => once.push((column, at)),
                // Without a name, past the first child: another one.
                None if key.is_empty() => {}
                _ => ignored.push((*name).trim().to_owned()),
            }
        }
        let whole = |child: &Vec<(Column, usize)>| child.len() == 4;
        let named = keys.iter().rposition(|name| !name.is_empty()).map_or(0, |at| at + 1);
        let last = children.last().filter(|child| whole(child)).cloned().unwrap_or_default();
        let opens = !last.is_empty() && last.iter().all(|(_, at)| at + 4 >= named);
        Self { kind, width: named, once, children, ignored, opens }
    }

    /// Where a column stands that comes once.
    pub fn place(&self, column: Column) -> Option<usize> {
        self.once.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }

    fn child_place(&self, column: Column) -> Option<usize> {
        let first = self.children.first()?;
        first.iter().find(|(known, _)| *known == column).map(|(_, at)| *at)
    }

    /// The columns of each child of a line of so many cells: those of the header, and the same beyond it.
    pub fn children(&self, cells: usize) -> Vec<Vec<(Column, usize)>> {
        let mut children = self.children.clone();
        while self.opens
            && let Some(next) = children
                .last()
                .map(|last| last.iter().map(|(column, at)| (*column, at + 4)).collect::<Vec<_>>())
            && next.iter().any(|(_, at)| *at < cells)
        {
            children.push(next);
        }
        children
    }
}

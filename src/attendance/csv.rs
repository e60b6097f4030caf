//! The counts as a file that a spreadsheet opens: semicolons, and the mark that tells it the letters are UTF-8.

use super::view::counts::{COLUMNS, Shown};

/// The text.
pub fn sheet(shown: &Shown) -> String {
    let mut out = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    let diets = || shown.counts.values().flat_map(|count| count.diets.keys()).filter(|diet| !diet.is_empty());
    let diets: std::collections::BTreeSet<&String> = diets().collect();
    let mut head: Vec<String> = COLUMNS.map(String::from).into();
    head.extend(diets.iter().map(|diet| (*diet).clone()));
    let mut rows = vec![head];
    for ((day, service, school), count) in shown.counts {
        let came = count.came.map(|came| came.to_string()).unwrap_or_default();
        let (service, school) = (shown.service(*service).to_owned(), shown.school(*school).to_owned());
        let [booked, told, expected] =
            [count.booked, count.told, count.expected()].map(|number| number.to_string());
        let mut row = vec![day.to_string(), service, school, booked, told, expected, came];
        row.extend(diets.iter().map(|diet| count.diets.get(*diet).copied().unwrap_or(0).to_string()));
        rows.push(row);
    }
    for row in rows {
        out.write_record(row).expect("memory takes it");
    }
    let bytes = out.into_inner().expect("memory takes it");
    format!("\u{feff}{}", String::from_utf8(bytes).expect("it was text"))
}

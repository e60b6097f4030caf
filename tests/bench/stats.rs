//! Figures: rates, percentiles, ratios.

use std::time::{Duration, Instant};

/// What was measured of one thing.
pub struct Sample {
    /// In order.
    sorted: Vec<Duration>,
    lasted: Duration,
    /// Sent and received, headers included.
    bytes: usize,
    /// What the processors worked meanwhile, portal and parents together.
    worked: Duration,
}

/// A line of the table.
pub struct Line {
    pub what: &'static str,
    pub families: u32,
    pub parents: usize,
    pub sample: Sample,
}

impl Sample {
    pub fn new(mut times: Vec<Duration>, lasted: Duration, bytes: usize) -> Self {
        times.sort();
        Self { sorted: times, lasted, bytes, worked: Duration::ZERO }
    }

    /// The same, with what the processors worked since it was `before`.
    pub fn worked_since(self, before: Duration) -> Self {
        Self { worked: worked().saturating_sub(before), ..self }
    }

    /// Does a thing again and again; it gives how many bytes it moved.
    pub fn of(limit: Duration, mut act: impl FnMut(u64) -> usize) -> Self {
        let (begun, mut times, mut bytes) = (Instant::now(), Vec::new(), 0);
        while begun.elapsed() < limit {
            let one = Instant::now();
            bytes += act(times.len() as u64);
            times.push(one.elapsed());
        }
        Self::new(times, begun.elapsed(), bytes)
    }

    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    pub fn rate(&self) -> f64 {
        self.count() as f64 / self.lasted.as_secs_f64()
    }

    /// In milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.count() * percent / 100).min(self.count().saturating_sub(1));
        self.sorted.get(at).map_or(f64::NAN, |time| time.as_secs_f64() * 1e3)
    }

    /// In microseconds.
    pub fn work_each(&self) -> f64 {
        self.worked.as_secs_f64() * 1e6 / self.count().max(1) as f64
    }

    pub fn bytes_each(&self) -> usize {
        self.bytes / self.count().max(1)
    }
}

/// What the processors have worked for this process so far, in steps of 10 ms: unlike the time that passes,
/// it is nearly the same on a machine that does something else besides.
pub fn worked() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // After the name in parentheses, which may hold spaces: the 12th and 13th fields.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// The table, with what each line is worth beside the plain text and the bare commit of the same run.
pub fn print(lines: &[Line]) {
    let find = |what: &str, parents| lines.iter().find(|l| l.what.starts_with(what) && l.parents == parents);
    let commit = find("un commit", 1).map_or(f64::NAN, |line| line.sample.percentile(50));
    println!("| quoi | familles | parents | par seconde | p50 ms | p99 ms | octets | µs CPU | rapport |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for line in lines {
        let plain = find("texte", line.parents).map_or(f64::NAN, |line| line.sample.rate());
        let ratio = match line.what {
            "Valider" => format!("{:.1} commits nus", line.sample.percentile(50) / commit),
            "grille" | "une case" => format!("{:.2} du texte nu", line.sample.rate() / plain),
            _ => String::new(),
        };
        println!(
            "| {} | {} | {} | {:.0} | {:.2} | {:.2} | {} | {:.0} | {ratio} |",
            line.what,
            if line.families == 0 { "–".into() } else { line.families.to_string() },
            line.parents,
            line.sample.rate(),
            line.sample.percentile(50),
            line.sample.percentile(99),
            line.sample.bytes_each(),
            line.sample.work_each(),
        );
    }
}

//! Prepares the assets that the program embeds: named by their hash, compressed once and well.

use std::{env, fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// Name, ending, sources in their order. The grid's script holds htmx; the others' does without.
const ASSETS: [(&str, &str, &[&str]); 5] = [
    ("app", "css", &["app.css"]),
    ("office", "css", &["app.css", "office.css"]),
    ("portal", "js", &["htmx-4.0.1.min.js", "portal.js", "session.js"]),
    ("rollcall", "js", &["session.js", "rollcall.js"]),
    ("account", "js", &["session.js", "password.js"]),
];

fn main() {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let folder = Path::new(&out).join("assets");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    for (name, ending, sources) in ASSETS {
        let read =
            |source: &&str| fs::read(format!("assets/{source}")).unwrap_or_else(|e| panic!("{source}: {e}"));
        let bytes = sources.iter().map(read).collect::<Vec<_>>().join(&b'\n');
        let digest: String = Sha256::digest(&bytes).iter().take(4).map(|b| format!("{b:02x}")).collect();
        let file = format!("{name}.{digest}.{ending}");
        write(&folder.join(&file), &bytes);
        write(&folder.join(format!("{file}.br")), &brotli(&bytes));
        write(&folder.join(format!("{file}.gzip")), &gzip(&bytes));
        println!("cargo:rustc-env=ASSET_{}=/{file}", name.to_uppercase());
    }
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 4096, 11, 22).write_all(bytes).expect("memory takes it");
    out
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(bytes).expect("memory takes it");
    gzip.finish().expect("memory takes it")
}

fn write(file: &Path, bytes: &[u8]) {
    fs::write(file, bytes).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
}

//! Prepares the assets that the program embeds: named by their hash, compressed once and well.

use std::{env, fs, io::Write, path::Path};

use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};

/// Source, name, ending. The name in the program is the first of each constant below.
const ASSETS: [(&str, &str, &str); 2] =
    [("assets/app.css", "app", "css"), ("assets/portal.js", "portal", "js")];

fn main() {
    println!("cargo:rerun-if-changed=assets");
    println!("cargo:rerun-if-changed=build.rs");
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let folder = Path::new(&out).join("assets");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    for (source, name, ending) in ASSETS {
        let mut bytes = fs::read(source).unwrap_or_else(|e| panic!("{source}: {e}"));
        if ending == "js" {
            // One script: htmx and the few lines of our own.
            let mut htmx = fs::read("assets/htmx-4.0.1.min.js").expect("assets/htmx-4.0.1.min.js");
            htmx.extend_from_slice(b"\n");
            htmx.append(&mut bytes);
            bytes = htmx;
        }
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

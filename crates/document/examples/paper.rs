//! Writes every document of the tests into a folder, in each language, to be looked at:
//! `cargo run -p partact-document --example paper -- FOLDER`.

use std::path::PathBuf;

use partact_document::{Language, agreement};

#[path = "../tests/paper/facts.rs"]
mod facts;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("say into which folder")?);
    for language in Language::ALL {
        let file = folder.join(format!("agreement.{}.pdf", language.code()));
        std::fs::write(file, agreement::typeset(&facts::agreement(), language)?)?;
    }
    Ok(())
}

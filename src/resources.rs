//! Everything that is loaded once and read by all articles: tables, weights, gazetteer.

use std::fs::File;
use std::io::Read;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use xxhash_rust::xxh3::xxh3_64;

use crate::Error;
use crate::events::EventModel;
use crate::lexicon::Lexicon;
use crate::names::Recognizer;
use crate::places::Gazetteer;
use crate::syntax;

/// Tables, model weights and gazetteer, read-only and shared by all threads.
#[derive(Debug)]
pub struct Resources {
    /// The hand-written tables of `lexicon/`, compiled in, with the user's rows over them.
    pub lexicon: Lexicon,
    /// Places by name.
    pub gazetteer: Arc<Gazetteer>,
    /// Tagger, lemmatizer and parser.
    pub syntax: Arc<syntax::Models>,
    /// The recognizer of names.
    pub names: Arc<Recognizer>,
    /// Weights of the event models; without them no events are found.
    pub events: Option<Arc<EventModel>>,
    /// Which weights and gazetteer these are; see [`fingerprint`].
    pub fingerprint: String,
}

/// The files of [`Resources::load`].
const FILES: [&str; 6] =
    ["events.model", "gazetteer.bin", "lemmatizer.model", "names.model", "parser.model", "tagger.model"];

/// Bytes at the beginning of every file that hold a checksum of the rest.
const HEAD: usize = 40;

/// A name for the weights and the gazetteer in `folder`: 16 hexadecimal digits that change with any of the files. Only their
/// heads are read. Tables and the weights of sentence ends are compiled in, so that the version of the package names them.
///
/// # Errors
/// A file that is missing or too short; that of the events may be missing.
pub fn fingerprint(folder: &Path) -> Result<String, Error> {
    let mut heads = Vec::new();
    for name in FILES {
        let path = folder.join(name);
        let mut head = [0; HEAD];
        match File::open(&path).and_then(|mut file| file.read_exact(&mut head)) {
            Ok(()) => heads.extend(head),
            Err(_) if name == FILES[0] && !path.exists() => {}
            Err(error) => return Err(Error::model(path.display().to_string(), error.to_string())),
        }
    }
    Ok(format!("{:016x}", xxh3_64(&heads)))
}

impl Resources {
    /// Loads the weight and gazetteer files of `folder` (in the wheel: the package's `data` folder) and the tables. The
    /// models of the syntax, half of the work, are read by a second thread that ends before this returns.
    ///
    /// # Errors
    /// A file that is missing, damaged, truncated or of a foreign format.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let (syntax, others) = thread::scope(|scope| {
            let syntax = thread::Builder::new().spawn_scoped(scope, || syntax::Models::load(folder));
            let others = Self::load_others(folder);
            let syntax = match syntax {
                Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
                // The system gives no second thread.
                Err(_) => syntax::Models::load(folder),
            };
            (syntax, others)
        });
        let (lexicon, gazetteer, names, events) = others?;
        Ok(Self {
            lexicon,
            gazetteer: gazetteer.into(),
            syntax: syntax?.into(),
            names: names.into(),
            events: events.map(Arc::new),
            fingerprint: fingerprint(folder)?,
        })
    }

    fn load_others(folder: &Path) -> Result<(Lexicon, Gazetteer, Recognizer, Option<EventModel>), Error> {
        let gazetteer = Gazetteer::load(&folder.join("gazetteer.bin"))?;
        let names = Recognizer::load(folder, &gazetteer)?;
        Ok((Lexicon::built_in()?, gazetteer, names, EventModel::load(folder)?))
    }

    /// The same weights and gazetteer with other tables.
    #[must_use]
    pub fn with_lexicon(&self, lexicon: Lexicon) -> Self {
        Self {
            lexicon,
            gazetteer: Arc::clone(&self.gazetteer),
            syntax: Arc::clone(&self.syntax),
            names: Arc::clone(&self.names),
            events: self.events.clone(),
            fingerprint: self.fingerprint.clone(),
        }
    }

    /// The folder of weight files in this source tree, for tests, benchmarks and training.
    #[must_use]
    pub fn source_folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("python/dateline/data")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_and_only_its_head_counts() {
        let folder = std::env::temp_dir().join(format!("dateline-fingerprint-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder of our own");
        let write = |name: &str, first: u8, last: u8| {
            let mut bytes = vec![first; HEAD];
            bytes.push(last);
            std::fs::write(folder.join(name), bytes).expect("a file of our own");
        };
        FILES.iter().for_each(|name| write(name, 0, 0));
        let plain = fingerprint(&folder).expect("all files are there");
        assert!(plain.len() == 16 && plain.bytes().all(|byte| byte.is_ascii_hexdigit()), "{plain}");
        for name in FILES {
            write(name, 1, 0);
            assert_ne!(fingerprint(&folder).expect("all files are there"), plain, "{name}");
            write(name, 0, 1);
            assert_eq!(fingerprint(&folder).expect("all files are there"), plain, "{name}");
            write(name, 0, 0);
        }
        std::fs::remove_file(folder.join("events.model")).expect("a file of our own");
        assert_ne!(fingerprint(&folder).expect("events may be missing"), plain);
        std::fs::write(folder.join("tagger.model"), "short").expect("a file of our own");
        let error = fingerprint(&folder).expect_err("a file that is cut");
        assert!(error.is_model() && error.to_string().contains("tagger.model"), "{error}");
        std::fs::remove_dir_all(&folder).expect("a folder of our own");
    }
}

//! Everything that is loaded once and read by all articles: tables, weights, gazetteer.

use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

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
        }
    }

    /// The folder of weight files in this source tree, for tests, benchmarks and training.
    #[must_use]
    pub fn source_folder() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("python/dateline/data")
    }
}

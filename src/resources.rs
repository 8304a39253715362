//! Everything that is loaded once and read by all articles: tables, weights, gazetteer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    /// Loads the weight and gazetteer files of `folder` (in the wheel: the package's `data` folder) and the tables.
    ///
    /// # Errors
    /// A file that is missing, damaged, truncated or of a foreign format.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let gazetteer = Gazetteer::load(&folder.join("gazetteer.bin"))?;
        Ok(Self {
            lexicon: Lexicon::built_in()?,
            syntax: syntax::Models::load(folder)?.into(),
            names: Recognizer::load(folder, &gazetteer)?.into(),
            gazetteer: gazetteer.into(),
            events: EventModel::load(folder)?.map(Arc::new),
        })
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

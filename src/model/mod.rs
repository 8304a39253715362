//! The sparse linear kernel shared by tagger, parser and recognizer, and its file format.

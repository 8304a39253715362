//! The same person, organisation, place and event across articles; near-duplicate articles.

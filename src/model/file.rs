//! The weight-file format: a header with kind, version, length and checksum, then a plain sequence of values.
//!
//! | bytes | content |
//! |---|---|
//! | 8 | `DATELINE` |
//! | 4 | version of the format, little-endian as all numbers |
//! | 12 | kind of the model, padded with zeros |
//! | 8 | length of what follows the header |
//! | 8 | XXH3-64 of what follows the header |
//! | 8 | length of the body |
//! | ... | the body, packed (Zstandard): numbers (4 bytes), reals (4 bytes), byte strings (length as a number, then the bytes) |

use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use crate::Error;

const MAGIC: &[u8; 8] = b"DATELINE";
const VERSION: u32 = 3;
const KIND: usize = 12;
const HEADER: usize = 8 + 4 + KIND + 8 + 8;
/// The strongest level: files are packed once and read often, which goes at the same speed for all levels.
const LEVEL: i32 = 22;

/// Writes a weight file.
#[derive(Debug)]
pub struct Writer {
    kind: [u8; KIND],
    body: Vec<u8>,
}

impl Writer {
    /// A file of this kind ("tagger", "parser", ...).
    ///
    /// # Panics
    /// If `kind` is longer than 12 bytes.
    #[must_use]
    pub fn new(kind: &str) -> Self {
        let mut padded = [0; KIND];
        padded[..kind.len()].copy_from_slice(kind.as_bytes());
        Self { kind: padded, body: Vec::new() }
    }

    /// Appends a number.
    pub fn number(&mut self, number: u32) {
        self.body.extend(number.to_le_bytes());
    }

    /// Appends a real number.
    pub fn real(&mut self, real: f32) {
        self.body.extend(real.to_le_bytes());
    }

    /// Appends a byte string.
    ///
    /// # Panics
    /// If it is 4 GiB long or longer.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(u32::try_from(bytes.len()).expect("a part of a model is far below 4 GiB"));
        self.body.extend(bytes);
    }

    /// Appends a text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// The whole file.
    ///
    /// # Panics
    /// If there is no memory to pack it.
    #[must_use]
    pub fn finish(self) -> Vec<u8> {
        let mut packed = (self.body.len() as u64).to_le_bytes().to_vec();
        packed.extend(zstd::bulk::compress(&self.body, LEVEL).expect("packing in memory needs only memory"));
        let mut out = Vec::with_capacity(HEADER + packed.len());
        out.extend(MAGIC);
        out.extend(VERSION.to_le_bytes());
        out.extend(self.kind);
        out.extend((packed.len() as u64).to_le_bytes());
        out.extend(xxh3_64(&packed).to_le_bytes());
        out.extend(packed);
        out
    }
}

/// The unpacked body of a weight file.
#[derive(Debug)]
pub struct Body {
    path: String,
    bytes: Vec<u8>,
}

impl Body {
    /// Checks the header and the checksum of a file of the given kind and unpacks it. `path` is for messages.
    ///
    /// # Errors
    /// The bytes are no weight file, one of another version or kind, cut short, or damaged.
    ///
    /// # Panics
    /// Never: the slices it converts have fixed lengths.
    pub fn open(path: impl Into<String>, file: &[u8], kind: &str) -> Result<Self, Error> {
        let path = path.into();
        let fail = |reason: String| Err(Error::model(path.clone(), reason));
        if file.len() < MAGIC.len() || &file[..MAGIC.len()] != MAGIC {
            return fail("is not a weight file of dateline".to_owned());
        }
        if file.len() < HEADER {
            return fail(format!("is cut short: {} bytes, less than its header", file.len()));
        }
        let version = u32::from_le_bytes(file[8..12].try_into().unwrap());
        if version != VERSION {
            return fail(format!("has version {version} of the weight format; this build reads version {VERSION}"));
        }
        let found = String::from_utf8_lossy(&file[12..12 + KIND]);
        let found = found.trim_end_matches('\0');
        if found != kind {
            return fail(format!("holds the weights of a {found:?}, not of a {kind:?}"));
        }
        let length = u64::from_le_bytes(file[24..32].try_into().unwrap());
        let checksum = u64::from_le_bytes(file[32..40].try_into().unwrap());
        let packed = &file[HEADER..];
        if (packed.len() as u64) < length {
            return fail(format!("is cut short: {} of {length} bytes", packed.len()));
        }
        if packed.len() as u64 > length || xxh3_64(packed) != checksum {
            return fail("is damaged: its checksum does not match".to_owned());
        }
        let unpacked = packed.split_first_chunk().and_then(|(length, packed)| {
            let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
            zstd::bulk::decompress(packed, length).ok().filter(|bytes| bytes.len() == length)
        });
        match unpacked {
            Some(bytes) => Ok(Self { path, bytes }),
            None => fail("cannot be unpacked".to_owned()),
        }
    }

    /// A reader of its values from the first one.
    #[must_use]
    pub fn reader(&self) -> Reader<'_> {
        Reader { path: self.path.clone(), rest: &self.bytes }
    }
}

/// Reads a weight file, value by value in the order in which they were written.
#[derive(Debug)]
pub struct Reader<'b> {
    path: String,
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    /// Reads `folder/name` whole and hands it to `load`.
    ///
    /// # Errors
    /// A file that is missing or that [`Body::open`], `load` or [`Reader::end`] refuses.
    pub fn load<T>(
        folder: &Path,
        name: &str,
        kind: &str,
        load: impl FnOnce(&mut Reader<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let path = folder.join(name);
        let file = std::fs::read(&path).map_err(|error| Error::model(path.display().to_string(), error.to_string()))?;
        let body = Body::open(path.display().to_string(), &file, kind)?;
        let mut reader = body.reader();
        let value = load(&mut reader)?;
        reader.end()?;
        Ok(value)
    }

    /// The next `count` bytes.
    fn take(&mut self, count: usize) -> Result<&'b [u8], Error> {
        let Some((taken, rest)) = self.rest.split_at_checked(count) else {
            return Err(self.error("ends too early"));
        };
        self.rest = rest;
        Ok(taken)
    }

    /// The next value, a number.
    ///
    /// # Errors
    /// The file ends too early.
    pub fn number(&mut self) -> Result<u32, Error> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// The next value, a real number.
    ///
    /// # Errors
    /// The file ends too early.
    pub fn real(&mut self) -> Result<f32, Error> {
        self.number().map(f32::from_bits)
    }

    /// The next value, a byte string.
    ///
    /// # Errors
    /// The file ends too early.
    pub fn bytes(&mut self) -> Result<&'b [u8], Error> {
        let length = self.number()? as usize;
        self.take(length)
    }

    /// The next value, a text.
    ///
    /// # Errors
    /// The file ends too early or the bytes are not UTF-8.
    pub fn text(&mut self) -> Result<&'b str, Error> {
        let bytes = self.bytes()?;
        std::str::from_utf8(bytes).map_err(|_| self.error("holds a text that is not UTF-8"))
    }

    /// An error that names this file.
    #[must_use]
    pub fn error(&self, reason: &str) -> Error {
        Error::model(self.path.clone(), reason)
    }

    /// Checks that everything was read.
    ///
    /// # Errors
    /// Bytes are left over.
    pub fn end(&self) -> Result<(), Error> {
        if self.rest.is_empty() { Ok(()) } else { Err(self.error("holds more than it should")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut file = Writer::new("tagger");
        file.number(7);
        file.real(0.5);
        file.text("Größe");
        file.finish()
    }

    #[test]
    fn values_come_back_in_order() {
        let bytes = sample();
        let body = Body::open("t.model", &bytes, "tagger").unwrap();
        let mut file = body.reader();
        assert_eq!(file.number().unwrap(), 7);
        assert_eq!(file.real().unwrap(), 0.5);
        assert!(file.end().is_err());
        assert_eq!(file.text().unwrap(), "Größe");
        file.end().unwrap();
        assert_eq!(file.number().unwrap_err().to_string(), "t.model: ends too early");
    }

    #[test]
    fn bad_files_are_named_with_the_reason() {
        type Damage = fn(Vec<u8>) -> Vec<u8>;
        let cases: [(&str, Damage); 7] = [
            ("is not a weight file of dateline", |_| Vec::new()),
            ("is not a weight file of dateline", |_| b"PK\x03\x04 something else entirely, and long enough".to_vec()),
            ("is cut short: 20 bytes, less than its header", |file| file[..20].to_vec()),
            ("is cut short: 10 of 36 bytes", |file| file[..HEADER + 10].to_vec()),
            ("is damaged: its checksum does not match", |mut file| {
                file[HEADER + 3] ^= 1;
                file
            }),
            ("is damaged: its checksum does not match", |mut file| {
                file.push(0);
                file
            }),
            ("has version 9 of the weight format; this build reads version 3", |mut file| {
                file[8] = 9;
                file
            }),
        ];
        for (reason, damage) in cases {
            let error = Body::open("t.model", &damage(sample()), "tagger").unwrap_err();
            assert!(error.is_model());
            assert_eq!(error.to_string(), format!("t.model: {reason}"));
        }
        let error = Body::open("t.model", &sample(), "parser").unwrap_err();
        assert_eq!(error.to_string(), r#"t.model: holds the weights of a "tagger", not of a "parser""#);
    }

    #[test]
    fn what_cannot_be_unpacked_is_told() {
        for packed in [&b"short"[..], b"\x07\0\0\0\0\0\0\0no frame", &[0xff; 20]] {
            let mut file = sample()[..HEADER].to_vec();
            file[24..32].copy_from_slice(&(packed.len() as u64).to_le_bytes());
            file[32..40].copy_from_slice(&xxh3_64(packed).to_le_bytes());
            file.extend(packed);
            let error = Body::open("t.model", &file, "tagger").unwrap_err();
            assert_eq!(error.to_string(), "t.model: cannot be unpacked");
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let error = Reader::load(Path::new("no-such-folder"), "x.model", "x", |file| file.number()).unwrap_err();
        assert!(error.is_model() && error.to_string().contains("x.model"), "{error}");
    }
}
